internal import RealModule

/// What the roughness and the dirt of lenses and windows scatter out of a point.
///
/// The law of Harvey (1976, thesis, University of Arizona; as "ABg" in Pfisterer 2011, Optics & Photonics
/// News 22/10, 16) with a shoulder, in direction cosines: `TIS · N cos θ / (1 + (sin θ/ℓ)²)^{s/2}` per
/// steradian, `N` so that the whole hemisphere gives the total integrated scatter `TIS`. For `s = 2` that is
/// `N = 1/(πℓ² ln(1 + 1/ℓ²))`.
public struct HarveyScatter: Sendable, Hashable {
  /// The share of the light that is scattered, 0 to 1.
  public let total: Double
  /// Angle of the shoulder `ℓ`, radians.
  public let shoulder: Double
  /// The power `s` by which the light falls with the angle beyond the shoulder.
  public let slope: Double
  /// Share per steradian in the middle, `TIS · N`.
  public let peak: Double

  /// Clean optics of 0.005 in all with a shoulder of a milliradian and slope 2: the notes' example.
  ///
  /// - Parameters:
  ///   - total: 0 to 1; clean coated optics 0.001 to 0.01, a smudged window 0.05.
  ///   - shoulder: 1e-6 to 1 rad.
  ///   - slope: 0.5 to 4.
  /// - Throws: `OpticsError` outside these ranges.
  public init(total: Double, shoulder: Double, slope: Double) throws(OpticsError) {
    try requireRange(
      total, 0...1, "total integrated scatter", "clean optics scatter 0.001 to 0.01 of the light")
    try requireRange(shoulder, 1e-6...1, "shoulder of the scatter in radians", "0.001 is usual")
    try requireRange(slope, 0.5...4, "slope of the scatter", "2 is usual")
    (self.total, self.shoulder, self.slope) = (total, shoulder, slope)
    // 2 ∫₀¹ β dβ (1 + β²/ℓ²)^{−s/2}, with β = sin θ.
    let inverse = 1 / (shoulder * shoulder)
    let power = 1 - slope / 2
    let ratio = Double.log(onePlus: inverse)
    let whole = power.magnitude < 1e-9 ? ratio : Double.expMinusOne(power * ratio) / power
    peak = total / (.pi * shoulder * shoulder * whole)
  }

  /// Share of a point's light within an angle from it, radians: the law's integral.
  ///
  /// `2π TIS N ∫₀^{sin θ} β dβ (1 + β²/ℓ²)^{−s/2}`, the total at a right angle and beyond.
  public func share(within angle: Double) -> Double {
    guard angle > 0 else { return 0 }
    guard angle < .pi / 2 else { return total }
    let ratio = Double.sin(angle) / shoulder
    let power = 1 - slope / 2
    let log = Double.log(onePlus: ratio * ratio)
    let part = power.magnitude < 1e-9 ? log : Double.expMinusOne(power * log) / power
    return peak * .pi * shoulder * shoulder * part
  }

  private static func shape(_ ratio: Double, _ slope: Double) -> Double {
    slope == 2 ? 1 / (1 + ratio * ratio) : Double.pow(1 + ratio * ratio, -slope / 2)
  }

  /// Share of a point's light per steradian at an angle from it, radians.
  public func radiance(at angle: Double) -> Double {
    let angle = min(angle.magnitude, .pi / 2)
    return peak * Double.cos(angle) * Self.shape(Double.sin(angle) / shoulder, slope)
  }
}

/// The light of a ring or a picture that optics scatter over the field.
public struct ScatteredLight: StrayLightLayer {
  /// The law.
  public let law: HarveyScatter
  public let name: String
  public var provenance: String {
    "Harvey scatter of total \(law.total), shoulder \(law.shoulder) rad, slope \(law.slope): parametric"
  }

  private let sources: @Sendable (PixelGrid) -> LineSources

  /// What is scattered out of a bright ring.
  ///
  /// - Parameters:
  ///   - ring: counted whole; the picture itself keeps `1 − total` of it.
  ///   - law: of the scattering.
  ///   - name: the layer's name in files.
  public init(of ring: RingImage, by law: HarveyScatter, name: String = "ring-scatter") {
    (self.law, self.name) = (law, name)
    sources = { ring.uniformSources(on: $0) }
  }

  /// What is scattered out of a picture, such as the corona's.
  ///
  /// - Parameters:
  ///   - plane: mean solar brightnesses, as many as the grid has pixels.
  ///   - grid: where they lie; blocks of pixels half the shoulder wide stand as points.
  ///   - law: of the scattering.
  ///   - name: the layer's name in files.
  /// - Throws: `OpticsError` when the numbers of pixels differ.
  public init(
    of plane: [Float], on grid: PixelGrid, by law: HarveyScatter, name: String = "scatter"
  ) throws(OpticsError) {
    guard plane.count == grid.width * grid.height else {
      throw OpticsError(
        .valueOutOfRange,
        "picture to scatter: \(plane.count) numbers for \(grid.width) × \(grid.height) pixels; give one "
          + "for each pixel")
    }
    (self.law, self.name) = (law, name)
    let blocks = Self.blocks(plane, grid, widest: law.shoulder / 2)
    sources = { other in
      let points = blocks.enumerated().map { index, block in
        let place = other.pixel(x: block.x, y: block.y)
        return LineSources.Point(
          column: Float(place.column), row: Float(place.row), normalAcross: 1, normalUp: 0,
          length: 0.1, table: index, factor: 1)
      }
      return LineSources(points: points, tables: blocks.map(\.light), entries: 1)
    }
  }

  private struct Block {
    var x: Double
    var y: Double
    var light: Float
  }

  /// Fewest blocks along a picture's side, so that a wide shoulder does not make one of it.
  private static let fewest = 32

  private static func blocks(_ plane: [Float], _ grid: PixelGrid, widest: Double) -> [Block] {
    let side = max(1, max(grid.width, grid.height) / fewest)
    let size = max(1, Int(min(Double(side), widest / grid.scale)))
    var blocks = [Block]()
    for row in stride(from: 0, to: grid.height, by: size) {
      for column in stride(from: 0, to: grid.width, by: size) {
        var (sum, across, up) = (0.0, 0.0, 0.0)
        for y in row..<min(row + size, grid.height) {
          for x in column..<min(column + size, grid.width) {
            let light = Double(plane[y * grid.width + x])
            guard light.isFinite else { continue }
            sum += light
            across += light * Double(x)
            up += light * Double(y)
          }
        }
        guard sum > 0 else { continue }
        let place = grid.place(column: across / sum, row: up / sum)
        blocks.append(Block(x: place.x, y: place.y, light: Float(sum * grid.pixelSolidAngle)))
      }
    }
    return blocks
  }

  public func plane(on grid: PixelGrid) throws(OpticsError) -> [Float] {
    var sum = RadialSum(width: grid.width, height: grid.height)
    let law = law
    // Cells finer than a pixel only where the shoulder is: never more than 8 of them.
    var divisions = 1
    while divisions < 8, grid.scale / Double(divisions) > law.shoulder { divisions *= 2 }
    let core = min(4 * law.shoulder / grid.scale, 64)
    sum.add(sources(grid), divisions: divisions, core: core) { pixels, _ in
      SIMD4(Float(law.radiance(at: pixels * grid.scale)), 0, 0, 0)
    }
    return sum.plane
  }
}
