public import Astronomy
internal import Foundation
internal import Imagery

/// A picture for people of an instant of a scenario: answer to `totality view`.
public struct ViewAnswer: Sendable {
  /// From where one looks.
  public enum Kind: String, Sendable, CaseIterable {
    /// From the observer toward the Sun, wide.
    case crew
    /// From aside at both craft, to scale.
    case side
    /// From over the orbit's plane at the Earth, to scale.
    case orbit
  }

  private let picture: RGBPicture
  private let title: String

  /// Draws a view.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - instant: when.
  ///   - kind: which view.
  ///   - fieldDegrees: the width of what the crew sees, 10 to 150.
  /// - Throws: `CampaignError` for a field out of range, and what the geometry throws where a trajectory does
  ///   not reach.
  public init(
    _ scenario: Scenario, at instant: Instant, kind: Kind, fieldDegrees: Double = 60
  ) async throws {
    guard fieldDegrees >= 10, fieldDegrees <= 150 else {
      throw CampaignError(
        .badRequest,
        "--field \(PrintableText.number(fieldDegrees)): 10 to 150 degrees are possible")
    }
    switch kind {
    case .crew:
      picture = try await CrewView(scenario, at: instant, fieldDegrees: fieldDegrees).picture()
    case .orbit: picture = try OrbitView(scenario, at: instant).picture()
    case .side: picture = try SideView(scenario, at: instant).picture()
    }
    title = "\(scenario.name) \(instant.text(fractionDigits: 1)) \(kind.rawValue) view"
  }

  /// The picture as a PNG file, the same bytes for the same input.
  ///
  /// - Throws: `ImageryError` when it cannot be written.
  public func png() throws -> [UInt8] {
    try PNGEncoder.rgb8(
      picture,
      texts: [
        try PNGText("Title", FITSText.transliterated(title)),
        try PNGText("Software", "totality \(Version.current)"),
      ])
  }
}

extension Instant {
  /// The instant as views write it: `1975-07-19 12:06:33.0 UTC`.
  var clockText: String {
    text(fractionDigits: 1).replacingOccurrences(of: "T", with: " ")
      .replacingOccurrences(of: "Z", with: " UTC")
  }
}
