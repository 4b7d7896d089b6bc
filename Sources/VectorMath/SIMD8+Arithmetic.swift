public import CVector

/// Eight doubles, the unit of work of every hot loop.
public typealias Double8 = SIMD8<Double>

extension SIMD8 where Scalar == Double {
  /// The square root of every lane, correctly rounded.
  ///
  /// Swift's `squareRoot()` on Linux calls libm once per lane; this is the machine instruction.
  @inlinable @inline(__always)
  public static func sqrt(_ x: Self) -> Self { cvector_square_root8(x) }

  /// `a b + c` for every lane, fused where the processor can and rounded twice elsewhere.
  ///
  /// Results may differ in the last bit between builds for different processors, never within one.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
    cvector_multiply_add8(a, b, c)
  }

  /// `a b + c` with the same `b` in every lane.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Self, _ b: Double, _ c: Self) -> Self {
    cvector_multiply_add8(a, Self(repeating: b), c)
  }

  /// `a b + c` with the same `c` in every lane: one step of Horner's scheme.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ a: Self, _ b: Self, _ c: Double) -> Self {
    cvector_multiply_add8(a, b, Self(repeating: c))
  }
}
