public import RealModule

/// A vector in three-dimensional space; its frame and unit are named by whoever holds it.
public typealias Vector3 = SIMD3<Double>

extension SIMD3 where Scalar == Double {
  /// The scalar product of two vectors.
  @inlinable
  public func dot(_ other: Self) -> Double {
    x * other.x + y * other.y + z * other.z
  }

  /// The vector product, right-handed.
  @inlinable
  public func cross(_ other: Self) -> Self {
    Self(
      y * other.z - z * other.y,
      z * other.x - x * other.z,
      x * other.y - y * other.x)
  }

  /// The square of the length.
  @inlinable
  public var lengthSquared: Double { dot(self) }

  /// The Euclidean length.
  @inlinable
  public var length: Double { lengthSquared.squareRoot() }

  /// The vector of length one in the same direction; not a number for the null vector.
  @inlinable
  public var normalized: Self { self / length }

  /// Whether every component is a finite number.
  @inlinable
  public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }

  /// The angle to another vector, accurate to a few 1e-16 rad at every angle.
  ///
  /// Neither vector needs length one. The arc cosine of the scalar product, which loses everything
  /// below 1e-8 rad, is never used. Source: W. Kahan, "How Futile are Mindless Assessments of
  /// Roundoff", §12.
  @inlinable
  public func angle(to other: Self) -> Double {
    let a = self * other.length
    let b = other * self.length
    return 2 * Double.atan2(y: (a - b).length, x: (a + b).length)
  }
}
