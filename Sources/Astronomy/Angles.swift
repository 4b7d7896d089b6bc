/// Conversions between the angular units of the field and radians.
public enum Angles {
  /// Radians in one degree.
  public static let degree = Double.pi / 180
  /// Radians in one second of arc.
  public static let arcsecond = Double.pi / 648_000
}
