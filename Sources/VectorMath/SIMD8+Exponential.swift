extension SIMD8 where Scalar == Double {
  /// The exponential of every lane, within one unit in the last place or so.
  ///
  /// - Parameter x: any number but NaN. Below −707 the result is 0 (the subnormal results are given
  ///   up), above 709.78 it is infinite.
  ///
  /// Method: `x = k ln 2 + r`, `|r| ≤ ½ ln 2`, `eʳ = 1 + r + r² q(r)` with `q` of degree nine fitted
  /// for this project on Chebyshev nodes (relative error 2e-17).
  @inlinable @inline(__always)
  public static func exp(_ x: Self) -> Self {
    var clamped = x
    clamped.replace(with: Self(repeating: -708), where: x .< -707)
    clamped.replace(with: Self(repeating: 710), where: x .> 710)
    // Adding 1.5 × 2^52 rounds to an integer and leaves it in the low mantissa bits.
    let shifted = multiplyAdd(clamped, 1.4426950408889634, Self(repeating: 0x1.8p52))
    let k = shifted - 0x1.8p52
    let r = multiplyAdd(k, -7.440617110012397e-11, multiplyAdd(k, -0.6931471804855391, clamped))
    var q = Self(repeating: 2.510038549551032e-08)
    q = multiplyAdd(q, r, 2.7620088445409746e-07)
    q = multiplyAdd(q, r, 2.7557268459997064e-06)
    q = multiplyAdd(q, r, 2.4801521295954376e-05)
    q = multiplyAdd(q, r, 0.00019841269863053618)
    q = multiplyAdd(q, r, 0.0013888888917213717)
    q = multiplyAdd(q, r, 0.008333333333330062)
    q = multiplyAdd(q, r, 0.04166666666662413)
    q = multiplyAdd(q, r, 0.16666666666666669)
    q = multiplyAdd(q, r, 0.5000000000000001)
    let mantissa = multiplyAdd(r * r, q, r) + 1
    // 2ᵏ⁻¹ is a normal number for every k that can occur (−1020...1024); the factor 2 comes last so
    // that only results beyond the largest number overflow.
    let scaleBits =
      (unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &+ SIMD8<UInt64>(repeating: 1022))
      &<< SIMD8<UInt64>(repeating: 52)
    var result = mantissa * unsafeBitCast(scaleBits, to: Self.self) * 2
    result.replace(with: Self(repeating: 0), where: x .< -707)
    return result
  }
}
