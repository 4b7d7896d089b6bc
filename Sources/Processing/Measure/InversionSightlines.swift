internal import Corona
internal import RealModule
internal import VectorMath

/// Which light of the free electrons is inverted.
public enum ScatteredLight: String, Sendable, Hashable, CaseIterable {
  /// Polarised brightness, to which dust adds nothing near the Sun.
  case polarized = "pb"
  /// Total brightness of the K corona, dust's light already taken away.
  case total = "k"
}

/// What electrons at each distance add to the light along sightlines: `pB(ρ) = Σ w n(r)`.
///
/// With `l = ρ tan θ` along the sightline, `r = ρ / cos θ` and `dl = ρ dθ / cos² θ`, the integrals of Thomson scattering
/// become `pB(ρ) = C ρ ∫ n P dθ` and `B(ρ) = C ρ ∫ n (2T − P cos² θ) / cos² θ dθ`, `T` and `P` of
/// ``Corona/ThomsonKernel``. Sources: van de Hulst 1950, BAN 11, 135; Billings 1966, A Guide to the Solar Corona,
/// chapter 6; Hayes, Vourlidas and Howard 2001, ApJ 548, 1081.
struct InversionSightlines {
  /// Points of a sightline: distances from the Sun's centre, solar radii, and their weights.
  struct Sightline {
    let impactParameter: Double
    let radii: [Double]
    let weights: [Double]

    /// The light of a density that is known at ``radii``.
    func brightness(_ densities: [Double]) -> Double {
      var sum = 0.0
      for index in weights.indices { sum += weights[index] * densities[index] }
      return sum
    }
  }

  let sightlines: [Sightline]

  /// - Parameters:
  ///   - impactParameters: solar radii, above one.
  ///   - light: polarised or total.
  ///   - outermost: beyond this distance densities have no structure, solar radii.
  ///   - distance: the observer's distance from the Sun's centre, solar radii; nil for infinity.
  init(
    impactParameters: [Double], light: ScatteredLight, kernel: ThomsonKernel,
    constants: CoronaConstants, outermost: Double, distance: Double?
  ) {
    let scale = constants.scatteringPerElectronColumn / kernel.discMean
    let inner = GaussLegendre(order: 12)
    let outer = GaussLegendre(order: 40)
    sightlines = impactParameters.map { rho in
      var (radii, weights) = ([Double](), [Double]())
      func add(_ rule: GaussLegendre, _ low: Double, _ high: Double, _ sides: Double) {
        for node in rule.nodes(from: low, to: high) {
          let cosine = Double.cos(node.abscissa)
          let r = rho / cosine
          let (t, p) = kernel.coefficients(atRadius: r)
          let scattered = light == .polarized ? p : 2 * t / (cosine * cosine) - p
          radii.append(r)
          weights.append(scale * rho * node.weight * sides * scattered)
        }
      }
      let turn = Double.acos(min(1, rho / max(outermost, rho)))
      // Equal panels where the density has structure, one to infinity.
      for panel in 0..<10 where turn > 0 {
        add(inner, turn * Double(panel) / 10, turn * Double(panel + 1) / 10, 2)
      }
      add(outer, turn, .pi / 2, 1)
      // On the observer's side the sightline ends at the observer.
      let end = distance.map { d in
        d > rho ? Double.atan(((d - rho) * (d + rho)).squareRoot() / rho) : turn
      }
      add(outer, turn, max(turn, end ?? .pi / 2), 1)
      return Sightline(impactParameter: rho, radii: radii, weights: weights)
    }
  }
}
