internal import RealModule
internal import VectorMath

/// How the electrons of an ejection lie about its surface.
///
/// `nₑ = n₀ e^{−(Δ/σ)²}` with the depth Δ, the signed distance from the surface, and a width σ of its
/// own outside (Δ > 0) and inside. Thernisien, Howard, Vourlidas (2006), ApJ 652, 763, eq. 4; Thernisien
/// (2011), ApJS 194, 33. Programs of the field cut it at 3σ, where it jumps by 1.2e-4 n₀; here value
/// and slope go to zero at 3.5σ:
///
///     nₑ/n₀ = [e^{−w} − e^{−W} (1 + W − w)] / [1 − e^{−W} (1 + W)],  w = (Δ/σ)²,  W = 3.5²,
///
/// which differs from the Gaussian by less than 6e-5 n₀ everywhere.
public struct EjectionSkin: Sendable, Hashable {
  /// Electrons per cubic centimetre on the surface, `n₀`.
  public let electronsPerCubicCentimetre: Double
  /// The width outside, solar radii.
  public let outerSolarRadii: Double
  /// The width inside, solar radii; nil where the inside is filled with the surface's density.
  public let innerSolarRadii: Double?

  /// Where the skin ends, in widths.
  public static let endInWidths = 3.5
  private static let endSquared = endInWidths * endInWidths
  private static let endValue = Double.exp(-endSquared)
  private static let normalisation = 1 / (1 - endValue * (1 + endSquared))

  private let inverseOuterSquared: Double
  /// Zero where the inside is filled, which makes the density there constant.
  private let inverseInnerSquared: Double

  /// A skin from its density and widths.
  ///
  /// - Parameters:
  ///   - electronsPerCubicCentimetre: zero or more, at most 1e12.
  ///   - outerSolarRadii: 1e-4...1e4.
  ///   - innerSolarRadii: the same, or nil for a filled body.
  /// - Throws: `CoronaError` for a number outside its range.
  public init(
    electronsPerCubicCentimetre: Double, outerSolarRadii: Double, innerSolarRadii: Double?
  ) throws(CoronaError) {
    try CoronaError.require(
      electronsPerCubicCentimetre, in: 0...1e12, "ejection density",
      "must lie in 0...1e12 electrons per cubic centimetre")
    try CoronaError.require(
      outerSolarRadii, in: 1e-4...1e4, "ejection's outer skin",
      "must lie in 1e-4...1e4 solar radii")
    if let innerSolarRadii {
      try CoronaError.require(
        innerSolarRadii, in: 1e-4...1e4, "ejection's inner skin",
        "must lie in 1e-4...1e4 solar radii")
    }
    self.init(
      unchecked: electronsPerCubicCentimetre, outer: outerSolarRadii, inner: innerSolarRadii)
  }

  private init(unchecked density: Double, outer: Double, inner: Double?) {
    electronsPerCubicCentimetre = density
    outerSolarRadii = outer
    innerSolarRadii = inner
    inverseOuterSquared = 1 / (outer * outer)
    inverseInnerSquared = inner.map { 1 / ($0 * $0) } ?? 0
  }

  /// The depth at which the skin ends outside, solar radii.
  public var outerReach: Double { Self.endInWidths * outerSolarRadii }

  /// How deep the skin goes inside, solar radii; infinity where the inside is filled.
  public var innerReach: Double { innerSolarRadii.map { Self.endInWidths * $0 } ?? .infinity }

  /// The finer of the two widths.
  var finest: Double { Swift.min(outerSolarRadii, innerSolarRadii ?? .infinity) }

  /// The skin after every length has grown by a factor, electrons conserved.
  func expanded(by factor: Double) -> EjectionSkin {
    EjectionSkin(
      unchecked: electronsPerCubicCentimetre / (factor * factor * factor),
      outer: outerSolarRadii * factor, inner: innerSolarRadii.map { $0 * factor })
  }

  /// Electrons per cubic centimetre at eight depths, solar radii, positive outside.
  @inline(__always)
  func electronsPerCubicCentimetre(atDepth depth: Double8) -> Double8 {
    let scale = Double8(repeating: inverseInnerSquared)
      .replacing(with: inverseOuterSquared, where: depth .> 0)
    let w = depth * depth * scale
    let isOutside = w .>= Self.endSquared
    if all(isOutside) { return .zero }
    let tangent = Self.endValue * ((1 + Self.endSquared) - w)
    let value = (electronsPerCubicCentimetre * Self.normalisation) * (Double8.exp(-w) - tangent)
    return value.replacing(with: 0, where: isOutside)
  }

  /// Electrons per cubic centimetre at one depth.
  public func electronsPerCubicCentimetre(atDepth depth: Double) -> Double {
    electronsPerCubicCentimetre(atDepth: Double8(repeating: depth))[0]
  }
}
