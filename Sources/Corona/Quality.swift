/// How finely sightlines are integrated; accuracies are relative to the exact integral.
///
/// Worst errors of the published radial laws, from the disc's centre to 45° of elongation; of a
/// ``StreamerBelt`` four times denser than its background (relative to the sum of both), for which the
/// panels are divided by ``ElectronDensity/angularScaleRadians``; and of Saito 1970 with its creases:
///
/// | quality | on the disc | 1–1.05 radii | beyond | belt 0.3 rad | 0.2 rad | 0.05 rad | creases |
/// | --- | --- | --- | --- | --- | --- | --- | --- |
/// | preview | 4e-4 | 2e-4 | 4e-5 | 3e-3 | 7e-3 | 8e-4 | 1e-4 |
/// | standard | 4e-8 | 5e-7 | 4e-8 | 2e-7 | 1e-10 | 1e-10 | 1e-6 |
/// | reference | 1e-12 | 1e-10 | 1e-14 | 1e-12 | 1e-12 | 1e-12 | 1e-9 |
public enum Quality: String, Sendable, Hashable, CaseIterable {
  /// Eight pairs of nodes: for a quick look.
  case preview
  /// Sixteen pairs of nodes, drawn to both ends.
  case standard
  /// A hundred pairs of nodes in five panels: for profiles and for checking the others.
  case reference
}
