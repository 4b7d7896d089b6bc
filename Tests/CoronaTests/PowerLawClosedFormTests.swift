import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

/// Light of a power law along the whole of a sightline off the disc, term by term in closed form.
///
/// `T = Σ tₖ yᵏ` and `P = Σ pₖ yᵏ` with `y = r⁻²` (the series of ``ThomsonKernel``: for the law `μᵐ` both
/// follow from `₂F₁(±½, 1; m/2 + 2; y)`, science/corona.md §2.3), and along the infinite line
/// `∫ r⁻^q ds = ρ^{1−q} B(½, (q−1)/2)`, `ρ² ∫ r⁻^{q+2} ds = ρ^{1−q} B(½, (q+1)/2)`. No quadrature.
private struct PowerLawLight {
  let law: [Double]

  /// The integrals of `n (2T − P ρ²/r²)` and `n P ρ²/r²` for one term, in its unit times solar radii.
  func integrals(of term: PowerLawDensity.Term, rho: Double) -> (total: Double, polarized: Double) {
    var sum = (total: 0.0, polarized: 0.0)
    for (m, weight) in law.enumerated() where weight != 0 {
      let order = Double(m)
      var (plus, minus) = (1.0, 1.0)
      var q = term.exponent + 2
      // B(½, (q−1)/2) = √π Γ((q−1)/2) / Γ(q/2), carried on from term to term.
      var beta =
        Double.pi.squareRoot()
        * Double.exp(Double.logGamma(0.5 * (q - 1)) - Double.logGamma(0.5 * q))
      var power = Double.pow(rho, 1 - q)
      let first = beta * power
      for n in 0..<20_000 {
        let t = weight * (plus + minus) / (order + 2)
        let p = weight * (3 * minus - plus) / (order + 2)
        let next = beta * (q - 1) / q
        sum.total += power * (2 * t * beta - p * next)
        sum.polarized += power * p * next
        // The terms fall off at least like ρ⁻²ⁿ.
        if power * beta < 1e-18 * first * (1 - 1 / (rho * rho)) { break }
        plus *= (0.5 + Double(n)) / (order / 2 + 2 + Double(n))
        minus *= (-0.5 + Double(n)) / (order / 2 + 2 + Double(n))
        // B(½, (q+1)/2) serves the next power of y.
        (beta, q, power) = (next, q + 2, power / (rho * rho))
      }
    }
    return (sum.total * term.coefficient, sum.polarized * term.coefficient)
  }
}

@Suite("Power laws against their closed form")
struct PowerLawClosedFormTests {
  private static let models: [PowerLawDensity] = [
    .saito1977Equator, .saito1977PolarHole, .leblanc1998, .baumbachAllen, .cranmer1999,
    .guhathakurta1996Pole, .guhathakurta1996SheetCentre, .gibson1999, .nrlHayes,
  ]

  private func worst(
    _ model: PowerLawDensity, _ darkening: LimbDarkening, _ radii: [Double]
  ) throws -> Double {
    let kernel = try ThomsonKernel(limbDarkening: darkening)
    let scale = CoronaConstants.codata2022.scatteringPerElectronColumn / kernel.discMean
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 2,
      eclipticNorthPositionAngleRadians: 0.3)
    let found = try KCorona(density: model, kernel: kernel).profile(
      impactParameters: radii, positionAngleRadians: 0.4, from: observer, perspective: .parallel)
    let light = PowerLawLight(law: darkening.coefficients)
    var worst = 0.0
    for (rho, brightness) in zip(radii, found) {
      var expected = (total: 0.0, polarized: 0.0)
      for term in model.terms {
        let part = light.integrals(of: term, rho: rho)
        expected.total += part.total * scale
        expected.polarized += part.polarized * scale
      }
      worst = max(
        worst, relativeError(brightness.total, expected.total),
        relativeError(brightness.polarized, expected.polarized))
    }
    return worst
  }

  @Test("Every published power law has the light of its Beta functions, whatever the limb's law")
  func published() throws {
    for darkening in [
      try LimbDarkening.linear(0.63), .uniform, try .quadratic(0.3, 0.25),
      try .neckel(wavelengthNanometres: 550),
    ] {
      for model in Self.models {
        let error = try worst(model, darkening, [1.05, 1.1, 1.3, 2, 3, 5, 10, 30, 100])
        #expect(error < 1e-12, "\(model.name) \(darkening.name) \(error)")
      }
    }
  }

  @Test("Next to the limb the quadrature keeps ten figures of the closed form")
  func limb() throws {
    for model in Self.models {
      let error = try worst(model, .linear(0.63), [1.002, 1.005, 1.01, 1.02])
      #expect(error < 1e-10, "\(model.name) \(error)")
    }
  }
}
