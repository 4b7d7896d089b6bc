internal import Astronomy
internal import Optics

/// What stands between the sky and the sensor, and what the occulter's edge does to the light.
struct OpticsSettings: Sendable {
  /// The share of the light that the optics pass in the band.
  var transmission: Double
  /// Diameter of the Lyot stop over that of the pupil's image, 1 for none.
  var lyotFactor: Double
  /// The distance in focus, metres; infinity for the corona.
  var focusMetres: Double
  /// Whether the bright line on the occulter's edge is drawn.
  var hasRing: Bool
  /// Whether the occulter's edge is seen by the whole pupil, not by its middle.
  var hasVignetting: Bool
  /// How many wavelengths stand for the band.
  var wavelengthCount: Int
  /// Standard deviation of the blur by film and jitter, radians.
  var blurRadians: Double
  /// Focal length over the pupil's diameter; nil when the scenario does not tell it.
  var fNumber: Double?
}

/// `[optics]`.
enum OpticsSection {
  static func read(_ section: SectionReader) -> OpticsSettings {
    let focus = section.optionalDouble(
      "focus_m", in: .above(0, upTo: 1e12),
      doc: "The distance in focus; left out, the corona is sharp and the occulter is not.")
    return OpticsSettings(
      transmission: section.double(
        "transmission", in: .above(0, upTo: 1), default: 1,
        doc: "The share of the light that the optics pass in the band."),
      lyotFactor: section.double(
        "lyot_factor", in: .above(0, upTo: 1), default: 1,
        doc: "Diameter of the Lyot stop over that of the pupil's image."),
      focusMetres: focus ?? .infinity,
      hasRing: section.boolean(
        "ring", default: true,
        doc: "Draw the bright line that diffraction leaves on the occulter's edge."),
      hasVignetting: section.boolean(
        "vignetting", default: true,
        doc: "Let every place of the pupil look past the occulter, not the middle alone."),
      wavelengthCount: section.integer(
        "wavelengths", in: 1...15, default: 3,
        doc: "How many wavelengths stand for the band in the line on the edge."),
      blurRadians: section.double(
        "blur_arcsec", in: .closed(0, 3600), default: 0,
        doc: "Standard deviation of what film and jitter add to the blur.") * Angles.arcsecond,
      fNumber: section.optionalDouble(
        "f_number", in: .closed(0.3, 1000), doc: "Focal length over the pupil's diameter."))
  }
}
