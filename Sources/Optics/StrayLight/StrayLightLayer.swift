/// Light in a picture that comes from no part of the corona: one named layer that can be left out.
public protocol StrayLightLayer: Sendable {
  /// A short name for a plane or a header, in lower case with hyphens.
  var name: String { get }
  /// Where the law and its numbers come from, and whether they are measured, derived or free.
  var provenance: String { get }
  /// The layer on the pixels of a picture, in mean solar brightnesses, rows after rows.
  func plane(on grid: PixelGrid) throws(OpticsError) -> [Float]
}

/// Stray light that a place in the focal plane tells.
public protocol DirectionalStrayLight: StrayLightLayer {
  /// Mean solar brightnesses at a place of ``PixelGrid``: tangents of angles from the line to the Sun.
  func brightness(x: Double, y: Double) -> Double
  /// Mean solar brightnesses in a direction on the same axes, the third toward the Sun; any length above 0.
  func brightness(toward direction: SIMD3<Double>) -> Double
}

extension DirectionalStrayLight {
  /// The brightness at the direction's place; away from the Sun's half of the sky that at its edge.
  public func brightness(toward direction: SIMD3<Double>) -> Double {
    let depth = max(direction.z, 1e-9)
    return brightness(x: direction.x / depth, y: direction.y / depth)
  }

  /// The brightness in the middle of every pixel.
  public func plane(on grid: PixelGrid) throws(OpticsError) -> [Float] {
    var plane = [Float]()
    plane.reserveCapacity(grid.width * grid.height)
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let place = grid.place(column: Double(column), row: Double(row))
        plane.append(Float(brightness(x: place.x, y: place.y)))
      }
    }
    return plane
  }
}

/// Checks that a number lies in a range, or says what is allowed.
func requireRange(
  _ value: Double, _ range: ClosedRange<Double>, _ what: String, _ remedy: String
) throws(OpticsError) {
  guard range.contains(value) else {
    throw OpticsError(
      .valueOutOfRange,
      "\(what) \(value): must be from \(range.lowerBound) to \(range.upperBound); \(remedy)")
  }
}
