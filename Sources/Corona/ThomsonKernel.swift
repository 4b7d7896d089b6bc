public import Astronomy
internal import RealModule
internal import VectorMath

/// Thomson scattering of photospheric light by an electron, exact for any polynomial law.
///
/// With disc-centre radiance `I₀` and `K₀ = 3/16 σ_T`, an electron `r` solar radii from the Sun's
/// centre scatters, per steradian and in units of `K₀ I₀`, `T(r)` in the polarisation perpendicular
/// to the plane of Sun, electron and observer, and `T − P sin²χ` in that plane (`χ` the scattering
/// angle). Total `2T − P sin²χ`, polarised `P sin²χ`; `sin χ = ρ / r` with `ρ` the impact parameter
/// of the sightline. For a linear law `T = (1−u) C + u D`, `P = (1−u) A + u B` with the
/// coefficients of van de Hulst (1950) and Billings (1966).
///
/// For `I(μ) = Σ aₖ μᵏ`, `y = 1/r²`, `c² = 1 − y`, `L = r artanh(1/r)` and the moments
/// `mₖ = rᵏ ∫_c¹ (w² − c²)^{k/2} dw`:
///
///     m₀ = y / (1 + c),  m₁ = (1 − c² L) / 2,  mₖ₊₂ = (1 − (k+2) (c²/y) mₖ) / (k+3)
///     Tₖ = y/(k+3) + mₖ (1 + c²/(k+3)),  Pₖ = 3y/(k+3) − mₖ (1 − 3c²/(k+3))
///
/// The recurrence loses figures far from the Sun, so that beyond ``seriesRadius`` a power series in
/// `y` takes over. Relative error below 1e-14 from the photosphere to 1e6 solar radii, of the law at
/// the same double; next to the photosphere the height above it says more than the radius.
/// Source: science/corona.md §2.2–2.3.
public struct ThomsonKernel: Sendable {
  /// The law by which the photosphere darkens towards its limb.
  public let limbDarkening: LimbDarkening
  /// Mean radiance of the disc over that of its centre: one MSB in units of `I₀`.
  public let discMean: Double

  /// Where the closed form hands over to the series, solar radii.
  public static let seriesRadius = 1.25
  static let seriesLimit = 0.64

  let lawCoefficients: [Double]
  /// Coefficients of `T / y` and `P / y` in powers of `2 y / seriesLimit − 1`, highest first.
  let seriesOfT: [Double]
  let seriesOfP: [Double]

  /// The kernel for a law.
  ///
  /// - Throws: `CoronaError` when the law's disc has no brightness to scatter.
  public init(limbDarkening: LimbDarkening) throws(CoronaError) {
    let mean = limbDarkening.discMean
    guard mean.isFinite, mean > 0 else {
      throw CoronaError(
        .darkSun,
        "limb-darkening law \(limbDarkening.name) has disc mean \(mean): must be positive")
    }
    self.limbDarkening = limbDarkening
    discMean = mean
    lawCoefficients = limbDarkening.coefficients
    (seriesOfT, seriesOfP) = Self.series(of: limbDarkening.coefficients)
  }

  /// Polynomials for `T / y` and `P / y` in `2 y / seriesLimit − 1`, highest power first.
  ///
  /// `Tₖ = y/(k+2) [F₊ + F₋]` and `Pₖ = y/(k+2) [3F₋ − F₊]` with `F± = ₂F₁(±½, 1; k/2+2; y)`:
  /// 110 terms leave less than 1e-19 at `y = 0.64`. Their sum is carried over to a polynomial through
  /// Chebyshev points, whose coefficients fall as `4⁻ⁿ`: 28 of them leave 1e-16.
  private static func series(of law: [Double]) -> (t: [Double], p: [Double]) {
    let termCount = 110
    var t = [Double](repeating: 0, count: termCount)
    var p = [Double](repeating: 0, count: termCount)
    for (k, coefficient) in law.enumerated() {
      let third = 0.5 * Double(k) + 2
      let scale = coefficient / Double(k + 2)
      var plus = 1.0
      var minus = 1.0
      for n in 0..<termCount {
        t[n] += scale * (plus + minus)
        p[n] += scale * (3 * minus - plus)
        plus *= (0.5 + Double(n)) / (third + Double(n))
        minus *= (-0.5 + Double(n)) / (third + Double(n))
      }
    }
    func polynomial(_ terms: [Double]) -> [Double] {
      ChebyshevFit.powers(count: 28) { z in
        let y = 0.5 * seriesLimit * (z + 1)
        return terms.reversed().reduce(0) { $0 * y + $1 }
      }.reversed()
    }
    return (polynomial(t), polynomial(p))
  }

  /// `T` and `P` at one distance: the plain version, which tests hold against the fast one.
  ///
  /// - Parameter radius: distance of the electron from the Sun's centre, solar radii, at least one;
  ///   smaller numbers, as rounding makes them on the photosphere, count as one.
  public func coefficients(atRadius radius: Double) -> (t: Double, p: Double) {
    // The difference of neighbouring doubles is exact.
    coefficients(atHeight: Swift.max(radius, 1) - 1)
  }

  /// `T` and `P` at a height above the photosphere, `r − 1` in solar radii, zero or more.
  ///
  /// `A` starts as the root of the height, of which a radius of 1 + 1e-10 knows six figures only.
  public func coefficients(atHeight height: Double) -> (t: Double, p: Double) {
    let h = Swift.max(height, 0)
    let r = 1 + h
    let x = 1 / r
    let y = x * x
    if y < Self.seriesLimit {
      let z = y * (2 / Self.seriesLimit) - 1
      return (
        y * seriesOfT.reduce(0) { $0 * z + $1 },
        y * seriesOfP.reduce(0) { $0 * z + $1 }
      )
    }
    let excess = h * (2 + h)
    let cosineSquared = excess * y
    let cosine = cosineSquared.squareRoot()
    // (1 − y) L tends to zero at the photosphere, where L is infinite.
    let logarithm =
      cosineSquared > 0 ? 0.5 * r * Double.log((1 + x) * (1 + x) / cosineSquared) : 0
    var even = y / (1 + cosine)
    var odd = 0.5 * (1 - cosineSquared * logarithm)
    var t = 0.0
    var p = 0.0
    for (k, coefficient) in lawCoefficients.enumerated() {
      let moment = k.isMultiple(of: 2) ? even : odd
      let next = 1 / Double(k + 3)
      t += coefficient * (y * next + moment * (1 + cosineSquared * next))
      // P₀ = c y, for which the general form cancels at the photosphere.
      p +=
        coefficient
        * (k == 0 ? cosine * y : 3 * y * next - moment * (1 - 3 * cosineSquared * next))
      let following = (1 - Double(k + 2) * excess * moment) * next
      if k.isMultiple(of: 2) { even = following } else { odd = following }
    }
    return (t, p)
  }
}
