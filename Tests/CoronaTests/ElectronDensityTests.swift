import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Electron densities")
struct ElectronDensityTests {
  @Test("The published laws have their coefficients' sum at one solar radius and known values")
  func publishedLaws() {
    // Sums of the coefficients, science/corona.md §2.5; and two solar radii by hand.
    let cases: [(PowerLawDensity, Double, Double)] = [
      (.saito1977Equator, 1.6936e8, 1.36e6 * Double.pow(2, -2.14) + 1.68e8 * Double.pow(2, -6.13)),
      (.saito1977PolarHole, 4.75e6, 3.15e6 * Double.pow(2, -4.71) + 1.6e6 * Double.pow(2, -3.01)),
      (
        .saito1977EquatorialHole, 8.81e6,
        5.27e6 * Double.pow(2, -3.3) + 3.54e6 * Double.pow(2, -5.8)
      ),
      (.leblanc1998, 8.443e7, 3.3e5 / 4 + 4.1e6 / 16 + 8e7 / 64),
      (.baumbachAllen, 4.576e8, 2.99e8 / 65536 + 1.55e8 / 64 + 3.6e6 / (2 * 2.0.squareRoot())),
    ]
    for (model, atOne, atTwo) in cases {
      let found = [1.0, 2].map {
        model.electronsPerCubicCentimetre(radius: $0, latitudeRadians: 0.4, longitudeRadians: 5)
      }
      #expect(relativeError(found[0], atOne) < 1e-14, "\(model.name)")
      #expect(relativeError(found[1], atTwo) < 1e-14, "\(model.name)")
    }
  }

  @Test("The blended Saito corona has its two laws on the equator and at both poles")
  func blend() {
    let model = LatitudeBlendedDensity.saito1977
    func density(_ latitude: Double) -> Double {
      model.electronsPerCubicCentimetre(
        radius: 1.3, latitudeRadians: latitude, longitudeRadians: 1)
    }
    func law(_ law: PowerLawDensity) -> Double {
      law.electronsPerCubicCentimetre(radius: 1.3, latitudeRadians: 0, longitudeRadians: 0)
    }
    #expect(relativeError(density(0), law(.saito1977Equator)) < 1e-14)
    #expect(relativeError(density(.pi / 2), law(.saito1977PolarHole)) < 1e-14)
    #expect(relativeError(density(-.pi / 2), law(.saito1977PolarHole)) < 1e-14)
    #expect(relativeError(density(0.7), density(-0.7)) < 1e-14)
    // cos⁴ 60° = 1/16.
    let expected = law(.saito1977PolarHole) * 15 / 16 + law(.saito1977Equator) / 16
    #expect(relativeError(density(.pi / 3), expected) < 1e-14)
  }

  @Test("A streamer belt is densest in its plane and symmetric about it and about its axis")
  func belt() throws {
    let belt = try StreamerBelt(
      radialLaw: .leblanc1998, enhancement: 3, halfWidthRadians: 0.2, tiltRadians: 0.3,
      tiltLongitudeRadians: 1.1)
    func density(_ latitude: Double, _ longitude: Double) -> Double {
      belt.electronsPerCubicCentimetre(
        radius: 2, latitudeRadians: latitude, longitudeRadians: longitude)
    }
    let law = PowerLawDensity.leblanc1998.electronsPerCubicCentimetre(
      radius: 2, latitudeRadians: 0, longitudeRadians: 0)
    // The belt crosses the equator 90° from the tilt and reaches latitude −0.3 under it.
    for place in [
      (0, 1.1 + Double.pi / 2), (0, 1.1 - Double.pi / 2), (-0.3, 1.1), (0.3, 1.1 + .pi),
    ] {
      #expect(relativeError(density(place.0, place.1), 3 * law) < 1e-14)
    }
    // A half-width off the plane the density has fallen by e.
    #expect(relativeError(density(-0.1, 1.1), 3 * law / Double.exp(1)) < 1e-13)
    #expect(relativeError(density(-0.5, 1.1), density(-0.1, 1.1)) < 1e-13)
    // Opposite points are equal, and so are points mirrored about the tilt's meridian.
    #expect(relativeError(density(0.4, 0.2), density(-0.4, 0.2 + .pi)) < 1e-13)
    #expect(relativeError(density(0.4, 1.1 + 0.9), density(0.4, 1.1 - 0.9)) < 1e-13)
  }

  @Test("A sum weighs its parts, names them and fits where all of them do")
  func sum() throws {
    let sum = try SumDensity([
      .init(density: PowerLawDensity.leblanc1998),
      .init(weight: 0.5, density: PowerLawDensity.baumbachAllen),
    ])
    let found = sum.electronsPerCubicCentimetre(
      radius: 1, latitudeRadians: 0, longitudeRadians: 0)
    #expect(relativeError(found, 8.443e7 + 0.5 * 4.576e8) < 1e-14)
    #expect(sum.name == "leblanc1998+0.5*baumbach-allen")
    #expect(sum.fittedRadii == 1.2...3 && sum.hasCommonRadii)
    func law(_ radii: ClosedRange<Double>) throws -> SumDensity.Part {
      .init(
        density: try PowerLawDensity(
          name: "l", source: "", fittedRadii: radii, terms: [.init(1, exponent: 2)]))
    }
    let apart = try SumDensity([law(1...3), law(5...8)])
    #expect(!apart.hasCommonRadii && apart.fittedRadii == 1...8)
    #expect(
      apart.caution
        == "its parts were fitted for no common range of distances, the nearest-in up to 3.0 and the "
        + "farthest-out from 5.0 solar radii")
  }

  @Test("The catalogue knows canonical names, old short names, underscores and capitals")
  func catalogue() throws {
    for name in DensityCatalogue.names {
      #expect(try DensityCatalogue.model(named: name).name == name)
    }
    let aliases = [
      "saito1977_eq": "saito1977-equator", "saito1977_polarhole": "saito1977-polar-hole",
      "saito1977_eqhole": "saito1977-equatorial-hole", "baumbach_allen": "baumbach-allen",
      "leblanc1998": "leblanc1998", "Saito1977": "saito1977",
    ]
    for (alias, name) in aliases {
      #expect(try DensityCatalogue.model(named: alias).name == name)
    }
  }

  @Test("An unknown model is refused with the nearest names and the whole list")
  func unknownModel() {
    let error = #expect(throws: CoronaError.self) {
      try DensityCatalogue.model(named: "leblanc1989")
    }
    #expect(error?.code == .unknownDensityModel)
    #expect(
      error?.description
        == "density model \"leblanc1989\" is not known; did you mean leblanc1998? known models: "
        + DensityCatalogue.names.joined(separator: ", "))
    let stranger = #expect(throws: CoronaError.self) { try DensityCatalogue.model(named: "") }
    #expect(
      stranger?.description.hasPrefix("density model \"\" is not known; known models:") == true)
  }

  @Test("Parameters that are negative, too large or not numbers are refused by name")
  func badParameters() {
    let belt = #expect(throws: CoronaError.self) {
      try StreamerBelt(
        enhancement: -1, halfWidthRadians: 0.2, tiltRadians: 0, tiltLongitudeRadians: 0)
    }
    #expect(belt?.code == .unphysicalParameter)
    #expect(belt?.description == "streamer belt enhancement -1.0: must lie in 0...1000")
    let bad: [(Double, Double, Double, Double)] = [
      (.nan, 0.2, 0, 0), (1, 0.016, 0, 0), (1, .nan, 0, 0), (1, 2, 0, 0), (1, 0.2, -0.1, 0),
      (1, 0.2, 0, .infinity), (1, 0.2, .nan, 0),
    ]
    for (enhancement, width, tilt, longitude) in bad {
      #expect(throws: CoronaError.self) {
        try StreamerBelt(
          enhancement: enhancement, halfWidthRadians: width, tiltRadians: tilt,
          tiltLongitudeRadians: longitude)
      }
    }
    let law = #expect(throws: CoronaError.self) {
      try PowerLawDensity(
        name: "mine", source: "", fittedRadii: 1...2, terms: [.init(1, exponent: .nan)])
    }
    #expect(
      law?.description == "density mine, exponent of term 1: nan: must lie in 0...200")
    #expect(throws: CoronaError.self) {
      try PowerLawDensity(name: "mine", source: "", fittedRadii: 1...2, terms: [])
    }
    #expect(throws: CoronaError.self) { try SumDensity([]) }
    #expect(throws: CoronaError.self) {
      try SumDensity([.init(weight: -1, density: PowerLawDensity.leblanc1998)])
    }
    #expect(throws: CoronaError.self) {
      try LatitudeBlendedDensity(
        name: "mine", source: "", equator: .leblanc1998, pole: .leblanc1998, halfPower: 0)
    }
  }
}
