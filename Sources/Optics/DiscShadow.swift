internal import Astronomy
internal import RealModule
internal import VectorMath

/// What the wave adds behind a round opaque disc square to the line to the Sun.
///
/// The point source's irradiance depends on the distance `t` from the axis only, so that the Sun's sum is
/// over rings, `E(r) = (1/Fρ²) ∫ I̅(t) K(t; r) t dt`, `K = 2 ∫ L dφ` along the ring's arc before the Sun. The
/// irradiance is the mean over the fringes of the disc's uniform asymptotic field (Lommel's functions for
/// large Fresnel number, the near and the far edge's waves added without their cross term),
///
///     I̅ = |H + exp(iπ(R−t)²/λz) A₁|² + |A₂|²,   q = 1/√(2πv),  v = 2πRt/λz,  ε = t/R
///     A₁ = ½σ[(f+g) + i(f−g)] + ½q e^{iπ/4} [1 + (1−ε)/(1+√ε)²],   A₂ = q e^{−iπ/4}/(1+ε)
///
/// so that the focusing toward the axis (Arago's spot, smeared by the Sun) is in it. What is left of the cross
/// term is added for places within a millimetre of the axis. True to 1e-6 of the diffracted light against
/// the sum of the exact field at Fresnel numbers from 6350 on.
struct DiscShadow: Sendable {
  private let radius: Double
  private let projected: Double
  private let area: Double
  private let law: [Double]
  private let flux: Double

  private static let panel = GaussLegendre(order: 16).nodes
  private static let arc = GaussLegendre(order: 32).nodes(from: 0, to: 1)

  init(radius: Double, distance: Double, source: SolarSource, wavelengthMetres: Double) {
    self.radius = radius
    projected = source.projectedRadius(at: distance)
    area = wavelengthMetres * distance
    law = source.limbDarkening.coefficients
    flux = .pi * source.limbDarkening.discMean
  }

  /// How far the Sun's limb is inside the shadow's edge, in units of `√(λz)`.
  func gap(at r: Double) -> Double { (radius - projected - r) / area.squareRoot() }

  /// Estimate of the error of what ``excess(at:)`` gives: the asymptotic field's, then the quadrature's.
  func error(of excess: Double) -> Double {
    excess.magnitude * min(1, 0.05 * area / (radius * radius) + 1e-6)
  }

  /// Irradiance less the geometric one at a distance from the axis in metres, of either sign.
  func excess(at r: Double) -> Double {
    let (near, far) = ((projected - r).magnitude, projected + r)
    var sum = near < far ? integral(from: near, to: far, r) : 0
    if r < projected { sum += integral(from: 0, to: near, r) }
    sum += limbTerm(at: r)
    return sum / (flux * projected * projected)
  }

  /// The product of the near and far edges' waves over the whole Sun, felt within a millimetre of the axis.
  ///
  /// Its fringes, `2 Re(A₁A₂* exp(−iκt))` with `κ = 4πR/λz`, average to nothing but for the end of the sum at
  /// the limb, which is everywhere at the same `t` for an observer on the axis; beside it the limb's
  /// phases spread as `J₀(κr)`. The term of the jump at the limb; that of the root beside it is a
  /// hundred times less.
  private func limbTerm(at r: Double) -> Double {
    guard projected < radius, let limb = law.first else { return 0 }
    let wave = 4 * .pi * radius / area
    let share = projected / radius
    let q = 1 / (2 * .pi * (2 * .pi * radius * projected / area)).squareRoot()
    let (f, g) = Fresnel.auxiliary((radius - projected) * (2 / area).squareRoot())
    let root = 1 + share.squareRoot()
    let bend = 0.5 * q * 0.5.squareRoot() * (1 + (1 - share) / (root * root))
    let (real, imaginary) = (0.5 * (f + g) + bend, 0.5 * (f - g) + bend)
    // A₂* = q e^{iπ/4}/(1+ε), and 1/(−iκ) = i/κ turns the product by a right angle.
    let scale = q / (1 + share) * 0.5.squareRoot()
    let (productReal, productImaginary) = (scale * (real - imaginary), scale * (real + imaginary))
    let phase = -wave * projected
    let end =
      2 * (-productImaginary * Double.cos(phase) - productReal * Double.sin(phase)) / wave
    return 2 * .pi * limb * projected * end * Self.bessel(wave * r)
  }

  /// `J₀`: the mean of `cos(x cos φ)` over the circle, Hankel's leading term far out.
  private static func bessel(_ x: Double) -> Double {
    if x > 25 { return (2 / (.pi * x)).squareRoot() * Double.cos(x - .pi / 4) }
    return (0..<64).reduce(0) {
      $0 + Double.cos(x * Double.cos(.pi * (Double($1) + 0.5) / 64)) / 64
    }
  }

  /// `∫ (I̅ − H) K t dt` between radii at which `K` may have the root of a limb.
  private func integral(from low: Double, to high: Double, _ r: Double) -> Double {
    let unit = (area / 2).squareRoot()
    let (middle, half) = ((low + high) / 2, (high - low) / 2)
    func parameter(_ t: Double) -> Double {
      2 * Double.sin(Double.asin(min(1, max(-1, (t - middle) / half))) / 3)
    }
    // In falling t the distance inside the shadow's edge rises.
    let places = FresnelChord.breaks.map { radius - $0 * unit }.filter { $0 > low && $0 < high }
    var sum = 0.0
    var (upper, outer) = (1.0, high)
    for inner in places + [low] {
      let lower = inner > low ? parameter(inner) : -1
      let isFringe =
        inner >= radius * (1 - 1e-15) && outer <= radius + 1.01 * FresnelChord.fringesEnd * unit
      let width = (upper - lower) / 2
      for node in Self.panel where width > 0 {
        let y = lower + width * (1 + node.abscissa)
        let t = middle + half * y * (3 - y * y) / 2
        guard t > 0 else { continue }
        let weight = node.weight * width * half * 1.5 * (1 - y * y)
        sum += weight * waveExcess(t, isFringe: isFringe) * ringLight(t, r) * t
      }
      (upper, outer) = (lower, inner)
    }
    return sum
  }

  /// `I̅ − H` at a distance from the axis; outside, the fringes only where they are followed.
  private func waveExcess(_ t: Double, isFringe: Bool) -> Double {
    let share = t / radius
    let depth = radius - t
    let (f, g) = Fresnel.auxiliary(depth.magnitude * (2 / area).squareRoot())
    let q = 1 / (2 * .pi * (2 * .pi * radius * t / area)).squareRoot()
    let root = 1 + share.squareRoot()
    let bend = 0.5 * q * 0.5.squareRoot() * (1 + (1 - share) / (root * root))
    let sign = depth < 0 ? -0.5 : 0.5
    let (real, imaginary) = (sign * (f + g) + bend, sign * (f - g) + bend)
    let farWave = q / (1 + share)
    var excess = real * real + imaginary * imaginary + farWave * farWave
    if isFringe, depth < 0 {
      let phase = .pi * depth * depth / area
      excess += 2 * (real * Double.cos(phase) - imaginary * Double.sin(phase))
    }
    return excess
  }

  /// `K(t; r)`: light of the Sun's disc about the observer at `r` along the ring of radius `t`.
  private func ringLight(_ t: Double, _ r: Double) -> Double {
    let square = projected * projected
    let product = 2 * t * r
    let (inner, outer) = ((t - r) * (t - r), (t + r) * (t + r))
    guard inner < square else { return 0 }
    guard product > 0 else { return 2 * .pi * radiance(1 - (t * t + r * r) / square) }
    let end =
      outer <= square ? Double.pi : 2 * Double.asin(((square - inner) / (2 * product)).squareRoot())
    var sum = 0.0
    for node in Self.arc {
      let s = node.abscissa
      let sine = Double.sin(end * (1 - s * s) / 2)
      sum += node.weight * 2 * s * radiance(1 - (inner + 2 * product * sine * sine) / square)
    }
    return 2 * end * sum
  }

  private func radiance(_ cosineSquared: Double) -> Double {
    let cosine = max(0, cosineSquared).squareRoot()
    var sum = 0.0
    for coefficient in law.reversed() { sum = sum * cosine + coefficient }
    return sum
  }
}
