public import Astronomy
internal import Corona
internal import Foundation

/// The answer of `totality profile`: K, polarised K and F against the distance from the Sun.
public struct ProfileAnswer: Sendable {
  /// One radius.
  struct Row: Sendable {
    var radius: Double
    var total: Double
    var polarized: Double
    var dust: Double?
    var relativeError: Double
  }

  /// Radii when none are asked for, solar radii.
  public static let standardRadii = [
    1.05, 1.1, 1.2, 1.3, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20,
  ]

  /// Names of the models of the F corona.
  public static var dustNames: [String] { DustCatalogue.names }

  /// Names of the density models.
  public static var modelNames: [String] { DensityCatalogue.names }

  private let model: any ElectronDensity
  private let law: LimbDarkening
  private let constants: CoronaConstants
  private let latitudeDegrees: Double
  private let distanceAU: Double?
  private let dust: any DustCorona
  private let unit: OutputUnit
  private let brightnessUnit: BrightnessUnit
  let rows: [Row]

  /// What a user should know, for standard error.
  public let notes: [String]

  /// Computes a profile.
  ///
  /// - Parameters:
  ///   - name: the density model.
  ///   - law: the limb-darkening law.
  ///   - radii: solar radii, above one.
  ///   - latitudeDegrees: heliographic latitude of the limb looked at, −90...90.
  ///   - distanceAU: the observer's distance, or nil for infinity.
  ///   - dustName: the model of the F corona; sums along sightlines are seen from 1 au where the distance
  ///     is infinite. Koutchmy 2000 where neither it nor a scenario is given.
  ///   - scenario: takes the F corona of its `[corona] dust`, fan and level included.
  ///   - constantsName: the set of Thomson's cross-section and solar radius.
  ///   - unit: the unit of the brightnesses written, one of those of `[output] unit`.
  ///   - bandNanometres: the band that photons are counted in.
  /// - Throws: `CampaignError` for an unknown model and for values out of range, a scenario without dust,
  ///   or one beside a model of the dust; `CoronaError` for a band out of range.
  public init(
    model name: String, law: LimbDarkening, radii: [Double], latitudeDegrees: Double,
    distanceAU: Double?, dust dustName: String? = nil, scenario: Scenario? = nil,
    constants constantsName: String = "codata2022", unit: OutputUnit = .msb,
    bandNanometres: ClosedRange<Double>? = nil
  ) throws {
    guard (-90...90).contains(latitudeDegrees) else {
      throw CampaignError(
        .badRequest, "--latitude \(latitudeDegrees): must lie in -90...90 degrees")
    }
    for radius in radii where !(radius > 1 && radius <= 1e6) {
      throw CampaignError(
        .badRequest, "--radii \(radius): every radius must lie above 1, up to 1e6 solar radii")
    }
    if let distanceAU, !(distanceAU > 0.01 && distanceAU <= 1000) {
      throw CampaignError(
        .badRequest, "--distance-au \(distanceAU): must lie in 0.01...1000 au")
    }
    do {
      model = try DensityCatalogue.model(named: name)
    } catch {
      throw CampaignError(.badRequest, "--model: \(error)")
    }
    dust = try Self.dust(dustName, scenario)
    do {
      constants = try CoronaConstants.named(constantsName)
    } catch {
      throw CampaignError(.badRequest, "--constants: \(error)")
    }
    self.law = law
    self.latitudeDegrees = latitudeDegrees
    self.distanceAU = distanceAU
    let solarRadius = PhysicalConstants.nominalSolarRadius
    let observer = try CoronalObserver(
      distanceSolarRadii: (distanceAU ?? 1) * PhysicalConstants.astronomicalUnit / solarRadius,
      heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
    let kernel = try ThomsonKernel(limbDarkening: law)
    self.unit = unit
    brightnessUnit = try Self.brightnessUnit(unit, kernel, bandNanometres)
    let corona = KCorona(
      density: model, kernel: kernel, constants: constants,
      quality: .reference)
    // The eastern limb: north is at position angle zero, the equator at 90 degrees.
    let positionAngle = (90 - latitudeDegrees) * Angles.degree
    let brightness = try corona.profile(
      impactParameters: radii, positionAngleRadians: positionAngle, from: observer,
      perspective: distanceAU == nil ? .parallel : .observer)
    let dust = self.dust
    rows = zip(radii, brightness).map { radius, value in
      Row(
        radius: radius, total: value.total, polarized: value.polarized,
        dust: Self.brightness(
          of: dust, radius: radius, positionAngle: positionAngle, from: observer),
        relativeError: value.relativeError)
    }
    notes =
      Self.notes(
        model: model, dust: dust, law: law, unit: brightnessUnit, asked: unit,
        radii: radii)
      + (constants == .codata2022 ? [] : ["constants of scattering: \(constants.name)"])
  }

  /// The dust named, or that of a scenario.
  private static func dust(_ name: String?, _ scenario: Scenario?) throws -> any DustCorona {
    if let scenario {
      guard name == nil else {
        throw CampaignError(
          .badRequest, "--dust beside --scenario: give one of them, as both tell the F corona")
      }
      for case let light as DustLight in scenario.corona?.lights ?? [] { return light.dust }
      throw CampaignError(
        .badRequest, "--scenario: its [corona] has no dust; name a model with --dust instead")
    }
    do {
      return try DustCatalogue.model(named: name ?? "koutchmy2000")
    } catch {
      throw CampaignError(.badRequest, "--dust: \(error)")
    }
  }

  private static func brightnessUnit(
    _ unit: OutputUnit, _ kernel: ThomsonKernel, _ band: ClosedRange<Double>?
  ) throws -> BrightnessUnit {
    switch unit {
    case .msb: return .meanSolarBrightness
    case .discCentre: return .discCentre(kernel)
    case .watts: return .wattsPerSquareMetreSteradian
    case .photons:
      guard let band else {
        throw CampaignError(
          .badRequest, "--unit photons: say in which band with --band-nm, such as --band-nm 540,570"
        )
      }
      return try SunPhotons.unit(band)
    }
  }

  /// The F corona where its source vouches for it and the observer sees it.
  private static func brightness(
    of dust: any DustCorona, radius: Double, positionAngle: Double, from observer: CoronalObserver
  ) -> Double? {
    if let curves = dust as? any AxialDustCorona {
      return curves.brightness(radius: radius, angleFromPoleRadians: positionAngle)
    }
    let sine = radius / observer.distanceSolarRadii
    let sky = try? SkyDirections(
      west: [-sine * sin(positionAngle)], north: [sine * cos(positionAngle)])
    guard let sky, dust.tabulatedRadii.contains(radius) else { return nil }
    return dust.radiance(of: sky, from: observer).intensity.first
  }

  private static func notes(
    model: any ElectronDensity, dust: any DustCorona, law: LimbDarkening, unit: BrightnessUnit,
    asked: OutputUnit, radii: [Double]
  ) -> [String] {
    let unitText =
      unit.perMeanSolarBrightness == 1
      ? "mean solar brightness"
      : String(
        format: "in %@: one mean solar brightness is %.6g (%@)", unit.symbol,
        unit.perMeanSolarBrightness, unit.source)
    var notes = [
      "K: \(model.name) (\(model.source)); limb darkening \(law.name); \(unitText)",
      "F: \(dust.name) (\(dust.source))",
    ]
    if dust is LineOfSightDust {
      notes.append("F: seen from within the plane of the dust, its north on top")
    }
    if let caution = model.caution { notes.append("warning: \(model.name): \(caution)") }
    let outside = radii.filter { !model.fittedRadii.contains($0) }
    if !outside.isEmpty {
      notes.append(
        "warning: \(model.name) was fitted for \(model.fittedRadii.lowerBound) to "
          + "\(model.fittedRadii.upperBound) solar radii; \(outside.count) radii lie outside")
    }
    if radii.contains(where: { !dust.tabulatedRadii.contains($0) }) {
      let range = dust.tabulatedRadii
      notes.append(
        String(
          format: "warning: B_F_%@ is nan outside the range of its model, %g to %g solar radii",
          Self.suffix(of: asked), range.lowerBound, range.upperBound))
    }
    return notes
  }

  /// What column names end with, for every unit.
  private static func suffix(of unit: OutputUnit) -> String {
    switch unit {
    case .msb: "msb"
    case .discCentre: "i0"
    case .watts: "w_m2_sr"
    case .photons: "ph_s_cm2_sr"
    }
  }

  /// The CSV with 12 significant digits.
  public func csv() -> String {
    func number(_ value: Double) -> String {
      value.isNaN ? "nan" : String(format: "%.11e", value * brightnessUnit.perMeanSolarBrightness)
    }
    let lines = rows.map { row in
      "\(row.radius),\(number(row.total)),\(number(row.polarized)),\(number(row.dust ?? .nan))"
    }
    let suffix = Self.suffix(of: unit)
    let header = "radius_rsun,B_K_\(suffix),pB_\(suffix),B_F_\(suffix)"
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  private struct Document: Encodable {
    struct Row: Encodable {
      var radius_rsun: Double
      var B_K_msb: Double
      var pB_msb: Double
      var B_F_msb: Double?
      var B_K: Double?
      var pB: Double?
      var B_F: Double?
      var relative_error: Double
    }
    var schema = "totality.profile/1"
    var model: String
    var source: String
    var fitted_rsun: [Double]
    var caution: String?
    var dust: String
    var dust_source: String
    var unit: String
    var unit_per_msb: Double
    var limb_darkening: String
    var constants: String
    var latitude_deg: Double
    var distance_au: Double?
    var rows: [Row]
  }

  /// The JSON document (schema `totality.profile/1`); `B_F_msb` is absent outside its range.
  ///
  /// In another unit than mean solar brightness, `B_K`, `pB` and `B_F` stand beside them in that unit.
  /// `relative_error` bounds what the integration leaves in `B_K_msb` and `pB_msb`; the model's own
  /// error is not in it.
  public func json() throws -> String {
    let factor: Double? = unit == .msb ? nil : brightnessUnit.perMeanSolarBrightness
    func other(_ value: Double?) -> Double? {
      guard let factor, let value else { return nil }
      return value * factor
    }
    let document = Document(
      model: model.name, source: model.source,
      fitted_rsun: [model.fittedRadii.lowerBound, model.fittedRadii.upperBound],
      caution: model.caution, dust: dust.name, dust_source: dust.source,
      unit: unit.rawValue, unit_per_msb: brightnessUnit.perMeanSolarBrightness,
      limb_darkening: law.name,
      constants: constants.name, latitude_deg: latitudeDegrees, distance_au: distanceAU,
      rows: rows.map {
        .init(
          radius_rsun: $0.radius, B_K_msb: $0.total, pB_msb: $0.polarized, B_F_msb: $0.dust,
          B_K: other($0.total), pB: other($0.polarized), B_F: other($0.dust),
          relative_error: $0.relativeError)
      })
    return try JSONOutput.text(document)
  }
}
