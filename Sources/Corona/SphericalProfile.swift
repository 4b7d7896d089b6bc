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
  private struct Panel: Sendable {
    /// Coefficients of total (first lane) and polarised brightness, by powers of the place.
    var coefficients: [SIMD2<Double>]
    /// How far both may be off.
    var error: Double
  }

  /// Nearer to the limb than `2^−27` solar radii there is a pixel in some hundred million.
  private static let lowestOctave = -27
  private static let nodeCount = 16

  private let distance: Double
  private let inside: [Panel]
  private let outside: [Panel]
  /// Where the outer panels end, as a distance from the limb.
  private let limit: Double

  init(_ corona: KCorona, _ observer: CoronalObserver) {
    distance = observer.distanceSolarRadii
    // At ρ = d the sightline starts at its tangent point, another singularity: stay away from it.
    var octave = Self.lowestOctave
    while Double.exp2(Double(octave + 1)) + 1 <= 0.7 * distance { octave += 1 }
    let setup = SightlineSetup(density: corona.density, kernel: corona.kernel, table: nil) {
      SightlineRule(.reference, width: $0)
    }
    let tail = SightlineTail(behind: distance, setup)
    func panels(_ octaves: Range<Int>, side: Double) -> [Panel] {
      octaves.flatMap { octave in
        (0..<2).map { half in
          Self.panel(
            from: Double.exp2(Double(octave)) * (1 + 0.5 * Double(half)),
            length: Double.exp2(Double(octave - 1)), side: side, setup, tail, observer,
            scale: corona.scale)
        }
      }
    }
    inside = panels(Self.lowestOctave..<0, side: -1)
    outside = panels(Self.lowestOctave..<octave, side: 1)
    limit = Double.exp2(Double(octave))
  }

  private static func panel(
    from start: Double, length: Double, side: Double, _ setup: SightlineSetup,
    _ tail: SightlineTail, _ observer: CoronalObserver, scale: Double
  ) -> Panel {
    var space = SightlineWorkspace(setup)
    var totals: [Double] = []
    var polarized: [Double] = []
    var error = 0.0
    let nodes = ChebyshevFit.nodes(nodeCount)
    for first in stride(from: 0, to: nodeCount, by: 8) {
      var rho = Double8.zero
      for lane in 0..<8 {
        rho[lane] = 1 + side * (start + 0.5 * length * (1 + nodes[first + lane]))
      }
      let sine = rho / observer.distanceSolarRadii
      let group = SightlineGroup(
        impactParameter: rho, sineOfElongation: sine,
        cosineOfElongation: .sqrt((1 - sine) * (1 + sine)), west: .zero,
        north: Double8(repeating: 1), observer: observer)
      let integral = SightlineIntegral(along: group, setup, tail: tail, &space)
      for lane in 0..<8 {
        totals.append(integral.total[lane] * scale)
        polarized.append(integral.polarized[lane] * scale)
        error = Swift.max(error, integral.error[lane] * scale)
      }
    }
    let fits = [totals, polarized].map(ChebyshevFit.coefficients(ofValues:))
    // The first coefficient left out is at least five times smaller than the last one kept.
    for fit in fits {
      error += 0.25 * Swift.max(abs(fit[nodeCount - 1]), abs(fit[nodeCount - 2]) / 8)
    }
    let powers = fits.map(ChebyshevFit.powers(ofCoefficients:))
    return Panel(
      coefficients: zip(powers[0], powers[1]).map { SIMD2($0, $1) }.reversed(), error: error)
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
    let panels = height < 0 ? inside : outside
    let isCentre = height == -1
    guard number < panels.count || isCentre else { return nil }
    let index = Swift.min(number, panels.count - 1)
    let fraction = Double(bitPattern: (bits << 1) & 0xF_FFFF_FFFF_FFFF | 0x3FF0 << 48)
    let x = isCentre ? 1 : 2 * fraction - 3
    var sum = SIMD2<Double>.zero
    for coefficient in panels[index].coefficients { sum = sum * x + coefficient }
    return (sum, panels[index].error)
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
