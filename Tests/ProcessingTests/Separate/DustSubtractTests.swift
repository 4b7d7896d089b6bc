import Astronomy
import Corona
import Imagery
import Processing
import RealModule
import Testing

/// The light of dust taken away.
@Suite("Subtracting the F corona")
struct DustSubtractTests {
  private static let side = 96

  private func picture(_ samples: [Double], _ name: String = "frame", kind: String = "B") throws
    -> Observation
  {
    var one = try observation(
      samples, width: Self.side, unit: .meanSolarBrightness, name: name)
    one.kind = kind
    one.sky = sky(arcsecondsPerPixel: 100, centre: SIMD2(47.5, 47.5))
    return one
  }

  private func empty(_ name: String = "frame", kind: String = "B") throws -> Observation {
    try picture([Double](repeating: 0, count: Self.side * Self.side), name, kind: kind)
  }

  @Test("Koutchmy's numbers come off at equator and pole")
  func published() throws {
    // Koutchmy 2000 by the ASPIICS level-3 processor: log10 of B over 1e-10 at 4 solar radii.
    var one = try empty()
    // Forty pixels from the middle lies an impact parameter of four solar radii.
    let arcsecond = Double.pi / 648_000
    let sine = 4 * Double.sin(959.63 * arcsecond)
    let scale = Double.tan(Double.asin(sine)) / arcsecond / 40
    one.sky = sky(arcsecondsPerPixel: scale, centre: SIMD2(47, 47))
    one.sky?.distanceSolarRadii = 4 / sine
    let made = try run(DustSubtractStep.self, one, ["ecliptic_north": .number(0)])
    #expect(abs(Double.log10(-made.light[87, 47] / 1e-10) - 1.23) < 1e-12)
    #expect(abs(Double.log10(-made.light[47, 87] / 1e-10) - 1.03) < 1e-12)
    #expect(made.kind == "K")
    // Turned by a quarter, equator and pole change places.
    let turned = try run(DustSubtractStep.self, one, ["ecliptic_north": .number(90)])
    #expect(abs(turned.light[47, 87] / made.light[87, 47] - 1) < 1e-9)
  }

  @Test("What the renderer's dust shines is taken away to 1e-6, from the observer's cards alone")
  func renderer() throws {
    let instant = try Instant.parse("2024-04-08T18:18:00.000Z").instant
    let ephemeris = EarthEphemeris(covering: instant...instant.advanced(bySeconds: 60))
    let orientation = SolarOrientation(
      at: instant, observer: StateVector(position: Vector3(0, 0, 0), velocity: Vector3(0, 0, 0)),
      ephemeris: ephemeris)
    let radius = orientation.distance / 6.957e8
    let observer = try CoronalObserver(
      distanceSolarRadii: radius, heliographicLatitudeRadians: orientation.latitude,
      carringtonLongitudeRadians: orientation.carringtonLongitude,
      eclipticNorthPositionAngleRadians: orientation.eclipticNorthPositionAngle,
      eclipticPlace: .init(
        longitudeRadians: orientation.eclipticLongitude,
        latitudeRadians: orientation.eclipticLatitude))
    for model in DustCatalogue.models {
      var one = try empty()
      one.sky?.distanceSolarRadii = radius
      let degree = 180 / Double.pi
      try one.header.append("CRLN_OBS", orientation.carringtonLongitude * degree)
      try one.header.append("HGLT_OBS", orientation.latitude * degree)
      try one.header.append("DSUN_OBS", orientation.distance)
      // Date and time in two cards, as SOHO writes them.
      try one.header.append("DATE-OBS", "2024/04/08")
      try one.header.append("TIME-OBS", "18:18:00.000")
      let projection = try #require(one.sky).projection
      var (west, north) = ([Double](), [Double]())
      for row in 0..<Self.side {
        for column in 0..<Self.side {
          let direction = projection.direction(column: Double(column), row: Double(row))
          west.append(direction.x)
          north.append(direction.y)
        }
      }
      let truth = model.radiance(of: try SkyDirections(west: west, north: north), from: observer)
      one.light.samples = truth.intensity.map { $0 + 1e-9 }
      let made = try run(DustSubtractStep.self, one, ["model": .text(model.name)])
      var worst = 0.0
      for (index, left) in made.light.samples.enumerated() {
        worst = max(worst, abs(left - 1e-9) / truth.intensity[index])
      }
      #expect(worst < 1e-6, "\(model.name): \(worst)")
      // Half of unpolarised light passes a polariser; differences of polarised light hold none.
      one.polariserDegrees = 30
      let half = try run(DustSubtractStep.self, one, ["model": .text(model.name)])
      let expected = 1e-9 + truth.intensity[5000] / 2
      #expect(abs(half.light.samples[5000] / expected - 1) < 1e-5)
      let polarised = try run(DustSubtractStep.self, empty(kind: "PB"))
      #expect(polarised.light.samples[5000] == 0)
    }
  }

  @Test("What stays the same in a sequence is taken away, in parts where it changes slowly")
  func percentile() throws {
    // A background that grows in time, streamers that are on in some pictures only.
    let pixels = Self.side * Self.side
    let sequence = try (0..<40).map { number -> Observation in
      let background = 1 + 0.1 * Double(number)
      let samples = (0..<pixels).map { pixel in
        background + ((pixel + number) % 10 == 0 ? 5 : 0)
      }
      var one = try picture(samples, "t\(number)")
      one.time = Double(number) * 60
      return one
    }
    let steady = sequence.map { one -> Observation in
      var fixed = one
      let background = 1 + 0.1 * ((one.time ?? 0) / 60)
      fixed.light.samples = one.light.samples.map { ($0 - background + 2).rounded() }
      return fixed
    }
    let flat = try run(DustSubtractStep.self, steady, ["method": .text("percentile")])
    for one in flat { #expect(one.light.samples.allSatisfy { $0 == 0 || $0 == 5 }) }
    let cut = try run(
      DustSubtractStep.self, sequence,
      ["method": .text("percentile"), "parts": .number(4), "percentile": .number(50)])
    // Half way between the middles of the parts the background is interpolated: the medians grow linearly.
    let middle = cut[20]
    #expect(abs((middle.light.samples[1]) - 0) < 0.06)
    #expect(middle.kind == "K" && middle.name == "t20")
    #expect(
      refusal(
        DustSubtractStep.self, Array(sequence[0..<5]),
        [
          "method": .text("percentile"), "parts": .number(2),
        ])?.description
        == "fsub, t0: 5 pictures in 2 parts are too few for a percentile, each part needs three; give "
        + "more pictures, fewer parts, or method table")
  }

  @Test("An unknown ecliptic is asked for, where the model is not round")
  func refusals() throws {
    let one = try empty()
    #expect(
      refusal(DustSubtractStep.self, [one])?.description
        == "fsub, frame: how the ecliptic lies is not known: the header lacks one of CRLN_OBS, HGLT_OBS, "
        + "DSUN_OBS and DATE-AVG; give ecliptic_north, in degrees, or a model that is round (allen1977)"
    )
    let round = try run(DustSubtractStep.self, one, ["model": .text("allen1977")])
    #expect(refusal(DustSubtractStep.self, [round])?.code == .unsuitableInput)
    var raw = one
    raw.unit = .counts
    #expect(
      refusal(DustSubtractStep.self, [raw])?.description
        == "fsub, frame: holds numbers of the converter, must hold mean solar brightness; run msb before "
        + "fsub")
  }
}
