public import Astronomy
internal import Foundation

/// What a header of anybody tells of a picture of the Sun: where its pixels look, when, for how long.
///
/// What is missing is assumed where an assumption is usual, and each assumption is told in words; what
/// nobody can know is refused with a hint. Calabretta and Greisen 2002 (A&A 395, 1077) and Thompson
/// 2006 (A&A 449, 791).
public struct SolarHeader: Sendable {
  /// The map between pixels and directions; columns and rows count from 0.
  public let projection: SkyProjection
  /// The Sun's apparent radius, radians.
  public let solarRadius: Double
  /// The radius of the Sun that goes with it, metres.
  public let solarRadiusMetres: Double
  /// The observer's distance from the Sun's centre, metres.
  public let distanceMetres: Double
  /// The instant, of the middle of the exposure where the header tells it.
  public let instant: Instant?
  /// The exposure, seconds, if the header tells it.
  public let exposureSeconds: Double?
  /// BUNIT, if the header tells it; an empty text is a pure number.
  public let unit: String?
  /// What was assumed, one sentence each.
  public let assumptions: [String]

  /// Reads a header.
  ///
  /// - Parameters:
  ///   - header: the cards.
  ///   - width: columns of the picture, for the middle where CRPIX is missing.
  ///   - height: its rows.
  ///   - axes: the numbers of its axes across and up, counted from 0, see
  ///     ``FITSUnitSummary/pictureAxes``.
  ///   - overrides: values of the user.
  ///   - path: the file's name for messages.
  /// - Throws: `badCard` for values that make no sense or cannot be assumed.
  public init(
    _ header: FITSHeader, width: Int, height: Int, axes: (across: Int, up: Int) = (0, 1),
    overrides: HeaderOverrides = HeaderOverrides(), path: String? = nil
  ) throws(ImageryError) {
    var values = HeaderValues(header, overrides, path: path)
    let numbers = (axes.across + 1, axes.up + 1)
    projection = try SolarHeader.projection(&values, numbers, SIMD2(width, height))
    exposureSeconds = try SolarDate.exposure(&values)
    instant = SolarDate.instant(&values)
    let sun = try ApparentRadius(&values, at: instant, pixelScale: projection.scale)
    solarRadius = sun.radians
    solarRadiusMetres = sun.metres
    distanceMetres = sun.distanceMetres
    if case .string(let text) = header["BUNIT"] {
      unit = values.text("BUNIT") ?? text
    } else {
      unit = values.text("BUNIT")
      if unit == nil { values.note("BUNIT is missing: the unit of the samples is unknown") }
    }
    assumptions = values.assumptions
  }

  /// Reads the header of a unit.
  public init(
    _ unit: FITSUnitSummary, overrides: HeaderOverrides = HeaderOverrides(), path: String? = nil
  ) throws(ImageryError) {
    guard let axes = unit.pictureAxes, let size = unit.pictureSize else {
      throw ImageryError(
        .wrongHDU, "read where pixels look", path: path,
        "unit \(unit.number) holds no picture but: \(unit.kind.rawValue)")
    }
    try self.init(
      unit.header, width: size.width, height: size.height, axes: axes, overrides: overrides,
      path: path)
  }

  /// The instant a header tells, in whichever of its cards; nil when none does.
  public static func instant(of header: FITSHeader) -> Instant? {
    var values = HeaderValues(header, HeaderOverrides(), path: nil)
    return SolarDate.instant(&values)
  }

  private static func projection(
    _ values: inout HeaderValues, _ numbers: (Int, Int), _ size: SIMD2<Int>
  ) throws(ImageryError) -> SkyProjection {
    let axes = try SolarAxes(&values, axes: numbers)
    let matrix = try PixelMatrix(
      &values, axes: numbers, units: axes.units, latitude: 1 - axes.longitude)
    let centre = try referencePixel(&values, numbers, size)
    var pointing = SIMD2<Double>.zero
    for (index, axis) in [numbers.0, numbers.1].enumerated() {
      let place = index == axes.longitude ? 0 : 1
      if let value = try values.number("CRVAL\(axis)") {
        pointing[place] = value * axes.units[index]
      } else {
        values.note("CRVAL\(axis) is missing: 0, the Sun's centre, is assumed")
      }
    }
    guard abs(pointing.y) < 0.5 * .pi, abs(pointing.x) <= 2 * .pi else {
      throw values.failure(
        "CRVAL points to longitude \(pointing.x / .pi * 180) and latitude "
          + "\(pointing.y / .pi * 180) degrees, no place on the sky; check CUNIT",
        assume: "CRVAL1=0")
    }
    var rows = axes.longitude == 0 ? (matrix.first, matrix.second) : (matrix.second, matrix.first)
    let turn = try nativeTurn(&values, longitudeAxis: axes.longitude == 0 ? numbers.0 : numbers.1)
    if turn != 0 {
      // The pole of the sky lies at the native longitude LONPOLE; of a picture with north up at 180°.
      let (cosine, sine) = (cos(turn), sin(turn))
      rows = (rows.0 * cosine + rows.1 * sine, rows.1 * cosine - rows.0 * sine)
    }
    let scale = matrix.scale
    return SkyProjection(
      pointing: pointing, matrix: (rows.0 / scale, rows.1 / scale), scale: scale,
      centre: centre - 1, kind: axes.kind)
  }

  /// LONPOLE less 180°, radians; PVi_3 of the longitude says the same and goes first where both stand
  /// (Calabretta and Greisen 2002, §2.5), but for a LONPOLE that the user gives.
  private static func nativeTurn(_ values: inout HeaderValues, longitudeAxis: Int)
    throws(ImageryError) -> Double
  {
    for (index, standard) in [(1, 0.0), (2, 90.0)] {
      let keyword = "PV\(longitudeAxis)_\(index)"
      if let value = try values.number(keyword), value != standard {
        throw values.failure(
          "\(keyword) is \(value): another fiducial point than the pole cannot be read")
      }
    }
    let parameter = "PV\(longitudeAxis)_3"
    let isParameter = values.has(parameter) && !values.given.contains("LONPOLE")
    let keyword = isParameter ? parameter : "LONPOLE"
    if values.has(parameter), let pole = try values.number("LONPOLE"),
      let other = try values.number(parameter), pole != other
    {
      values.note("LONPOLE is \(pole) and \(parameter) \(other) degrees; \(keyword) is taken")
    }
    guard let degrees = try values.number(keyword), degrees != 180 else { return 0 }
    return (degrees - 180) * .pi / 180
  }

  private static func referencePixel(
    _ values: inout HeaderValues, _ numbers: (Int, Int), _ size: SIMD2<Int>
  ) throws(ImageryError) -> SIMD2<Double> {
    var centre = SIMD2<Double>.zero
    for (index, axis) in [numbers.0, numbers.1].enumerated() {
      if let pixel = try values.number("CRPIX\(axis)", in: -1e9...1e9, "pixels") {
        centre[index] = pixel
      } else {
        centre[index] = (Double(size[index]) + 1) / 2
        values.note(
          "CRPIX\(axis) is missing: the middle of the picture, \(centre[index]), is assumed")
      }
    }
    return centre
  }
}
