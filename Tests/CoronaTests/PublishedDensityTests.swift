import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

/// The density of a catalogue model at a place, degrees.
func density(
  _ model: any ElectronDensity, _ radius: Double, latitude: Double = 0, longitude: Double = 0
) -> Double {
  model.electronsPerCubicCentimetre(
    radius: radius, latitudeRadians: latitude * Double.pi / 180,
    longitudeRadians: longitude * Double.pi / 180)
}

@Suite("Published density models")
struct PublishedDensityTests {
  @Test(
    "Every spherical law has the values of its formula evaluated with thirty digits",
    arguments: [
      // At 1.05, 1.7, 3 and 215 solar radii; mpmath 1.3 on the formulas of science/corona.md §2.5.
      (
        "newkirk1961",
        [546430591.10254919, 14602451.114016269, 1156776.0554020299, 43988.8201488046]
      ),
      (
        "sittler-guhathakurta1999-streamer",
        [173138449.86330941, 7558140.96300931, 455300.58393616997, 7.3306013732177089]
      ),
      (
        "sittler-guhathakurta1999-pole",
        [61628954.04050649, 905402.14327096876, 53983.265148552092, 2.8619076818272519]
      ),
      (
        "goryaev2014-streamer",
        [700759699.63775691, 46184602.646237664, 1086212.5463250833, 48.500460880235448]
      ),
      (
        "goryaev2014-background",
        [232629384.63192078, 2432136.5275926459, 199723.712237048, 31901.204345461596]
      ),
      (
        "cranmer1999",
        [233823487.91396151, 1702123.3728716489, 55423.456769860282, 0.88034506588899672]
      ),
      (
        "gibson1999",
        [269427792.96631373, 5828935.4931591774, 351729.03306694819, 0.0032320881958519442]
      ),
      (
        "mann1999-parker-fit",
        [2649433244.776955, 15689676.863439292, 523606.20558404755, 6.0035282996481914]
      ),
      (
        "nrl-hayes",
        [41735932.805775371, 5857441.1465379964, 597725.92592592593, 86.624060306522667]
      ),
      (
        "baumbach-allen-2term",
        [252638731.55410598, 6482970.1536214522, 212626.97337620675, 1.5692818025329651e-6]
      ),
      (
        "guhathakurta1996-pole",
        [89977643.26804669, 1232863.8537674962, 72050.076134201624, 0.41238261468404955]
      ),
      (
        "guhathakurta1996-cs",
        [473326805.13868839, 13814582.114483988, 920180.72658260175, 0.17485235666919957]
      ),
    ] as [(String, [Double])])
  func sphericalLaws(name: String, expected: [Double]) throws {
    let model = try DensityCatalogue.model(named: name)
    #expect(model.symmetry == .spherical)
    for (radius, value) in zip([1.05, 1.7, 3, 215], expected) {
      let found = density(model, radius, latitude: 20, longitude: 300)
      #expect(relativeError(found, value) < 1e-13, "\(name) at \(radius): \(found)")
    }
  }

  @Test("Saito 1970 has the values of its formula at both sides of the equator and at the pole")
  func saito1970() throws {
    let model = try DensityCatalogue.model(named: "saito1970")
    let cases: [(Double, Double, Double)] = [
      (1.05, 0, 261680270.000756), (1.05, 30, 168716655.80031711), (2, -60, 471114.40454865232),
      (4, 90, 1928.7469098344445), (20, 1, 1220.1960481705552),
    ]
    for (radius, latitude, value) in cases {
      for side in [latitude, -latitude] {
        let found = density(model, radius, latitude: side, longitude: 77)
        #expect(relativeError(found, value) < 2e-14, "\(radius), \(side): \(found)")
      }
    }
    #expect(model.symmetry == .axial(axis: Vector3(0, 0, 1)))
    #expect(model.creases == [.plane(normal: Vector3(0, 0, 1))])
  }

  @Test("Saito, Poland & Munro's abstract holds: below Saito 1970, and holes half as dense")
  func abstractOf1977() {
    var ratios: [Double] = []
    for radius in stride(from: 2.5, through: 5.5, by: 0.25) {
      let background = density(PowerLawDensity.saito1977Equator, radius)
      // "less than 15 % below the minimum equatorial models of Newkirk (1967) and Saito (1970)".
      let deficit = 1 - background / density(Saito1970Density(), radius)
      #expect(deficit > 0 && deficit < 0.15, "\(radius): \(deficit)")
      ratios.append(density(PowerLawDensity.saito1977EquatorialHole, radius) / background)
      // The law that some papers take for the hole at the equator is much emptier.
      #expect(density(PowerLawDensity.saito1977PolarHole, radius) < 0.35 * background)
    }
    // "a spherically symmetric density model for equatorial coronal holes yields densities one half
    // those of the background": 0.34 to 0.54 over the range.
    let mean = ratios.reduce(0, +) / Double(ratios.count)
    #expect(mean > 0.45 && mean < 0.55, "\(mean)")
  }

  @Test("Sittler and Guhathakurta's laws reach what is measured at one astronomical unit")
  func inSitu() throws {
    // Streamers near the ecliptic 5 to 10, polar wind 2 to 4 electrons per cubic centimetre.
    let streamer = try DensityCatalogue.model(named: "sittler-guhathakurta1999-streamer")
    let pole = try DensityCatalogue.model(named: "sittler-guhathakurta1999-pole")
    #expect((5...10).contains(density(streamer, 215)))
    #expect((2...4).contains(density(pole, 215)))
  }

  @Test("Densities are positive and never grow outwards, but for those whose caution says why")
  func monotone() {
    for model in DensityCatalogue.models {
      for latitude in [0.0, 5, 30, 90] {
        var previous = Double.infinity
        for step in 0...240 {
          let radius = Double.exp(Double(step) * 0.04)
          let found = density(model, radius, latitude: latitude)
          #expect(found > 0 && found < previous, "\(model.name) at \(radius), \(latitude)°")
          previous = found
        }
      }
      // What does not vanish far away has to say so.
      if density(model, 1e6) > 1 { #expect(model.caution != nil, "\(model.name)") }
    }
  }

  @Test("The catalogue tells source, range and caution of every model in one line")
  func summaries() throws {
    let newkirk = try DensityCatalogue.model(named: "Newkirk1961")
    #expect(
      newkirk.summary
        == "newkirk1961: Newkirk 1961, ApJ 133, 983; 1.0 to 3.0 solar radii; caution: tends to "
        + "4.2e4 per cubic centimetre far from the Sun, so that sightlines gather light without end "
        + "of corona: use it within 3 solar radii")
    #expect(
      try DensityCatalogue.model(named: "CRANMER1999").summary
        == "cranmer1999: Cranmer et al. 1999, ApJ 511, 481: polar coronal hole; 1.5 to 4.0 solar "
        + "radii")
    #expect(Set(DensityCatalogue.names).count == DensityCatalogue.models.count)
    for model in DensityCatalogue.models {
      #expect(!model.source.isEmpty && model.caution?.hasSuffix(".") != true)
    }
    let sum = try SumDensity([
      .init(density: newkirk), .init(density: PowerLawDensity.leblanc1998),
    ])
    #expect(sum.caution == "newkirk1961: \(newkirk.caution ?? "")")
  }

  @Test("A model that takes parameters is refused by name with the section that gives them")
  func parametrised() {
    let error = #expect(throws: CoronaError.self) {
      try DensityCatalogue.model(named: "neutral_line_belt")
    }
    #expect(
      error?.description
        == "density model \"neutral_line_belt\" needs parameters, which a name cannot give: "
        + "describe it in a scenario as [[corona.part]] with kind = \"neutral-line-belt\"")
  }
}

@Suite("Brightness of published density models")
struct PublishedBrightnessTests {
  private func brightness(_ name: String, _ rho: Double, u: Double) throws -> KBrightness {
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
    return try KCorona(
      density: DensityCatalogue.model(named: name),
      kernel: ThomsonKernel(limbDarkening: .linear(u)), quality: .reference
    ).profile(
      impactParameters: [rho], positionAngleRadians: 1, from: observer, perspective: .parallel)[0]
  }

  @Test("Guhathakurta's two laws shine as in the thirty-digit table")
  func guhathakurta() throws {
    let rows = try ReferenceTable("ref_kcorona").rows
      .filter { $0.text("model").hasPrefix("guhathakurta1996") }
    #expect(rows.count == 90)
    for row in rows {
      let found = try brightness(row.text("model"), row.number("rho_rsun"), u: row.number("u"))
      #expect(relativeError(found.total, row.number("B_MSB_inf")) < 1e-12)
      #expect(relativeError(found.polarized, row.number("pB_MSB_inf")) < 1e-12)
    }
  }

  @Test("Streamers and holes shine as an integration with thirty digits says")
  func streamersAndHoles() throws {
    // B and pB in mean solar brightness at u = 0.63 from infinity; mpmath, closed kernel, tanh-sinh.
    let cases: [(String, Double, Double, Double)] = [
      ("sittler-guhathakurta1999-streamer", 1.1, 1.4356228028162e-6, 4.4456765281288e-7),
      ("sittler-guhathakurta1999-streamer", 2, 1.8123299213855e-8, 1.1077386074042e-8),
      ("sittler-guhathakurta1999-streamer", 5, 1.7105903203387e-10, 1.1213588173833e-10),
      ("sittler-guhathakurta1999-pole", 1.1, 3.8715199735201e-7, 1.2092666893193e-7),
      ("sittler-guhathakurta1999-pole", 5, 3.5676991845888e-11, 2.2201244584973e-11),
      ("cranmer1999", 1.1, 1.3727900512605e-6, 4.3032128196447e-7),
      ("cranmer1999", 5, 4.2205176513126e-11, 2.6382559243961e-11),
      ("gibson1999", 1.1, 1.5674589645084e-6, 4.8716354825757e-7),
      ("gibson1999", 5, 8.3488445938173e-11, 5.909784495801e-11),
      // The closed kernel loses T where these do not vanish: polarised brightness only.
      ("newkirk1961", 1.1, .nan, 1.1756159084445e-6),
      ("newkirk1961", 5, .nan, 6.4152254405969e-10),
      ("goryaev2014-streamer", 2, .nan, 5.3569115305021e-8),
    ]
    for (name, rho, total, polarized) in cases {
      let found = try brightness(name, rho, u: 0.63)
      if !total.isNaN { #expect(relativeError(found.total, total) < 1e-11, "\(name) \(rho)") }
      #expect(relativeError(found.polarized, polarized) < 1e-11, "\(name) \(rho): \(found)")
    }
  }
}

@Suite("The current sheet of Guhathakurta 1996")
struct CurrentSheetTests {
  @Test("The sheet has the values of its formula, tilted towards any longitude")
  func values() throws {
    // Radius, latitude, longitude, tilt and node in degrees; mpmath on the paper's formula.
    let cases: [(Double, Double, Double, Double, Double, Double)] = [
      (1.1, 10, 20, 0, 0, 282230329.80895849), (2, 10, 20, 0, 0, 3201957.5990929949),
      (3, -35, 100, 30, 40, 72050.076134201643), (1.5, 70, -50, 20, 90, 3144103.6960002599),
      (5, 8, 310, 15, 300, 68036.560234118451),
    ]
    for (radius, latitude, longitude, tilt, node, value) in cases {
      let sheet = try CurrentSheetDensity(
        tiltRadians: tilt * Double.pi / 180, nodeLongitudeRadians: node * Double.pi / 180)
      let found = density(sheet, radius, latitude: latitude, longitude: longitude)
      #expect(relativeError(found, value) < 1e-13, "\(found) instead of \(value)")
    }
  }

  @Test("One half-width off the middle the sheet's excess over the pole has fallen by e")
  func width() {
    // w = 69.5° at one solar radius (the sum of the coefficients), 9.425218686° at three.
    for (radius, width) in [(1.0, 69.5), (3, 9.425218686), (10, 5.15451438)] {
      let polar = density(PowerLawDensity.guhathakurta1996Pole, radius)
      let central = density(PowerLawDensity.guhathakurta1996SheetCentre, radius)
      let found = density(CurrentSheetDensity.equatorial, radius, latitude: width)
      #expect(relativeError(found - polar, (central - polar) / Double.exp(1)) < 1e-8)
    }
  }

  @Test("A warped sheet is densest on its wave, reaches its amplitude, and is smooth at no warp")
  func warp() throws {
    let amplitude = 20.0
    for waves in [2, 3, 5] {
      let warped = try CurrentSheetDensity(
        tiltRadians: 0, nodeLongitudeRadians: 0,
        warp: .init(
          amplitudeRadians: amplitude * Double.pi / 180, waves: waves, crestRadians: 0.3))
      #expect(warped.symmetry == .none)
      let crest = 0.3 * 180 / Double.pi
      let half = 180.0 / Double(waves)
      let central = density(PowerLawDensity.guhathakurta1996SheetCentre, 4)
      for crest in [crest, crest + 2 * half] {
        #expect(
          relativeError(density(warped, 4, latitude: amplitude, longitude: crest), central) < 1e-13)
        let trough = density(warped, 4, latitude: -amplitude, longitude: crest + half)
        #expect(relativeError(trough, central) < 1e-13)
        let node = density(warped, 4, latitude: 0, longitude: crest + half / 2)
        #expect(relativeError(node, central) < 1e-13)
      }
    }
    let flat = try CurrentSheetDensity(
      tiltRadians: 0.3, nodeLongitudeRadians: 1,
      warp: .init(amplitudeRadians: 1e-9, waves: 2, crestRadians: 0))
    let plain = try CurrentSheetDensity(tiltRadians: 0.3, nodeLongitudeRadians: 1)
    for latitude in stride(from: -85.0, through: 85, by: 17) {
      #expect(
        relativeError(
          density(flat, 2, latitude: latitude, longitude: 33),
          density(plain, 2, latitude: latitude, longitude: 33)) < 1e-7)
    }
  }

  @Test("Parameters outside their range are refused by name")
  func refusals() {
    let tilt = #expect(throws: CoronaError.self) { try CurrentSheetDensity(tiltRadians: 2) }
    #expect(tilt?.description == "current sheet tilt 2.0: must lie in 0...π/2 rad")
    let waves = #expect(throws: CoronaError.self) {
      try CurrentSheetDensity(warp: .init(amplitudeRadians: 0.1, waves: 1, crestRadians: 0))
    }
    #expect(
      waves?.description == "current sheet warp waves 1: must lie in 2...8 (one wave is a tilt)")
    for bad in [Double.nan, -0.1, 1.1, .infinity] {
      #expect(throws: CoronaError.self) {
        try CurrentSheetDensity(warp: .init(amplitudeRadians: bad, waves: 2, crestRadians: 0))
      }
    }
    #expect(throws: CoronaError.self) { try CurrentSheetDensity(nodeLongitudeRadians: .nan) }
  }
}
