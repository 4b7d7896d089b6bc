import Optics
import RealModule
import TestSupport
import Testing

/// The table's test outline: a disc with four blocks on its diagonals and a boom with a square plate.
enum ToyApollo {
  static let radius = 1.955

  /// The outline before its corners were rounded: what the table was computed from.
  ///
  /// Half a unit of 1e-12 m turns the phase `2πRδ/λz` of an edge by 5e-8, which on the axis, where all
  /// edges of the disc add in phase, moves the amplitude by 1e-9.
  static func exact(distance: Double) throws -> DiffractingOutline {
    let corners = try corners()
    let exact = corners.map(unrounded)
    for (a, b) in zip(corners, exact) {
      #expect((a.x - b.x).magnitude < 1.5e-12 && (a.y - b.y).magnitude < 1.5e-12)
    }
    return try outline(exact, distance)
  }

  private static func corners() throws -> [(x: Double, y: Double)] {
    try ComputedTable.rows("toy_apollo_outline").map {
      (try $0.number("x_m"), try $0.number("y_m (CCW)"))
    }
  }

  private static func outline(_ corners: [(x: Double, y: Double)], _ distance: Double) throws
    -> DiffractingOutline
  {
    try DiffractingOutline(loops: [
      .polygon(corners.map { .init(x: $0.x, y: $0.y, distance: distance) })
    ])
  }

  /// A corner by its construction: a multiple of half a degree on the disc, or micrometres along and
  /// across an arm.
  private static func unrounded(_ corner: (x: Double, y: Double)) -> (x: Double, y: Double) {
    let isOnDisc = (Double.hypot(corner.x, corner.y) - radius).magnitude < 1e-11
    let steps = Double.atan2(y: corner.y, x: corner.x) / (.pi / 360)
    if isOnDisc, (steps - steps.rounded()).magnitude < 1e-8 {
      let angle = steps.rounded() * (.pi / 360)
      return (radius * Double.cos(angle), radius * Double.sin(angle))
    }
    let arms: [Double] = [45, 135, 200, 225, 315]
    let found = arms.lazy.map { $0 * .pi / 180 }.compactMap { arm -> (x: Double, y: Double)? in
      let (c, s) = (Double.cos(arm), Double.sin(arm))
      let across = corner.y * c - corner.x * s
      var along = corner.x * c + corner.y * s
      let whole = (across * 1e6).rounded() / 1e6
      guard along > 0, (across - whole).magnitude < 1e-11 else { return nil }
      along =
        isOnDisc
        ? (radius * radius - whole * whole).squareRoot() : (along * 1e6).rounded() / 1e6
      return (along * c - whole * s, along * s + whole * c)
    }
    return found.first ?? corner
  }
}
