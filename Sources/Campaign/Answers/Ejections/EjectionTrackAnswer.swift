internal import Astronomy
internal import Corona
internal import Foundation

/// The answer of `totality ejection track`: heights of the nose against time.
public struct EjectionTrackAnswer: Sendable {
  private let scenario: Scenario
  let states: [EjectionState]

  /// How many instants may be asked for.
  static let allowedInstants = 100_000

  /// Computes the heights.
  ///
  /// - Parameters:
  ///   - scenario: one with an ejection.
  ///   - step: seconds between instants over the scenario's span; nil for the instants of its sequence,
  ///     or for a fiftieth of the span where it has none.
  /// - Throws: `CampaignError` for a scenario without ejections or a step that gives too many instants;
  ///   `CoronaError` where a height is not known.
  public init(_ scenario: Scenario, step: Double? = nil) throws {
    self.scenario = scenario
    let ejections = try scenario.ejections()
    states = try Self.instants(scenario, step).flatMap { instant in
      let observer = try scenario.coronalObserver(at: instant)
      return try ejections.compactMap { try EjectionState($0, at: instant, from: observer) }
    }
  }

  private static func instants(_ scenario: Scenario, _ step: Double?) throws -> [Instant] {
    let span = scenario.span
    let length = span.upperBound.seconds(since: span.lowerBound)
    if step == nil, let sequence = scenario.sequence {
      return (0..<min(sequence.count, allowedInstants)).map { sequence.instant(ofFrame: $0) }
    }
    let step = step ?? (length > 0 ? length / 50 : 1)
    guard step > 0, length / step < Double(allowedInstants) else {
      throw CampaignError(
        .badRequest,
        "--step \(step): must be positive and give at most \(allowedInstants) instants over the span "
          + "of \(length) s")
    }
    return (0...Int(length / step + 1e-9)).map {
      span.lowerBound.advanced(bySeconds: Double($0) * step)
    }
  }

  private static let columns = [
    "utc", "part", "kind", "height_rsun", "speed_km_s", "latitude_deg", "longitude_deg",
    "position_angle_deg", "from_sky_plane_deg", "elongation_deg", "apparent_height_rsun",
  ]

  private static func numbers(_ state: EjectionState) -> [Double] {
    let degrees = 1 / Angles.degree
    return [
      state.ejection.leadingEdgeSolarRadii, state.kilometresPerSecond,
      state.noseLatitudeRadians * degrees, state.noseLongitudeRadians * degrees,
      state.positionAngleRadians * degrees, state.angleFromSkyPlaneRadians * degrees,
      state.elongationRadians * degrees, state.apparentHeightSolarRadii,
    ]
  }

  /// One line for each ejection and instant after it left the Sun.
  public func csv() -> String {
    var lines = [Self.columns.joined(separator: ",")]
    for state in states {
      var numbers = Self.numbers(state).map { String(format: "%.6f", $0) }
      numbers[3] = EjectionState.turnText(state.noseLongitudeRadians, decimals: 6)
      numbers[4] = EjectionState.turnText(state.positionAngleRadians, decimals: 6)
      lines.append(
        ([state.instant.text(fractionDigits: 3), String(state.number), state.name] + numbers)
          .joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Document: Encodable {
    struct Row: Encodable {
      var utc: String
      var part: Int
      var kind: String
      var height_rsun: Double
      var speed_km_s: Double
      var latitude_deg: Double
      var longitude_deg: Double
      var position_angle_deg: Double
      var from_sky_plane_deg: Double
      var elongation_deg: Double
      var apparent_height_rsun: Double
    }
    var schema = "totality.ejection-track/1"
    var scenario: String
    var rows: [Row]
  }

  /// The JSON document (schema `totality.ejection-track/1`).
  public func json() throws -> String {
    try JSONOutput.text(
      Document(
        scenario: scenario.name,
        rows: states.map { state in
          let numbers = Self.numbers(state)
          return .init(
            utc: state.instant.text(), part: state.number, kind: state.name,
            height_rsun: numbers[0], speed_km_s: numbers[1], latitude_deg: numbers[2],
            longitude_deg: numbers[3], position_angle_deg: numbers[4],
            from_sky_plane_deg: numbers[5], elongation_deg: numbers[6],
            apparent_height_rsun: numbers[7])
        }))
  }

  /// What a user should know, for standard error.
  public var notes: [String] {
    states.isEmpty ? ["no ejection has left the Sun by the last of these instants"] : []
  }
}
