import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Errors told for density cubes")
struct CubeErrorTests {
  /// A cube integrated in steps, whose rules run across the kinks at cells' faces.
  enum Cube: String, CaseIterable {
    case sphere, powerLaw, fine, box

    func density(_ detail: CubeDensity.Detail) throws -> CubeDensity {
      let model = LatitudeBlendedDensity.saito1977
      switch self {
      case .sphere, .powerLaw:
        return try SampledCube.sphere(
          of: model, radii: (1, 20, 31), rings: 18, meridians: 36,
          radialLaw: self == .sphere ? .linear : .powerLaw, detail: detail)
      case .fine:
        return try SampledCube.sphere(
          of: model, radii: (1, 20, 91), rings: 45, meridians: 90, detail: detail)
      case .box: return try SampledCube.box(of: model, halfSide: 5, count: 61, detail: detail)
      }
    }
  }

  /// Errors of pictures in units of the told ones, sorted, about a distance from the centre.
  private func ratios(_ cube: Cube, _ quality: Quality, radius: Double) throws -> [Double] {
    func corona(_ detail: CubeDensity.Detail, _ quality: Quality) throws -> KCorona {
      KCorona(
        density: try cube.density(detail),
        kernel: try ThomsonKernel(limbDarkening: .linear(0.6)), quality: quality)
    }
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 0.4,
      eclipticNorthPositionAngleRadians: 0)
    let count = 400
    let places = (0..<count).map { index -> (west: Double, north: Double) in
      let spread = radius < 1 ? (1 - radius) * 0.9 : 0.2 * radius
      let (rho, angle) = (
        (radius + spread * Double(index % 20) / 20) / 215, 2.399963 * Double(index)
      )
      return (rho * Double.cos(angle), rho * Double.sin(angle))
    }
    let sky = try SkyDirections(west: places.map(\.west), north: places.map(\.north))
    // Cell by cell nothing has a crease; the same at standard quality differs by 1e-13.
    let exact = try corona(.cells, .reference).radiance(of: sky, from: observer)
    let found = try corona(.steps, quality).light(of: sky, from: observer, withErrors: true)
    let told = try #require(found.errors)
    return (0..<count).map { abs(found.planes.I[$0] - exact.I[$0]) / told[$0] }.sorted()
  }

  @Test(
    "Before the disc and off the limb, nineteen of twenty errors are at most 1.5 times the told one, and most told ones are not five times too large",
    arguments: Cube.allCases, [Quality.preview, .standard])
  func honesty(cube: Cube, quality: Quality) throws {
    // The box ends at five radii.
    let radii: [Double] = [0.05, 0.5, 0.9, 1.01, 1.2, 1.7, 2.6] + (cube == .box ? [] : [4.5])
    var medians: [Double] = []
    for radius in radii {
      let ratios = try ratios(cube, quality, radius: radius)
      let (median, high) = (ratios[ratios.count / 2], ratios[ratios.count * 19 / 20])
      #expect(high <= 1.5 && median <= 1, "\(radius): \(median), \(high)")
      medians.append(median)
    }
    // An error told a hundred times too large would bound everything and say nothing.
    let middle = medians.sorted()[medians.count / 2]
    #expect(medians.allSatisfy { $0 >= 0.02 } && middle >= 0.2, "\(medians)")
  }
}
