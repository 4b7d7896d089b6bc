import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Errors told for density cubes")
struct CubeErrorTests {
  /// Before the disc it bounds few: errors of some 1e-3 are told to be ten times less.
  @Test(
    "Off the limb the told error of an interpolated cube's integration bounds 39 of 40 errors (preview: 12 of 13)",
    arguments: [1.01, 1.2, 1.7, 2.6, 4.5])
  func honesty(radius: Double) throws {
    let model = LatitudeBlendedDensity.saito1977
    func corona(_ detail: CubeDensity.Detail, _ quality: Quality) throws -> KCorona {
      // Interpolated linearly along all three axes: creases at every face of a cell.
      let cube = try SampledCube.sphere(
        of: model, radii: (1, 20, 31), rings: 18, meridians: 36, detail: detail)
      return KCorona(
        density: cube, kernel: try ThomsonKernel(limbDarkening: .linear(0.6)), quality: quality)
    }
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 0.4,
      eclipticNorthPositionAngleRadians: 0)
    let count = 400
    let places = (0..<count).map { index -> (west: Double, north: Double) in
      let (rho, angle) = (
        radius * (1 + 0.2 * Double(index % 20) / 20) / 215, 2.399963 * Double(index)
      )
      return (rho * Double.cos(angle), rho * Double.sin(angle))
    }
    let sky = try SkyDirections(west: places.map(\.west), north: places.map(\.north))
    // Cell by cell nothing has a crease; the same at standard quality differs by 1e-13.
    let exact = try corona(.cells, .reference).radiance(of: sky, from: observer)
    for (quality, least) in [(Quality.preview, 12.0 / 13), (.standard, 39.0 / 40)] {
      let found = try corona(.steps, quality).light(of: sky, from: observer, withErrors: true)
      let told = try #require(found.errors)
      let bounded = (0..<count).count { abs(found.planes.I[$0] - exact.I[$0]) <= told[$0] }
      #expect(Double(bounded) >= least * Double(count), "\(quality): \(bounded)")
    }
  }
}
