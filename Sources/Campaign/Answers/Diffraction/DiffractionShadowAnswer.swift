public import Astronomy
internal import Foundation
internal import Geometry
internal import Optics
internal import Trajectories

/// The answer of `totality diffraction shadow`: irradiance in an occulter's shadow with diffraction.
public struct DiffractionShadowAnswer: Sendable {
  /// The light that is asked for.
  public struct Light: Sendable {
    /// Wavelengths, nm.
    public var wavelengths: [Double]
    /// A weight for each; empty where all count alike.
    public var weights: [Double]
    /// Limb darkening at each wavelength; nil for the scenario's.
    public var laws: [LimbDarkening]?

    /// A band of light.
    public init(wavelengths: [Double], weights: [Double] = [], laws: [LimbDarkening]?) {
      self.wavelengths = wavelengths
      self.weights = weights
      self.laws = laws
    }
  }

  /// Names of the ways to sum.
  public static var methodNames: [String] { ShadowIrradiance.Method.allCases.map(\.rawValue) }

  struct Row: Sendable {
    var place: DiffractionPlace
    var value: ShadowIrradiance.Value
  }

  /// What stands before the Sun, in words and numbers.
  struct Occulter: Sendable {
    var radius: Double?
    var distance: Double?
    var outline: String?
    var scenario: String?
    var utc: String?
  }

  let occulter: Occulter
  let sunRadius: Double
  let light: Light
  let laws: [LimbDarkening]
  let method: ShadowIrradiance.Method
  let rows: [Row]

  /// What a user should know, for standard error.
  public let notes: [String]

  /// The shadow of a disc or of an outline in a file.
  ///
  /// - Parameters:
  ///   - radius: of a disc square to the line to the Sun, m; nil with an outline.
  ///   - distance: of the disc, or of corners without a distance of their own, m.
  ///   - path: a CSV file.
  ///   - sunRadiusArcmin: the Sun's angular radius.
  ///   - light: with its laws of limb darkening.
  ///   - places: distances from the axis in metres, or `x:y`, separated by commas.
  ///   - method: one of ``methodNames``.
  /// - Throws: `CampaignError` and `OpticsError` for what is missing, unreadable or out of range.
  public init(
    radius: Double?, distance: Double?, outline path: String?, sunRadiusArcmin: Double,
    light: Light, places: String, method: String
  ) throws {
    guard let laws = light.laws else {
      throw CampaignError(.badRequest, "--limb-darkening is missing: neckel, uniform or a number")
    }
    let sunRadius = sunRadiusArcmin / 60 * Angles.degree
    let way = try Self.method(method)
    do {
      let outline = try Self.outline(radius, distance, path)
      let parsed = try DiffractionPlace.list(places, option: "--at", isRound: path == nil)
      let shadow = try PolychromaticShadow(
        outline: outline, bands: Self.bands(sunRadius, light, laws), method: way)
      rows = try parsed.map {
        Row(place: $0, value: try shadow.irradiance(atX: $0.x, y: $0.y))
      }
    } catch let error as OpticsError {
      throw CampaignError(.badRequest, error.description)
    }
    occulter = Occulter(radius: radius, distance: distance, outline: path)
    self.sunRadius = sunRadius
    self.light = light
    self.laws = laws
    self.method = way
    notes = Self.commonNotes
  }

  static func outline(
    _ radius: Double?, _ distance: Double?, _ path: String?
  ) throws -> DiffractingOutline {
    switch (path, radius) {
    case (.some, .some):
      throw CampaignError(
        .badRequest, "--outline and --radius both say what stands before the Sun; leave one out")
    case (.some(let path), nil): return try OutlineFile.read(path, distance: distance)
    case (nil, .some(let radius)):
      guard let distance else {
        throw CampaignError(
          .badRequest,
          "--distance is missing: how far the occulter is from the observer, in metres")
      }
      return try .disc(radius: radius, distance: distance)
    case (nil, nil):
      throw CampaignError(
        .badRequest,
        "no occulter: give --radius and --distance of a disc in metres, an --outline, or a scenario "
          + "with --at INSTANT")
    }
  }

  /// The shadow of all bodies of a scenario at an instant, in the plane through the pupil.
  ///
  /// `x` is toward solar west, `y` toward solar north, the pupil the origin. The outline is drawn anew for
  /// every place, so that edges at different distances shift against each other as they do.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - instant: when.
  ///   - light: with its laws of limb darkening.
  ///   - places: `x:y` in metres, separated by commas; nil for about forty from east to west through the
  ///     pupil, across umbra and penumbra.
  ///   - method: one of ``methodNames``.
  /// - Throws: `CampaignError`, `GeometryError` and `OpticsError`.
  public init(
    _ scenario: Scenario, at instant: Instant, light: Light, places: String?, method: String
  ) throws {
    let view = try scenario.formation.view(at: instant)
    let orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: scenario.formation.ephemeris,
      treatment: scenario.formation.treatment)
    let frame = try ShadowFrame(sun: view.context.sun.direction, up: orientation.skyNorth)
    let bodies = scenario.formation.diffractingBodies(in: view)
    let sunRadius = view.discs.sunRadius
    let laws = light.laws ?? light.wavelengths.map { _ in scenario.law }
    let bands = try Self.bands(sunRadius, light, laws)
    let way = try Self.method(method)
    let asked =
      try places.map { try DiffractionPlace.list($0, option: "--places", isRound: false) }
      ?? Self.section(of: view, frame)
    occulter = Occulter(
      distance: view.occulter.length, scenario: scenario.name, utc: instant.text())
    self.sunRadius = sunRadius
    self.light = light
    self.laws = laws
    self.method = way
    rows = try asked.map { place in
      let across: Vector3 = frame.right * place.x + frame.up * place.y
      let outline = try DiffractingOutline(
        of: bodies.map {
          .init(shape: $0.shape, offset: $0.offset - across, attitude: $0.attitude)
        },
        frame: frame)
      let shadow = try PolychromaticShadow(outline: outline, bands: bands, method: way)
      return Row(place: place, value: try shadow.irradiance(atX: 0, y: 0))
    }
    var notes = Self.commonNotes + ["x is toward solar west, y toward solar north, from the pupil"]
    let earth = try scenario.union(in: view).members.first { $0.name == OcculterUnion.earthName }
    if earth?.hidesSome == true {
      notes.append("warning: the Earth hides a part of the Sun, which is not in these numbers")
    }
    if !scenario.span.contains(instant) {
      notes.append(
        "warning: the instant lies outside the scenario's span; motions are carried on as they are")
    }
    self.notes = notes
  }

  /// Places across the shadow on the line through the pupil.
  private static func section(
    of view: FormationView, _ frame: ShadowFrame
  ) -> [DiffractionPlace] {
    let aside = view.offsetFromAxis
    let axis = SIMD2(0 - aside.dot(frame.right), 0 - aside.dot(frame.up))
    let (occulter, sun) = (view.discs.occulterRadius, view.discs.sunRadius)
    return DiffractionPlace.section(
      axis: axis,
      umbra: view.shadow?.umbraRadius ?? view.occulter.length * (occulter - sun),
      penumbra: view.shadow?.penumbraRadius ?? view.occulter.length * (occulter + sun))
  }

  private static let commonNotes = [
    "E and E_geometric in units of the whole Sun's irradiance; error: of the sum, for one sharp edge. "
      + "Rounded edges (darker), edges behind each other and reflecting parts are not in it"
  ]

  private static func method(_ name: String) throws -> ShadowIrradiance.Method {
    guard let method = ShadowIrradiance.Method(rawValue: name) else {
      throw CampaignError(
        .badRequest,
        "--method \(PrintableText.quoted(name)): must be one of "
          + methodNames.joined(separator: ", "))
    }
    return method
  }

  static func bands(
    _ sunRadius: Double, _ light: Light, _ laws: [LimbDarkening]
  ) throws -> [PolychromaticShadow.Band] {
    guard light.weights.isEmpty || light.weights.count == light.wavelengths.count else {
      throw CampaignError(
        .badRequest,
        "--weights: \(light.weights.count) for \(light.wavelengths.count) wavelengths; give one each"
      )
    }
    return try light.wavelengths.indices.map { index in
      PolychromaticShadow.Band(
        source: try SolarSource(angularRadius: sunRadius, limbDarkening: laws[index]),
        wavelengthMetres: light.wavelengths[index] * 1e-9,
        weight: light.weights.isEmpty ? 1 : light.weights[index])
    }
  }
}
