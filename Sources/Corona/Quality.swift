/// How finely sightlines are integrated; the accuracies are relative to the exact integral.
///
/// They hold for densities as smooth as the published radial laws, from 1.0005 solar radii to 45° of
/// elongation, and are held by tests. A narrow ``StreamerBelt`` needs a step more.
public enum Quality: String, Sendable, Hashable, CaseIterable {
  /// Eight node pairs: about 1e-4 near the limb, 2e-5 beyond 1.05 solar radii.
  case preview
  /// Sixteen node pairs: below 1e-7 everywhere off the disc.
  case standard
  /// A hundred node pairs in five panels: below 1e-12.
  case reference
}
