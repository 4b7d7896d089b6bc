internal import Astronomy
internal import RealModule
internal import VectorMath

/// A polar corona with a current sheet: Guhathakurta, Holzer & MacQueen 1996, tilted and warped.
///
/// `nₑ = n_p + (n_cs − n_p) exp(−(Θ/w)²)` with Θ the angle from the sheet's plane,
/// `sin Θ = −cos φ sin α sin(λ − φ₀) + sin φ cos α`, and the half-width
/// `w(r) = 16.3 r⁻⁰·⁵ + 10.0 r⁻⁷·³¹ + 43.2 r⁻⁷·⁵²` degrees (ApJ 458, 817; SCRaytrace models 1 and 7).
///
/// The warp is this project's: `tan Θ′ = tan Θ − κ cos^(m−1) Θ cos m(μ − μ₀)`, μ the azimuth in the
/// sheet's plane and `κ = sin δ / cos^m δ`, so that the sheet waves m times about its plane and reaches
/// exactly δ from it. Both terms are polynomials in the direction over `cos Θ`, smooth everywhere but
/// at the sheet's poles, where the paper's own Θ² has a kink.
public struct CurrentSheetDensity: ElectronDensity {
  /// Waves of the sheet about its plane.
  public struct Warp: Sendable, Hashable {
    /// Greatest angle of the sheet from its plane, radians, 0...1.
    public let amplitudeRadians: Double
    /// How many waves go around the Sun, 2...8; one would be a tilt.
    public let waves: Int
    /// Azimuth of the first crest in the sheet's plane, radians from its ascending node.
    public let crestRadians: Double

    /// Waves from their height, number and place.
    public init(amplitudeRadians: Double, waves: Int, crestRadians: Double) {
      self.amplitudeRadians = amplitudeRadians
      self.waves = waves
      self.crestRadians = crestRadians
    }

    /// No waves.
    public static let none = Warp(amplitudeRadians: 0, waves: 2, crestRadians: 0)
  }

  /// The model's name as written in scenarios and headers.
  public let name = "guhathakurta1996-sheet"
  /// Where the model comes from.
  public let source: String
  /// Distances for which the source made the fit, solar radii.
  public var fittedRadii: ClosedRange<Double> { pole.fittedRadii }
  /// Angle between the sheet's axis and the Sun's, α, radians.
  public let tiltRadians: Double
  /// Carrington longitude of the sheet's ascending node on the equator, φ₀, radians.
  public let nodeLongitudeRadians: Double
  /// Waves of the sheet.
  public let warp: Warp

  private let pole = PowerLawDensity.guhathakurta1996Pole
  private let sheet = PowerLawDensity.guhathakurta1996SheetCentre
  /// Axis of the sheet and the two axes in its plane, the first towards the node.
  private let axis: Vector3
  private let node: Vector3
  private let crossing: Vector3
  private let warpFactor: Double
  private let crest: SIMD2<Double>

  /// A sheet from its place.
  ///
  /// - Parameters:
  ///   - tiltRadians: α, 0...π/2.
  ///   - nodeLongitudeRadians: φ₀, the Carrington longitude at which the sheet crosses the equator
  ///     northwards with growing longitude; any finite angle.
  ///   - warp: waves of the sheet.
  /// - Throws: `CoronaError` for a parameter outside its range.
  public init(
    tiltRadians: Double = 0, nodeLongitudeRadians: Double = 0, warp: Warp = .none
  ) throws(CoronaError) {
    try CoronaError.require(
      tiltRadians, in: 0...(Double.pi / 2), "current sheet tilt", "must lie in 0...π/2 rad")
    try CoronaError.require(
      nodeLongitudeRadians, in: -1e6...1e6, "current sheet node longitude",
      "must be a finite angle in radians")
    try CoronaError.require(
      warp.amplitudeRadians, in: 0...1, "current sheet warp amplitude", "must lie in 0...1 rad")
    try CoronaError.require(
      warp.crestRadians, in: -1e6...1e6, "current sheet warp crest",
      "must be a finite angle in radians")
    guard (2...8).contains(warp.waves) else {
      throw CoronaError(
        .unphysicalParameter,
        "current sheet warp waves \(warp.waves): must lie in 2...8 (one wave is a tilt)")
    }
    self.init(unchecked: tiltRadians, nodeLongitudeRadians, warp)
  }

  /// The sheet of the paper, in the plane of the equator.
  public static let equatorial = CurrentSheetDensity(unchecked: 0, 0, .none)

  private init(unchecked tilt: Double, _ longitude: Double, _ warp: Warp) {
    tiltRadians = tilt
    nodeLongitudeRadians = longitude
    self.warp = warp
    let (sine, cosine) = (Double.sin(tilt), Double.cos(tilt))
    node = Vector3(Double.cos(longitude), Double.sin(longitude), 0)
    axis = Vector3(sine * node.y, -sine * node.x, cosine)
    crossing = axis.cross(node)
    let delta = warp.amplitudeRadians
    warpFactor = Double.sin(delta) / Double.pow(Double.cos(delta), warp.waves)
    let angle = Double(warp.waves) * warp.crestRadians
    crest = SIMD2(Double.cos(angle), Double.sin(angle))
    source =
      "Guhathakurta, Holzer & MacQueen 1996, ApJ 458, 817"
      + (delta == 0 ? "" : "; sheet warped by \(warp.waves) waves (this project)")
  }

  /// Half-width of the sheet at eight distances, radians.
  static func halfWidth(at radii: CoronalRadii) -> SIMD8<Double> {
    let degrees =
      16.3 * Double8.sqrt(radii.inverse) + 10.0 * .exp(-7.31 * radii.logarithm)
      + 43.2 * .exp(-7.52 * radii.logarithm)
    return degrees * (Double.pi / 180)
  }

  /// Angle from the warped sheet, radians, without its sign.
  private func angle(_ u: CoronalDirections) -> Double8 {
    let sine = u.x * axis.x + u.y * axis.y + u.z * axis.z
    let along = u.x * node.x + u.y * node.y
    let across = u.x * crossing.x + u.y * crossing.y + u.z * crossing.z
    let cosine = Double8.sqrt(along * along + across * across)
    var height = sine
    if warpFactor != 0 {
      // Real and imaginary part of (along + i across)^m.
      var (real, imaginary) = (along, across)
      for _ in 1..<warp.waves {
        (real, imaginary) = (
          real * along - imaginary * across, real * across + imaginary * along
        )
      }
      height -= warpFactor * (real * crest.x + imaginary * crest.y)
    }
    return .arcTangent(y: height.replacing(with: -height, where: height .< 0), x: cosine)
  }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let polar = pole.electronsPerCubicCentimetre(at: points.radii)
    let central = sheet.electronsPerCubicCentimetre(at: points.radii)
    let ratio = angle(points.directions) / Self.halfWidth(at: points.radii)
    return .multiplyAdd(central - polar, .exp(-(ratio * ratio)), polar)
  }

  /// The half-width at ten solar radii.
  public var angularScaleRadians: Double { 5.15 * Double.pi / 180 }

  /// The same all around the sheet's axis, where it is flat.
  public var symmetry: DensitySymmetry { warpFactor == 0 ? .axial(axis: axis) : .none }
}
