/// What the forces on a spacecraft depend on, as a message gives it.
public struct SpacecraftParameters: Sendable, Hashable {
  /// Mass, kg.
  public var mass: Double?
  /// Area facing the Sun, m².
  public var solarRadiationArea: Double?
  /// Coefficient of solar radiation pressure.
  public var solarRadiationCoefficient: Double?
  /// Area facing the air, m².
  public var dragArea: Double?
  /// Coefficient of air drag.
  public var dragCoefficient: Double?

  static let grammar = MessageGrammar(
    section: "spacecraft parameters",
    rules: [
      .optional("MASS", "kg"), .optional("SOLAR_RAD_AREA", "m**2"), .optional("SOLAR_RAD_COEFF"),
      .optional("DRAG_AREA", "m**2"), .optional("DRAG_COEFF"),
    ])

  /// The parameters of a section that may be missing.
  static func read(_ fields: MessageFields?) throws(TrajectoryError) -> SpacecraftParameters? {
    guard let fields else { return nil }
    return try SpacecraftParameters(fields)
  }

  /// The parameters of a section; negative ones are refused.
  init(_ fields: MessageFields) throws(TrajectoryError) {
    func number(_ keyword: String) throws(TrajectoryError) -> Double? {
      guard let value = try fields.optionalNumber(keyword) else { return nil }
      guard value >= 0 else {
        throw fields.source.malformed(
          fields.line(of: keyword), "\(keyword): \(value) is negative; zero or more is allowed")
      }
      return value
    }
    mass = try number("MASS")
    solarRadiationArea = try number("SOLAR_RAD_AREA")
    solarRadiationCoefficient = try fields.optionalNumber("SOLAR_RAD_COEFF")
    dragArea = try number("DRAG_AREA")
    dragCoefficient = try fields.optionalNumber("DRAG_COEFF")
  }
}
