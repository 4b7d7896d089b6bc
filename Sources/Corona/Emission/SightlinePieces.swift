internal import Astronomy
internal import RealModule

/// The parts of one sightline on which a density is smooth.
struct SightlinePieces {
  /// A part between two neighbouring edges.
  struct Piece: Hashable {
    /// From and to, solar radii from the tangent point towards the observer, rising.
    let start: Double
    let end: Double
    /// Whether the piece is as short as a localised structure's own scale asks, so that few nodes will do
    /// as far as that structure is concerned.
    let isShort: Bool
  }

  /// Rising pieces without gaps, one or more.
  private(set) var pieces: [Piece] = []

  /// Pieces of a stretch at most, so that thin structures cannot keep the machine busy for ever.
  static let finest = 200.0

  /// The pieces of a sightline through a density and across further surfaces.
  ///
  /// - Parameter angle: the greatest angle of a piece seen from the Sun's centre, radians: along a
  ///   sightline the direction turns by exactly the angle from the tangent point.
  init(
    _ sightline: Sightline, through density: any ElectronDensity, across creases: [DensityCrease],
    angle: Double
  ) {
    let reach = sightline.reach
    var cuts: [Double] = sightline.impactParameter > 1 ? [0] : []
    for crease in density.creases + creases { cuts += Self.places(of: crease, on: sightline) }
    let stretches = Self.stretches(of: density, on: sightline)
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    for stretch in stretches {
      let range = stretch.range.clamped(to: -1e9...1e9)
      let length = range.upperBound - range.lowerBound
      let pieces = Swift.max(1, Swift.min(Self.finest, (0.5 * length / stretch.scale).rounded(.up)))
      for index in 0...Int(pieces) {
        cuts.append(range.lowerBound + length * Double(index) / pieces)
      }
    }
    var edges = [reach.lowerBound]
    for cut in cuts.sorted() where cut > reach.lowerBound && cut < reach.upperBound {
      // Pieces shorter than rounding hold nothing.
      if cut - edges[edges.count - 1] > 1e-12 * (1 + abs(cut)) { edges.append(cut) }
    }
    edges.append(reach.upperBound)
    append(edges, sightline.impactParameter, stretches, angle)
  }

  /// Puts pieces between edges, several where the angle between two is too great.
  private mutating func append(
    _ edges: [Double], _ rho: Double, _ stretches: [SightlineStretch], _ angle: Double
  ) {
    var next = 0
    var covered = -Double.infinity
    for index in 1..<edges.count {
      let (start, end) = (edges[index - 1], edges[index])
      // Edges of stretches are edges here, so that a piece lies in a stretch or beside it.
      while next < stretches.count, stretches[next].range.lowerBound < end {
        covered = Swift.max(covered, stretches[next].range.upperBound)
        next += 1
      }
      let isShort = start < covered
      let from = Double.atan2(y: start, x: rho)
      let span = Double.atan2(y: end, x: rho) - from
      let count = Int(Swift.max(1, (span / angle - 1e-9).rounded(.up)))
      var last = start
      for part in 1..<Swift.max(count, 1) {
        let cut = rho * Double.tan(from + span * Double(part) / Double(count))
        guard cut > last, cut < end else { continue }
        pieces.append(Piece(start: last, end: cut, isShort: isShort))
        last = cut
      }
      pieces.append(Piece(start: last, end: end, isShort: isShort))
    }
  }

  private static func places(of crease: DensityCrease, on sightline: Sightline) -> [Double] {
    switch crease {
    case .plane(let normal):
      let slope = normal.dot(sightline.back)
      guard slope != 0 else { return [] }
      return [-sightline.impactParameter * normal.dot(sightline.tangent) / slope]
    case .sphere(let radius):
      let square =
        (radius - sightline.impactParameter) * (radius + sightline.impactParameter)
      return square > 0 ? [-square.squareRoot(), square.squareRoot()] : []
    }
  }

  /// The stretches of every small part, however deep in sums.
  private static func stretches(
    of density: any ElectronDensity, on sightline: Sightline
  ) -> [SightlineStretch] {
    if let local = density as? any LocalisedDensity { return local.stretches(along: sightline) }
    if let sum = density as? SumDensity {
      return sum.parts.flatMap { stretches(of: $0.density, on: sightline) }
    }
    return []
  }
}
