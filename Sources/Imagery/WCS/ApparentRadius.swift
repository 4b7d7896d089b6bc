internal import Astronomy
internal import Foundation

/// The Sun's apparent radius and the observer's distance, from whichever cards tell them.
struct ApparentRadius {
  let radians: Double
  let metres: Double
  let distanceMetres: Double

  /// Apparent radii that occur, arcsec: from beyond Jupiter to ten solar radii off.
  private static let allowed = 100.0...21_000.0

  init(_ values: inout HeaderValues, at instant: Instant?, pixelScale: Double)
    throws(ImageryError)
  {
    let radius = try values.number("RSUN_REF", in: 5e8...9e8, "m")
    if radius == nil {
      values.note("RSUN_REF is missing: 695700 km is assumed for the Sun's radius")
    }
    let metres = radius ?? PhysicalConstants.nominalSolarRadius
    self.metres = metres
    let distance = try ApparentRadius.distance(&values)
    let observer = AssumedObserver.named(by: values)
    let assumed = instant.flatMap { instant in
      observer.map {
        EarthEphemeris.exactState(at: instant).heliocentricPosition.length * $0.share
      }
    }
    let fromDistance = distance ?? assumed
    let told = try ApparentRadius.told(
      &values, pixelScale,
      expected: fromDistance.map { asin(metres / $0) } ?? 960 * Angles.arcsecond,
      isKnown: fromDistance != nil)
    switch (told, distance) {
    case (let told?, let distance?):
      let computed = asin(metres / distance)
      if abs(told.radians - computed) > 0.01 * computed {
        values.note(
          "\(told.keyword) and the observer's distance tell different radii of the Sun, "
            + "\(ApparentRadius.written(told.radians)) and \(ApparentRadius.written(computed)); "
            + "\(told.keyword) is taken")
      }
      radians = told.radians
      distanceMetres = distance
    case (let told?, nil):
      radians = told.radians
      distanceMetres = metres / sin(told.radians)
      values.note(
        "DSUN_OBS is missing: the distance \(ApparentRadius.units(distanceMetres)) au follows from "
          + told.keyword)
    case (nil, let distance?):
      radians = asin(metres / distance)
      distanceMetres = distance
      values.note(
        "RSUN_OBS is missing: \(ApparentRadius.written(radians)) follows from the distance")
    case (nil, nil):
      guard let assumed, let observer else {
        throw values.failure(
          observer == nil
            ? "neither RSUN_OBS, RSUN, SOLAR_R, R_SUN nor DSUN_OBS tell how large the Sun appears, and the "
              + "craft is not where the Earth is"
            : "neither RSUN_OBS, RSUN, SOLAR_R, R_SUN nor DSUN_OBS nor a date tell how large the Sun "
              + "appears", assume: "RSUN_OBS=960")
      }
      distanceMetres = assumed
      radians = asin(metres / distanceMetres)
      values.note(
        "RSUN_OBS and DSUN_OBS are missing: \(observer.words) is assumed, "
          + "\(ApparentRadius.units(distanceMetres)) au from the Sun, whose radius is "
          + ApparentRadius.written(radians))
    }
  }

  /// The radius as a card tells it: in arcsec or in pixels.
  ///
  /// EIT and others of SOHO write SOLAR_R in pixels, as the ground's telescopes do in arcsec: without a unit
  /// the one is taken that comes nearer to the radius expected from distance or date.
  private static func told(
    _ values: inout HeaderValues, _ pixelScale: Double, expected: Double, isKnown: Bool
  ) throws(ImageryError) -> (keyword: String, radians: Double)? {
    for keyword in ["RSUN_OBS", "RSUN_ARC", "RSUN", "SOLAR_R", "R_SUN", "RADIUS"] {
      guard let value = try values.number(keyword) else { continue }
      var radians = value * Angles.arcsecond
      if isKnown, value > 0, ["SOLAR_R", "RADIUS"].contains(keyword), values.unit(keyword) == nil,
        min(abs(log(radians / expected)), abs(log(value * pixelScale / expected))) > log(1.5)
      {
        // Pictures made smaller often keep the radius of the large ones.
        values.note(
          "\(keyword) is \(value), neither in arcsec nor in pixels near the \(written(expected)) expected: it is "
            + "left out")
        continue
      }
      if let unit = values.unit(keyword), let told = SolarAxes.radians(unit) {
        radians = value * told
      } else if keyword == "R_SUN" {
        radians = value * pixelScale
        values.note("R_SUN is taken for the Sun's radius in pixels")
      } else if keyword == "RSUN", value > 1e8 {
        // Some write the Sun's radius in metres there.
        continue
      } else if ["SOLAR_R", "RADIUS"].contains(keyword), value > 0,
        abs(log(value * pixelScale / expected)) < abs(log(radians / expected))
      {
        radians = value * pixelScale
        values.note("\(keyword) is taken for the Sun's radius in pixels, \(written(radians))")
      } else if keyword != "RSUN_OBS", keyword != "RSUN_ARC" {
        values.note("RSUN_OBS is missing: \(keyword) is taken for it, in arcsec")
      }
      let seconds = radians / Angles.arcsecond
      guard allowed.contains(seconds) else {
        throw values.failure(
          "\(keyword) makes the Sun's radius \(seconds) arcsec; \(allowed.lowerBound) to "
            + "\(allowed.upperBound) are allowed", assume: "RSUN_OBS=960")
      }
      return (keyword, radians)
    }
    return nil
  }

  private static func distance(_ values: inout HeaderValues) throws(ImageryError) -> Double? {
    let au = PhysicalConstants.astronomicalUnit
    if let metres = try values.number("DSUN_OBS", in: 6.8e9...1.6e12, "m") { return metres }
    if let units = try values.number("DSUN_AU", in: 0.045...10, "au") {
      values.note("DSUN_OBS is missing: DSUN_AU is taken")
      return units * au
    }
    // MDI of SOHO writes the distance in astronomical units there.
    if let units = try values.number("OBS_DIST", in: 0.045...10, "au") {
      values.note("DSUN_OBS is missing: OBS_DIST is taken, in au")
      return units * au
    }
    for system in ["HEQ", "HEE", "HAE", "HCI"] {
      let keywords = ["X", "Y", "Z"].map { "\(system)\($0)_OBS" }
      if let distance = try length(&values, keywords, metres: 1) { return distance }
    }
    // EIT of SOHO writes kilometres: its guide's description of the headers.
    return try length(&values, ["HEC_X", "HEC_Y", "HEC_Z"], metres: 1000)
  }

  /// The length of a vector from the Sun's centre, metres; nil unless all three parts stand in the header.
  ///
  /// - Parameter metres: metres in the unit that the parts are written in.
  private static func length(
    _ values: inout HeaderValues, _ keywords: [String], metres: Double
  ) throws(ImageryError) -> Double? {
    guard keywords.allSatisfy({ values.has($0) }) else { return nil }
    var square = 0.0
    let largest = 1.6e12 / metres
    for keyword in keywords {
      let unit = metres == 1 ? "m" : "km"
      let part = try values.number(keyword, in: -largest...largest, unit) ?? 0
      square += part * part
    }
    let distance = square.squareRoot() * metres
    // EIT fills the vector with zeros where its position was not known yet.
    if distance == 0 { return nil }
    guard distance > 6.8e9 else {
      throw values.failure("\(keywords[0]), … put the observer \(distance) m from the Sun")
    }
    values.note("DSUN_OBS is missing: the distance follows from \(keywords[0]), …")
    return distance
  }

  private static func written(_ radians: Double) -> String {
    "\((radians / Angles.arcsecond * 1000).rounded() / 1000) arcsec"
  }

  private static func units(_ metres: Double) -> String {
    "\((metres / PhysicalConstants.astronomicalUnit * 1e6).rounded() / 1e6)"
  }
}
