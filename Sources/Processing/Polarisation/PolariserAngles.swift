/// Angles of polarisers, told apart.
///
/// Both ends of a polariser's axis are the same, and angles computed from a changing roll differ by some
/// thousandths of a degree between exposures through one polariser.
public enum PolariserAngles {
  /// Angles that differ by no more are of one polariser, degrees.
  public static let tolerance = 0.1

  /// Whether two pictures are taken through one polariser, or both through none.
  public static func areAlike(_ one: Double?, _ other: Double?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return (one - other).remainder(dividingBy: 180).magnitude <= tolerance
  }

  /// How many different polarisers there are.
  public static func count(_ angles: [Double]) -> Int {
    var different: [Double] = []
    for angle in angles where !different.contains(where: { areAlike($0, angle) }) {
      different.append(angle)
    }
    return different.count
  }
}
