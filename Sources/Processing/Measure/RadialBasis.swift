internal import Corona
internal import RealModule

/// Functions of the distance from the Sun whose sum, with coefficients above zero, is a density.
enum RadialBasis {
  /// Powers `r^−k`.
  case powers([Double])
  /// Powers over the polarising coefficient `P(r)`, for which polarised brightness is powers of ρ itself: the
  /// inversion of van de Hulst 1950.
  case powersOverScattering([Double], ThomsonKernel)
  /// Cubic B-splines in `ln r` over an interval, times a density: factors that correct it, at the ends constant.
  case splines(count: Int, logRadii: ClosedRange<Double>, times: [Double])

  /// The exponents of science/imaging.md §3.2 after van de Hulst and Saito.
  static let standardPowers: [Double] = [2, 4, 6, 9, 12, 16, 20]
  /// The same for `n P`, which falls by two powers more far from the Sun.
  static let vanDeHulstPowers: [Double] = [4, 6, 8, 11, 14, 18, 22]

  /// How many functions there are.
  var count: Int {
    switch self {
    case .powers(let powers), .powersOverScattering(let powers, _): powers.count
    case .splines(let count, _, _): count
    }
  }

  /// The functions at a distance, solar radii; splines are to be multiplied by their density there.
  func values(_ radius: Double) -> [Double] {
    switch self {
    case .powers(let powers): return powers.map { Double.exp(-$0 * Double.log(radius)) }
    case .powersOverScattering(let powers, let kernel):
      let p = kernel.coefficients(atRadius: radius).p
      return powers.map { Double.exp(-$0 * Double.log(radius)) / p }
    case .splines(let count, let range, let shape):
      let width = range.upperBound - range.lowerBound
      let x = min(max((Double.log(radius) - range.lowerBound) / width, 0), 1)
      let density = Self.density(shape, radius)
      return Self.splines(count, x).map { $0 * density }
    }
  }

  /// The density of the standard powers with coefficients.
  static func density(_ coefficients: [Double], _ radius: Double) -> Double {
    var sum = 0.0
    for (power, coefficient) in zip(standardPowers, coefficients) where coefficient != 0 {
      sum += coefficient * Double.exp(-power * Double.log(radius))
    }
    return sum
  }

  /// Uniform cubic B-splines that sum to one, at a place within 0...1.
  ///
  /// Source: de Boor 1978, A Practical Guide to Splines.
  static func splines(_ count: Int, _ x: Double) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    let spans = max(1, count - 3)
    let place = x * Double(spans)
    let span = min(spans - 1, Int(place))
    let u = place - Double(span)
    let v = 1 - u
    let four = [
      v * v * v / 6, (3 * u * u * u - 6 * u * u + 4) / 6,
      (3 * v * v * v - 6 * v * v + 4) / 6, u * u * u / 6,
    ]
    for (index, value) in four.enumerated() where span + index < count {
      values[span + index] = value
    }
    return values
  }
}
