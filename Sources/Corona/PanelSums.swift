internal import RealModule
internal import VectorMath

/// What a node of a Gauss-Legendre panel adds to the panel's higher Legendre coefficients.
///
/// The contribution of a node times `(2k+1) Pₖ(x)`, summed over the panel, is twice the `k`-th
/// Legendre coefficient of the integrand: zero for every polynomial of a lower degree (a null rule).
struct NullWeights: Sendable {
  /// For the three highest degrees that the panel's nodes can tell, `n − 1`, `n − 2`, `n − 3`.
  let high: (Double, Double, Double)
  /// For two degrees in the middle, `n/2` and `n/2 − 1`.
  let middle: (Double, Double)

  /// The weights of a node at an abscissa in −1...1 of a panel with `count` nodes.
  init(count: Int, abscissa x: Double) {
    var values = [1.0, x]
    for n in 2..<Swift.max(count, 3) {
      values.append(
        (Double(2 * n - 1) * x * values[n - 1] - Double(n - 1) * values[n - 2]) / Double(n))
    }
    func weight(_ degree: Int) -> Double {
      degree < 0 ? 0 : Double(2 * degree + 1) * values[degree]
    }
    high = (weight(count - 1), weight(count - 2), weight(count - 3))
    middle = (weight(count / 2), weight(count / 2 - 1))
  }
}

/// The sums of one panel: the two integrals, and null rules that tell how well the nodes resolve it.
struct PanelSums {
  var total = Double8.zero
  var polarized = Double8.zero
  private var high0 = Double8.zero
  private var high1 = Double8.zero
  private var high2 = Double8.zero
  private var middle0 = Double8.zero
  private var middle1 = Double8.zero

  @inline(__always)
  init() {}

  /// The sums of one ray that was added up by itself, in every lane.
  init(total: Double, null: (Double, Double, Double, Double, Double)) {
    self.total = Double8(repeating: total)
    high0 = Double8(repeating: null.0)
    high1 = Double8(repeating: null.1)
    high2 = Double8(repeating: null.2)
    middle0 = Double8(repeating: null.3)
    middle1 = Double8(repeating: null.4)
  }

  /// Adds a node: electrons times length, and the kernel there.
  @inline(__always)
  mutating func add(
    _ electrons: Double8, _ t: Double8, polarizing p: Double8, _ null: NullWeights
  ) {
    let light = electrons * (2 * t - p)
    total += light
    polarized = .multiplyAdd(electrons, p, polarized)
    high0 = .multiplyAdd(light, null.high.0, high0)
    high1 = .multiplyAdd(light, null.high.1, high1)
    high2 = .multiplyAdd(light, null.high.2, high2)
    middle0 = .multiplyAdd(light, null.middle.0, middle0)
    middle1 = .multiplyAdd(light, null.middle.1, middle1)
  }

  /// How far the panel's integral may be off.
  ///
  /// The error of `n` nodes comes from coefficients beyond degree `2n`. While they fall
  /// geometrically, those are as far below the highest known ones as these are below the sum: `h²`.
  /// Where the middle ones are hardly larger than the highest the panel is not resolved, and `h`
  /// itself counts; so does a part of it where the density is known not to be analytic, because then
  /// coefficients fall as a power of their degree. `floor` stands for the limb and for broken powers at the ends, which coefficients
  /// of this degree do not show yet. All relative to the panel's sum; the factors are chosen on the
  /// published densities and belts of several widths.
  @inline(__always)
  func error(_ model: ErrorModel, floor: Double8) -> Double8 {
    let sum = total.replacing(with: -total, where: total .< 0)
    let size = sum.replacing(with: 1e-140, where: sum .< 1e-140)
    let inverse = 1 / (size * size)
    let square = (high0 * high0 + high1 * high1 + high2 * high2) * inverse * (1.0 / 3)
    let middle = (middle0 * middle0 + middle1 * middle1) * inverse * 0.5
    var ratio = square / middle.replacing(with: 1e-280, where: middle .< 1e-280)
    ratio = ratio.replacing(with: 1, where: ratio .> 1)
    let relative =
      model.square * square + Double8.sqrt(square) * (ratio * ratio + model.linear) + floor
    return relative * sum
  }
}

/// How a rule's coefficients are turned into an error, and what it loses without their showing it.
///
/// The floors, relative to the sum, are up to twice the worst errors of the published radial laws where
/// the rule's own coefficients are smallest.
struct ErrorModel: Sendable {
  /// The factor on the square of the highest coefficients.
  let square: Double
  /// The factor on the coefficients themselves, for densities that are not analytic.
  var linear = 0.0
  /// Away from the limb.
  let far: Double
  /// At the limb in addition, falling to a half within `width` solar radii.
  let limb: Double
  let width: Double
  /// On the disc.
  let disc: Double

  /// The floor for sightlines off the disc.
  @inline(__always)
  func value(impactParameter rho: Double8) -> Double8 {
    let steps = (rho - 1) * (1 / width)
    return far + limb / (1 + steps * steps)
  }

  /// The floor for sightlines on the disc.
  @inline(__always)
  func disc(impactParameter rho: Double8) -> Double8 {
    let steps = (rho - 1) * (1 / width)
    return disc + limb / (1 + steps * steps)
  }

  /// Coefficients that fall as a power of their degree leave a part of the last known ones; chosen on
  /// belts along warped lines.
  static let linearIfNotAnalytic = 0.1

  static let preview = ErrorModel(square: 0.15, far: 1e-5, limb: 1e-4, width: 0.05, disc: 2e-4)
  static let standard = ErrorModel(square: 0.03, far: 1.5e-8, limb: 2e-7, width: 0.02, disc: 5e-8)
  static let reference = ErrorModel(
    square: 0.03, far: 1e-14, limb: 1e-9, width: 1e-4, disc: 1e-12)
}
