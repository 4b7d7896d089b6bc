internal import RealModule

/// A faint second image of all that a camera sees, reflected between two surfaces of its lenses.
///
/// Light that two surfaces reflect, each a per cent or less, comes to the detector once more, focused elsewhere: a
/// point makes a disc, the picture of the pupil, instead of a point, and the whole image is magnified about the
/// optical axis by a number of its own, upside down where that is negative (Smith 2007, Modern Optical
/// Engineering, 4th ed., section on ghost images; Kingslake and Johnson 2010, Lens Design
/// Fundamentals, 2nd ed.). The share of the light is the product of both reflectivities, 1e-2 to 1e-4 without and
/// with coatings; that, magnification, shift and radius are the lens's own and free here.
///
/// The light of each pixel, taken as even over it and over a pixel of the ghost at least, is carried over with no
/// loss but beyond the picture's edge.
public struct Ghost: Sendable, Hashable {
  /// The share of the light that is in this ghost.
  public let share: Double
  /// How much larger than the picture it is, about the optical axis; negative where it is upside down.
  public let magnification: Double
  /// Where the optical axis comes to lie in it, radians along columns and rows.
  public let shift: SIMD2<Double>
  /// Radius of the disc that a point makes, radians.
  public let radius: Double
  /// What stands behind the numbers, for headers.
  public var provenance: String {
    "share \(share), magnified \(magnification), shifted \(shift.x) \(shift.y) rad, discs of \(radius) rad: "
      + "parametric"
  }

  /// The widest disc and the farthest shift, radians, and the largest magnification.
  public static let (widest, largest) = (1.0, 20.0)

  /// A ghost.
  ///
  /// - Parameters:
  ///   - share: 0 to 1; 1e-4 with coatings, 2e-3 of bare glass.
  ///   - magnification: -20 to 20; 0 gathers the picture's light in one disc.
  ///   - shift: radians, to 1 along either side.
  ///   - radius: of the disc, radians, 0 to 1.
  /// - Throws: `OpticsError` outside these ranges.
  public init(
    share: Double, magnification: Double, shift: SIMD2<Double> = .zero, radius: Double
  ) throws(OpticsError) {
    try requireRange(share, 0...1, "share of the light in a ghost", "coated lenses have about 1e-4")
    try requireRange(
      magnification, -Self.largest...Self.largest, "magnification of a ghost",
      "-1 for one upside down of the picture's own size")
    for way in [shift.x, shift.y] {
      try requireRange(
        way, -Self.widest...Self.widest, "shift of a ghost in radians", "0 for a lens on one axis")
    }
    try requireRange(
      radius, 0...Self.widest, "radius of a ghost's disc in radians", "0 for one in focus")
    (self.share, self.magnification, self.shift, self.radius) = (
      share, magnification, shift, radius
    )
  }

  /// The most numbers that one ghost may look up row by row for a plane: half a minute's work.
  static let mostWork = 5e9
  /// The most cells of a grid that discs are spread on by Fourier's transform.
  ///
  /// The grid has 16 bytes a cell. Besides there are the disc's transform, a pair of planes with margins and their
  /// result: up to some 40 bytes more for each cell that they fill.
  static let mostCells = 1 << 26

  /// Refuses a ghost that takes too long or too much memory for a camera.
  ///
  /// Wide discs are spread by Fourier's transform, on a grid that holds the picture and the disc's radius
  /// about it; narrow ones row by row.
  ///
  /// - Parameters:
  ///   - width: columns of the picture.
  ///   - height: rows of the picture.
  ///   - pixel: width of a pixel, radians.
  /// - Throws: `OpticsError` where both are beyond what one machine should be asked for.
  public func requireWork(width: Int, height: Int, pixel: Double) throws(OpticsError) {
    let plan = GhostPlan(radius: discRadius(pixel: pixel), width: width, height: height)
    guard plan.method == nil else { return }
    throw OpticsError(
      .outsideValidity,
      "a ghost's disc of \(radius) rad is \(Int(min(plan.disc.rounded(), 1e15))) pixels across on "
        + "\(width) × \(height) pixels: picture and disc together may have \(Self.mostCells) of them; take "
        + "a smaller radius or larger pixels")
  }

  /// Radius of the disc in pixels; less than a thousandth is in focus, since areas so small are lost in rounding.
  private func discRadius(pixel: Double) -> Double {
    let pixels = radius / pixel
    return pixels < 1e-3 ? 0 : pixels
  }

  /// The ghosts of some planes of one picture, such as its Stokes parameters.
  ///
  /// - Parameters:
  ///   - planes: brightnesses, rows after rows from the bottom, as many in each; what is no number shines not.
  ///   - width: columns.
  ///   - axis: column and row of the optical axis.
  ///   - pixel: width of a pixel, radians.
  ///   - workers: tasks at a time; ghosts do not depend on it.
  /// - Returns: for each plane as many brightnesses, `share` of its light where that falls into the picture.
  public func pictures(
    of planes: [[Float]], width: Int, axis: SIMD2<Double>, pixel: Double, workers: Int
  ) async -> [[Float]] {
    let count = planes.first?.count ?? 0
    let dark = planes.map { [Float](repeating: 0, count: $0.count) }
    guard width > 0, share > 0, count > 0, planes.allSatisfy({ $0.count == count }) else {
      return dark
    }
    let height = count / width
    let plan = GhostPlan(radius: discRadius(pixel: pixel), width: width, height: height)
    guard let method = plan.method else { return dark }
    let margin = plan.chords.count / 2
    let (across, up) = lines(width, height, margin: margin, axis: axis, pixel: pixel)
    let share = share
    switch method {
    case .rows:
      return await Self.each(planes, workers) { plane in
        let scaled = GhostLine.carried(plane, across, up, factor: share)
        return GhostDisc.spread(
          scaled, width: width, height: height, margin: margin, plan.chords)
      }
    case .transform(let columns, let rows):
      let convolution = PictureConvolution(
        GhostDisc.kernel(columns: columns, rows: rows, plan.chords))
      var result: [[Float]] = []
      // Planes with margins are large: no more than a pair of them at a time.
      for first in stride(from: 0, to: planes.count, by: 2) {
        let isPair = first + 1 < planes.count
        let chosen = isPair ? [planes[first], planes[first + 1]] : [planes[first]]
        let scaled = await Self.each(chosen, workers) {
          GhostLine.carried($0, across, up, factor: share)
        }
        let pair = PictureConvolution.Pair(
          first: scaled[0], second: scaled[isPair ? 1 : 0], width: across.reached)
        let spread = await convolution.convolved(
          pair, corner: (margin, margin), width: width, height: height, workers: workers)
        result += isPair ? [spread.first, spread.second] : [spread.first]
      }
      return result
    }
  }

  /// Does the same with all planes, some at a time.
  private static func each(
    _ planes: [[Float]], _ workers: Int, _ act: @escaping @Sendable ([Float]) -> [Float]
  ) async -> [[Float]] {
    struct Made: Sendable {
      var index: Int
      var plane: [Float]
    }
    return await withTaskGroup(of: Made.self) { group in
      var result = planes
      var rest = planes.indices[...]
      func addTask() {
        guard let index = rest.popFirst() else { return }
        let plane = planes[index]
        group.addTask { Made(index: index, plane: act(plane)) }
      }
      for _ in 0..<max(1, workers) { addTask() }
      while let made = await group.next() {
        addTask()
        result[made.index] = made.plane
      }
      return result
    }
  }

  /// The ghost of one plane, row by row: what ``pictures(of:width:axis:pixel:workers:)`` is measured against.
  func picture(
    of picture: [Float], width: Int, axis: SIMD2<Double>, pixel: Double
  ) -> [Float] {
    guard width > 0, share > 0, !picture.isEmpty else {
      return [Float](repeating: 0, count: picture.count)
    }
    let height = picture.count / width
    let chords = GhostDisc.chords(radius: discRadius(pixel: pixel))
    let margin = chords.count / 2
    let (across, up) = lines(width, height, margin: margin, axis: axis, pixel: pixel)
    let scaled = GhostLine.carried(picture, across, up, factor: share)
    return GhostDisc.spread(scaled, width: width, height: height, margin: margin, chords)
  }

  /// Where the picture's columns and rows come to lie; light from beside it comes in by its disc.
  private func lines(
    _ width: Int, _ height: Int, margin: Int, axis: SIMD2<Double>, pixel: Double
  ) -> (across: GhostLine, up: GhostLine) {
    (
      GhostLine(
        count: width, margin: margin, axis: axis.x, magnification: magnification,
        shift: shift.x / pixel),
      GhostLine(
        count: height, margin: margin, axis: axis.y, magnification: magnification,
        shift: shift.y / pixel)
    )
  }
}
