/// How finely sightlines are integrated; accuracies are relative to the exact integral.
///
/// Worst errors of the published radial laws, from the disc's centre to 45° of elongation, and of a
/// ``StreamerBelt`` four times denser than its background (relative to the sum of both):
///
/// | quality | on the disc | 1–1.05 radii | beyond | belt 0.5 rad | 0.2 rad | 0.1 rad | 0.05 rad |
/// | --- | --- | --- | --- | --- | --- | --- | --- |
/// | preview | 4e-4 | 2e-4 | 4e-5 | 3e-5 | 2e-3 | 1e-2 | 3e-2 |
/// | standard | 4e-8 | 5e-7 | 4e-8 | 7e-8 | 2e-5 | 8e-4 | 6e-3 |
/// | reference | 1e-12 | 1e-10 | 1e-14 | 1e-13 | 1e-13 | 1e-8 | 2e-5 |
public enum Quality: String, Sendable, Hashable, CaseIterable {
  /// Eight pairs of nodes: for a quick look.
  case preview
  /// Sixteen pairs of nodes, drawn to both ends.
  case standard
  /// A hundred pairs of nodes in five panels: for profiles and for checking the others.
  case reference
}
