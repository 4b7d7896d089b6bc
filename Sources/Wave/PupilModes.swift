internal import Optics
internal import RealModule
internal import VectorMath

/// The waves of eight points of the Sun in the pupil, by azimuthal order.
///
/// A point at the angle α along x makes the wave `A(r, φ) = U(|x + zα|) e^{−ikα·x}`: its shadow lies at
/// `−zα` and its free wave comes inclined (the project's notes, 1d). It is even in φ, so that
/// `A = A_0 + 2 Σ_{m≥1} A_m(r) cos mφ`; the trapezoid on `0…π` gives all `A_m` without error as long as
/// the samples outnumber the orders that live at the radius.
struct PupilModes: Sendable {
  /// The first radius at which each order lives.
  let lowestNode: [Int]
  /// Mean of `|A|²` over the pupil, from the samples, for each point.
  let irradiance: SIMD8<Double>
  /// The same from the modes: less where orders were left out.
  let modalIrradiance: SIMD8<Double>
  private let offsets: [Int]
  private let values: [Amplitudes8]

  /// The modes of eight points.
  ///
  /// - Parameters:
  ///   - disc: the external occulter, with distance and wavelength.
  ///   - angles: of the points from the Sun's centre, as tangents.
  ///   - sampling: of the pupil.
  init(disc: DiscDiffraction, angles: SIMD8<Double>, sampling: CoronagraphSampling) {
    let highest = sampling.highestOrder
    let count = sampling.radii.count
    var lowestNode = [Int](repeating: 0, count: highest + 1)
    var offsets = lowestNode
    var (node, total) = (0, 0)
    for order in 0...highest {
      while node < count, sampling.orders[node] < order { node += 1 }
      lowestNode[order] = node
      offsets[order] = total - node
      total += count - node
    }
    var values = [Amplitudes8](repeating: .zero, count: total)
    var (light, modal) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    for node in 0..<count {
      let orders = sampling.orders[node]
      let samples = Self.samples(disc, angles, radius: sampling.radii[node], count: orders + 2)
      light += sampling.areas[node] * samples.meanIntensity()
      var sum = SIMD8<Double>.zero
      samples.forEachMode(upTo: orders) { order, mode in
        values[offsets[order] + node] = mode
        sum += (order == 0 ? 1 : 2) * mode.intensity
      }
      modal += sampling.areas[node] * sum
    }
    let area = sampling.areas.reduce(0, +)
    irradiance = light / area
    modalIrradiance = modal / area
    self.lowestNode = lowestNode
    self.offsets = offsets
    self.values = values
  }

  /// The mode of an order at a radius where it lives.
  @inline(__always)
  subscript(order: Int, node: Int) -> Amplitudes8 { values[offsets[order] + node] }

  /// The waves on half a circle of the pupil, at equal steps from φ = 0 to φ = π.
  private static func samples(
    _ disc: DiscDiffraction, _ angles: SIMD8<Double>, radius: Double, count: Int
  ) -> HalfCircle {
    let steps = count + count % 2
    var circle = HalfCircle(steps: steps)
    let cosines = circle.cosines
    for lane in 0..<8 {
      let shift = disc.distance * angles[lane]
      let places = (0...steps).map { step in
        (radius * radius + shift * shift + 2 * radius * shift * cosines[step])
          .squareRoot()
      }
      let waves = disc.amplitudes(at: places)
      // Half turns of the inclined wave: −2 α r cos φ / λ.
      let tilt = -2 * angles[lane] * radius / disc.wavelength
      for step in 0...steps {
        let (sine, cosine) = Double.sineCosine(halfTurns: tilt * cosines[step])
        circle.waves[step].real[lane] = waves[step].real * cosine - waves[step].imaginary * sine
        circle.waves[step].imaginary[lane] =
          waves[step].imaginary * cosine + waves[step].real * sine
      }
    }
    return circle
  }
}

/// Eight waves on half a circle, even in the azimuth.
struct HalfCircle {
  /// Steps between 0 and π, an even number.
  let steps: Int
  /// `cos(πk/steps)` for k from 0 to `2 steps`.
  let cosines: [Double]
  var waves: [Amplitudes8]

  init(steps: Int) {
    self.steps = steps
    cosines = (0...2 * steps).map {
      Double.sineCosine(halfTurns: Double($0) / Double(steps)).cosine
    }
    waves = [Amplitudes8](repeating: .zero, count: steps + 1)
  }

  /// Mean of `|A|²` over the circle.
  func meanIntensity() -> SIMD8<Double> {
    var sum = 0.5 * (waves[0].intensity + waves[steps].intensity)
    for step in 1..<steps { sum += waves[step].intensity }
    return sum / Double(steps)
  }

  /// Calls with `A_m = (1/π) ∫_0^π A cos mφ dφ` for each order m from 0 on.
  ///
  /// `cos m(π − φ) = ±cos mφ` halves the work: even orders see the sum of a place and its mirror, odd ones
  /// the difference.
  func forEachMode(upTo highest: Int, _ body: (Int, Amplitudes8) -> Void) {
    let half = steps / 2
    var folded = [[Amplitudes8]](repeating: [], count: 2)
    for parity in 0..<2 {
      let sign = parity == 0 ? 1.0 : -1.0
      folded[parity] = (0...half).map { step in
        // The ends count half in the trapezoid, the middle is its own mirror.
        let weight = step == 0 || step == half ? 0.5 / Double(steps) : 1 / Double(steps)
        let (near, far) = (waves[step], waves[steps - step])
        return Amplitudes8(
          real: weight * (near.real + sign * far.real),
          imaginary: weight * (near.imaginary + sign * far.imaginary))
      }
    }
    for order in 0...highest { body(order, sum(folded[order & 1], order)) }
  }

  @inline(__always)
  private func sum(_ waves: [Amplitudes8], _ order: Int) -> Amplitudes8 {
    let table = cosines.span
    let folded = waves.span
    let turn = 2 * steps
    let stride = order % turn
    var (real, imaginary) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var place = 0
    for step in 0..<folded.count {
      let cosine = table[place]
      real += cosine * folded[step].real
      imaginary += cosine * folded[step].imaginary
      place += stride
      if place >= turn { place -= turn }
    }
    return Amplitudes8(real: real, imaginary: imaginary)
  }
}
