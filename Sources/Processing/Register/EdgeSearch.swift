internal import RealModule

/// How an occulter's edge comes about, which decides where on the ramp of light the edge is.
enum EdgeKind: String, Sendable, Hashable, CaseIterable {
  /// The occulter stands before the lens and takes a growing part of the pupil: `I = f T`, the corona times
  /// the part of the pupil left open. The edge is where half of it is.
  case vignetted
  /// The occulter is sharp against the corona and the camera blurs both: `I = (f H) ∗ K`.
  case blurred
}

/// A place to look for an edge: across it, outwards.
struct EdgeRay {
  /// Where the edge is expected, columns and rows counted from 0.
  var origin: SIMD2<Double>
  /// The unit vector from dark to bright.
  var outward: SIMD2<Double>
  /// How steeply the corona falls there, `−d ln f / dx`, per pixel.
  var slope = 0.0
}

/// Finds an edge along rays as the steepest rise of light, freed from the slope of the corona.
///
/// Where the corona falls as `f = e^(−g x)` outwards, the steepest rise lies inside the edge: by `g s²` for
/// a blurred edge and by `2 g s²` for a vignetted one to first order, `s² = −T′ / T‴` at the edge (the
/// variance, if it is a Gaussian's): from `I″ = 0` with `I = f T`. Both are undone without approximation:
/// for `I = f T`, `(I / f)′ = T′`; for `I = (f H) ∗ K`, `I′ + g I = K` up to a factor, since the exponential
/// passes through the convolution. Either peaks at the edge when the ramp is symmetric.
struct EdgeSearch {
  let plane: Plane
  /// Samples for each pixel of a ray.
  static let density = 4
  private static let step = 1 / Double(density)

  /// Light along a ray from `−inward` to `+outward` pixels, linear between pixels; NaN off the picture.
  func samples(_ ray: EdgeRay, inward: Double, outward: Double) -> [Double] {
    let first = -Int((inward * Double(Self.density)).rounded())
    let last = max(first, Int((outward * Double(Self.density)).rounded()))
    return (first...last).map { number in
      light(at: ray.origin + ray.outward * (Double(number) * Self.step))
    }
  }

  /// Light at a place, linear between four known pixels; NaN where one is unknown.
  private func light(at place: SIMD2<Double>) -> Double {
    guard place.x >= 0, place.y >= 0, place.x <= Double(plane.width - 1),
      place.y <= Double(plane.height - 1)
    else { return .nan }
    let (column, row) = (
      min(Int(place.x), max(plane.width - 2, 0)), min(Int(place.y), max(plane.height - 2, 0))
    )
    let (u, v) = (place.x - Double(column), place.y - Double(row))
    let (right, top) = (min(column + 1, plane.width - 1), min(row + 1, plane.height - 1))
    let low = plane[column, row] * (1 - u) + plane[right, row] * u
    let high = plane[column, top] * (1 - u) + plane[right, top] * u
    return low * (1 - v) + high * v
  }

  /// How far beyond the ray's origin the edge lies, pixels; nil where light does not rise.
  ///
  /// - Parameters:
  ///   - smoothing: standard deviation of the Gaussian whose derivative measures the rise, pixels.
  ///   - inward: how far to look towards the dark side, pixels.
  ///   - outward: how far to look towards the bright side, pixels.
  func edge(
    _ ray: EdgeRay, _ kind: EdgeKind, smoothing: Double, inward: Double, outward: Double
  ) -> Double? {
    let reach = Int((3 * smoothing * Double(Self.density)).rounded(.up))
    let margin = Double(reach) * Self.step
    let light = samples(ray, inward: inward + margin, outward: outward + margin)
    let start = -Double(Int(((inward + margin) * Double(Self.density)).rounded())) * Self.step
    let flat =
      kind == .vignetted && ray.slope != 0
      ? light.enumerated().map { index, value in
        value * Double.exp(ray.slope * (start + Double(index) * Self.step))
      } : light
    let (derivative, weight) = Self.stencils(smoothing, reach)
    var rise = [Double](repeating: .nan, count: max(0, flat.count - 2 * reach))
    for index in rise.indices {
      var (sum, level) = (0.0, 0.0)
      for tap in 0...(2 * reach) {
        sum += derivative[tap] * flat[index + tap]
        level += weight[tap] * flat[index + tap]
      }
      rise[index] = kind == .blurred ? sum + ray.slope * level : sum
    }
    guard let top = Self.peak(rise) else { return nil }
    return start + margin + top * Self.step
  }

  /// The derivative of a Gaussian and the Gaussian itself on the ray's samples, per pixel.
  private static func stencils(_ smoothing: Double, _ reach: Int) -> ([Double], [Double]) {
    var (derivative, weight) = ([Double](), [Double]())
    for tap in -reach...reach {
      let x = Double(tap) * step / smoothing
      weight.append(Double.exp(-0.5 * x * x))
      derivative.append(x / smoothing * weight[weight.count - 1])
    }
    let total = weight.reduce(0, +)
    return (derivative.map { $0 / total }, weight.map { $0 / total })
  }

  /// The index, with fraction, of the greatest value that is positive and no end of the list.
  private static func peak(_ values: [Double]) -> Double? {
    var best = 0
    for index in values.indices where values[index] > (best == 0 ? 0 : values[best]) {
      best = index
    }
    guard best > 0, best < values.count - 1 else { return nil }
    let (before, here, after) = (values[best - 1], values[best], values[best + 1])
    let curvature = before - 2 * here + after
    guard curvature < 0 else { return nil }
    return Double(best) + 0.5 * (before - after) / curvature
  }
}
