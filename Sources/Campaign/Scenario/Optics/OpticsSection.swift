internal import Astronomy
internal import Optics
internal import Wave

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
  /// Whether pupil, focus, film and jitter blur the sky's light.
  var hasPointSpread: Bool
  /// How many wavelengths stand for the band.
  var wavelengthCount: Int
  /// Standard deviation of the blur by film and jitter, radians.
  var blurRadians: Double
  /// Focal length over the pupil's diameter; nil when the scenario does not tell it.
  var fNumber: Double?
  /// What hides the occulter's edge inside the telescope; nil without it.
  var internalOcculter: InternalOcculterSettings? = nil
}

/// A disc in the external occulter's image that hides its bright edge.
struct InternalOcculterSettings: Sendable, Hashable {
  /// Its radius, millimetres.
  var radiusMillimetres: Double
  /// Of the lens before it, millimetres.
  var focalLengthMillimetres: Double

  /// Tangent of the angle that it covers about the telescope's axis.
  ///
  /// - Parameter distance: of the external occulter, metres.
  func tangent(atDistance distance: Double) -> Double {
    LyotCoronagraph.occulterAngle(
      radius: radiusMillimetres / 1000, focalLength: focalLengthMillimetres / 1000,
      distance: distance)
  }
}

/// `[optics]`.
enum OpticsSection {
  /// - Parameter preset: the instrument that the camera is, for keys that are left out.
  static func read(_ section: SectionReader, preset: CameraPreset) -> OpticsSettings {
    let own = preset.coronagraph
    let focus = section.optionalDouble(
      "focus_m", in: .above(0, upTo: 1e12),
      doc: "The distance in focus; left out, the corona is sharp and the occulter is not.")
    let internalOcculter = internalOcculter(section, own)
    if focus != nil, internalOcculter != nil {
      section.report(
        "found a distance in focus beside an internal occulter, whose image is that of infinity",
        remedy: "leave out focus_m", at: "focus_m")
    }
    return OpticsSettings(
      transmission: section.double(
        "transmission", in: .above(0, upTo: 1), default: 1,
        doc: "The share of the light that the optics pass in the band."),
      lyotFactor: section.double(
        "lyot_factor", in: .above(0, upTo: 1), default: own?.lyotFactor ?? 1,
        doc: "Diameter of the Lyot stop over that of the pupil's image."),
      focusMetres: focus ?? .infinity,
      hasRing: section.boolean(
        "ring", default: true,
        doc: "Draw the bright line that diffraction leaves on the occulter's edge."),
      hasVignetting: section.boolean(
        "vignetting", default: true,
        doc: "Let every place of the pupil look past the occulter, not the middle alone."),
      hasPointSpread: section.boolean(
        "point_spread", default: true,
        doc: "Let pupil, focus and blur_arcsec spread the sky's light in B, Q, U and PB."),
      wavelengthCount: section.integer(
        "wavelengths", in: 1...15, default: 3,
        doc: "How many wavelengths stand for the band in the line on the edge."),
      blurRadians: section.double(
        "blur_arcsec", in: .closed(0, 3600), default: 0,
        doc: "Standard deviation of what film and jitter add to the blur.") * Angles.arcsecond,
      fNumber: section.optionalDouble(
        "f_number", in: .closed(0.3, 1000), doc: "Focal length over the pupil's diameter."),
      internalOcculter: internalOcculter)
  }

  private static func internalOcculter(
    _ section: SectionReader, _ own: CameraPreset.Coronagraph?
  ) -> InternalOcculterSettings? {
    let radius = section.double(
      "internal_occulter_mm", in: .closed(0, 1000), default: own?.internalOcculterMillimetres ?? 0,
      doc: "Radius of the internal occulter in the external one's image; 0 for none.")
    let length = section.optionalDouble(
      "focal_length_mm", in: .above(0, upTo: 1e6), default: own?.focalLengthMillimetres,
      doc: "Focal length before the internal occulter.")
    guard radius > 0 else { return nil }
    guard let length else {
      section.report(
        "found an internal occulter behind a lens of no focal length",
        remedy: "give focal_length_mm", at: "internal_occulter_mm")
      return nil
    }
    return InternalOcculterSettings(radiusMillimetres: radius, focalLengthMillimetres: length)
  }
}
