internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

extension Scenario {
  /// What a user should know of the camera but what is no error.
  var cameraWarnings: [String] {
    guard let camera else { return [] }
    return fieldWarnings(camera) + camera.presetWarnings + wavelengthWarnings(camera)
      + coronagraphWarnings(camera)
  }

  /// From the observer to the Sun when the sequence begins, or else the span, solar radii.
  ///
  /// An astronomical unit where the observer's motion is not known then.
  var sunDistanceSolarRadii: Double {
    let instant = sequence?.start ?? span.lowerBound
    guard (try? formation.checkCoverage(instant...instant)) != nil else {
      return PhysicalConstants.astronomicalUnit / formation.sunRadius
    }
    return formation.context(at: instant).sun.distance / formation.sunRadius
  }

  /// Pixels outside the instrument's field hold no data: a picture of nothing else is told.
  private func fieldWarnings(_ camera: Camera) -> [String] {
    guard let field = camera.fieldSolarRadii else { return [] }
    let seen = camera.seenDistances(sunDistanceSolarRadii: sunDistanceSolarRadii)
    guard seen.share < 0.01 else { return [] }
    func range(_ range: ClosedRange<Double>) -> String {
      String(format: "%.3g\u{2013}%.3g", range.lowerBound, range.upperBound)
    }
    let words = "the field \(range(field)) solar radii"
    let shows = "the picture, which shows \(range(seen.picture))"
    let remedy = "change size, pixel_scale_arcsec, pointing_arcsec or field_rsun"
    return [
      seen.share > 0
        ? words + String(format: " fills %.2g %% of ", 100 * seen.share) + shows + "; " + remedy
        : words + " lies outside \(shows): no pixel holds data; " + remedy
    ]
  }

  /// An internal occulter that the instrument has and the frame has not.
  private func coronagraphWarnings(_ camera: Camera) -> [String] {
    let isAspiics = camera.preset.coronagraph != nil || sensor?.kind == .aspiics
    guard let optics else {
      guard isAspiics else { return [] }
      return ["a pinhole without the internal occulter of ASPIICS; add a section [optics]"]
    }
    guard optics.internalOcculter == nil, optics.hasRing, isAspiics || optics.lyotFactor < 1 else {
      return []
    }
    return [
      "without an internal occulter the line on the occulter's edge is as bright as the pupil sees it, and a "
        + "Lyot stop dims it no more than the corona; give optics.internal_occulter_mm and "
        + "optics.focal_length_mm"
    ]
  }

  private func wavelengthWarnings(_ camera: Camera) -> [String] {
    let band = camera.passbandNanometres
    guard !band.contains(wavelengthNanometres) else { return [] }
    return [
      String(
        format:
          "sun.wavelength_nm is %g, outside camera.passband_nm %g to %g; the picture's light is "
          + "that of %g nm", wavelengthNanometres, band.lowerBound, band.upperBound,
        wavelengthNanometres)
    ]
  }
}

extension Camera {
  /// The keys by which a scenario departs from the instrument it names.
  fileprivate var presetWarnings: [String] {
    guard preset != .none else { return [] }
    let own = preset.camera
    let keys = [
      ("name", name != own.name), ("size", (width, height) != (own.width, own.height)),
      ("pixel_scale_arcsec", pixelScaleArcseconds != own.pixelScaleArcseconds),
      ("projection", projectionKind != own.projectionKind),
      ("field_rsun", fieldSolarRadii != own.fieldSolarRadii),
      ("exposure_s", exposureSeconds != own.exposureSeconds),
      ("passband_nm", passbandNanometres != own.passbandNanometres),
    ].filter(\.1).map(\.0)
    guard !keys.isEmpty else { return [] }
    return [
      "the camera is not \(preset.rawValue) in \(keys.joined(separator: ", ")), which the scenario "
        + "gives itself; leave them out for the instrument's own"
    ]
  }

  /// What a picture shows, as distances from the Sun's centre in solar radii.
  struct SeenDistances {
    /// Nearest and farthest in the picture.
    var picture: ClosedRange<Double>
    /// Nearest and farthest of what lies in the instrument's field; the picture's where none does.
    var field: ClosedRange<Double>
    /// The part of the picture that lies in the field, 0...1.
    var share: Double
  }

  /// What the picture shows, from places on a grid over all of it.
  ///
  /// Pixels look as the renderer has them: their distance is that at which the sightline passes the
  /// Sun's centre.
  func seenDistances(sunDistanceSolarRadii: Double) -> SeenDistances {
    let projection = projection
    let steps = 192
    var picture: ClosedRange<Double>?
    var inField: ClosedRange<Double>?
    var count = 0
    func widened(_ range: ClosedRange<Double>?, _ value: Double) -> ClosedRange<Double> {
      guard let range else { return value...value }
      return min(range.lowerBound, value)...max(range.upperBound, value)
    }
    for up in 0...steps {
      for across in 0...steps {
        // From border to border.
        let direction = projection.direction(
          column: Double(across) / Double(steps) * Double(width) - 0.5,
          row: Double(up) / Double(steps) * Double(height) - 0.5)
        let distance = sunDistanceSolarRadii * direction.sineOfElongation
        picture = widened(picture, distance)
        guard fieldSolarRadii?.contains(distance) ?? true else { continue }
        inField = widened(inField, distance)
        count += 1
      }
    }
    let all = picture ?? 0...0
    let places = Double((steps + 1) * (steps + 1))
    return SeenDistances(picture: all, field: inField ?? all, share: Double(count) / places)
  }
}
