internal import Astronomy

/// The parts of one sightline on which a density is smooth.
struct SightlinePieces {
  /// Rising places, solar radii from the tangent point towards the observer; two or more.
  private(set) var edges: [Double]

  /// Pieces of a stretch at most, so that thin structures cannot keep the machine busy for ever.
  static let finest = 200.0

  /// The pieces of a sightline through a density and across further surfaces.
  init(
    _ sightline: Sightline, through density: any ElectronDensity, across creases: [DensityCrease]
  ) {
    let reach = sightline.reach
    var cuts: [Double] = sightline.impactParameter > 1 ? [0] : []
    for crease in density.creases + creases { cuts += Self.places(of: crease, on: sightline) }
    for stretch in Self.stretches(of: density, on: sightline) {
      let range = stretch.range.clamped(to: -1e9...1e9)
      let length = range.upperBound - range.lowerBound
      let pieces = Swift.max(1, Swift.min(Self.finest, (0.5 * length / stretch.scale).rounded(.up)))
      for index in 0...Int(pieces) {
        cuts.append(range.lowerBound + length * Double(index) / pieces)
      }
    }
    edges = [reach.lowerBound]
    for cut in cuts.sorted() where cut > reach.lowerBound && cut < reach.upperBound {
      // Pieces shorter than rounding hold nothing.
      if cut - edges[edges.count - 1] > 1e-12 * (1 + abs(cut)) { edges.append(cut) }
    }
    edges.append(reach.upperBound)
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
