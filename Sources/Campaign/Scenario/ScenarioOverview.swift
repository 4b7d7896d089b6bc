internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry

extension Scenario {
  /// What the scenario can be used for, in a few words.
  public var contents: String {
    var parts = ["windows and shadow"]
    if camera != nil, corona != nil { parts.append("frames") }
    if let sequence { parts.append("a sequence of \(sequence.count)") }
    return parts.joined(separator: ", ")
  }

  /// The scenario in words, for people.
  public func overview() -> String {
    func row(_ name: String, _ text: String) -> String {
      name.padding(toLength: 12, withPad: " ", startingAt: 0) + text
    }
    var lines = [
      row("name", name), row("purpose", summary),
      row(
        "span",
        "\(span.lowerBound.text(in: scale, fractionDigits: 3)) to "
          + span.upperBound.text(in: scale, fractionDigits: 3)),
      row(
        "Sun",
        "\(formation.treatment.rawValue) direction, radius \(formation.sunRadius / 1000) km, "
          + "limb darkening \(law.name) at \(wavelengthNanometres) nm"),
      row("observer", observerName),
      row(
        "occulter", "\(occulterName): \(formation.shape.name) of \(formation.shape.radius) m radius"
      ),
    ]
    if let corona {
      lines.append(
        row(
          "corona",
          "electrons \(corona.electronsText(at: span.lowerBound)), "
            + corona.lights.compactMap(\.cards.first).map { "\($0.comment) \($0.value), " }.joined()
            + "quality \(corona.quality.rawValue)"))
    }
    if let camera {
      lines.append(
        row(
          "camera",
          "\(camera.name): \(camera.width) × \(camera.height) pixels of "
            + "\(camera.pixelScaleArcseconds)\u{2033}, exposure \(camera.exposureSeconds) s"))
    }
    if let sequence {
      lines.append(
        row(
          "sequence",
          "\(sequence.count) frames from \(sequence.start.text(fractionDigits: 3)) every "
            + "\(sequence.cadenceSeconds) s"))
    }
    lines.append(row("identity", "sha256 \(identity), \(runIdentifier)"))
    return lines.joined(separator: "\n") + "\n"
  }
}
