internal import RealModule
internal import VectorMath

/// The two rays from the nearest and the farthest point of the rim, and the free wave.
///
/// Without their phases `exp(iπ(R ∓ r)²/λz)`. Uniform asymptotic form of Lommel's series for large `v`
/// with the pole of the shadow's edge taken out and kept as Fresnel's integral, derived for this project:
/// `A1 = ½σ[(f+g) + i(f−g)] + ½ q e^{iπ/4}[1 + i/8v + (1−ε)/(1+√ε)²]`,
/// `A2 = ½ q e^{−iπ/4}[1 − i/8v + (1−ε)/(1+ε)]`, `ε = r/R`, `q = 1/√(2πv)`, f and g at `|R−r|√(2/λz)`, σ the
/// sign of `R − r`. The first terms in q are `½ J0(v)` with its second term `1/8v`. The error is below
/// `0.1 v^(−3/2)`, at most 0.06 in the project's table.
struct RimRays {
  /// 1 in the light, 0 in the geometric shadow.
  let free: Double
  /// The ray from the near rim.
  let near: ComplexAmplitude
  /// The ray from the far rim.
  let far: ComplexAmplitude

  @inline(__always)
  init(epsilon: Double, v: Double, disc: DiscDiffraction) {
    let gap = disc.radius * (1 - epsilon)
    let (f, g) = FresnelFit.values(
      (2 * gap * gap * disc.inverseFresnelArea).squareRoot())
    let root = epsilon.squareRoot()
    // q e^{iπ/4} has two equal parts, (4πv)^(−1/2).
    let q = 1 / (4 * .pi * v).squareRoot()
    let bent = 0.5 * q * (1 + (1 - epsilon) / ((1 + root) * (1 + root)))
    let half = gap >= 0 ? 0.5 : -0.5
    free = gap >= 0 ? 0 : 1
    let second = q / (16 * v)
    near = ComplexAmplitude(
      real: half * (f + g) + bent - second, imaginary: half * (f - g) + bent + second)
    let straight = q / (1 + epsilon)
    far = ComplexAmplitude(real: straight - second, imaginary: -straight - second)
  }
}

extension DiscDiffraction {
  /// The wave by the uniform closed form, error below `0.1 v^(−3/2)`; meant for `v ≥ 60`.
  ///
  /// - Parameter r: metres from the axis, not 0; its sign does not count.
  func closedForm(at r: Double) -> ComplexAmplitude {
    let r = r.magnitude
    let rays = RimRays(epsilon: r / radius, v: rimPhase(at: r), disc: self)
    let near = Double.sineCosine(halfTurns: (radius - r) * (radius - r) * inverseFresnelArea)
    let far = Double.sineCosine(halfTurns: (radius + r) * (radius + r) * inverseFresnelArea)
    return ComplexAmplitude(real: rays.free, imaginary: 0)
      + ComplexAmplitude(real: near.cosine, imaginary: near.sine) * rays.near
      + ComplexAmplitude(real: far.cosine, imaginary: far.sine) * rays.far
  }

  /// The wave by the uniform closed form at eight distances from the axis.
  ///
  /// - Parameter r: metres from the axis, none 0; signs do not count. Lanes with `v < 60` are for the
  ///   caller to compute by the series.
  func closedForm(at r: SIMD8<Double>) -> (real: SIMD8<Double>, imaginary: SIMD8<Double>) {
    let r = r.replacing(with: -r, where: r .< 0)
    let epsilon = r * (1 / radius)
    let root = SIMD8<Double>.sqrt(epsilon)
    let one = SIMD8<Double>(repeating: 1)
    let gap = radius - r
    let reach = radius + r
    let nearTurns = gap * gap * inverseFresnelArea
    let (f, g) = FresnelFit.values(SIMD8<Double>.sqrt(2 * nearTurns))
    // q e^{iπ/4} has two equal parts, (4πv)^(−1/2); v is R r times a constant.
    let scale = 1 / (8 * .pi * .pi * radius * radius * inverseFresnelArea).squareRoot()
    let q = scale / root
    let bent = 0.5 * q * (one + (one - epsilon) / ((one + root) * (one + root)))
    let isLit = gap .< 0
    let half = SIMD8<Double>(repeating: 0.5).replacing(with: -0.5, where: isLit)
    // q/16v, with v from q² = 1/4πv.
    let second = q * q * q * (.pi / 4)
    let (nearReal, nearImaginary) = (
      half * (f + g) + bent - second, half * (f - g) + bent + second
    )
    let straight = q / (one + epsilon)
    let (farReal, farImaginary) = (straight - second, -straight - second)
    let near = SIMD8<Double>.sineCosine(halfTurns: nearTurns)
    let away = SIMD8<Double>.sineCosine(halfTurns: reach * reach * inverseFresnelArea)
    let free = SIMD8<Double>.zero.replacing(with: 1, where: isLit)
    return (
      free + (near.cosine * nearReal - near.sine * nearImaginary)
        + (away.cosine * farReal - away.sine * farImaginary),
      (near.cosine * nearImaginary + near.sine * nearReal)
        + (away.cosine * farImaginary + away.sine * farReal)
    )
  }
}
