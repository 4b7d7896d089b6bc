import Corona
import Testing
import VectorMath

@testable import Processing

/// What points count whose errors nobody tells.
@Suite("Inversion of light without errors")
struct InversionWeightTests {
  /// How far densities without errors lie from those of ideal weights, in the median of fifty seeded realisations:
  /// each realisation by the root of its mean square over all radii.
  private func distance(noise share: Double, _ basis: DensityInversion.Basis, weighings: Int) throws
    -> Double
  {
    let table = try DensityInversionTests.table()
    // Three points at each radius, so that the fit has something to weigh.
    let radii = table.radii.flatMap { [$0 * 0.999, $0, $0 * 1.001] }.map { max(1.001, $0) }
    let truth = table.polarized.flatMap { [$0, $0, $0] }
    var inversion = DensityInversion(
      kernel: try DensityInversionTests.kernel(), basis: basis, smoothing: 1)
    inversion.weighings = weighings
    var distances: [Double] = []
    for number in 0..<50 {
      let noise = RandomStream(seed: 1975, stream: 12).normals(
        count: radii.count, at: UInt64(number))
      let light = zip(truth, noise).map { $0 * (1 + share * $1) }
      let free = try inversion.invert(radii: radii, brightness: light, sigmas: nil)
      let ideal = try inversion.invert(radii: radii, brightness: light, sigmas: truth)
      let squares = zip(free.densities, ideal.densities).map { ($0 / $1 - 1) * ($0 / $1 - 1) }
      distances.append((squares.reduce(0, +) / Double(squares.count)).squareRoot())
    }
    return CircleFit.median(distances)
  }

  @Test(
    "Weights from the fit are nearer to the ideal ones than those from noisy points",
    arguments: [DensityInversion.Basis.powers, .splines])
  func ideal(basis: DensityInversion.Basis) throws {
    for (noise, limit) in [(1.0, 0.06), (0.5, 0.02), (0.3, 0.01)] {
      let fromPoints = try distance(noise: noise, basis, weighings: 0)
      let fromFit = try distance(noise: noise, basis, weighings: 4)
      print("invert without errors, \(basis), noise \(noise): \(fromPoints) to \(fromFit)")
      #expect(fromFit < limit, "\(basis), noise \(noise): \(fromFit)")
      #expect(fromFit < 0.7 * fromPoints, "\(basis), noise \(noise): \(fromPoints) to \(fromFit)")
    }
  }
}
