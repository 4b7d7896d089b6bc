internal import Astronomy
internal import Foundation
internal import Imagery

/// `[camera]`.
enum CameraSection {
  /// The largest picture, pixels: 8192 × 8192.
  static let largestPixelCount = 1 << 26

  static func read(_ section: SectionReader) -> Camera? {
    let named = section.choice(
      "preset", as: CameraPreset.self, default: .none,
      doc: "An instrument whose values stand for the keys that are left out.")
    let preset = named.camera
    let name = section.string("name", length: 1...60, default: preset.name, doc: "The instrument.")
    let size = section.integers(
      "size", count: 2, each: 1...16_384, default: [preset.width, preset.height],
      doc: "Columns and rows.")
    let scale = section.double(
      "pixel_scale_arcsec", in: .closed(0.001, 3600), default: preset.pixelScaleArcseconds,
      doc: "Angle of a pixel in the middle of the picture.")
    let projection = section.choice(
      "projection", as: CameraProjection.self, default: preset.projectionKind,
      doc: "How the sky is laid into the picture: gnomonic, or equal angles equal lengths.")
    let sampling = section.choice(
      "pixel", as: PixelSampling.self, default: .mean,
      doc: "What a pixel tells: the mean over its area, or the brightness in its middle.")
    let field = section.optionalDoubles(
      "field_rsun", count: 2...2, each: .closed(0, 1000),
      default: preset.fieldSolarRadii.map { [$0.lowerBound, $0.upperBound] },
      doc: "Nearest and farthest distance from the Sun's centre that the instrument shows.")
    let roll = section.double(
      "roll_deg", in: .closed(-360, 360), default: 0,
      doc: "Image up points this far from solar north toward east.")
    let pointing = section.doubles(
      "pointing_arcsec", count: 2...2, each: .closed(-100_000, 100_000), default: [0, 0],
      doc: "The boresight from the Sun's centre, toward solar west and north.")
    let aperture = section.optionalDouble(
      "aperture_m", in: .above(0, upTo: 100), default: preset.apertureMetres,
      doc: "Diameter of the entrance pupil.")
    let exposure = section.double(
      "exposure_s", in: .closed(1e-6, 3600), default: preset.exposureSeconds,
      doc: "Length of the exposure.")
    let passband = section.doubles(
      "passband_nm", count: 2...2, each: .closed(300, 2500),
      default: [preset.passbandNanometres.lowerBound, preset.passbandNanometres.upperBound],
      doc: "First and last wavelength of the passband.")
    guard size.count == 2, pointing.count == 2, passband.count == 2 else { return nil }
    if size[0] * size[1] > largestPixelCount {
      section.report(
        "found \(size[0]) × \(size[1]) pixels, allowed are \(largestPixelCount) in all",
        remedy: "make the picture smaller, such as [1024, 1024]", at: "size")
    }
    if passband[1] < passband[0] {
      section.report(
        "found a passband that ends before it begins", remedy: "write [first, last]",
        at: "passband_nm")
      return nil
    }
    var camera = Camera(
      name: name, width: size[0], height: size[1], pixelScaleArcseconds: scale, rollDegrees: roll,
      pointingArcseconds: SIMD2(pointing[0], pointing[1]), exposureSeconds: exposure,
      passbandNanometres: passband[0]...passband[1])
    camera.apertureMetres = aperture
    camera.projectionKind = projection
    camera.sampling = sampling
    camera.preset = named
    camera.remarks = preset.remarks
    if let field {
      guard field.count == 2, field[0] < field[1] else {
        section.report(
          "found a field that ends before it begins", remedy: "write [nearest, farthest]",
          at: "field_rsun")
        return nil
      }
      camera.fieldSolarRadii = field[0]...field[1]
    }
    let reach = camera.halfDiagonalRadians + camera.offPointingRadians
    if !section.isDeclaring, reach > 60 * Angles.degree {
      section.report(
        String(
          format: "found a picture whose corners look %.0f° from the Sun, allowed 60°",
          reach / Angles.degree),
        remedy: "lower pixel_scale_arcsec, size or pointing_arcsec", at: "pixel_scale_arcsec")
    }
    return camera
  }
}

extension Camera {
  /// From the middle to a corner of the picture, radians.
  var halfDiagonalRadians: Double {
    let (w, h) = (Double(width), Double(height))
    return projectionKind.angle(ofRadius: (w * w + h * h).squareRoot() / 2 * pixelScale)
  }

  /// From the Sun's centre to the boresight, radians.
  var offPointingRadians: Double {
    (pointingArcseconds * pointingArcseconds).sum().squareRoot() * Angles.arcsecond
  }
}

/// `[sequence]`.
enum SequenceSection {
  static func read(_ section: SectionReader) -> FrameSequence? {
    let start = section.instant(
      "start", doc: "Middle of the first exposure.", parse: { try Instant.parse($0).instant })
    let cadence = section.double(
      "cadence_s", in: .closed(1e-6, 1e7), default: 10, doc: "From one frame to the next.")
    let count = section.integer("frames", in: 1...1_000_000, default: 1, doc: "How many frames.")
    guard let start else { return nil }
    let sequence = FrameSequence(start: start, cadenceSeconds: cadence, count: count)
    guard start >= Instant.utcBegins else {
      section.report(
        "found a date before 1960, when UTC begins", remedy: "choose a later start", at: "start")
      return nil
    }
    let last = sequence.instant(ofFrame: count - 1)
    guard last.label(in: .tai).date.year <= TimeScale.years.upperBound else {
      section.report(
        "found a sequence that ends after the year 2100 (range of the ephemeris)",
        remedy: "lower frames or cadence_s", at: "frames")
      return nil
    }
    return sequence
  }
}

/// `[output]`.
enum OutputSection {
  static func read(_ section: SectionReader) -> OutputSettings {
    let scale = section.doubles(
      "scale_log10", count: 2...2, each: .closed(-30, 10), default: [-9.7, -7.2],
      doc: "Decimal logarithms of the brightness at the ends of the pictures' scale.")
    if scale.count == 2, scale[1] <= scale[0] {
      section.report(
        "found a scale that does not rise", remedy: "write [faintest, brightest]",
        at: "scale_log10")
    }
    let unit = section.choice(
      "unit", as: OutputUnit.self, default: .msb,
      doc:
        "The unit of FITS planes: mean solar brightness, the disc's centre, W m-2 sr-1 over all "
        + "wavelengths, or photons s-1 cm-2 sr-1 in the camera's passband.")
    return OutputSettings(
      planes: section.boolean(
        "planes", default: true, doc: "Write the companion file with polarisation and truth."),
      errors: section.boolean(
        "errors", default: false,
        doc:
          "Add a plane to the companion file: how far the K corona may be off by the integration."),
      raw: section.boolean(
        "raw", default: true, doc: "Write the sensor's raw exposures, where there is a sensor."),
      preview: section.boolean(
        "preview", default: true, doc: "Write the 16-bit science preview."),
      annotated: section.boolean("annotated", default: true, doc: "Write the annotated picture."),
      unit: unit,
      scaleLog10: scale.count == 2 && scale[0] < scale[1] ? scale[0]...scale[1] : -9.7...(-7.2),
      radialFilterPower: section.double(
        "radial_filter_power", in: .closed(0, 8), default: 0,
        doc: "The annotated picture shows brightness times this power of the distance from the Sun."
      ),
      pictureSide: section.integer(
        "picture_side_px", in: 400...8192, default: 1080,
        doc: "Side of the annotated picture's image."))
  }
}
