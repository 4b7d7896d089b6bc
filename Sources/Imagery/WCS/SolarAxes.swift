/// Which axis of a picture is which, in which unit, projected how.
///
/// Thompson 2006 (A&A 449, 791), §4: HPLN and HPLT, and the older names SOLAR-X and SOLAR-Y.
struct SolarAxes {
  /// Which of the picture's two axes is the longitude: 0 or 1.
  let longitude: Int
  let kind: CameraProjection
  /// Radians in the unit of each axis.
  let units: SIMD2<Double>

  init(_ values: inout HeaderValues, axes: (Int, Int)) throws(ImageryError) {
    let first = try SolarAxes.type(&values, "CTYPE\(axes.0)", standard: "HPLN-TAN")
    let second = try SolarAxes.type(&values, "CTYPE\(axes.1)", standard: "HPLT-TAN")
    guard first.isLongitude != second.isLongitude else {
      throw values.failure(
        "CTYPE\(axes.0) and CTYPE\(axes.1) are the same axis",
        assume: "CTYPE\(axes.0)=HPLN-TAN")
    }
    guard first.kind == second.kind else {
      throw values.failure(
        "CTYPE\(axes.0) and CTYPE\(axes.1) name different projections",
        assume: "CTYPE\(axes.1)=HPLT-TAN")
    }
    longitude = first.isLongitude ? 0 : 1
    kind = first.kind
    units = SIMD2(
      try SolarAxes.unit(&values, "CUNIT\(axes.0)"), try SolarAxes.unit(&values, "CUNIT\(axes.1)"))
  }

  private static func type(_ values: inout HeaderValues, _ keyword: String, standard: String)
    throws(ImageryError) -> (isLongitude: Bool, kind: CameraProjection)
  {
    guard let written = values.text(keyword) else {
      values.note("\(keyword) is missing: \(standard) is assumed")
      return (standard.hasPrefix("HPLN"), .tan)
    }
    let type = written.uppercased()
    switch type.replacing("_", with: "-") {
    case "SOLAR-X", "SOLARX":
      values.note("\(keyword) is '\(written)': HPLN-TAN is assumed")
      return (true, .tan)
    case "SOLAR-Y", "SOLARY":
      values.note("\(keyword) is '\(written)': HPLT-TAN is assumed")
      return (false, .tan)
    default: break
    }
    let parts = type.split(separator: "-", omittingEmptySubsequences: true).map(String.init)
    if let name = parts.first, name == "HPLN" || name == "HPLT" {
      if parts.count == 1 {
        values.note("\(keyword) is '\(written)' without a projection: TAN is assumed")
        return (name == "HPLN", .tan)
      }
      if parts.count == 2, let kind = CameraProjection(rawValue: parts[1].lowercased()) {
        return (name == "HPLN", kind)
      }
    }
    throw values.failure(
      "\(keyword) is '\(written.prefix(40))'; HPLN and HPLT with TAN or ARC can be read, and "
        + "SOLAR-X and SOLAR-Y", assume: "\(keyword)=\(standard)")
  }

  /// Radians in a unit of angle as headers write it.
  private static func unit(_ values: inout HeaderValues, _ keyword: String) throws(ImageryError)
    -> Double
  {
    guard let written = values.text(keyword) else {
      values.note("\(keyword) is missing: arcsec is assumed")
      return .pi / 648_000
    }
    guard let radians = radians(written) else {
      throw values.failure(
        "\(keyword) is '\(written.prefix(40))'; arcsec, arcmin, deg, mas and rad can be read",
        assume: "\(keyword)=arcsec")
    }
    return radians
  }

  /// Radians in an angle's unit, nil for what is none.
  static func radians(_ unit: String) -> Double? {
    switch unit.lowercased().filter({ $0 != " " }) {
    case "arcsec", "arcsecs", "arcsecond", "arcseconds", "asec", "\"", "sec", "seconds":
      .pi / 648_000
    case "arcmin", "arcmins", "arcminute", "arcminutes", "'": .pi / 10_800
    case "deg", "degree", "degrees": .pi / 180
    case "mas", "milliarcsec": .pi / 648_000_000
    case "rad", "radian", "radians": 1
    default: nil
    }
  }
}
