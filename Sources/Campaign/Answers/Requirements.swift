public import Astronomy
internal import Geometry

/// An answer of `totality requirements`, for an occulter of whatever shape.
public protocol Requirements: Sendable {
  /// Whether the pupil is covered at all, centred and with its margin.
  var isFeasible: Bool { get }

  /// The JSON document (schema `totality.requirements/1`).
  func json() throws -> String

  /// A table for people.
  func table() -> String
}

extension RequirementsAnswer: Requirements {}
extension ShapedRequirementsAnswer: Requirements {}

extension RequirementsAnswer {
  /// The answer that fits the scenario's occulter, by the closed forms of a cone if it is round.
  ///
  /// - Parameters: as for ``RequirementsAnswer``.
  /// - Throws: as for ``RequirementsAnswer``.
  public static func answer(
    _ scenario: Scenario, at instant: Instant?, pupilRadius: Double?, margin: Double,
    range: Double?, lateralError: Double, rangeError: Double
  ) throws -> any Requirements {
    if scenario.formation.shape.isRound {
      return try RequirementsAnswer(
        scenario, at: instant, pupilRadius: pupilRadius, margin: margin, range: range,
        lateralError: lateralError, rangeError: rangeError)
    }
    return try ShapedRequirementsAnswer(
      scenario, at: instant, pupilRadius: pupilRadius, margin: margin, range: range,
      lateralError: lateralError, rangeError: rangeError)
  }
}
