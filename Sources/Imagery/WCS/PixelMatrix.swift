internal import Foundation

/// The matrix from pixels to the plane of projection, radians per pixel, by the rules of FITS.
///
/// Greisen and Calabretta 2002 (A&A 395, 1061) for CDELT, PCi_j and CDi_j; Calabretta and Greisen
/// 2002 (A&A 395, 1077), §6.1, for CROTA2. PCi_j comes before CDi_j and both before CROTA, as in
/// wcslib; CROTA must not stand beside them and is left out then. CDi_j of the user go before PCi_j of the
/// file. Where none of them stands, SC_ROLL of SOHO tells the turn.
struct PixelMatrix {
  /// The rows of the picture's first and second axis.
  var first: SIMD2<Double>
  var second: SIMD2<Double>

  /// - Parameters:
  ///   - axes: the numbers of the picture's axes, counted from 1.
  ///   - units: radians in the unit of each.
  ///   - latitude: 0 if the first of the two is the latitude, 1 if the second is.
  init(
    _ values: inout HeaderValues, axes: (Int, Int), units: SIMD2<Double>, latitude: Int
  ) throws(ImageryError) {
    let pairs = [(axes.0, axes.0), (axes.0, axes.1), (axes.1, axes.0), (axes.1, axes.1)]
    let hasCD = pairs.contains { values.has("CD\($0)_\($1)") }
    // A matrix that the user gives stands in place of the file's, whatever the file's is called.
    let isReplaced =
      pairs.contains { values.given.contains("CD\($0)_\($1)") }
      && !pairs.contains { values.given.contains("PC\($0)_\($1)") }
    let hasPC = !isReplaced && pairs.contains { values.has("PC\($0)_\($1)") }
    let rotations = ["CROTA\(latitude == 0 ? axes.0 : axes.1)", "CROTA2", "CROTA1", "CROTA"]
    let rotation = rotations.first { values.has($0) }
    if let rotation, hasPC || hasCD {
      let matrix = hasPC ? "PCi_j" : "CDi_j"
      guard !values.given.contains(rotation) else {
        throw values.failure(
          "\(rotation) has no effect beside \(matrix); assume \(matrix) instead")
      }
      values.note("\(rotation) stands beside \(matrix), which FITS forbids; it is left out")
    }
    if hasPC, hasCD { values.note("PCi_j and CDi_j stand side by side; PCi_j is taken") }
    if hasCD, !hasPC {
      for axis in [axes.0, axes.1] where values.given.contains("CDELT\(axis)") {
        throw values.failure("CDELT\(axis) has no effect beside CDi_j; assume CD\(axis)_\(axis)")
      }
      var elements: [Double] = []
      for (row, column) in pairs { elements.append(try values.number("CD\(row)_\(column)") ?? 0) }
      first = SIMD2(elements[0], elements[1]) * units.x
      second = SIMD2(elements[2], elements[3]) * units.y
    } else {
      let steps = try PixelMatrix.steps(&values, axes: axes, hasPC: hasPC) * units
      if hasPC {
        var elements: [Double] = []
        for (row, column) in pairs {
          elements.append(try values.number("PC\(row)_\(column)") ?? (row == column ? 1 : 0))
        }
        first = SIMD2(elements[0], elements[1]) * steps.x
        second = SIMD2(elements[2], elements[3]) * steps.y
      } else {
        (first, second) = try PixelMatrix.rotated(&values, steps, by: rotation, latitude)
      }
    }
    try check(values)
  }

  /// CDELT of both axes, in their units.
  private static func steps(_ values: inout HeaderValues, axes: (Int, Int), hasPC: Bool)
    throws(ImageryError) -> SIMD2<Double>
  {
    var steps: [Double] = []
    for axis in [axes.0, axes.1] {
      let keyword = "CDELT\(axis)"
      if let step = try values.number(keyword) {
        guard step != 0 else {
          throw values.failure("\(keyword) is 0", assume: "\(keyword)=2.8")
        }
        steps.append(step)
      } else if hasPC {
        values.note("\(keyword) is missing beside PCi_j: 1 is assumed, as FITS rules")
        steps.append(1)
      } else {
        throw values.failure(
          "\(keyword) is missing, and no CDi_j tells the size of a pixel",
          assume: "\(keyword)=2.8 (in the unit of CUNIT)")
      }
    }
    return SIMD2(steps[0], steps[1])
  }

  /// The steps turned by CROTA, which turns the axes before they are scaled back.
  private static func rotated(
    _ values: inout HeaderValues, _ steps: SIMD2<Double>, by keyword: String?, _ latitude: Int
  ) throws(ImageryError) -> (SIMD2<Double>, SIMD2<Double>) {
    let roll = spacecraftRoll(&values)
    if keyword == nil, values.has("SC_ROLL"), roll == nil {
      guard !values.given.contains("SC_ROLL") else {
        throw values.failure("SC_ROLL is no angle; -360.0 to 360.0 degrees are allowed")
      }
      values.note("SC_ROLL tells no angle from -360 to 360 degrees; it is ignored")
    }
    if keyword == nil, let roll {
      // Solar north stands SC_ROLL counter-clockwise of up, CROTA2 turns the axes the other way: the
      // comment of EIT's card, and GET_FITS_ROLL of SolarSoft.
      values.note(
        "no CROTA2, PCi_j or CDi_j tells a rotation: SC_ROLL is taken, CROTA2 = \(roll == 0 ? 0 : -roll)"
      )
      return turned(steps, by: -roll, latitude)
    }
    guard let keyword, let degrees = try values.number(keyword) else {
      values.note("no CROTA2, PCi_j or CDi_j tells a rotation: the axes are assumed to be along it")
      return (SIMD2(steps.x, 0), SIMD2(0, steps.y))
    }
    if !keyword.hasSuffix("2") { values.note("CROTA2 is missing: \(keyword) is taken for it") }
    if let roll, abs(remainder(roll + degrees, 360)) > 0.1 {
      values.note(
        "SC_ROLL is \(roll), which asks for another turn than \(keyword) = \(degrees); \(keyword) is taken"
      )
    }
    return turned(steps, by: degrees, latitude)
  }

  /// SC_ROLL, degrees; nil where it is missing or no angle, as -9999 is.
  private static func spacecraftRoll(_ values: inout HeaderValues) -> Double? {
    guard let roll = try? values.number("SC_ROLL"), abs(roll) <= 360 else { return nil }
    return roll
  }

  private static func turned(_ steps: SIMD2<Double>, by degrees: Double, _ latitude: Int) -> (
    SIMD2<Double>, SIMD2<Double>
  ) {
    // With the latitude on the first axis the turn goes the other way round.
    let angle = degrees * .pi / 180 * (latitude == 0 ? -1 : 1)
    let (cosine, sine) = (cos(angle), sin(angle))
    return (
      SIMD2(steps.x * cosine, -steps.y * sine), SIMD2(steps.x * sine, steps.y * cosine)
    )
  }

  /// The angle of a pixel, radians: the root of the area of one.
  var scale: Double { abs(first.x * second.y - first.y * second.x).squareRoot() }

  /// Refuses a matrix that squeezes the picture into a line, and pixels no camera has.
  private func check(_ values: HeaderValues) throws(ImageryError) {
    let largest = max((first * first).sum(), (second * second).sum()).squareRoot()
    guard scale.isFinite, scale > 1e-6 * largest else {
      throw values.failure("CDELT, PCi_j or CDi_j squeeze the picture into a line")
    }
    let seconds = scale / .pi * 648_000
    guard (1e-4...36_000).contains(seconds) else {
      throw values.failure(
        "a pixel would see \(seconds) arcsec; 0.0001 to 36000 are allowed, check CUNIT and CDELT",
        assume: "CUNIT1=deg")
    }
  }
}
