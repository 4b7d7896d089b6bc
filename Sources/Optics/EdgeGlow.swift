internal import Astronomy
internal import RealModule
internal import VectorMath

/// How brightly a piece of the occulter's edge shines into the deep umbra.
///
/// Seen from the umbra every edge is a line that diffracts sunlight; its parts shine incoherently, since
/// the Sun is thousands of fringes wide. A point of the Sun whose shadow of a straight edge lies a length
/// `d` from the observer gives `λz / 4π²d²` of its light (the limit far from the edge of the Fresnel
/// integral: Keller 1962, J. Opt. Soc. Am. 52, 116, for normal incidence, mean of both polarisations).
/// The Sun gives the integral over the chord along the edge's normal,
///
///     dE/dl = (λz / 4π²) ∫ L̂ dd / d²,     L̂ = L / (F ρ²),  F = ∫₀¹ L 2πr dr,  ρ = z tan α
///
/// with `L` the limb darkening, `α` the Sun's angular radius and `E` relative to the whole Sun's irradiance.
/// The curvature of an edge drops out: what it focuses is just what its neighbours' overlapping chords
/// count twice. For a law that is a polynomial in μ the integral has a closed form, used here. In units
/// of ρ, with `δ` the chord's middle, `h` its half length, `w = h/δ`, `z = w²` and `u = √(1 − w²)`:
///
///     ∫ L ds/(δ+s)² = (h/δ²) Σ aₖ hᵏ Nₖ,   Nₖ = ∫₋₁¹ (1−s²)^{k/2} ds/(1+ws)²
///                   = B(½, k/2+1) ₂F₁(1, 3/2; (k+3)/2; w²)
///     N₀ = 2/u²                 N₂ = 4 A₁             N₄ = 8 (A₁ − A₂)
///     N₁ = π/(u(1+u))           N₃ = 3π/(2(1+u)²)     N₅ = 5π(1+3u)/(8(1+u)³)
///     A₂ = Σ zʲ/(2j+5),  A₁ = 1/3 + z A₂,  1 + z A₁ = artanh(w)/w
///
/// (odd k by the quadratic transformation of Abramowitz and Stegun 15.3.17, even k by 15.2.18.)
///
/// Left out, as by every model of a single knife edge: rounded edges (darker: the creeping wave loses
/// light), edges one behind another, and sunlit parts that reflect into the umbra. Corners and tips add
/// `(λz/d²)²`, less than 1e-4 where `d > 10 √(λz)`; teeth finer than `√(λz)` are outside the model.
public struct EdgeGlow: Sendable {
  /// The Sun.
  public let source: SolarSource
  /// The light's wavelength, metres.
  public let wavelengthMetres: Double

  private let inverseTangent: Double
  /// `λ / (4π² F tan³α)`, metres.
  private let scale: Double
  /// The law's coefficients with the constant factors of `Nₖ`.
  private let factors: (Double, Double, Double, Double, Double, Double)

  /// The glow of edges before a Sun, in light of one wavelength.
  ///
  /// - Parameters:
  ///   - source: the Sun, with its limb darkening.
  ///   - wavelengthMetres: 1 nm to 1 mm.
  /// - Throws: `OpticsError` for another wavelength, or for a law of limb darkening beyond the fifth power.
  public init(source: SolarSource, wavelengthMetres: Double) throws(OpticsError) {
    try DiffractionRange.check(wavelength: wavelengthMetres)
    let law = source.limbDarkening.coefficients
    guard law.count <= 6 else {
      throw OpticsError(
        .outsideValidity,
        "limb darkening \(source.limbDarkening.name): a polynomial of degree \(law.count - 1); "
          + "the strength of an edge is known up to degree 5")
    }
    func coefficient(_ power: Int) -> Double { power < law.count ? law[power] : 0 }
    let tangent = Double.tan(source.angularRadius)
    let flux = Double.pi * source.limbDarkening.discMean
    self.source = source
    self.wavelengthMetres = wavelengthMetres
    inverseTangent = 1 / tangent
    scale = wavelengthMetres / (4 * .pi * .pi * flux * tangent * tangent * tangent)
    factors = (
      2 * coefficient(0), .pi * coefficient(1), 4 * coefficient(2), 1.5 * .pi * coefficient(3),
      8 * coefficient(4), 0.625 * .pi * coefficient(5)
    )
  }

  /// Irradiance that a metre of an edge gives, relative to the whole Sun's.
  ///
  /// - Parameters:
  ///   - element: the piece of edge.
  ///   - x: the observer's place in the pupil's plane, metres.
  ///   - y: the observer's place in the pupil's plane, metres.
  /// - Returns: per metre; 0 when the edge's normal passes beside the Sun, not a number when the Sun's
  ///   chord reaches the edge, which is where the umbra ends: take ``ShadowIrradiance`` there.
  public func strength(of element: DiffractingOutline.Element, atX x: Double, y: Double) -> Double {
    strengths(of: EdgeElements([element]).packs[0], x, y)[0]
  }

  /// Irradiance per metre of every piece, in their order; see ``strength(of:atX:y:)``.
  public func strengths(of elements: EdgeElements, atX x: Double, y: Double) -> [Double] {
    var values = [Double](repeating: 0, count: elements.count)
    strengths(of: elements, atX: x, y: y, into: &values)
    return values
  }

  /// Irradiance per metre of every piece, written over the first numbers of an array.
  ///
  /// - Parameters:
  ///   - elements: the pieces.
  ///   - x: the place in the pupil, m.
  ///   - y: likewise.
  ///   - values: at least as many numbers as there are pieces; pieces without a place are left out.
  public func strengths(
    of elements: EdgeElements, atX x: Double, y: Double, into values: inout [Double]
  ) {
    let count = min(elements.count, values.count)
    values.withUnsafeMutableBufferPointer { values in
      for (index, pack) in elements.packs.enumerated() {
        let strength = strengths(of: pack, x, y)
        let start = 8 * index
        guard start < count else { break }
        for lane in 0..<min(8, count - start) { values[start + lane] = strength[lane] }
      }
    }
  }

  /// Irradiance from all pieces together, relative to the whole Sun's: `Σ (dE/dl) length`.
  ///
  /// Not a number when the Sun's chord reaches a piece.
  public func irradiance(of elements: EdgeElements, atX x: Double, y: Double) -> Double {
    var sum = Double8.zero
    for pack in elements.packs { sum = .multiplyAdd(strengths(of: pack, x, y), pack.length, sum) }
    return sum.sum()
  }

  @inline(__always)
  private func strengths(of pack: EdgeElements.Pack, _ x: Double, _ y: Double) -> Double8 {
    let inverseRadius = pack.inverseDistance * inverseTangent
    let toX = (x - pack.x) * inverseRadius
    let toY = (y - pack.y) * inverseRadius
    let middle = toX * pack.inwardX + toY * pack.inwardY
    let aside = toY * pack.inwardX - toX * pack.inwardY
    // The square of the half chord; a normal beside the Sun gets 0 and with it strength 0.
    let square = pointwiseMax((1 - aside) * (1 + aside), .zero)
    let strength = chord(middle: middle, halfSquared: square)
    return strength * (pack.inverseDistance * pack.inverseDistance * scale)
  }

  /// `∫ L ds/(δ+s)²` over the chord, in units of the Sun's radius.
  @inline(__always)
  private func chord(middle signed: Double8, halfSquared: Double8) -> Double8 {
    let half = Double8.sqrt(halfSquared)
    let middle = signed.replacing(with: -signed, where: signed .< 0)
    let gap = (middle - half) * (middle + half)
    let isBeside = halfSquared .<= 0
    let isReached = (gap .<= 0) .& .!isBeside
    let isDark = isBeside .| isReached
    let inverseMiddle = 1 / middle.replacing(with: 1, where: isDark)
    let inverseSquare = inverseMiddle * inverseMiddle
    let w = (half * inverseMiddle).replacing(with: 0, where: isDark)
    let u = Double8.sqrt((gap * inverseSquare).replacing(with: 1, where: isDark))
    let plus = 1 + u
    let inverse = 1 / (u * plus)
    let inversePlus = inverse * u
    let inverseU = inverse * plus
    let second = Self.secondTail(w, inverseU: inverseU)
    let first = Double8.multiplyAdd(w * w, second, 1.0 / 3)
    let squarePlus = inversePlus * inversePlus
    let even = Double8.multiplyAdd(
      .multiplyAdd(factors.4 * (first - second), halfSquared, factors.2 * first), halfSquared,
      factors.0 * inverseU * inverseU)
    let fifth = factors.5 * (1 + 3 * u) * inversePlus
    let odd = Double8.multiplyAdd(
      squarePlus * .multiplyAdd(fifth, halfSquared, factors.3), halfSquared, factors.1 * inverse)
    let sum = Double8.multiplyAdd(odd, half, even) * half * inverseSquare
    return sum.replacing(with: .nan, where: isReached).replacing(with: 0, where: isBeside)
  }

  /// `A₂ = Σ zʲ/(2j+5)`, `z = w²`: the series for small `z`, the logarithm where nothing cancels.
  @inline(__always)
  private static func secondTail(_ w: Double8, inverseU: Double8) -> Double8 {
    let isSmall = w .< 0.35
    if all(isSmall) { return series(w * w) }
    let inverse = 1 / w.replacing(with: 0.5, where: isSmall)
    // artanh w = ln((1 + w)/u)
    let ratio = ((1 + w) * inverseU).replacing(with: 2, where: isSmall)
    let square = inverse * inverse
    let closed = ((Double8.log(ratio) * inverse - 1) * square - 1.0 / 3) * square
    return any(isSmall) ? closed.replacing(with: series(w * w), where: isSmall) : closed
  }

  /// Sixteen terms, enough for 1e-16 at `z = 0.1225`.
  @inline(__always)
  private static func series(_ z: Double8) -> Double8 {
    var sum = Double8(repeating: 1.0 / 35)
    sum = .multiplyAdd(sum, z, 1.0 / 33)
    sum = .multiplyAdd(sum, z, 1.0 / 31)
    sum = .multiplyAdd(sum, z, 1.0 / 29)
    sum = .multiplyAdd(sum, z, 1.0 / 27)
    sum = .multiplyAdd(sum, z, 1.0 / 25)
    sum = .multiplyAdd(sum, z, 1.0 / 23)
    sum = .multiplyAdd(sum, z, 1.0 / 21)
    sum = .multiplyAdd(sum, z, 1.0 / 19)
    sum = .multiplyAdd(sum, z, 1.0 / 17)
    sum = .multiplyAdd(sum, z, 1.0 / 15)
    sum = .multiplyAdd(sum, z, 1.0 / 13)
    sum = .multiplyAdd(sum, z, 1.0 / 11)
    sum = .multiplyAdd(sum, z, 1.0 / 9)
    sum = .multiplyAdd(sum, z, 1.0 / 7)
    return .multiplyAdd(sum, z, 1.0 / 5)
  }
}
