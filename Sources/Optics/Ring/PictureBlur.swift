internal import RealModule
internal import VectorMath

/// What a camera's pupil, film and jitter make of a picture that is sharp: a convolution on its pixels.
///
/// The pupil's own pattern, in or out of focus (``PointSpread``), acts as the shares of light that a point in
/// the middle of a pixel leaves on the pixels about it; its wings beyond them, some 2 % of the light, are
/// shared out in proportion. Film and jitter act as the discrete Gaussian `e^{−t} I_n(t)` (Lindeberg 1990, IEEE Trans. PAMI
/// 12, 234), which has the variance `t` exactly and all the light, however narrow it is. All shares sum
/// to 1, so that light is kept; beyond its borders the picture counts as it is at them.
public struct PictureBlur: Sendable {
  /// Pixels to each side that the pupil's pattern reaches.
  public let reach: Int
  /// The shares of the pattern, rows of `2 reach + 1` squared; their sum is 1.
  public let shares: [Float]
  /// The Gaussian's shares from the middle outward; one alone where there is none.
  public let gaussian: [Float]

  /// The widest blur, pixels.
  public static let widest = 256.0
  /// Pixels to each side that the pupil's pattern may reach.
  private static let mostReach = 64
  /// Widths of the pupil's fringes that the pattern goes beyond its geometric disc.
  private static let fringes = 12.0

  /// The blur of a camera.
  ///
  /// - Parameters:
  ///   - diameter: of the pupil, metres.
  ///   - wavelengths: of the band, metres, each as much.
  ///   - focusDistance: the distance in focus, metres; infinity for the sky.
  ///   - deviation: of the Gaussian in each direction, radians.
  ///   - pixel: width, radians.
  /// - Throws: `OpticsError` for an impossible pupil, and for a blur too wide to be worked out.
  public init(
    diameter: Double, wavelengths: [Double], focusDistance: Double, deviation: Double, pixel: Double
  ) throws(OpticsError) {
    guard focusDistance > 0 else {
      throw OpticsError(
        .valueOutOfRange,
        "distance in focus \(focusDistance) m: must be above 0; infinity for the corona")
    }
    guard pixel > 0, deviation >= 0, deviation <= Self.widest * pixel else {
      throw OpticsError(
        .valueOutOfRange,
        "Gaussian blur of \(deviation) rad on pixels of \(pixel) rad: must be 0 or above, and at most "
          + "\(Int(Self.widest)) pixels")
    }
    gaussian = Self.gaussian(variance: deviation * deviation / (pixel * pixel))
    var spreads: [PointSpread] = []
    var width = 0.0
    for wavelength in wavelengths {
      let pupil = try CircularPupil(
        diameter: diameter, wavelength: wavelength, defocus: -1 / focusDistance)
      spreads.append(try PointSpread(pupil))
      width = max(width, pupil.discRadius + Self.fringes * wavelength / diameter)
    }
    let reach = Int(min(width / pixel, 1e6).rounded(.up))
    guard reach <= Self.mostReach else {
      throw OpticsError(
        .outsideValidity,
        "the sky's light out of focus: a spot of \(reach) pixels to each side, at most \(Self.mostReach) "
          + "are worked out; take a farther focus or coarser pixels")
    }
    self.reach = reach
    shares = Self.shares(spreads, reach: reach, pixel: pixel)
  }

  /// Whether nothing moves by as much as a part in a million.
  public var isSharp: Bool {
    gaussian.count == 1 && shares[shares.count / 2] > 0.999_999
  }

  /// `e^{−t} I_n(t)` from n = 0 on, to a part in 1e9; by the recurrence downward, normalised by the sum
  /// `I_0 + 2 Σ I_n = e^t` (Abramowitz and Stegun 1964, 9.6.26 and 9.6.37).
  static func gaussian(variance: Double) -> [Float] {
    guard variance > 1e-7 else { return [1] }
    let count = Int((7 * variance.squareRoot()).rounded(.up)) + 8
    var values = [Double](repeating: 0, count: count + 1)
    var (above, value, sum) = (0.0, 1e-280, 0.0)
    for order in stride(from: count + 12, through: 1, by: -1) {
      if order <= count { values[order] = value }
      sum += 2 * value
      (above, value) = (value, 2 * Double(order) / variance * value + above)
      guard value > 1e100 else { continue }
      for index in values.indices { values[index] *= 1e-200 }
      (above, value, sum) = (above * 1e-200, value * 1e-200, sum * 1e-200)
    }
    values[0] = value
    sum += value
    let last = values.lastIndex { $0 > 1e-10 * sum } ?? 0
    return values[...last].map { Float($0 / sum) }
  }

  /// Means over pixels by eight Gauss points a side.
  private static func shares(
    _ spreads: [PointSpread], reach: Int, pixel: Double
  ) -> [Float] {
    let side = 2 * reach + 1
    var shares = [Double](repeating: 0, count: side * side)
    let nodes = GaussLegendre(order: 8).nodes(from: -0.5, to: 0.5)
    let factor = pixel * pixel / Double(spreads.count)
    for up in 0...reach {
      for across in 0...up where up > 0 {
        var sum = 0.0
        for row in nodes {
          for column in nodes {
            let (x, y) = (Double(across) + column.abscissa, Double(up) + row.abscissa)
            let angle = (x * x + y * y).squareRoot() * pixel
            for spread in spreads {
              sum +=
                row.weight * column.weight
                * spread.moments(at: angle, resolution: pixel / 8).light
            }
          }
        }
        for (x, y) in [(across, up), (up, across)] {
          for (x, y) in [(x, y), (-x, y), (x, -y), (-x, -y)] {
            shares[(y + reach) * side + x + reach] = sum * factor
          }
        }
      }
    }
    // The middle, which may hold a sharp peak, has what the others leave of all the light here.
    let radius = (Double(reach) + 0.5) * pixel * 2 / Double.pi.squareRoot()
    let whole =
      spreads.reduce(0) { $0 + $1.encircledEnergy(within: radius) } / Double(spreads.count)
    shares[shares.count / 2] = max(0, whole - shares.reduce(0, +))
    let sum = shares.reduce(0, +)
    return shares.map { Float($0 / sum) }
  }
}
