internal import Astronomy
internal import RealModule
internal import VectorMath

/// What a straight edge adds to the geometric light when it stands near the Sun's limb or before the Sun.
///
/// The inner integral of EQ 1: over the Sun's chord along the edge's normal, `∫ [I_F(d) − H(−d)] L̂ dd`
/// per metre of edge, with `I_F` the Fresnel irradiance behind a half-plane and `d` positive in its shadow.
/// `I_F − H` is `(f² + g²)/2` on both sides and, on the lit one, the fringes. These are followed over
/// sixteen periods from the edge to a zero of their integral; farther out they average to nothing over a
/// Sun thousands of fringes wide (less than 1e-4 of the near fringes' share).
struct FresnelChord: Sendable {
  private let wavelength: Double
  private let tangent: Double
  private let law: [Double]
  private let flux: Double

  /// Where panels meet, in units of `√(λz/2)` from the edge, positive in its shadow, ascending.
  ///
  /// In the fringes a period each, at the zeros of the leading term of their integral, `πv²/2 = 2πk − π/4`;
  /// elsewhere doubling.
  static let breaks: [Double] = {
    let fringes = (1...16).map { (4 * Double($0) - 0.5).squareRoot() }
    let far = (1...24).map { Self.fringesEnd * Double.exp2(Double($0)) }
    let shadow = (-1...28).map { Double.exp2(Double($0)) }
    return (far.map { -$0 } + fringes.map { -$0 } + [0] + shadow).sorted()
  }()

  /// How far from the edge fringes are followed, in units of `√(λz/2)`.
  static let fringesEnd = 63.5.squareRoot()

  private static let rule = GaussLegendre(order: 8).nodes
  private static let abscissas = lanes { $0.abscissa }
  private static let weights = lanes { $0.weight }

  private static func lanes(_ value: (GaussLegendre.Node) -> Double) -> Double8 {
    var result = Double8.zero
    for lane in 0..<8 { result[lane] = value(rule[lane]) }
    return result
  }

  init(source: SolarSource, wavelengthMetres: Double) {
    wavelength = wavelengthMetres
    tangent = Double.tan(source.angularRadius)
    law = source.limbDarkening.coefficients
    flux = .pi * source.limbDarkening.discMean
  }

  /// The addition per metre of edge, of either sign.
  ///
  /// - Parameters:
  ///   - middle: from the edge to the chord's middle, positive in the shadow, metres.
  ///   - aside: from the Sun's centre to the chord, metres.
  ///   - distance: of the edge from the observer, metres.
  func excess(middle: Double, aside: Double, distance: Double) -> Double {
    let radius = distance * tangent
    let half = ((radius - aside) * (radius + aside)).squareRoot()
    guard half > 0 else { return 0 }
    let unit = (wavelength * distance / 2).squareRoot()
    let chord = Chord(middle: middle, half: half, radius: radius, unit: unit)
    var sum = 0.0
    var lower = -1.0
    var previous = (middle - half) / unit
    for place in Self.breaks where place > previous && place * unit < middle + half {
      let upper = chord.parameter((place * unit - middle) / half)
      // A panel of no width on rounding's account adds nothing.
      if upper > lower {
        sum += panel(chord, lower, upper, isFringe: Self.isFringe(previous, place))
      }
      (lower, previous) = (max(lower, upper), place)
    }
    sum += panel(
      chord, lower, 1, isFringe: Self.isFringe(previous, (middle + half) / unit))
    return sum / (flux * radius * radius)
  }

  private static func isFringe(_ from: Double, _ to: Double) -> Bool {
    from + to < 0 && from + to > -2 * fringesEnd
  }

  private struct Chord {
    let middle: Double
    let half: Double
    let radius: Double
    let unit: Double

    /// The parameter `y` of a place `s = y(3 − y²)/2` on −1...1, in which `√(1 − s²)` is smooth.
    func parameter(_ s: Double) -> Double {
      2 * Double.sin(Double.asin(min(1, max(-1, s))) / 3)
    }
  }

  private func panel(_ chord: Chord, _ lower: Double, _ upper: Double, isFringe: Bool) -> Double {
    let width = (upper - lower) / 2
    let y: Double8 = .multiplyAdd(Self.abscissas, width, Double8(repeating: lower + width))
    let square = y * y
    let slope = 1 - square
    let d: Double8 = .multiplyAdd(
      y * (3 - square), chord.half / 2, Double8(repeating: chord.middle))
    let cosine = slope * .sqrt(4 - square) * (chord.half / (2 * chord.radius))
    var radiance = Double8.zero
    for coefficient in law.reversed() { radiance = .multiplyAdd(radiance, cosine, coefficient) }
    let v = d / chord.unit
    let (f, g) = Fresnel.auxiliary(v.replacing(with: -v, where: v .< 0))
    var excess = 0.5 * (f * f + g * g)
    if isFringe { excess -= Self.fringes(v, f, g) }
    return (excess * radiance * slope * Self.weights).sum() * 1.5 * chord.half * width
  }

  /// `(f + g) cos(πv²/2) − (f − g) sin(πv²/2)`: twice the product of free and edge wave.
  private static func fringes(_ v: Double8, _ f: Double8, _ g: Double8) -> Double8 {
    var result = Double8.zero
    for lane in 0..<8 {
      let phase = .pi / 2 * v[lane] * v[lane]
      result[lane] =
        (f[lane] + g[lane]) * Double.cos(phase) - (f[lane] - g[lane]) * Double.sin(phase)
    }
    return result
  }
}
