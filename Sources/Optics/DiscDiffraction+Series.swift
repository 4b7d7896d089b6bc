internal import RealModule
internal import VectorMath

extension DiscDiffraction {
  /// Most terms of the series: an answer within some milliseconds.
  static let mostTerms = 2e6

  /// The wave by Lommel's series at any distance from the axis, exact to rounding.
  ///
  /// The reference that the closed form is tested against; its time grows with `v`, 2 ns a unit.
  ///
  /// - Parameter r: metres from the axis, a number; its sign does not count.
  /// - Throws: `OpticsError` where `v` is above 2e6 or no number.
  public func exactAmplitude(at r: Double) throws(OpticsError) -> ComplexAmplitude {
    let v = rimPhase(at: r)
    guard v <= Self.mostTerms else {
      throw OpticsError(
        .outsideValidity,
        "r = \(r) m: the series would need \(v) terms, at most \(Self.mostTerms) are summed; the closed "
          + "form is good to 1e-10 there")
    }
    return series(at: r)
  }

  /// Lommel's series (Born & Wolf, Principles of Optics, 8.8, after Lommel 1885), by Miller's recurrence.
  ///
  /// Inside `U = e^{i(u/2)(1+ε²)} Σ_{n≥0} (−i)^n ε^n J_n(v)`, outside
  /// `U = 1 − e^{i(u/2)(1+ε²)} Σ_{n≥1} (−i)^n ε^{−n} J_n(v)`. One backward recurrence
  /// `J_{n−1} = (2n/v) J_n − J_{n+1}` gives all orders, `J_0 + 2ΣJ_{2k} = 1` their scale; the terms fall
  /// faster than any power above `n = v`, also at the edge.
  func series(at r: Double) -> ComplexAmplitude {
    let r = r.magnitude
    let v = rimPhase(at: r)
    let epsilon = r / radius
    let isInside = epsilon <= 1
    let ratio = isInside ? epsilon : 1 / epsilon
    let sum = v < 1e-10 ? Self.firstTerms(v, ratio) : Self.lommelSum(v, ratio)
    let turns = (radius * radius + r * r) * inverseFresnelArea
    let (sine, cosine) = Double.sineCosine(halfTurns: turns)
    let phase = ComplexAmplitude(real: cosine, imaginary: sine)
    guard !isInside else { return phase * sum.all }
    return ComplexAmplitude(real: 1, imaginary: 0) - phase * sum.withoutZeroth
  }

  private struct Sum {
    var all: ComplexAmplitude
    var withoutZeroth: ComplexAmplitude
  }

  /// The series where all orders but the first two vanish.
  private static func firstTerms(_ v: Double, _ ratio: Double) -> Sum {
    let first = ComplexAmplitude(real: 0, imaginary: -ratio * v / 2)
    return Sum(
      all: ComplexAmplitude(real: 1, imaginary: first.imaginary), withoutZeroth: first)
  }

  /// `Σ (−i)^n ρ^n J_n(v)` with all orders from one backward recurrence.
  ///
  /// The sum goes by Horner's scheme with the recurrence, `s ← J_n + (−iρ) s`, so that no power is formed.
  private static func lommelSum(_ v: Double, _ ratio: Double) -> Sum {
    let start = 2 * Int((v + 12 * Double.pow(v, 1.0 / 3) + 60) / 2)
    let perOrder = 2 / v
    var (above, current) = (0.0, 1e-300)
    var (real, imaginary) = (0.0, 0.0)
    var even = 0.0
    var order = start
    while order > 0 {
      // Multiplied by −iρ, and this order added.
      (real, imaginary) = (ratio * imaginary + current, -ratio * real)
      if order & 1 == 0 { even += current }
      (above, current) = (current, Double(order) * perOrder * current - above)
      order -= 1
      if current.magnitude > 1e250 {
        above *= 1e-250
        current *= 1e-250
        real *= 1e-250
        imaginary *= 1e-250
        even *= 1e-250
      }
    }
    let scale = 1 / (current + 2 * even)
    let rest = ComplexAmplitude(real: ratio * imaginary * scale, imaginary: -ratio * real * scale)
    return Sum(
      all: ComplexAmplitude(real: rest.real + current * scale, imaginary: rest.imaginary),
      withoutZeroth: rest)
  }
}
