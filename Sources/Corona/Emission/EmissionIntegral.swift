internal import Astronomy
internal import RealModule
internal import VectorMath

/// The two integrals of an emission line along one sightline: `∫ nₑ² G ds` and `∫ nₑ W g ds`.
///
/// Eight nodes of one sightline make the lanes. Off the disc `s = ρ tan φ` from the tangent point, on
/// the disc `s = √(1 − ρ²) + ½ v²/(1 − v)` from the photosphere; every piece of ``SightlinePieces`` gets
/// twenty-four Gauss-Legendre nodes off the disc and thirty-two on it, drawn to both of its ends as for the
/// K corona (``SightlineRule``), and eight where it is a short piece of a localised structure. No piece
/// turns by more than three times ``ElectronDensity/angularScaleRadians`` around the Sun.
///
/// Against many more nodes the published radial laws lose less than 2e-8 off the disc and 3e-7 on it, most
/// just inside the limb. Against brute force a belt of three degrees loses 2e-10, plumes of 0.01 rad and
/// a belt of 1.2° along a warped line, also a narrowing one, 1e-7; a slab streamer, whose edges are steeper
/// than Gaussian, 1e-4.
struct EmissionIntegral: Sendable {
  let density: any ElectronDensity
  let emissivity: LineEmissivity
  /// The angle of a piece at most, in widths of the density: twenty-four nodes then see the square of a
  /// Gaussian belt, narrower by √2, to 1e-7.
  private static let widths = 3.0
  private let creases: [DensityCrease]
  private let offDisc: EmissionNodes
  private let onDisc: EmissionNodes
  private let short: EmissionNodes
  private let angle: Double

  /// The integrals of a density and an emissivity.
  ///
  /// - Parameter refinement: a factor on the number of nodes, for checks.
  init(density: any ElectronDensity, emissivity: LineEmissivity, refinement: Int = 1) {
    self.density = density
    self.emissivity = emissivity
    creases = emissivity.creases
    offDisc = EmissionNodes(order: 24 * refinement, drawn: 0.75)
    onDisc = EmissionNodes(order: 32 * refinement, drawn: 0.75)
    short = EmissionNodes(order: 8 * refinement, drawn: 0)
    angle = Self.widths * Swift.max(density.angularScaleRadians, 0.005)
  }

  /// Both integrals, per cubic centimetre squared and per cubic centimetre, times solar radii.
  func value(along sightline: Sightline) -> (collisional: Double, radiative: Double) {
    let pieces = SightlinePieces(sightline, through: density, across: creases, angle: angle).pieces
    var (collisional, radiative) = (Double8.zero, Double8.zero)
    let rho = sightline.impactParameter
    if rho > 1 {
      for piece in pieces { addOffDisc(piece, sightline, &collisional, &radiative) }
    } else {
      let photosphere = ((1 - rho) * (1 + rho)).squareRoot()
      for piece in pieces {
        addOnDisc(piece, sightline, photosphere, &collisional, &radiative)
      }
    }
    return (collisional.sum(), radiative.sum())
  }

  private func addOffDisc(
    _ piece: SightlinePieces.Piece, _ sightline: Sightline, _ collisional: inout Double8,
    _ radiative: inout Double8
  ) {
    let rho = sightline.impactParameter
    let lower = Double.atan2(y: piece.start, x: rho)
    let upper = Double.atan2(y: piece.end, x: rho)
    let (span, middle) = (upper - lower, 0.5 * (lower + upper))
    // Few nodes keep clear of the photosphere's branch point beside the tangent point, and of infinity.
    let nearest = lower * upper > 0 ? Swift.min(abs(lower), abs(upper)) : 0
    let clear = Swift.min(
      nearest + (2 * (rho - 1)).squareRoot(), 0.5 * Double.pi - Swift.max(-lower, upper))
    let nodes =
      piece.isShort && span < Swift.min(clear, Self.shortest(angle)) ? short : offDisc
    let (sineOfMiddle, cosineOfMiddle) = (Double.sin(middle), Double.cos(middle))
    for group in nodes.places.indices {
      let turn = span * (nodes.places[group] - 0.5)
      let w = span * nodes.weights[group]
      let (s, c) = Self.sineCosine(turn, isSmall: span < 0.8)
      let sine = sineOfMiddle * c + cosineOfMiddle * s
      let cosine = cosineOfMiddle * c - sineOfMiddle * s
      add(
        sightline, radius: rho / cosine, tangent: cosine, back: sine,
        weight: w * rho / (cosine * cosine), &collisional, &radiative)
    }
  }

  private func addOnDisc(
    _ piece: SightlinePieces.Piece, _ sightline: Sightline, _ photosphere: Double,
    _ collisional: inout Double8, _ radiative: inout Double8
  ) {
    let rho = sightline.impactParameter
    let lower = Self.parameter(piece.start - photosphere)
    let upper = Self.parameter(piece.end - photosphere)
    let span = upper - lower
    let clear = Swift.min(lower, 1 - upper)
    let nodes =
      piece.isShort && span < Swift.min(clear, 0.5 * Self.shortest(angle)) ? short : onDisc
    for group in nodes.places.indices {
      let u = lower + span * nodes.places[group]
      let rest = 1 - u
      let t = 0.5 * u * u / rest
      let radius = Double8.sqrt(1 + t * (2 * photosphere + t))
      add(
        sightline, radius: radius, tangent: rho / radius, back: (photosphere + t) / radius,
        weight: span * nodes.weights[group] * (0.5 * u * (2 - u)) / (rest * rest), &collisional,
        &radiative)
    }
  }

  /// The greatest angle of a piece with few nodes, where longer pieces may have another, radians.
  private static func shortest(_ angle: Double) -> Double { Swift.min(0.25, 0.25 * angle) }

  @inline(__always)
  private func add(
    _ sightline: Sightline, radius: Double8, tangent: Double8, back: Double8, weight: Double8,
    _ collisional: inout Double8, _ radiative: inout Double8
  ) {
    let (t, b) = (sightline.tangent, sightline.back)
    let points = CoronalPoints(
      radii: CoronalRadii(radius: radius),
      directions: CoronalDirections(
        x: t.x * tangent + b.x * back, y: t.y * tangent + b.y * back,
        z: t.z * tangent + b.z * back))
    let electrons = density.electronsPerCubicCentimetre(at: points)
    let inverse = points.radii.inverse
    let square = (inverse * inverse).replacing(with: 1, where: radius .< 1)
    // ½ (1 − √(1 − y)) without its cancellation.
    let dilution = 0.5 * square / (1 + Double8.sqrt(1 - square))
    let collisions = emissivity.collisional.values(atRadii: radius)
    let scattering = emissivity.radiative.values(atRadii: radius)
    collisional = .multiplyAdd(electrons * electrons, collisions * weight, collisional)
    radiative = .multiplyAdd(electrons * dilution, scattering * weight, radiative)
  }

  /// `v` of a distance `t = ½ v²/(1 − v)` from the photosphere.
  private static func parameter(_ distance: Double) -> Double {
    guard distance < .infinity else { return 1 }
    let t = Swift.max(distance, 0)
    return t > 0 ? 2 * t / (t + (t * t + 2 * t).squareRoot()) : 0
  }

  /// Sine and cosine, of small angles (0.4 at most) by their series to rounding.
  @inline(__always)
  private static func sineCosine(
    _ angle: Double8, isSmall: Bool
  ) -> (sine: Double8, cosine: Double8) {
    guard isSmall else {
      var (sine, cosine) = (Double8.zero, Double8.zero)
      for lane in 0..<8 {
        sine[lane] = Double.sin(angle[lane])
        cosine[lane] = Double.cos(angle[lane])
      }
      return (sine, cosine)
    }
    let x = angle * angle
    var (sine, cosine) = (Double8(repeating: 1), Double8(repeating: 1))
    for k in stride(from: 12.0, through: 2, by: -2) {
      cosine = 1 - x * cosine * (1 / (k * (k - 1)))
      sine = 1 - x * sine * (1 / (k * (k + 1)))
    }
    return (angle * sine, cosine)
  }
}
