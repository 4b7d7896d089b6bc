internal import Astronomy
internal import Foundation
internal import Imagery
internal import Optics

extension DiffractionRingAnswer {
  /// The CSV: `theta_rad,theta_rsun,B_msb`, and the least and most of all directions of an uneven ring.
  public func csv() -> String {
    let header = "theta_rad,theta_rsun,B_msb" + (isRound ? "" : ",B_least_msb,B_most_msb")
    let lines = profile.angles.indices.map { index in
      let angle = profile.angles[index]
      let line = String(
        format: "%.8e,%.6f,%.6e", angle, angle / sunRadius, profile.means[index])
      guard !isRound else { return line }
      let range = profile.extremes[index]
      return line + String(format: ",%.6e,%.6e", range.lowerBound, range.upperBound)
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  private struct Document: Encodable {
    struct Row: Encodable {
      var theta_rad: Double
      var theta_rsun: Double
      var B_msb: Double
      var B_least_msb: Double?
      var B_most_msb: Double?
    }
    var schema = "totality.diffraction-ring/1"
    var radius_m: Double?
    var distance_m: Double?
    var outline: String?
    var sun_radius_arcmin: Double
    var wavelengths_nm: [Double]
    var weights: [Double]
    var pupil_mm: Double
    var pupil_at: String?
    var focus_m: Double?
    var blur_arcsec: Double
    var pixel_arcsec: Double
    var pupil_irradiance: Double
    var direct_irradiance: Double
    var flux_msb_sr: Double
    var left_out = [
      "rounded edges (creeping wave, darker)", "edges one behind another",
      "reflection by sunlit parts",
    ]
    var rows: [Row]
  }

  /// The JSON document (schema `totality.diffraction-ring/1`); without `focus_m` infinity is in focus.
  public func json() throws -> String {
    try JSONOutput.text(
      Document(
        radius_m: radius, distance_m: distance, outline: outline,
        sun_radius_arcmin: sunRadius / Angles.degree * 60, wavelengths_nm: light.wavelengths,
        weights: rings.map(\.weight), pupil_mm: camera.pupilMillimetres, pupil_at: camera.place,
        focus_m: camera.focus, blur_arcsec: camera.blurArcseconds,
        pixel_arcsec: camera.pixelArcseconds, pupil_irradiance: pupilIrradiance,
        direct_irradiance: directIrradiance, flux_msb_sr: flux,
        rows: profile.angles.indices.map { index in
          let range = profile.extremes[index]
          return .init(
            theta_rad: profile.angles[index], theta_rsun: profile.angles[index] / sunRadius,
            B_msb: profile.means[index], B_least_msb: isRound ? nil : range.lowerBound,
            B_most_msb: isRound ? nil : range.upperBound)
        }))
  }

  /// A kind of picture, by the ending of its file's name.
  public enum PictureKind: String, Sendable, Hashable, CaseIterable {
    /// Brightness as numbers, with coordinates.
    case fits
    /// Sixteen bits of grey, logarithmic over six decades.
    case png

    /// The kind that a file's name asks for.
    ///
    /// - Throws: `CampaignError` for an ending that is neither.
    public init(path: String) throws {
      let ending = path.lowercased().split(separator: ".").last.map(String.init) ?? ""
      guard path.contains("."), let kind = PictureKind(rawValue: ending) else {
        throw CampaignError(
          .badRequest,
          "--picture \(PrintableText.quoted(path)): give the name the ending .fits or .png")
      }
      self = kind
    }
  }

  /// The ring as a picture.
  ///
  /// - Parameters:
  ///   - kind: numbers or grey.
  ///   - pixels: along each side, 1 to 16384.
  /// - Throws: `CampaignError` for another number, and `OpticsError`.
  public func picture(_ kind: PictureKind, pixels: Int) throws -> [UInt8] {
    guard (1...16_384).contains(pixels) else {
      throw CampaignError(.badRequest, "--pixels \(pixels): must lie in 1...16384")
    }
    return kind == .fits ? try fits(pixels: pixels) : try png(pixels: pixels)
  }

  /// The mean of all wavelengths on square pixels.
  private func image(_ pixels: Int) throws -> Image {
    let grid = try PixelGrid(
      width: pixels, height: pixels, scale: camera.pixelArcseconds * Angles.arcsecond)
    var sum = [Float](repeating: 0, count: pixels * pixels)
    for (ring, weight) in rings {
      for (index, value) in try ring.plane(on: grid).enumerated() {
        sum[index] += Float(weight) * value
      }
    }
    return try Image(width: pixels, height: pixels, samples: sum)
  }

  private func png(pixels: Int) throws -> [UInt8] {
    let image = try image(pixels)
    // A picture beside the ring may be dark altogether.
    let brightest = log10(Double(max(image.samples.max() ?? 0, 1e-30)))
    let high = (brightest * 10).rounded(.up) / 10
    let scale = try LogScale(low: high - 6, high: high)
    return try PNGEncoder.grey16(
      image, scale: scale,
      texts: [
        try PNGText("Title", "diffraction at the occulter's edge"),
        try PNGText(
          "Description", String(format: "log10 of B/Bsun from %.1f to %.1f", high - 6, high)),
        try PNGText("Software", "totality \(Version.current)"),
      ])
  }

  /// The ring as a FITS picture, the line to the Sun in its middle, x to the right and y up.
  ///
  /// Its DATE is that of `SOURCE_DATE_EPOCH`, or the clock's when it is unset.
  private func fits(pixels: Int) throws -> [UInt8] {
    let image = try image(pixels)
    var header = FITSHeader()
    try header.append("EXTNAME", "RING", "name of this HDU")
    try header.append(
      "DATE", FrameHeader.date(try CreationDate.now()), unit: "UTC", "file creation")
    try header.append("CREATOR", "totality \(Version.current)", "software")
    try header.append("BTYPE", "diffraction at the occulter's edge", "what a sample tells")
    try header.append("BUNIT", "", "B/B_sun (mean solar brightness)")
    try header.append("WCSAXES", 2, "number of axes")
    for axis in 1...2 {
      try header.append("CTYPE\(axis)", axis == 1 ? "XTAN" : "YTAN", "tangent of the angle")
      try header.append("CUNIT\(axis)", "arcsec", "unit of axis \(axis)")
      try header.append("CRPIX\(axis)", (Double(pixels) + 1) / 2, unit: "pix", "line to the Sun")
      try header.append("CRVAL\(axis)", 0.0, unit: "arcsec", "line to the Sun")
      try header.append("CDELT\(axis)", camera.pixelArcseconds, unit: "arcsec", "pixel")
    }
    try header.append("RINGFLUX", flux, unit: "sr", "sum of B over the sky, whole ring")
    try header.append("PUPILIRR", pupilIrradiance, "irradiance in the pupil over the Sun's")
    try header.append(ImageStatistics(image))
    return try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
  }
}
