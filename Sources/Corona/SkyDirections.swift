/// Where a set of sightlines points: the components of their unit vectors across the Sun's direction.
///
/// With elongation ε from the Sun's centre and position angle ψ from solar north through east, the
/// components are `west = −sin ε sin ψ` and `north = sin ε cos ψ`. Every sightline points into the
/// hemisphere of the Sun. They may be in any order and of any number; a picture hands over a band.
public struct SkyDirections: Sendable {
  /// Components towards solar west.
  public let west: [Double]
  /// Components towards solar north.
  public let north: [Double]

  /// The number of sightlines.
  public var count: Int { west.count }

  /// Sightlines from their components.
  ///
  /// - Throws: `CoronaError` when the arrays differ in length, or a direction is not a number or has a
  ///   length above one; the error names the first such sightline.
  public init(west: [Double], north: [Double]) throws(CoronaError) {
    guard west.count == north.count else {
      throw CoronaError(
        .invalidDirection,
        "sightlines with \(west.count) western and \(north.count) northern components: "
          + "must be as many of each")
    }
    for index in west.indices {
      let square = west[index] * west[index] + north[index] * north[index]
      guard square <= 1 else {
        throw CoronaError(
          .invalidDirection,
          "sightline \(index) with components (\(west[index]), \(north[index])): "
            + "must be numbers whose squares sum to at most one")
      }
    }
    self.west = west
    self.north = north
  }

  private init(unchecked west: [Double], north: [Double]) {
    self.west = west
    self.north = north
  }

  /// Some of the sightlines, in the same order; indices outside are left out.
  public subscript(range: Range<Int>) -> SkyDirections {
    let inside = range.clamped(to: 0..<count)
    return SkyDirections(unchecked: Array(west[inside]), north: Array(north[inside]))
  }
}
