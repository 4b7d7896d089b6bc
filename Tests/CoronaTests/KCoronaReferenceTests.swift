import Astronomy
import Corona
import TestSupport
import Testing

@Suite("K corona against the thirty-digit references")
struct KCoronaReferenceTests {
  static let models = [
    "saito1977_eq", "leblanc1998", "baumbach_allen", "saito1977_eqhole", "saito1977_polarhole",
    "guhathakurta1996_cs", "guhathakurta1996_pole",
  ]

  /// The density of a row, those of Guhathakurta and others 1996 (ApJ 458, 817) by their formulas.
  private func density(_ name: String) throws -> any ElectronDensity {
    let terms: [PowerLawDensity.Term]
    switch name {
    case "guhathakurta1996_cs":
      terms = [
        .init(1.41e7, exponent: 3.39), .init(16.42e7, exponent: 5.14),
        .init(61.90e7, exponent: 12.67),
      ]
    case "guhathakurta1996_pole":
      terms = [
        .init(0.14e7, exponent: 2.8), .init(8.02e7, exponent: 8.45),
        .init(8.12e7, exponent: 16.87),
      ]
    default: return try DensityCatalogue.model(named: name)
    }
    return try PowerLawDensity(name: name, source: "formula", fittedRadii: 1...10, terms: terms)
  }

  /// The reference's astronomical unit in its solar radii.
  static let astronomicalUnit = 1.495978707e13 / 6.957e10

  private func corona(_ row: [String: String], _ quality: Quality) throws -> KCorona {
    KCorona(
      density: try density(row.text("model")),
      kernel: try ThomsonKernel(limbDarkening: .linear(row.number("u"))), quality: quality)
  }

  private func observer() throws -> CoronalObserver {
    try CoronalObserver(
      distanceSolarRadii: Self.astronomicalUnit, heliographicLatitudeRadians: 0.1,
      carringtonLongitudeRadians: 2, eclipticNorthPositionAngleRadians: 0.3)
  }

  @Test(
    "Reference quality is within 1e-12 from infinity and 1e-11 from 1 au, and says so",
    arguments: models)
  func referenceQuality(model: String) throws {
    var worst = (0.0, 0.0)
    let rows = try ReferenceTable("ref_kcorona").rows.filter { $0.text("model") == model }
    #expect(rows.count == 45)
    for row in rows {
      let corona = try corona(row, .reference)
      for (perspective, suffix) in [(SightlinePerspective.parallel, "inf"), (.observer, "1AU")] {
        let found = try corona.profile(
          impactParameters: [row.number("rho_rsun")], positionAngleRadians: 0.7,
          from: observer(), perspective: perspective)[0]
        let error = max(
          relativeError(found.total, row.number("B_MSB_\(suffix)")),
          relativeError(found.polarized, row.number("pB_MSB_\(suffix)")))
        if suffix == "inf" { worst.0 = max(worst.0, error) } else { worst.1 = max(worst.1, error) }
        #expect(found.relativeError < 1e-12)
      }
    }
    #expect(worst.0 < 1e-12 && worst.1 < 1e-11, "worst \(worst)")
  }

  @Test(
    "Pictures at standard quality are within 1e-7 and at preview quality within 1e-4",
    arguments: models)
  func pictureQuality(model: String) throws {
    var worst: [Quality: Double] = [:]
    let observer = try observer()
    for row in try ReferenceTable("ref_kcorona").rows where row.text("model") == model {
      let sine = row.number("rho_rsun") / Self.astronomicalUnit
      let direction = try SkyDirections(west: [-0.6 * sine], north: [0.8 * sine])
      for quality in [Quality.preview, .standard, .reference] {
        let planes = try corona(row, quality).radiance(of: direction, from: observer)
        let polarized = (planes.Q[0] * planes.Q[0] + planes.U[0] * planes.U[0]).squareRoot()
        worst[quality] = max(
          worst[quality] ?? 0, relativeError(planes.I[0], row.number("B_MSB_1AU")),
          relativeError(polarized, row.number("pB_MSB_1AU")))
      }
    }
    #expect(try #require(worst[.preview]) < 1e-4, "\(worst)")
    #expect(try #require(worst[.standard]) < 1e-7, "\(worst)")
    #expect(try #require(worst[.reference]) < 1e-11, "\(worst)")
  }

  @Test("Before the disc only the near side shines, to the ten figures of the reference")
  func onDisc() throws {
    var worst = (reference: 0.0, standard: 0.0)
    let rows = try ReferenceTable("ref_on_disc_clipping").rows
    #expect(rows.count == 8)
    for row in rows {
      let rho = row.number("rho")
      let found = try corona(row, .reference).profile(
        impactParameters: [rho], positionAngleRadians: 0.7, from: observer(),
        perspective: .parallel)[0]
      worst.reference = max(
        worst.reference, relativeError(found.total, row.number("B_MSB_front")),
        relativeError(found.polarized, row.number("pB_MSB_front")))
      // From very far away the picture's sightlines are parallel too.
      let far = try CoronalObserver(
        distanceSolarRadii: 1e8, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
        eclipticNorthPositionAngleRadians: 0)
      let planes = try corona(row, .standard).radiance(
        of: SkyDirections(west: [0], north: [rho / 1e8]), from: far)
      worst.standard = max(
        worst.standard, relativeError(planes.I[0], row.number("B_MSB_front")),
        relativeError(-planes.Q[0], row.number("pB_MSB_front")))
    }
    #expect(worst.reference < 1e-11 && worst.standard < 1e-7, "\(worst)")
  }

  @Test("Next to the limb, inside and outside, the two rules of reference quality agree")
  func limb() throws {
    let corona = KCorona(
      density: PowerLawDensity.baumbachAllen,
      kernel: try ThomsonKernel(limbDarkening: .linear(0.63)))
    let rho = [0, 1e-6, 0.9, 0.999, 0.999999, 1, 1.000001, 1.0005, 1.001, 1.01]
    let profile = try corona.profile(
      impactParameters: rho, positionAngleRadians: 0, from: observer())
    for (radius, brightness) in zip(rho, profile) {
      #expect(brightness.relativeError < 1e-10, "\(radius): \(brightness)")
    }
    // Outside the limb the far side joins in: twice the brightness.
    #expect(abs(profile[6].total / profile[5].total - 2) < 0.05)
  }
}
