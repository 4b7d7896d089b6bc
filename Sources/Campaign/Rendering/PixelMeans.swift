internal import Astronomy
internal import Corona
internal import Imagery
internal import VectorMath

/// Averages light over pixels where its brightness changes too much across them.
///
/// A brightness that falls as `ρ^−p` differs in its mean over a square of side `h` from that in the
/// middle by the part `p² (h/ρ)² / 24`: to the next order the mean is `B + h² ∇²B / 24`. Where that part
/// exceeds ``tolerance``, `h² ∇²B` is taken from the four neighbours, whose sum is `4 B + h² ∇²B`; this
/// leaves `(p h/ρ)⁴ / 340` and costs no sightline but those around the band. Where that is too much, or
/// the Sun's limb is near or the density has edges, the pixel is integrated by two Gauss points a side, which leaves
/// `(p h/ρ)⁴ / 4320`, or by four; across the limb, where the light jumps, by eight midpoints a side.
struct PixelMeans {
  let camera: Camera
  let scene: Scene

  /// The part of its brightness by which a pixel may differ from its mean.
  static let tolerance = 1e-5

  /// How steeply the corona falls at a distance from the Sun: a bound for the published models, some
  /// 12 next to the limb, 8 at two radii, 4 beyond ten.
  static func steepness(atRadius radius: Double) -> Double { 3 + 10 / max(radius, 1) }

  /// How a pixel's mean is found.
  enum Rule: Hashable {
    /// Its middle will do.
    case middle
    /// The four pixels around it tell how the light curves.
    case neighbours
    /// Points inside it, as many a side.
    case points(Int)
  }

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
    let chosen = Dictionary(grouping: directions.indices) { rule(directions[$0]) }
    // From the middles, before any of them is replaced.
    let curved = chosen[.neighbours] ?? []
    var means: [[Double]] = []
    if !curved.isEmpty {
      means = try neighbourMeans(curved, electrons, layers, rows)
    }
    for side in [2, 4, 8] {
      guard let pixels = chosen[.points(side)] else { continue }
      try integrate(&electrons, &layers, pixels, side, rows)
    }
    for (position, index) in curved.enumerated() {
      electrons.planes.I[index] = means[0][position]
      electrons.planes.Q[index] = means[1][position]
      electrons.planes.U[index] = means[2][position]
      for (number, values) in means.dropFirst(3).enumerated() where !values.isEmpty {
        layers[number].intensity[index] = values[position]
      }
    }
  }

  /// `B + (Σ − 4 B) / 24` of some pixels, Σ the sum of the four around each: for I, Q, U and every layer,
  /// none for layers of points.
  private func neighbourMeans(
    _ pixels: [Int], _ electrons: CoronalLight, _ layers: [SkyLayerLight], _ rows: Range<Int>
  ) throws -> [[Double]] {
    let frame = BandSurroundings(width: camera.width, rows: rows)
    let sky = try frame.directions(camera.projection)
    let around = scene.electrons.light(of: sky).planes
    func means(_ inside: [Double], _ outside: [Double]) -> [Double] {
      let padded = frame.padded(inside, outside)
      return pixels.map { frame.mean(of: padded, at: $0) }
    }
    let planes = electrons.planes
    var result = [
      means(planes.I, around.I), means(planes.Q, around.Q), means(planes.U, around.U),
    ]
    for (number, layer) in scene.layers.enumerated() {
      guard layer.isDiffuse else {
        result.append([])
        continue
      }
      let light = try layer.light(on: SkyBand(directions: sky, rows: rows, camera: camera))
      result.append(means(layers[number].intensity, light.intensity))
    }
    return result
  }

  /// Integrates some pixels by points inside them.
  private func integrate(
    _ electrons: inout CoronalLight, _ layers: inout [SkyLayerLight], _ chosen: [Int],
    _ side: Int, _ rows: Range<Int>
  ) throws {
    let nodes = Self.nodes(side)
    let weights = nodes.flatMap { up in nodes.map { up.weight * $0.weight } }
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

  /// How the mean of a pixel is found whose middle looks along a direction.
  func rule(_ direction: Vector3) -> Rule {
    let distance = scene.coronalObserver.distanceSolarRadii
    return Self.rule(
      atRadius: distance * direction.sineOfElongation, pixel: distance * camera.pixelScale,
      isSmooth: scene.corona.isSmooth)
  }

  /// The same at a distance from the Sun's centre for pixels of some side, both in solar radii.
  static func rule(atRadius radius: Double, pixel: Double, isSmooth: Bool) -> Rule {
    let fromLimb = (radius - 1).magnitude
    if fromLimb < 0.75 * pixel { return .points(8) }
    // Before the disc the light changes little, but for a pixel next to the limb.
    let slope = steepness(atRadius: radius) * pixel / max(radius, 1)
    if slope * slope / 24 < tolerance { return .middle }
    let fourth = slope * slope * slope * slope
    // The light jumps at the limb and falls steeply above it: neighbours must be clear of both.
    // Where a density has edges, three pixels on need not be like these: points inside tell more.
    let isClear = fromLimb > 4 * pixel && isSmooth
    if isClear, fourth / 340 < tolerance { return .neighbours }
    return fourth / 4320 < tolerance ? .points(2) : .points(4)
  }

  /// Places in a pixel along one side, in pixels from its middle, with weights that sum to one.
  private static func nodes(_ side: Int) -> [GaussLegendre.Node] {
    switch side {
    case 2: twoNodes
    case 4: fourNodes
    default:
      (0..<side).map {
        .init(abscissa: (Double($0) + 0.5) / Double(side) - 0.5, weight: 1 / Double(side))
      }
    }
  }

  private static let twoNodes = GaussLegendre(order: 2).nodes(from: -0.5, to: 0.5)
  private static let fourNodes = GaussLegendre(order: 4).nodes(from: -0.5, to: 0.5)

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
