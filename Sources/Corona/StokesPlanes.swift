/// Intensity and linear polarisation of a set of sightlines, in mean solar brightness (MSB).
///
/// `Q` is positive along solar north, `U` along north-east, in the IAU's sense; the corona has no `V`.
/// Scattered light vibrates across the direction to the Sun: `Q = −pB cos 2ψ`, `U = −pB sin 2ψ`.
public struct StokesPlanes: Sendable, Hashable {
  /// Total brightness.
  public var I: [Double]
  /// Excess vibrating north-south over east-west.
  public var Q: [Double]
  /// Excess vibrating north-east to south-west over north-west to south-east.
  public var U: [Double]

  /// Planes of equal length.
  public init(I: [Double], Q: [Double], U: [Double]) {
    self.I = I
    self.Q = Q
    self.U = U
  }

  /// Planes of zeros.
  public init(count: Int) {
    let zeros = [Double](repeating: 0, count: count)
    self.init(I: zeros, Q: zeros, U: zeros)
  }
}
