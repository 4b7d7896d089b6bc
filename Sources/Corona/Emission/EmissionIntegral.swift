internal import Astronomy
internal import RealModule
internal import VectorMath

/// The two integrals of an emission line along one sightline: `∫ nₑ² G ds` and `∫ nₑ W g ds`.
///
/// Eight nodes of one sightline make the lanes. Off the disc `s = ρ tan φ` from the tangent point, on
/// the disc `s = √(1 − ρ²) + ½ v²/(1 − v)` from the photosphere; every piece between the edges of
/// ``SightlinePieces`` gets twenty-four Gauss-Legendre nodes off the disc and thirty-two on it, drawn to both
/// of its ends as for the K corona (``SightlineRule``). Against many more nodes the published radial laws
/// lose less than 2e-8 off the disc and 3e-7 on it, most just inside the limb.
struct EmissionIntegral: Sendable {
  let density: any ElectronDensity
  let emissivity: LineEmissivity
  private let creases: [DensityCrease]
  private let offDisc: Nodes
  private let onDisc: Nodes

  /// Places on 0...1 and weights, eight at a time.
  private struct Nodes: Sendable {
    var places: [Double8] = []
    var weights: [Double8] = []

    init(order: Int) {
      let nodes = GaussLegendre(order: order).nodes(from: 0, to: 1)
      for start in stride(from: 0, to: order, by: 8) {
        var (place, weight) = (Double8.zero, Double8.zero)
        for lane in 0..<8 {
          let (v, a) = (nodes[start + lane].abscissa, 0.75)
          place[lane] = (1 - a) * v + a * v * v * (3 - 2 * v)
          weight[lane] = nodes[start + lane].weight * ((1 - a) + 6 * a * v * (1 - v))
        }
        places.append(place)
        weights.append(weight)
      }
    }
  }

  /// The integrals of a density and an emissivity.
  ///
  /// - Parameter refinement: a factor on the number of nodes, for checks.
  init(density: any ElectronDensity, emissivity: LineEmissivity, refinement: Int = 1) {
    self.density = density
    self.emissivity = emissivity
    creases = emissivity.creases
    offDisc = Nodes(order: 24 * refinement)
    onDisc = Nodes(order: 32 * refinement)
  }

  /// Both integrals, per cubic centimetre squared and per cubic centimetre, times solar radii.
  func value(along sightline: Sightline) -> (collisional: Double, radiative: Double) {
    let edges = SightlinePieces(sightline, through: density, across: creases).edges
    var (collisional, radiative) = (Double8.zero, Double8.zero)
    let rho = sightline.impactParameter
    let isOnDisc = rho <= 1
    let nodes = isOnDisc ? onDisc : offDisc
    let photosphere = isOnDisc ? ((1 - rho) * (1 + rho)).squareRoot() : 0
    for index in 1..<edges.count {
      let (start, end) = (edges[index - 1], edges[index])
      let lower = isOnDisc ? Self.parameter(start - photosphere) : Double.atan2(y: start, x: rho)
      let upper = isOnDisc ? Self.parameter(end - photosphere) : Double.atan2(y: end, x: rho)
      for group in nodes.places.indices {
        let u = lower + (upper - lower) * nodes.places[group]
        let w = (upper - lower) * nodes.weights[group]
        if isOnDisc {
          let rest = 1 - u
          let t = 0.5 * u * u / rest
          let radius = Double8.sqrt(1 + t * (2 * photosphere + t))
          add(
            sightline, radius: radius, tangent: rho / radius, back: (photosphere + t) / radius,
            weight: w * (0.5 * u * (2 - u)) / (rest * rest), &collisional, &radiative)
        } else {
          let (sine, cosine) = Self.sineCosine(u)
          add(
            sightline, radius: rho / cosine, tangent: cosine, back: sine,
            weight: w * rho / (cosine * cosine), &collisional, &radiative)
        }
      }
    }
    return (collisional.sum(), radiative.sum())
  }

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

  private static func sineCosine(_ angle: Double8) -> (sine: Double8, cosine: Double8) {
    var (sine, cosine) = (Double8.zero, Double8.zero)
    for lane in 0..<8 {
      sine[lane] = Double.sin(angle[lane])
      cosine[lane] = Double.cos(angle[lane])
    }
    return (sine, cosine)
  }
}
