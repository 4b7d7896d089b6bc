import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Slab streamers")
struct SlabStreamerTests {
  private static let degree = Double.pi / 180

  @Test("Across its plane the slab has the Naval Research Laboratory's core and wings")
  func coreAndWings() throws {
    let slab = try SlabStreamer(
      latitudeRadians: 0, longitudeRadians: 1, tiltRadians: 0, halfExtentRadians: 0.8)
    // Radius and angle in degrees; mpmath on the formulas of SCRaytrace models 14 to 23.
    let cases: [(Double, Double, Double)] = [
      (5, 0, 89736), (5, 1, 60570.23999353169), (5, 3, 21543.01599665336),
      (10, 5, 1522.392347108153), (20, 1, 1952.363485830612), (2.6, 4, 231658.1773120705),
      (1.5, 10, 3287861.599775874), (100, 2, 7.701186336003484),
    ]
    for (radius, angle, expected) in cases {
      for side in [angle, -angle] {
        let found = density(slab, radius, latitude: side, longitude: 1 / Self.degree)
        #expect(relativeError(found, expected) < 1e-12, "\(radius), \(angle)")
      }
    }
  }

  @Test("Core and wings join in value and slope")
  func joint() throws {
    let slab = try SlabStreamer(
      latitudeRadians: 0, longitudeRadians: 0, tiltRadians: 0, halfExtentRadians: 1)
    for radius in [2.7, 3, 5, 10, 20] {
      let z = 1 / radius
      let core = z * (17.79 + z * (-85.93 + z * (138.32 + z * 391.45)))
      let wing = z * (60.9441 + z * (-542.687 + z * (1889.58 + z * -2289.55)))
      let joint = core / (2 * wing)
      func logarithm(_ angle: Double) -> Double {
        Double.log(density(slab, radius, latitude: angle))
      }
      let h = 1e-5 * joint
      let before = (logarithm(joint) - logarithm(joint - h)) / h
      let after = (logarithm(joint + h) - logarithm(joint)) / h
      #expect(relativeError(before, after) < 1e-4, "\(radius)")
      #expect(relativeError(after, -1 / wing) < 1e-4, "\(radius)")
    }
  }

  @Test("Along its plane the slab fades at its half-extent, wherever it is turned")
  func extent() throws {
    let slab = try SlabStreamer(
      radialLaw: PowerLawDensity.leblanc1998, enhancement: 2, latitudeRadians: 20 * Self.degree,
      longitudeRadians: 30 * Self.degree, tiltRadians: Double.pi / 2,
      halfExtentRadians: 25 * Self.degree, shape: .vibert(halfThickness: 0.3))
    let law = density(PowerLawDensity.leblanc1998, 3)
    #expect(relativeError(density(slab, 3, latitude: 20, longitude: 30), 2 * law) < 1e-13)
    // A tilt of π/2 lies along the meridian.
    for latitude in [45.0, -5] {
      let found = density(slab, 3, latitude: latitude, longitude: 30)
      #expect(relativeError(found, 2 * law * Double.exp(-1)) < 1e-12)
    }
    // Vibert's shape: e less at the distance d₀ from the plane, here along the parallel's circle.
    let across = Double.asin(0.1) / Self.degree
    let straight = try SlabStreamer(
      radialLaw: PowerLawDensity.leblanc1998, latitudeRadians: 0, longitudeRadians: 0,
      tiltRadians: 0, halfExtentRadians: 1, shape: .vibert(halfThickness: 0.3))
    #expect(
      relativeError(density(straight, 3, latitude: across), law * Double.exp(-1)) < 1e-12)
  }

  @Test("Parameters outside their range are refused by name")
  func refusals() {
    let extent = #expect(throws: CoronaError.self) {
      try SlabStreamer(
        latitudeRadians: 0, longitudeRadians: 0, tiltRadians: 0, halfExtentRadians: 0)
    }
    #expect(extent?.description == "slab streamer half-extent 0.0: must lie in 0.05...π rad")
    let thickness = #expect(throws: CoronaError.self) {
      try SlabStreamer(
        latitudeRadians: 0, longitudeRadians: 0, tiltRadians: 0, halfExtentRadians: 1,
        shape: .vibert(halfThickness: 0))
    }
    #expect(
      thickness?.description
        == "slab streamer half-thickness 0.0: must lie in 0.01...10 solar radii")
    for bad in [Double.nan, 2, -2] {
      #expect(throws: CoronaError.self) {
        try SlabStreamer(
          latitudeRadians: bad, longitudeRadians: 0, tiltRadians: 0, halfExtentRadians: 1)
      }
    }
  }
}

@Suite("Polar plumes")
struct PlumeTests {
  private static let degree = Double.pi / 180
  /// Kopp & Holzer's expansion with Munro & Jackson's constants, by mpmath.
  private static let expansion: [(radius: Double, area: Double)] = [
    (1, 1), (1.05, 1.21936516896955), (1.31, 2.42563967003884), (2, 5.27414203021506),
    (5, 7.25303681679786), (50, 7.26),
  ]

  @Test("A plume's axis and edge are carried outwards by the expansion of the hole")
  func expansion() throws {
    let (foot, width) = (12 * Self.degree, 1.5 * Self.degree)
    for south in [false, true] {
      let side: Double = south ? -1 : 1
      let plumes = try PlumeDensity([
        .init(
          latitudeRadians: side * (Double.pi / 2 - foot), longitudeRadians: 0.7,
          radiusRadians: width, contrast: 4)
      ])
      for (radius, area) in Self.expansion {
        let hole = density(PowerLawDensity.guhathakurta1996Pole, radius)
        /// Density at the projected distance `v` of the foot's plane, in the plume's longitude.
        func found(_ v: Double) -> Double {
          let fromPole = 2 * Double.asin(area.squareRoot() * v / 2)
          return plumes.electronsPerCubicCentimetre(
            radius: radius, latitudeRadians: side * (Double.pi / 2 - fromPole),
            longitudeRadians: 0.7)
        }
        let axis = 2 * Double.sin(foot / 2)
        #expect(relativeError(found(axis), 3 * hole) < 1e-11, "\(radius)")
        #expect(relativeError(found(axis - width), 3 * hole * Double.exp(-1)) < 1e-11)
        #expect(relativeError(found(axis + width), 3 * hole * Double.exp(-1)) < 1e-11)
      }
      // Nothing in the other hemisphere, nothing at the equator.
      #expect(density(plumes, 2, latitude: -side * 80, longitude: 40) == 0)
      #expect(density(plumes, 2, latitude: 0, longitude: 40) == 0)
    }
  }

  @Test("A seeded ring is the same every time, lies in its ring and is evenly spread")
  func ring() throws {
    func ring(_ seed: UInt64) throws -> [PlumeDensity.Plume] {
      try PlumeDensity.ring(
        perPole: 200, innerRadians: 0.05, outerRadians: 0.3, radiusRadians: 0.03, contrast: 5,
        seed: seed)
    }
    let plumes = try ring(7)
    #expect(try plumes == ring(7))
    #expect(try plumes != ring(8))
    #expect(plumes.filter { $0.latitudeRadians > 0 }.count == 200)
    let inner = 1 - Double.cos(0.05)
    let outer = 1 - Double.cos(0.3)
    var shares: [Double] = []
    for plume in plumes {
      let fromPole = Double.pi / 2 - abs(plume.latitudeRadians)
      #expect(fromPole >= 0.05 - 1e-12 && fromPole <= 0.3 + 1e-12)
      #expect(plume.contrast >= 3 && plume.contrast <= 7)
      shares.append((1 - Double.cos(fromPole) - inner) / (outer - inner))
    }
    // Even in area: mean 1/2 to four standard errors.
    let mean = shares.reduce(0, +) / 400
    #expect(abs(mean - 0.5) < 4 / (12.0 * 400).squareRoot())
    let model = try PlumeDensity(plumes, fading: 1)
    let plain = try PlumeDensity(plumes)
    let ratio =
      density(model, 3, latitude: 60, longitude: 100)
      / density(plain, 3, latitude: 60, longitude: 100)
    #expect(relativeError(ratio, 1.0 / 3) < 1e-13)
  }

  @Test("Eight lanes on both hemispheres answer as each would alone")
  func lanes() throws {
    let model = try PlumeDensity(
      PlumeDensity.ring(
        perPole: 40, innerRadians: 0.02, outerRadians: 0.35, radiusRadians: 0.04, contrast: 5,
        seed: 3))
    let latitudes = SIMD8<Double>(80, -80, 40, -50, 0, -5, 89, 70)
    var (x, y, z) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
    for lane in 0..<8 {
      let latitude = latitudes[lane] * Self.degree
      x[lane] = Double.cos(latitude) * Double.cos(50 * Self.degree)
      y[lane] = Double.cos(latitude) * Double.sin(50 * Self.degree)
      z[lane] = Double.sin(latitude)
    }
    let found = model.electronsPerCubicCentimetre(
      at: CoronalPoints(
        radii: CoronalRadii(radius: SIMD8(repeating: 1.6)),
        directions: CoronalDirections(x: x, y: y, z: z)))
    for lane in 0..<8 {
      let alone = model.electronsPerCubicCentimetre(
        at: CoronalPoints(
          radii: CoronalRadii(radius: SIMD8(repeating: 1.6)),
          directions: CoronalDirections(
            x: SIMD8(repeating: x[lane]), y: SIMD8(repeating: y[lane]),
            z: SIMD8(repeating: z[lane]))))
      #expect(found[lane] == alone[0])
    }
  }

  @Test("Plumes that make no sense are refused by number and name")
  func refusals() {
    func error(_ latitude: Double, _ radius: Double, _ contrast: Double) -> String? {
      let plume = PlumeDensity.Plume(
        latitudeRadians: latitude, longitudeRadians: 0, radiusRadians: radius, contrast: contrast)
      return #expect(throws: CoronaError.self) { try PlumeDensity([plume]) }?.description
    }
    #expect(
      error(1, 0.03, 4)
        == "plume 1 at latitude 57.3° with radius 1.7°: widening with its hole it would reach "
        + "the equator; put it closer to a pole or make it thinner")
    #expect(error(1.5, 0.3, 4) == "plume 1, radius 0.3: must lie in 0.005...0.2 rad")
    #expect(error(1.5, 0.03, 0.5) == "plume 1, contrast 0.5: must lie in 1...100")
    #expect(error(.nan, 0.03, 4) == "plume 1, latitude nan: must lie in -π/2...π/2 rad")
    #expect(throws: CoronaError.self) { try PlumeDensity([]) }
    let count = #expect(throws: CoronaError.self) {
      try PlumeDensity.ring(
        perPole: 0, innerRadians: 0, outerRadians: 0.3, radiusRadians: 0.03, contrast: 4, seed: 1)
    }
    #expect(count?.description == "0 plumes for each pole: there must be 1 to 250 of them")
    #expect(throws: CoronaError.self) {
      try PlumeDensity.ring(
        perPole: 4, innerRadians: 0.3, outerRadians: 0.2, radiusRadians: 0.03, contrast: 4, seed: 1)
    }
  }
}
