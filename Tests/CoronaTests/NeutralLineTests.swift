import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Neutral lines and the belts along them")
struct NeutralLineTests {
  private static let degree = Double.pi / 180

  /// A line from a latitude for every longitude, radians.
  private func line(
    _ count: Int, from start: Double = 0, _ latitude: (Double) -> Double
  ) throws -> NeutralLine {
    try NeutralLine(
      (0..<count).map {
        let longitude = start + 2 * Double.pi * Double($0) / Double(count)
        return .init(longitudeRadians: longitude, latitudeRadians: latitude(longitude))
      })
  }

  private func warped(_ longitude: Double) -> Double {
    0.3 * Double.sin(longitude - 0.4) + 0.25 * Double.cos(2 * longitude)
      + 0.05 * Double.sin(5 * longitude)
  }

  /// What the belt takes for the sine of the distance from the line.
  private func sine(
    _ belt: NeutralLineBelt, latitude: Double, longitude: Double, radius: Double = 2
  ) -> Double {
    let found = belt.electronsPerCubicCentimetre(
      radius: radius, latitudeRadians: latitude, longitudeRadians: longitude)
    let middle =
      belt.enhancement * density(belt.radialLaw, radius)
    return (max(0, -Double.log(found / middle))).squareRoot() * Double.sin(belt.halfWidthRadians)
  }

  private func belt(_ line: NeutralLine, width: Double = 0.5) throws -> NeutralLineBelt {
    try NeutralLineBelt(following: line, enhancement: 3, halfWidthRadians: width)
  }

  @Test("Along a great circle the belt is the tilted streamer belt, up to both poles")
  func greatCircle() throws {
    for (tilt, longitude) in [(0.0, 0.0), (0.35, 1), (1.1, -2.5)] {
      let line = try line(1440, from: -3) {
        Double.atan(-Double.tan(tilt) * Double.cos($0 - longitude))
      }
      let found = try NeutralLineBelt(following: line, enhancement: 4, halfWidthRadians: 0.2)
      let expected = try StreamerBelt(
        enhancement: 4, halfWidthRadians: 0.2, tiltRadians: tilt, tiltLongitudeRadians: longitude)
      for latitude in stride(from: -90.0, through: 90, by: 7.5) {
        for place in stride(from: -180.0, through: 180, by: 22.5) {
          let (a, b) = (
            density(found, 1.7, latitude: latitude, longitude: place),
            density(expected, 1.7, latitude: latitude, longitude: place)
          )
          // Relative to the middle of the belt; the spline through 1440 points sets the limit.
          #expect(abs(a - b) < 1e-7 * density(found.radialLaw, 1.7), "\(tilt) \(latitude) \(place)")
        }
      }
    }
  }

  @Test("Between the line and the equator the distance is that from the touching great circle")
  func tangentCircle() throws {
    let line = try line(144, warped)
    let belt = try belt(line)
    var worst = 0.0
    for longitude in stride(from: 0.013, to: 2 * Double.pi, by: 0.05) {
      let beta = line.latitudeRadians(atLongitude: longitude)
      // The five-point derivative of the tangent.
      func tangent(_ offset: Double) -> Double {
        Double.tan(line.latitudeRadians(atLongitude: longitude + offset))
      }
      let h = 1e-3
      let slope = (8 * (tangent(h) - tangent(-h)) - tangent(2 * h) + tangent(-2 * h)) / (12 * h)
      let norm = (1 + tangent(0) * tangent(0) + slope * slope).squareRoot()
      for share in [-0.9, -0.3, 0.4, 0.8] where abs(beta) > 0.05 {
        let latitude = share * beta
        let expected = abs(Double.sin(latitude) - Double.cos(latitude) * tangent(0)) / norm
        worst = max(
          worst, abs(sine(belt, latitude: latitude, longitude: longitude) - expected))
      }
      // On the line itself the belt is at its densest.
      let middle = belt.electronsPerCubicCentimetre(
        radius: 2, latitudeRadians: beta, longitudeRadians: longitude)
      #expect(relativeError(middle, 3 * density(belt.radialLaw, 2)) < 1e-9)
    }
    #expect(worst < 2e-5, "\(worst)")
  }

  @Test("Near the line it is the shortest way to the line, to first order")
  func firstOrder() throws {
    let line = try line(360) { 0.35 * Double.cos(2 * $0) }
    let belt = try belt(line)
    func vector(_ latitude: Double, _ longitude: Double) -> Vector3 {
      Vector3(
        Double.cos(latitude) * Double.cos(longitude), Double.cos(latitude) * Double.sin(longitude),
        Double.sin(latitude))
    }
    let curve = (0..<40_000).map { index in
      let longitude = 2 * Double.pi * Double(index) / 40_000
      return vector(line.latitudeRadians(atLongitude: longitude), longitude)
    }
    for longitude in [0.0, 0.5, 0.785, 1.2, 2, 3.9] {
      let beta = line.latitudeRadians(atLongitude: longitude)
      for offset in [-0.02, 0.01, 0.04] {
        let place = vector(beta + offset, longitude)
        let nearest = curve.map { ($0 - place).length }.min() ?? .nan
        let found = sine(belt, latitude: beta + offset, longitude: longitude)
        // The line turns by at most 1.4 rad per rad here, so the second order is below that.
        #expect(abs(found - nearest) < 1.4 * nearest * nearest + 1e-4, "\(longitude) \(offset)")
      }
    }
  }

  @Test(
    "At the poles the distance is one number with a level tangent plane, whatever the longitude")
  func poles() throws {
    let belt = try belt(try line(144) { 0.3 + warped($0) }, width: 1.2)
    for side in [1.0, -1] {
      func value(_ distance: Double, _ longitude: Double) -> Double {
        belt.electronsPerCubicCentimetre(
          radius: 2, latitudeRadians: side * (Double.pi / 2 - distance), longitudeRadians: longitude
        )
      }
      let pole = value(0, 0)
      for longitude in stride(from: 0.0, to: 6.28, by: 0.3) {
        #expect(relativeError(value(0, longitude), pole) < 1e-12)
        // Opposite sides differ from the pole by opposite amounts, to second order: no kink.
        let sum = value(1e-3, longitude) + value(1e-3, longitude + Double.pi) - 2 * pole
        #expect(abs(sum) < 2e-5 * pole, "\(longitude): \(sum / pole)")
      }
    }
  }

  @Test("Sightlines through a belt of a map's 72 points are integrated to 1e-6 and better")
  func accuracy() throws {
    let line = try line(72, warped)
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 0.7,
      eclipticNorthPositionAngleRadians: 0)
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    for width in [0.1, 0.2, 0.5] {
      let belt = try SumDensity([
        .init(density: LatitudeBlendedDensity.saito1977),
        .init(density: belt(line, width: width)),
      ])
      var worst = 0.0
      for angle in stride(from: 0.0, to: 6.28, by: 0.25) {
        let profile = try KCorona(density: belt, kernel: kernel).profile(
          impactParameters: [0.5, 1.02, 1.1, 1.5, 2, 3, 5, 10], positionAngleRadians: angle,
          from: observer)
        worst = max(worst, profile.map(\.relativeError).max() ?? .nan)
      }
      #expect(worst < 1e-6, "\(width): \(worst)")
    }
  }

  @Test("The belt narrows as a power of the distance, fast at the square root")
  func narrowing() throws {
    let line = try line(36) { _ in 0 }
    for narrowing in [0.5, 0.3, 1.0] {
      let belt = try NeutralLineBelt(
        following: line, enhancement: 1, halfWidthRadians: 0.6, narrowing: narrowing)
      for radius in [1.0, 2, 9] {
        let width = Double.asin(Double.sin(0.6) * Double.pow(radius, -narrowing))
        let ratio =
          belt.electronsPerCubicCentimetre(
            radius: radius, latitudeRadians: -width, longitudeRadians: 2)
          / density(belt.radialLaw, radius)
        #expect(relativeError(ratio, Double.exp(-1)) < 1e-9)
      }
    }
  }

  @Test("Belts and tubes tell sightlines how fine they are, at ten solar radii or at their feet")
  func scales() throws {
    let line = try line(36) { _ in 0 }
    #expect(abs(try belt(line, width: 0.3).angularScaleRadians - 0.3) < 1e-12)
    let narrow = try NeutralLineBelt(
      following: line, enhancement: 1, halfWidthRadians: 0.3, narrowing: 0.5)
    #expect(
      abs(narrow.angularScaleRadians - Double.asin(Double.sin(0.3) / 10.0.squareRoot())) < 1e-12)
    // The width of Guhathakurta's sheet at ten solar radii, 5.15451438°.
    #expect(abs(CurrentSheetDensity.equatorial.angularScaleRadians * 180 / .pi - 5.1545) < 0.01)
    let plumes = try PlumeDensity.ring(
      perPole: 3, innerRadians: 0, outerRadians: 0.1, radiusRadians: 0.03, contrast: 2, seed: 1)
    #expect(try PlumeDensity(plumes).angularScaleRadians == 0.03)
    // √17.79/10 degrees and smaller terms: 1.05°.
    let slab = try SlabStreamer(
      latitudeRadians: 0, longitudeRadians: 0, tiltRadians: 0, halfExtentRadians: 1)
    let core = 1.779 - 0.8593 + 0.13832 + 0.039145
    #expect(abs(slab.angularScaleRadians * 180 / .pi - core.squareRoot()) < 0.01)
  }

  @Test("Tables may run either way, close or not, with carriage returns, comments and a header")
  func tables() throws {
    let rows = (0..<24).map { 15.0 * Double($0) }.map {
      "\($0), \(20 * Double.sin($0 * Self.degree)),x"
    }
    let plain =
      "# from a map\ncarrington_longitude_deg,latitude_deg,sector\n" + rows.joined(separator: "\n")
    let windows = "\u{FEFF}" + rows.reversed().joined(separator: "\r\n") + "\r\n\r\n# end\r\n"
    let closed = rows.joined(separator: "\n") + "\n360,0,x\n"
    let expected = try NeutralLine(csv: Array(plain.utf8), file: "a.csv")
    #expect(
      abs(expected.latitudeRadians(atLongitude: 90 * Self.degree) - 20 * Self.degree) < 1e-12)
    for text in [windows, closed] {
      let found = try NeutralLine(csv: Array(text.utf8), file: "b.csv")
      for longitude in stride(from: -3.0, to: 10, by: 0.37) {
        #expect(
          abs(
            found.latitudeRadians(atLongitude: longitude)
              - expected.latitudeRadians(atLongitude: longitude)) < 1e-12)
      }
    }
  }

  @Test(
    "A table that makes no line is refused with file, line and remedy",
    arguments: [
      ("0,1\n90,2\n180,3\n", "l.csv: neutral line with 3 points: needs at least four, once around"),
      ("", "l.csv: neutral line with 0 points: needs at least four, once around"),
      (
        "0,1\n60,b\n",
        "l.csv:2: 'b' is no number for latitude (degrees)"
      ),
      (
        "0,1\n60\n",
        "l.csv:2: found 1 column; every row needs 2 with commas between: Carrington longitude "
          + "(degrees), latitude (degrees)"
      ),
      (
        "# c\n0,1\n80,76\n160,2\n240,3\n",
        "l.csv:3: longitude 80.0°, latitude 76.0°: a neutral line must stay within ±75° of latitude, "
          + "with longitudes within ±720°"
      ),
      (
        "0,1\n80,2\n70,5\n160,2\n240,3\n320,3\n",
        "l.csv:3: longitudes must rise or fall all the way, once around the Sun; a line that folds "
          + "back has no single latitude for a longitude"
      ),
      (
        "0,1\n80,2\n160,2\n240,3\n",
        "l.csv:4: the line ends here, 120.0° of longitude short of its first point; it must go once "
          + "around the Sun, with points at most 90° apart"
      ),
      (
        "0,0.1\n1.5,0.2\n3,0.3\n4.5,0.2\n6,0\n",
        "l.csv: all longitudes lie within ±6.3°, but a neutral line goes once around the Sun; if they "
          + "are in radians, turn longitudes and latitudes into degrees"
      ),
      (
        "0,1\n120,2\n180,2\n270,3\n",
        "l.csv:2: 120.0° of longitude after the point before it; points may lie at most 90° apart"
      ),
      (
        "0,1\n90,2\n180,2\n270,3\n360,9\n",
        "l.csv:5: the line closes 360° from its first point at another latitude, 9.0° instead of 1.0°"
      ),
      (
        "0,74\n10,-74\n90,74\n180,-74\n270,74\n",
        "l.csv: between the points the smooth line reaches latitude -80.4° at longitude 10.5°; it must "
          + "stay within 80°: give more points there"
      ),
    ] as [(String, String)])
  func refusals(text: String, message: String) {
    let error = #expect(throws: CoronaError.self) {
      try NeutralLine(csv: Array(text.utf8), file: "l.csv")
    }
    #expect(error?.code == .invalidTable)
    #expect(error?.description == message)
  }

  @Test("Parameters of a belt outside their range are refused by name")
  func badBelt() throws {
    let line = try line(36) { _ in 0 }
    let width = #expect(throws: CoronaError.self) {
      try NeutralLineBelt(following: line, enhancement: 1, halfWidthRadians: 0.01)
    }
    #expect(width?.description == "neutral-line belt half-width 0.01: must lie in 0.02...π/2 rad")
    let law = #expect(throws: CoronaError.self) {
      try NeutralLineBelt(
        following: line, radialLaw: Saito1970Density(), enhancement: 1, halfWidthRadians: 0.3)
    }
    #expect(
      law?.description
        == "neutral-line belt, radial law saito1970: must be the same in every direction; take a "
        + "spherical model such as saito1977-equator")
    #expect(throws: CoronaError.self) {
      try NeutralLineBelt(following: line, enhancement: .nan, halfWidthRadians: 0.3)
    }
    #expect(throws: CoronaError.self) {
      try NeutralLineBelt(
        following: line, enhancement: 1, halfWidthRadians: 0.3, narrowing: 2.5)
    }
  }
}
