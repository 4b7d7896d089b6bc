internal import RealModule
internal import VectorMath

/// Brightness against impact parameter for a corona that is the same in every direction.
///
/// Each octave of the distance from the limb, `|ρ − 1|`, inside and outside, has two panels; in each
/// both brightnesses are polynomials through sixteen Chebyshev points. The limb, the nearest
/// singularity, lies nine half-lengths or more from the middle of any panel but one, so that the
/// interpolation loses 1e-12. Impact parameters next to the limb and far from it are left out:
/// those sightlines are integrated.
struct SphericalProfile: Sendable {
  /// Panels of one side of the limb.
  private struct Side: Sendable {
    /// Coefficients of total (first lane) and polarised brightness, by powers of the place, the
    /// highest first; `nodeCount` for each panel.
    var coefficients: [SIMD2<Double>] = []
    /// How far both may be off, for each panel.
    var errors: [Double] = []
    /// What the interpolation adds to them at most, relative to total brightness.
    var interpolationError = 0.0
  }

  /// Nearer to the limb than a millionth of a solar radius there is hardly a pixel.
  private static let lowestOctave = -20
  private static let nodeCount = 16

  private let distance: Double
  private let inside: Side
  private let outside: Side
  /// Where the outer panels end, as a distance from the limb.
  private let limit: Double

  /// The profile, or nil where the interpolation would lose more than 1e-9: such a corona is not smooth.
  init?(_ corona: KCorona, _ observer: CoronalObserver) {
    distance = observer.distanceSolarRadii
    // At ρ = d the sightline starts at its tangent point, another singularity: stay away from it.
    var octave = Self.lowestOctave
    while Double.exp2(Double(octave + 1)) + 1 <= 0.7 * distance { octave += 1 }
    let setup = SightlineSetup(
      density: corona.density, kernel: corona.kernel, table: ThomsonTable(corona.kernel)
    ) { SightlineRule(.reference, width: $0) }
    let builder = Builder(setup: setup, observer: observer, scale: corona.scale)
    inside = builder.side(Self.lowestOctave..<0, sign: -1)
    outside = builder.side(Self.lowestOctave..<octave, sign: 1)
    limit = Double.exp2(Double(octave))
    guard inside.interpolationError < 1e-9, outside.interpolationError < 1e-9 else { return nil }
  }

  /// Integrates and fits the panels.
  private struct Builder {
    let setup: SightlineSetup
    let tail: SightlineTail
    let observer: CoronalObserver
    let scale: Double
    let nodes = ChebyshevFit.nodes(nodeCount)
    let cardinals = ChebyshevFit.cardinalPowers(count: nodeCount)

    init(setup: SightlineSetup, observer: CoronalObserver, scale: Double) {
      self.setup = setup
      self.observer = observer
      self.scale = scale
      tail = SightlineTail(behind: observer.distanceSolarRadii, setup)
    }

    func side(_ octaves: Range<Int>, sign: Double) -> Side {
      var side = Side()
      var space = SightlineWorkspace(setup)
      for octave in octaves {
        for half in 0..<2 {
          let start = Double.exp2(Double(octave)) * (1 + 0.5 * Double(half))
          addPanel(from: start, length: Double.exp2(Double(octave - 1)), sign, &side, &space)
        }
      }
      return side
    }

    private func addPanel(
      from start: Double, length: Double, _ sign: Double, _ side: inout Side,
      _ space: inout SightlineWorkspace
    ) {
      var values: [SIMD2<Double>] = []
      var error = 0.0
      var least = Double.infinity
      for first in stride(from: 0, to: nodeCount, by: 8) {
        var rho = Double8.zero
        for lane in 0..<8 {
          rho[lane] = 1 + sign * (start + 0.5 * length * (1 + nodes[first + lane]))
        }
        let sine = rho / observer.distanceSolarRadii
        let group = SightlineGroup(
          impactParameter: rho, sineOfElongation: sine,
          cosineOfElongation: .sqrt((1 - sine) * (1 + sine)), west: .zero,
          north: Double8(repeating: 1), observer: observer)
        let integral = SightlineIntegral(along: group, setup, tail: tail, &space)
        for lane in 0..<8 {
          values.append(SIMD2(integral.total[lane], integral.polarized[lane]) * scale)
          error = Swift.max(error, integral.error[lane] * scale)
          least = Swift.min(least, integral.total[lane] * scale)
        }
      }
      var powers = [SIMD2<Double>](repeating: .zero, count: nodeCount)
      for (value, cardinal) in zip(values, cardinals) {
        for power in 0..<nodeCount { powers[power] += value * cardinal[power] }
      }
      // The highest power is a Chebyshev coefficient times 2ⁿ⁻¹; the first one left out is at least
      // five times smaller.
      let last = powers[nodeCount - 1] * Double.exp2(Double(2 - nodeCount))
      let before = powers[nodeCount - 2] * Double.exp2(Double(3 - nodeCount))
      let lost =
        0.25 * Swift.max(abs(last.x), abs(last.y), abs(before.x) / 8, abs(before.y) / 8)
      side.coefficients += powers.reversed()
      side.errors.append(error + lost)
      if least > 0 { side.interpolationError = Swift.max(side.interpolationError, lost / least) }
    }
  }

  /// Total brightness, polarised brightness and error at an impact parameter; nil outside the panels.
  @inline(__always)
  private func value(at rho: Double) -> (light: SIMD2<Double>, error: Double)? {
    let height = rho - 1
    let distance = abs(height)
    guard distance >= Self.least, distance < limit || height < 0 else { return nil }
    // Exponent and first bit of the mantissa number the panel; the disc's centre ends the last one.
    let bits = distance.bitPattern
    let number = Int(truncatingIfNeeded: bits >> 51) - 2 * (1023 + Self.lowestOctave)
    let side = height < 0 ? inside : outside
    let isCentre = height == -1
    guard number < side.errors.count || isCentre else { return nil }
    let index = Swift.min(number, side.errors.count - 1)
    let fraction = Double(bitPattern: (bits << 1) & 0xF_FFFF_FFFF_FFFF | 0x3FF0 << 48)
    let x = SIMD2(repeating: isCentre ? 1 : 2 * fraction - 3)
    var sum = SIMD2<Double>.zero
    let base = index * Self.nodeCount
    for power in base..<base + Self.nodeCount { sum = sum * x + side.coefficients[power] }
    // Symmetry, which a fit knows to rounding only.
    if isCentre { sum.y = 0 }
    // The kernel's table adds its own part.
    return (sum, side.errors[index] + 1e-10 * sum.x)
  }

  private static let least = Double.exp2(Double(lowestOctave))

  /// Writes eight sightlines, if all are within the panels.
  @inline(__always)
  func store(
    _ west: Double8, _ north: Double8, _ light: inout CoronalLight, at start: Int, count: Int
  ) -> Bool {
    let sine = Double8.sqrt(west * west + north * north)
    var (total, polarized, error) = (Double8.zero, Double8.zero, Double8.zero)
    for lane in 0..<8 {
      guard let found = value(at: distance * sine[lane]) else { return false }
      (total[lane], polarized[lane]) = (found.light.x, found.light.y)
      error[lane] = found.error
    }
    let isCentre = sine .== 0
    let divisor = sine.replacing(with: 1, where: isCentre)
    light.store(
      total, polarized, error: error, west: west / divisor,
      north: (north / divisor).replacing(with: 1, where: isCentre), at: start, count: count)
    return true
  }

  /// Puts the profile's values where it has some: a lane must not depend on its neighbours.
  func replace(
    _ total: inout Double8, _ polarized: inout Double8, _ error: inout Double8, _ rho: Double8
  ) {
    for lane in 0..<8 {
      guard let found = value(at: rho[lane]) else { continue }
      (total[lane], polarized[lane]) = (found.light.x, found.light.y)
      error[lane] = found.error
    }
  }
}
