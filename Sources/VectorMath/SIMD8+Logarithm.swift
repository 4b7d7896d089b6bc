extension SIMD8 where Scalar == Double {
  /// The natural logarithm of every lane, within one unit in the last place.
  ///
  /// - Parameter x: positive normal numbers, 2.3e-308 to 1.8e308. Zero, negative, subnormal and
  ///   infinite lanes give meaningless finite numbers: callers guarantee the range.
  /// - Returns: the logarithms, exact (0) at 1.
  ///
  /// Method: `x = 2ᵏ (1 + f)` with `1 + f` between √½ and √2, `s = f / (2 + f)`, and
  /// `ln(1 + f) = 2 artanh s` by an odd polynomial in `s` fitted for this project on Chebyshev nodes
  /// (relative error 4e-18). `f²/2` is separated so that the leading term `f` enters unrounded.
  @inlinable @inline(__always)
  public static func log(_ x: Self) -> Self {
    let bits = unsafeBitCast(x, to: SIMD8<UInt64>.self)
    // Moving the mantissa's range from [1, 2) to [√½, √2) by arithmetic on the bits: the exponent
    // of x / √½, then the mantissa that belongs to it.
    let shifted = bits &- SIMD8<UInt64>(repeating: 0x3FE6_A09E_667F_3BCD)
    let exponentBits =
      unsafeBitCast(
        unsafeBitCast(shifted, to: SIMD8<Int64>.self) &>> SIMD8<Int64>(repeating: 52),
        to: SIMD8<UInt64>.self)
    let mantissaBits = bits &- (exponentBits &<< SIMD8<UInt64>(repeating: 52))
    // Integer to double through the mantissa of 1.5 × 2^52: processors before AVX-512 have no
    // instruction for it.
    let biasedExponent = exponentBits &+ SIMD8<UInt64>(repeating: 0x4338_0000_0000_0000)
    let exponent = unsafeBitCast(biasedExponent, to: Self.self) - 0x1.8p52

    let f = unsafeBitCast(mantissaBits, to: Self.self) - 1
    let s = f / (f + 2)
    let z = s * s
    var polynomial = Self(repeating: 0.146167211662876)
    polynomial = multiplyAdd(polynomial, z, 0.15331699634642276)
    polynomial = multiplyAdd(polynomial, z, 0.1818288978615799)
    polynomial = multiplyAdd(polynomial, z, 0.22222211125723262)
    polynomial = multiplyAdd(polynomial, z, 0.28571428626031065)
    polynomial = multiplyAdd(polynomial, z, 0.3999999999989938)
    polynomial = multiplyAdd(polynomial, z, 0.666666666666667)
    polynomial *= z
    let halfSquare = 0.5 * f * f
    // ln 2 in two parts, the first with 33 bits so that its product with the exponent is exact.
    let small = multiplyAdd(exponent, 7.440617110012397e-11, s * (halfSquare + polynomial))
    return multiplyAdd(exponent, 0.6931471804855391, (f - (halfSquare - small)))
  }
}
