internal import Astronomy
internal import Optics
internal import RealModule
internal import VectorMath

/// Points of the Sun along one radius, each standing for a ring of the disc.
///
/// Everything behind a round occulter on the axis is round once its azimuth is averaged, so one radius
/// does. With `α = α_s sin t` the light of a ring is `sin t cos t L(cos t) dt`, and what it sends behind the
/// disc goes as `1/sin t` about the centre (Arago's spot): their product is smooth at both ends of
/// `0…π/2`, as Gauss's rule wants it.
struct SunPoints: Sendable {
  /// Tangents of the angles from the Sun's centre, in groups of eight.
  let angles: [SIMD8<Double>]
  /// The light of each ring as a share of the Sun's; the last group is filled up with none.
  let weights: [SIMD8<Double>]

  init(_ sun: SolarSource, count: Int) {
    let reach = Double.tan(sun.angularRadius)
    let nodes = GaussLegendre(order: count).nodes(from: 0, to: .pi / 2)
    let light = nodes.map { node in
      let cosine = Double.cos(node.abscissa)
      return Double.sin(node.abscissa) * cosine
        * sun.limbDarkening.radiance(cosine: cosine) * node.weight
    }
    let total = light.reduce(0, +)
    var (angles, weights): ([SIMD8<Double>], [SIMD8<Double>]) = ([], [])
    for start in stride(from: 0, to: count, by: 8) {
      var (angle, weight) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for lane in 0..<8 {
        // The last point again, without light.
        let index = min(start + lane, count - 1)
        angle[lane] = reach * Double.sin(nodes[index].abscissa)
        weight[lane] = start + lane < count ? light[index] / total : 0
      }
      angles.append(angle)
      weights.append(weight)
    }
    self.angles = angles
    self.weights = weights
  }
}
