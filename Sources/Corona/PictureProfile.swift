internal import Astronomy
internal import RealModule
internal import VectorMath

/// Brightness of a picture against impact parameter and position angle, as polynomials of both.
///
/// Each octave of the distance from the limb, `|ρ − 1|`, inside and outside, has two panels; in each
/// both brightnesses are polynomials through sixteen Chebyshev points. The limb, the nearest
/// singularity, lies five half-lengths or more from the middle of any panel, so that the interpolation
/// loses little: see ``interpolationError``. Impact parameters next to the limb and far from it are
/// left out: those sightlines are integrated.
///
/// A density that is a polynomial of degree `k` in the sine of the latitude about an axis is, at one
/// impact parameter, a polynomial of degree `k` in the cosine of the position angle from that axis: all
/// points of a sightline have a sine that is linear in that cosine, with factors which the impact
/// parameter and the place on the sightline set. `k + 1` profiles are exact; a spherical corona has one.
struct PictureProfile: Sendable {
  /// Nearer to the limb there is hardly a pixel: 6e-5 of a solar radius.
  static let lowestOctave = -14
  private static let least = 0x1p-14
  static let nodeCount = 16

  private let distance: Double
  /// Degree in the cosine of the position angle.
  private let degree: Int
  /// West and north components of the axis on the sky, of unit length.
  private let axis: SIMD2<Double>
  /// Total (first lane) and polarised brightness: for each panel, by powers of the cosine, the highest
  /// first, each by powers of the place in the panel, the highest first.
  private let coefficients: [SIMD2<Double>]
  /// How far both may be off, for each panel: those inside the limb, then those outside.
  private let errors: [Double]
  private let insideCount: Int
  /// Where the outer panels end, as a distance from the limb.
  private let limit: Double

  /// The profile, or nil where the density is no such polynomial, or the interpolation would lose more
  /// than 1e-9: such a corona is not smooth.
  init?(_ corona: KCorona, _ observer: CoronalObserver) {
    guard let polynomial = AxialPolynomial(corona.setup) else { return nil }
    distance = observer.distanceSolarRadii
    degree = polynomial.degree
    let onSky = SIMD2(
      observer.west.dot(polynomial.axis), observer.north.dot(polynomial.axis))
    let length = (onSky * onSky).sum().squareRoot()
    // Seen along the axis all position angles are alike: any will do.
    axis = length > 0 ? onSky / length : SIMD2(0, 1)
    // At ρ = d the sightline starts at its tangent point, another singularity: stay away from it.
    var octave = Self.lowestOctave
    while Double.exp2(Double(octave + 1)) + 1 <= 0.7 * distance { octave += 1 }
    limit = Double.exp2(Double(octave))
    var builder = PictureProfileBuilder(corona, observer, degree: degree, axis: axis)
    builder.addSide(Self.lowestOctave..<0, sign: -1)
    insideCount = builder.errors.count
    builder.addSide(Self.lowestOctave..<octave, sign: 1)
    guard builder.interpolationError < 1e-9 else { return nil }
    coefficients = builder.coefficients
    errors = builder.errors
  }

  /// Whether one profile holds for every position angle.
  var isSpherical: Bool { degree == 0 }

  /// The brightness of eight sightlines; each depends on its own lane only, to the last bit.
  ///
  /// - Parameters:
  ///   - west: west component of the position angle, with `north` of unit length.
  @inline(__always)
  func reading(_ rho: Double8, west: Double8, north: Double8) -> PictureReading {
    let height = rho - 1
    let isInside = height .< 0
    let distance = height.replacing(with: -height, where: isInside)
    let place = PicturePanelPlace(distance: distance, lowestOctave: Self.lowestOctave)
    var x = place.place
    var panels =
      place.panel
      &+ SIMD8(repeating: Int64(insideCount)).replacing(with: 0, where: isInside)
    // The disc's centre ends the last panel inside.
    let isCentre = height .== -1
    panels.replace(with: Int64(insideCount - 1), where: isCentre)
    x.replace(with: 1, where: isCentre)
    let isFound = (distance .>= Self.least) .& (isInside .| (distance .< limit))
    // Also what is no number has a panel, thrown away by the caller.
    let last = SIMD8(repeating: Int64(errors.count - 1))
    panels.replace(with: 0, where: panels .< 0 .| .!isFound)
    panels.replace(with: last, where: panels .> last)
    let cosine = west * axis.x + north * axis.y
    let (total, polarized) = sums(panels, x, cosine)
    let told = gathered(panels)
    return PictureReading(
      total: total,
      // Symmetry at the disc's centre, which a fit knows to rounding only.
      polarized: polarized.replacing(with: 0, where: isCentre),
      // The kernel's table adds its own part.
      error: .multiplyAdd(total, Double8(repeating: 1e-10), told), isFound: isFound)
  }

  /// The errors of eight panels, all in range.
  @inline(__always)
  private func gathered(_ panels: SIMD8<Int64>) -> Double8 {
    errors.withUnsafeBufferPointer { table in
      Double8(
        table[Int(panels[0])], table[Int(panels[1])], table[Int(panels[2])], table[Int(panels[3])],
        table[Int(panels[4])], table[Int(panels[5])], table[Int(panels[6])], table[Int(panels[7])])
    }
  }

  /// The polynomials of eight panels, all in range.
  @inline(__always)
  private func sums(
    _ panels: SIMD8<Int64>, _ places: Double8, _ cosines: Double8
  ) -> (total: Double8, polarized: Double8) {
    coefficients.withUnsafeBufferPointer { table in
      let a = Self.quad(table, panels.lowHalf, places.lowHalf, cosines.lowHalf, degree)
      let b = Self.quad(table, panels.highHalf, places.highHalf, cosines.highHalf, degree)
      return (
        Double8(a.0.x, a.1.x, a.2.x, a.3.x, b.0.x, b.1.x, b.2.x, b.3.x),
        Double8(a.0.y, a.1.y, a.2.y, a.3.y, b.0.y, b.1.y, b.2.y, b.3.y)
      )
    }
  }

  /// Four sightlines side by side: one alone would wait for its own multiplications.
  @inline(__always)
  private static func quad(
    _ table: UnsafeBufferPointer<SIMD2<Double>>, _ panels: SIMD4<Int64>, _ places: SIMD4<Double>,
    _ cosines: SIMD4<Double>, _ degree: Int
  ) -> (SIMD2<Double>, SIMD2<Double>, SIMD2<Double>, SIMD2<Double>) {
    let size = Int64((degree + 1) * nodeCount)
    var (b0, b1) = (Int(panels[0] &* size), Int(panels[1] &* size))
    var (b2, b3) = (Int(panels[2] &* size), Int(panels[3] &* size))
    let (x0, x1) = (SIMD2(repeating: places[0]), SIMD2(repeating: places[1]))
    let (x2, x3) = (SIMD2(repeating: places[2]), SIMD2(repeating: places[3]))
    var sums = (SIMD2<Double>.zero, SIMD2<Double>.zero, SIMD2<Double>.zero, SIMD2<Double>.zero)
    for _ in 0...degree {
      var (s0, s1, s2, s3) = (table[b0], table[b1], table[b2], table[b3])
      for power in 1..<nodeCount {
        s0 = s0 * x0 + table[b0 &+ power]
        s1 = s1 * x1 + table[b1 &+ power]
        s2 = s2 * x2 + table[b2 &+ power]
        s3 = s3 * x3 + table[b3 &+ power]
      }
      sums.0 = sums.0 * cosines[0] + s0
      sums.1 = sums.1 * cosines[1] + s1
      sums.2 = sums.2 * cosines[2] + s2
      sums.3 = sums.3 * cosines[3] + s3
      (b0, b1) = (b0 &+ nodeCount, b1 &+ nodeCount)
      (b2, b3) = (b2 &+ nodeCount, b3 &+ nodeCount)
    }
    return sums
  }
}
