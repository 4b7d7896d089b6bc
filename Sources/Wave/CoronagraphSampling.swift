internal import RealModule
internal import VectorMath

/// Where the planes of a coronagraph are sampled, so that every integral converges beyond all powers.
///
/// The wave in the pupil comes from directions within the occulter's outline: it holds spatial frequencies
/// up to `R/λz` (a pupil that reaches into the light adds those of the Sun, smaller ones). A product with
/// `J_m(2πrq)` has frequencies up to the sum, and a Gauss rule of n nodes integrates a wave exactly from
/// half its phase across the interval on: `n > κ/2`. Masks are limits of integration, exact at any sampling.
struct CoronagraphSampling: Sendable {
  /// Pupil radii in metres, ascending, a multiple of eight; those within the Lyot stop come first.
  let radii: [Double]
  /// Weights of `∫ … 2π r dr`, square metres.
  let areas: [Double]
  /// How many radii the Lyot stop lets through.
  let lyotCount: Int
  /// The highest azimuthal order that lives at each radius.
  let orders: [Int]
  /// Spatial frequencies behind the internal occulter, per metre, ascending; none or a multiple of eight.
  let frequencies: [Double]
  /// Weights of `∫ … 2π q dq`, per square metre.
  let frequencyAreas: [Double]

  /// The highest azimuthal order.
  var highestOrder: Int { orders.last ?? 0 }

  /// Nodes beyond the necessary ones, from where on the error falls faster than exponentially.
  private static let spareNodes = 48.0

  /// The sampling of a coronagraph.
  ///
  /// - Parameters:
  ///   - pupil: radius of the pupil, metres.
  ///   - lyot: radius of the Lyot stop, metres, at most that of the pupil.
  ///   - rim: spatial frequency of the occulter's outline, `R/λz`, per metre.
  ///   - mask: that of the internal occulter's edge; 0 without one.
  ///   - largest: that of the outermost angle asked for.
  ///   - curvature: of the wave between the two foci at the pupil's rim, `a/λz`, per metre.
  init(
    pupil: Double, lyot: Double, rim: Double, mask: Double, largest: Double, curvature: Double
  ) {
    let highest = rim + max(mask, largest) + curvature
    func count(across length: Double) -> Double {
      .pi * highest * length / 2 + Self.spareNodes
    }
    let open = Int(count(across: lyot).rounded(.up))
    let rest = lyot < pupil ? Int(count(across: pupil - lyot).rounded(.up)) : 0
    // The columns of a matrix go in groups of eight.
    let spare = (8 - (open + rest) % 8) % 8
    var nodes = GaussLegendre(order: rest == 0 ? open + spare : open).nodes(from: 0, to: lyot)
    lyotCount = nodes.count
    if rest > 0 { nodes += GaussLegendre(order: rest + spare).nodes(from: lyot, to: pupil) }
    radii = nodes.map(\.abscissa)
    areas = nodes.map { 2 * .pi * $0.abscissa * $0.weight }
    let turning = 2 * .pi * max(rim, mask)
    orders = radii.map { BesselRows.highestOrder(argument: turning * $0) }
    guard mask > 0 else {
      (frequencies, frequencyAreas) = ([], [])
      return
    }
    let blocked = Int((.pi * mask * pupil + Self.spareNodes).rounded(.up))
    let inside = GaussLegendre(order: (blocked + 7) / 8 * 8).nodes(from: 0, to: mask)
    frequencies = inside.map(\.abscissa)
    frequencyAreas = inside.map { 2 * .pi * $0.abscissa * $0.weight }
  }

  /// The first radius at which an azimuthal order lives.
  func lowestNode(order: Int) -> Int { orders.firstIndex { $0 >= order } ?? radii.count }
}
