import Astronomy
import Corona
import RealModule
import VectorMath

/// Cubes made from models whose densities are known everywhere.
enum SampledCube {
  /// The samples of a spherical grid, radius running fastest.
  static func samples(
    _ radii: [Double], _ colatitudes: [Double], _ longitudes: [Double], order: [Int] = [0, 1, 2],
    _ density: (_ radius: Double, _ colatitude: Double, _ longitude: Double) -> Double
  ) -> [Float] {
    let axes = [radii, colatitudes, longitudes]
    var result: [Float] = []
    for slow in axes[order[2]] {
      for middle in axes[order[1]] {
        for fast in axes[order[0]] {
          var place = [0.0, 0, 0]
          place[order[0]] = fast
          place[order[1]] = middle
          place[order[2]] = slow
          result.append(Float(density(place[0], place[1], place[2])))
        }
      }
    }
    return result
  }

  /// A model on a spherical grid with rings half a step from the poles and logarithmic radii.
  static func sphere(
    of model: any ElectronDensity, radii: (from: Double, to: Double, count: Int), rings: Int,
    meridians: Int, radialLaw: CubeDensity.RadialLaw = .linear,
    outside: CubeDensity.Continuation = .zero, detail: CubeDensity.Detail = .cells
  ) throws -> CubeDensity {
    let step = Double.log(radii.to / radii.from) / Double(radii.count - 1)
    let radius = try CubeAxis(
      logarithmicFrom: Double.log(radii.from), step: step, count: radii.count)
    let colatitude = try CubeAxis(
      uniformFrom: .pi / Double(2 * rings), step: .pi / Double(rings), count: rings)
    let longitude = try CubeAxis(
      uniformFrom: .pi / Double(meridians), step: 2 * .pi / Double(meridians), count: meridians)
    let values = samples(radius.knots, colatitude.knots, longitude.knots) {
      model.electronsPerCubicCentimetre(
        radius: $0, latitudeRadians: .pi / 2 - $1, longitudeRadians: $2)
    }
    return try CubeDensity(
      name: "cube", source: "test",
      grid: .spherical(radius: radius, colatitude: colatitude, longitude: longitude),
      samples: CubeSamples(values), radialLaw: radialLaw, outside: outside, detail: detail)
  }

  /// A model in a box of equal sides about the Sun.
  static func box(
    of model: any ElectronDensity, halfSide: Double, count: Int,
    detail: CubeDensity.Detail = .cells
  ) throws -> CubeDensity {
    let axis = try CubeAxis(
      uniformFrom: -halfSide, step: 2 * halfSide / Double(count - 1), count: count)
    let values = samples(axis.knots, axis.knots, axis.knots) { x, y, z in
      let radius = max(0.5, (x * x + y * y + z * z).squareRoot())
      return model.electronsPerCubicCentimetre(
        radius: radius, latitudeRadians: Double.asin(max(-1, min(1, z / radius))),
        longitudeRadians: Double.atan2(y: y, x: x))
    }
    return try CubeDensity(
      name: "box", source: "test", grid: .cartesian(x: axis, y: axis, z: axis),
      samples: CubeSamples(values), detail: detail)
  }

  /// Brightness along a parallel sightline by Gauss and Legendre's rule in every stretch, MSB.
  ///
  /// - Parameter nodes: nodes in a stretch, or in every `scale` of it.
  static func brightness(
    _ density: some LocalisedDensity, _ line: Sightline, nodes: Int = 4
  ) throws -> (total: Double, polarized: Double) {
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    let rule = GaussLegendre(order: nodes)
    var (total, polarized) = (0.0, 0.0)
    for stretch in density.stretches(along: line) {
      let length = stretch.range.upperBound - stretch.range.lowerBound
      let panels = max(1, Int((length / stretch.scale).rounded(.up)))
      for panel in 0..<panels {
        let from = stretch.range.lowerBound + length * Double(panel) / Double(panels)
        // On the photosphere the kernel goes with the root of the distance: s = v².
        let isRoot = from == line.reach.lowerBound
        let width = length / Double(panels)
        for node in rule.nodes(from: 0, to: isRoot ? width.squareRoot() : width) {
          let s = isRoot ? node.abscissa * node.abscissa : node.abscissa
          let place = line.point(at: from + s)
          let radius = place.length
          let electrons =
            value(density, at: place) * node.weight * (isRoot ? 2 * node.abscissa : 1)
          let (t, p) = kernel.coefficients(atRadius: radius)
          let ratio = line.impactParameter / radius
          let across = p * ratio * ratio
          total += electrons * (2 * t - across)
          polarized += electrons * across
        }
      }
    }
    let scale = CoronaConstants.codata2022.scatteringPerElectronColumn / kernel.discMean
    return (total * scale, polarized * scale)
  }

  /// The density at a place in the Carrington frame.
  static func value(_ density: some ElectronDensity, at place: Vector3) -> Double {
    let radius = place.length
    let unit = place / radius
    return density.electronsPerCubicCentimetre(
      at: CoronalPoints(
        radii: CoronalRadii(radius: SIMD8(repeating: radius)),
        directions: CoronalDirections(
          x: SIMD8(repeating: unit.x), y: SIMD8(repeating: unit.y), z: SIMD8(repeating: unit.z))))[
        0]
  }

  /// A parallel sightline seen by an observer above a Carrington longitude and latitude.
  static func line(
    _ rho: Double, positionAngle: Double, latitude: Double = 0.1, longitude: Double = 2
  ) -> Sightline {
    let o = Vector3(
      Double.cos(latitude) * Double.cos(longitude), Double.cos(latitude) * Double.sin(longitude),
      Double.sin(latitude))
    let west = Vector3(-Double.sin(longitude), Double.cos(longitude), 0)
    let north = o.cross(west)
    return Sightline(
      impactParameter: rho,
      tangent: north * Double.cos(positionAngle) - west * Double.sin(positionAngle), back: o)
  }

  /// What the reference path makes of a model along the same sightline, infinitely far off.
  static func exact(
    _ model: any ElectronDensity, _ rho: Double, positionAngle: Double
  ) throws -> KBrightness {
    let corona = KCorona(density: model, kernel: try ThomsonKernel(limbDarkening: .linear(0.63)))
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 2,
      eclipticNorthPositionAngleRadians: 0)
    return try corona.profile(
      impactParameters: [rho], positionAngleRadians: positionAngle, from: observer,
      perspective: .parallel)[0]
  }
}
