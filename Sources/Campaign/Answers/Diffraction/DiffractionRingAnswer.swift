internal import Astronomy
internal import Foundation
internal import Optics

/// The answer of `totality diffraction ring`: the bright line on an occulter's edge in a camera.
public struct DiffractionRingAnswer: Sendable {
  /// The camera that is asked about.
  public struct Camera: Sendable {
    /// Diameter of the pupil, mm.
    public var pupilMillimetres: Double
    /// Middle of the pupil as `x:y` in metres from the line through the outline's origin; nil on it.
    public var place: String?
    /// Distance in focus, m; nil for infinity.
    public var focus: Double?
    /// Standard deviation of a Gaussian blur, seconds of arc.
    public var blurArcseconds: Double
    /// Width of a pixel and step of the profile, seconds of arc.
    public var pixelArcseconds: Double

    /// A camera.
    public init(
      pupilMillimetres: Double, place: String?, focus: Double?, blurArcseconds: Double,
      pixelArcseconds: Double
    ) {
      (self.pupilMillimetres, self.place, self.focus) = (pupilMillimetres, place, focus)
      (self.blurArcseconds, self.pixelArcseconds) = (blurArcseconds, pixelArcseconds)
    }
  }

  /// Most steps of a profile.
  static let mostSteps = 200_000

  let radius: Double?
  let distance: Double?
  let outline: String?
  let camera: Camera
  let sunRadius: Double
  let light: DiffractionShadowAnswer.Light
  let rings: [(ring: RingImage, weight: Double)]
  let profile: RingProfile
  let isRound: Bool

  /// What a user should know, for standard error.
  public let notes: [String]

  /// Irradiance in the pupil relative to the whole Sun's, its mean over pupil and band.
  var pupilIrradiance: Double { rings.reduce(0) { $0 + $1.weight * $1.ring.pupilIrradiance } }

  /// What diffraction adds to direct sunlight, negative where it takes, its mean over pupil and band.
  var directIrradiance: Double { rings.reduce(0) { $0 + $1.weight * $1.ring.directIrradiance } }

  /// The brightness summed over the sky, mean solar brightnesses times steradians.
  var flux: Double { rings.reduce(0) { $0 + $1.weight * $1.ring.flux } }

  /// Computes the ring of a disc or of an outline in a file.
  ///
  /// - Parameters:
  ///   - radius: of a disc square to the line to the Sun, m; nil with an outline.
  ///   - distance: of the disc, or of corners without a distance of their own, m.
  ///   - path: a CSV file.
  ///   - camera: with aperture and focus.
  ///   - sunRadiusArcmin: the Sun's angular radius.
  ///   - light: with its laws of limb darkening.
  ///   - reach: where the profile ends, in angular radii of the Sun.
  /// - Throws: `CampaignError` and `OpticsError` for what is missing, unreadable or out of range.
  public init(
    radius: Double?, distance: Double?, outline path: String?, camera: Camera,
    sunRadiusArcmin: Double, light: DiffractionShadowAnswer.Light, reach: Double
  ) throws {
    let sunRadius = sunRadiusArcmin / 60 * Angles.degree
    let step = camera.pixelArcseconds * Angles.arcsecond
    let steps = reach * sunRadius / step
    guard reach > 0, step > 0, steps >= 1, steps <= Double(Self.mostSteps) else {
      throw CampaignError(
        .badRequest,
        "--to \(reach) with --pixel-arcsec \(camera.pixelArcseconds): must make a profile of 1 to "
          + "\(Self.mostSteps) steps; --to counts in solar radii, such as 3")
    }
    let place = try camera.place.map {
      try DiffractionPlace.list($0, option: "--pupil-at", isRound: false)
    }
    guard (place?.count ?? 1) == 1 else {
      throw CampaignError(
        .badRequest, "--pupil-at: \(place?.count ?? 0) places; one x:y in metres is meant")
    }
    let (x, y) = (place?.first?.x ?? 0, place?.first?.y ?? 0)
    let optics = RingOptics(
      pupilDiameter: camera.pupilMillimetres / 1000, pupilX: x, pupilY: y,
      focusDistance: camera.focus ?? .infinity, blur: camera.blurArcseconds * Angles.arcsecond)
    isRound = path == nil && x == 0 && y == 0
    do {
      rings = try Self.rings(
        try DiffractionShadowAnswer.outline(radius, distance, path), sunRadius, light, optics)
      profile = try RingProfile(
        // A whole number of steps must not lose its last one to rounding.
        of: rings, step: step, count: Int(steps * (1 + 1e-12)) + 1, isRound: isRound)
    } catch let error as OpticsError {
      throw CampaignError(.badRequest, error.description)
    }
    (self.radius, self.distance, self.outline) = (radius, distance, path)
    (self.camera, self.sunRadius, self.light) = (camera, sunRadius, light)
    notes =
      [
        "B in mean solar brightnesses. One sharp edge: rounded edges (darker), edges behind each other and "
          + "reflecting parts are not in it"
      ] + Self.sunlight(rings)
  }

  /// What is to be said where a part of the Sun is seen.
  private static func sunlight(_ rings: [(ring: RingImage, weight: Double)]) -> [String] {
    let direct = rings.reduce(0) { $0 + $1.weight * $1.ring.directIrradiance }
    guard direct != 0 else { return [] }
    let share = String(format: "%.4e", direct)
    return [
      "A part of the Sun is seen: its light is not in it, nor what the edge before it adds to that light, "
        + "\(share) of full sunlight"
    ]
  }

  /// The ring in every wavelength.
  private static func rings(
    _ outline: DiffractingOutline, _ sunRadius: Double, _ light: DiffractionShadowAnswer.Light,
    _ optics: RingOptics
  ) throws -> [(ring: RingImage, weight: Double)] {
    guard let laws = light.laws else {
      throw CampaignError(.badRequest, "--limb-darkening is missing: neckel, uniform or a number")
    }
    let bands = try DiffractionShadowAnswer.bands(sunRadius, light, laws)
    let weights = bands.reduce(0) { $0 + $1.weight }
    guard weights > 0, bands.allSatisfy({ $0.weight >= 0 }) else {
      throw CampaignError(
        .badRequest,
        "--weights: must not be negative and must sum to more than 0, found \(bands.map(\.weight))")
    }
    let pieces = outline.elements(longest: longestPiece(outline))
    return try bands.map { band in
      let glow = try EdgeGlow(source: band.source, wavelengthMetres: band.wavelengthMetres)
      return (try RingImage(pieces, glow: glow, optics: optics), band.weight / weights)
    }
  }

  /// Pieces short enough that no corner of a round edge shows, about three thousand.
  private static func longestPiece(_ outline: DiffractingOutline) -> Double {
    let reach = outline.loops.reduce(0.0) { reach, loop in
      switch loop {
      case .circle(let x, let y, let radius, _):
        return max(reach, (x * x + y * y).squareRoot() + radius)
      case .polygon(let corners):
        return corners.reduce(reach) { max($0, ($1.x * $1.x + $1.y * $1.y).squareRoot()) }
      }
    }
    return 2 * .pi * reach / 3000
  }
}
