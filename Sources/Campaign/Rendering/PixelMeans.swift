internal import Astronomy
internal import Corona
internal import VectorMath

/// Averages light over pixels where its brightness changes too much across them.
///
/// A brightness that falls as `ρ^−p` differs in its mean over a square of side `h` from that in the
/// middle by the part `p² (h/ρ)² / 24`. Where that exceeds ``tolerance`` the pixel is integrated by two
/// Gauss points a side, which leaves `(p h/ρ)⁴ / 4320`, or by four where that is too much; across the
/// Sun's limb, where the light jumps, by eight midpoints a side.
struct PixelMeans {
  let camera: Camera
  let scene: Scene

  /// The part of its brightness by which a pixel may differ from its mean.
  static let tolerance = 1e-5

  /// How steeply the corona falls at a distance from the Sun: a bound for the published models, some
  /// 12 next to the limb, 8 at two radii, 4 beyond ten.
  static func steepness(atRadius radius: Double) -> Double { 3 + 10 / max(radius, 1) }

  /// Replaces the light of pixels that need it by their means.
  ///
  /// - Parameters:
  ///   - electrons: the light of the electrons in the pixels' middles.
  ///   - layers: the other light, in the order of the scene.
  ///   - directions: where the middles look, row by row.
  ///   - rows: the band's rows.
  func refine(
    _ electrons: inout CoronalLight, _ layers: inout [SkyLayerLight], directions: [Vector3],
    rows: Range<Int>
  ) throws {
    for side in [2, 4, 8] {
      let nodes = Self.nodes(side)
      let weights = nodes.flatMap { up in nodes.map { up.weight * $0.weight } }
      let chosen = directions.indices.filter { self.side(directions[$0]) == side }
      guard !chosen.isEmpty else { continue }
      let sky = try places(in: chosen, nodes, rows)
      let count = weights.count
      let light = scene.electrons.light(of: sky, withErrors: electrons.errors != nil)
      for (position, index) in chosen.enumerated() {
        let range = (position * count)..<((position + 1) * count)
        electrons.planes.I[index] = Self.mean(light.planes.I[range], weights)
        electrons.planes.Q[index] = Self.mean(light.planes.Q[range], weights)
        electrons.planes.U[index] = Self.mean(light.planes.U[range], weights)
        // Errors of neighbouring sightlines are alike, so that their mean does not shrink.
        if let errors = light.errors {
          electrons.errors?[index] = Self.mean(errors[range], weights)
        }
      }
      for number in layers.indices where scene.layers[number].isDiffuse {
        let light = try scene.layers[number].light(
          on: SkyBand(directions: sky, rows: rows, camera: camera))
        for (position, index) in chosen.enumerated() {
          layers[number].intensity[index] = Self.mean(
            light.intensity[(position * count)..<((position + 1) * count)], weights)
        }
      }
    }
  }

  /// How many points a side a pixel takes: one where its middle will do.
  private func side(_ direction: Vector3) -> Int {
    let distance = scene.coronalObserver.distanceSolarRadii
    let radius = distance * direction.sineOfElongation
    let pixel = distance * camera.pixelScale
    if (radius - 1).magnitude < 0.75 * pixel { return 8 }
    // Before the disc the light changes little, but for a pixel next to the limb.
    let slope = Self.steepness(atRadius: radius) * pixel / max(radius, 1)
    if slope * slope / 24 < Self.tolerance { return 1 }
    return slope * slope * slope * slope / 4320 < Self.tolerance ? 2 : 4
  }

  /// Places in a pixel along one side, in pixels from its middle, with weights that sum to one.
  private static func nodes(_ side: Int) -> [GaussLegendre.Node] {
    guard side == 8 else { return GaussLegendre(order: side).nodes(from: -0.5, to: 0.5) }
    return (0..<side).map {
      .init(abscissa: (Double($0) + 0.5) / Double(side) - 0.5, weight: 1 / Double(side))
    }
  }

  private func places(
    in pixels: [Int], _ nodes: [GaussLegendre.Node], _ rows: Range<Int>
  ) throws -> SkyDirections {
    let projection = camera.projection
    var west: [Double] = []
    var north: [Double] = []
    west.reserveCapacity(pixels.count * nodes.count * nodes.count)
    north.reserveCapacity(west.capacity)
    for index in pixels {
      let column = Double(index % camera.width)
      let row = Double(rows.lowerBound + index / camera.width)
      for up in nodes {
        for across in nodes {
          let direction = projection.direction(
            column: column + across.abscissa, row: row + up.abscissa)
          west.append(direction.x)
          north.append(direction.y)
        }
      }
    }
    return try SkyDirections(west: west, north: north)
  }

  private static func mean(_ values: ArraySlice<Double>, _ weights: [Double]) -> Double {
    zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
