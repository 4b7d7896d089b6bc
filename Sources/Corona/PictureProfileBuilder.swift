internal import Astronomy
internal import RealModule
internal import VectorMath

/// A density as a polynomial in the sine of the latitude about one axis.
struct AxialPolynomial {
  /// The unit vector of the axis, Carrington frame.
  let axis: Vector3
  /// The highest power.
  let degree: Int

  /// More profiles than this cost more than they save.
  private static let highestDegree = 8

  /// The polynomial of all but thin and small structures, or nil where the density has creases or depends
  /// on direction in another way.
  init?(_ setup: SightlineSetup) {
    guard setup.split.creased == nil, setup.hasSmoothPart else { return nil }
    if let smooth = setup.split.smooth, smooth.symmetry != .spherical { return nil }
    var axis: Vector3?
    var degree = 0
    for shape in setup.plan.shapes {
      switch shape.profile {
      case .sphere: continue
      case .gaussian: return nil
      case .cosinePower(let halfPower):
        if let axis, axis != shape.axis, axis != -shape.axis { return nil }
        axis = shape.axis
        degree = Swift.max(degree, 2 * halfPower)
      }
    }
    guard degree <= Self.highestDegree else { return nil }
    self.axis = axis ?? Vector3(0, 0, 1)
    self.degree = degree
  }
}

/// Integrates the sightlines of a ``PictureProfile`` and fits its panels.
struct PictureProfileBuilder {
  private let setup: SightlineSetup
  private let tail: SightlineTail
  private let observer: CoronalObserver
  private let scale: Double
  private let errorScale: SightlineErrorScale
  private let axis: SIMD2<Double>
  private let nodes = ChebyshevFit.nodes(PictureProfile.nodeCount)
  private let cardinals = ChebyshevFit.cardinalPowers(count: PictureProfile.nodeCount)
  /// The cosines of the position angle at which sightlines are integrated, and their fit.
  private let cosines: [Double]
  private let cosineCardinals: [[Double]]
  private var space: SightlineWorkspace

  /// See `PictureProfile`.
  private(set) var coefficients: [SIMD2<Double>] = []
  /// How far the brightness of each panel may be off.
  private(set) var errors: [Double] = []
  /// What the interpolation adds at most, relative to total brightness.
  private(set) var interpolationError = 0.0

  /// - Parameters:
  ///   - degree: in the cosine of the position angle.
  ///   - axis: west and north components of the axis, of unit length.
  init(_ corona: KCorona, _ observer: CoronalObserver, degree: Int, axis: SIMD2<Double>) {
    setup = SightlineSetup(
      density: corona.density, kernel: corona.kernel, table: ThomsonTable(corona.kernel)
    ) { SightlineRule.profile(width: $0) }
    self.observer = observer
    self.axis = axis
    scale = corona.scale
    let tail = SightlineTail(behind: observer.distanceSolarRadii, setup)
    self.tail = tail
    errorScale = SightlineErrorScale(
      setup, tail: tail,
      fine: SightlineSetup(density: corona.density, kernel: corona.kernel, table: nil) {
        SightlineRule(.reference, width: $0)
      }, observer: observer, groupsAnOctave: 1)
    cosines = ChebyshevFit.nodes(degree + 1)
    cosineCardinals = ChebyshevFit.cardinalPowers(count: degree + 1)
    space = SightlineWorkspace(setup)
  }

  /// Adds two panels for every octave of the distance from the limb.
  mutating func addSide(_ octaves: Range<Int>, sign: Double) {
    for octave in octaves {
      for half in 0..<2 {
        let start = Double.exp2(Double(octave)) * (1 + 0.5 * Double(half))
        addPanel(from: start, length: Double.exp2(Double(octave - 1)), sign)
      }
    }
  }

  private mutating func addPanel(from start: Double, length: Double, _ sign: Double) {
    let count = PictureProfile.nodeCount
    // By powers of the cosine, then by powers of the place, both lowest first.
    var powers = [SIMD2<Double>](repeating: .zero, count: cosines.count * count)
    var error = 0.0
    var least = Double.infinity
    for (angle, cosine) in cosines.enumerated() {
      let values = brightness(from: start, length: length, sign, cosine: cosine, &error, &least)
      var ofPlace = [SIMD2<Double>](repeating: .zero, count: count)
      for (value, cardinal) in zip(values, cardinals) {
        for power in 0..<count { ofPlace[power] += value * cardinal[power] }
      }
      for order in cosines.indices {
        let factor = cosineCardinals[angle][order]
        for power in 0..<count { powers[order * count + power] += factor * ofPlace[power] }
      }
    }
    var lost = 0.0
    for order in cosines.indices.reversed() {
      let ofPlace = powers[order * count..<(order + 1) * count]
      coefficients += ofPlace.reversed()
      // The highest power is a Chebyshev coefficient times 2ⁿ⁻¹; the first one left out is at least
      // five times smaller.
      let last = ofPlace[ofPlace.endIndex - 1] * Double.exp2(Double(2 - count))
      let before = ofPlace[ofPlace.endIndex - 2] * Double.exp2(Double(3 - count))
      lost += 0.25 * Swift.max(abs(last.x), abs(last.y), abs(before.x) / 8, abs(before.y) / 8)
    }
    errors.append(error + lost)
    if least > 0 { interpolationError = Swift.max(interpolationError, lost / least) }
  }

  /// Total and polarised brightness at the nodes of a panel.
  private mutating func brightness(
    from start: Double, length: Double, _ sign: Double, cosine: Double, _ error: inout Double,
    _ least: inout Double
  ) -> [SIMD2<Double>] {
    let sineOfAngle = ((1 - cosine) * (1 + cosine)).squareRoot()
    let west = Double8(repeating: cosine * axis.x - sineOfAngle * axis.y)
    let north = Double8(repeating: cosine * axis.y + sineOfAngle * axis.x)
    var values: [SIMD2<Double>] = []
    for first in stride(from: 0, to: nodes.count, by: 8) {
      var rho = Double8.zero
      for lane in 0..<8 {
        rho[lane] = 1 + sign * (start + 0.5 * length * (1 + nodes[first + lane]))
      }
      let sine = rho / observer.distanceSolarRadii
      let group = SightlineGroup(
        impactParameter: rho, sineOfElongation: sine,
        cosineOfElongation: .sqrt((1 - sine) * (1 + sine)), west: west, north: north,
        observer: observer)
      let integral = SightlineIntegral(smoothAlong: group, setup, tail: tail, &space)
      let told = errorScale.error(of: integral, impactParameter: rho) * scale
      for lane in 0..<8 {
        values.append(SIMD2(integral.total[lane], integral.polarized[lane]) * scale)
        error = Swift.max(error, told[lane])
        least = Swift.min(least, integral.total[lane] * scale)
      }
    }
    return values
  }
}
