internal import RealModule

/// A Gaussian blur of what depends on the distance from a middle alone.
///
/// Light is a scalar, the mean of the pupil's coordinates a vector along the radius, their squares a tensor:
/// they blur with the modified Bessel functions of order 0, 1 and 2 (the Gaussian's expansion in angles,
/// Abramowitz and Stegun 1964, 9.6.34).
struct RadialBlur {
  /// Standard deviation in each direction, in the unit of the steps.
  let deviation: Double

  /// Distances that count, in standard deviations.
  private static let reach = 5.5
  private static let stepsADeviation = 12.0

  /// The blurred table, with steps of at most a twelfth of the deviation, or as they were.
  ///
  /// - Parameters:
  ///   - wings: what continues the table.
  func blurring(
    _ moments: [PointSpread.Moments], step: Double,
    wings: (Double) -> PointSpread.Moments
  ) -> (step: Double, moments: [PointSpread.Moments]) {
    let coarse = max(step, deviation / Self.stepsADeviation)
    let end = Double(moments.count - 1) * step
    let count = Int(((end + 2 * Self.reach * deviation) / coarse).rounded(.up)) + 1
    // Rings about the middle, their light summed, so that none is lost between them.
    let rings = Self.rings(
      moments, step, coarse, count + Int(Self.reach * Self.stepsADeviation) + 2, wings)
    let blurred = (0..<count).map { index in
      blur(rings, coarse, at: Double(index) * coarse)
    }
    return (coarse, blurred)
  }

  /// Moments times the ring's area over `2π`, and the mean radius by light's area, per ring.
  private static func rings(
    _ moments: [PointSpread.Moments], _ step: Double, _ coarse: Double, _ count: Int,
    _ wings: (Double) -> PointSpread.Moments
  ) -> [PointSpread.Moments] {
    let parts = max(1, Int((coarse / step).rounded(.up)))
    let width = coarse / Double(parts)
    return (0..<count).map { ring in
      var sum = PointSpread.Moments()
      for part in 0..<parts {
        let radius = Double(ring) * coarse + (Double(part) + 0.5) * width
        let place = radius / step
        let index = Int(place)
        let fraction = place - Double(index)
        let value =
          index + 1 < moments.count
          ? (1 - fraction) * moments[index] + fraction * moments[index + 1] : wings(radius)
        sum = sum + (radius * width) * value
      }
      return sum
    }
  }

  private func blur(
    _ rings: [PointSpread.Moments], _ coarse: Double, at radius: Double
  ) -> PointSpread.Moments {
    let variance = deviation * deviation
    let first = max(0, Int((radius - Self.reach * deviation) / coarse))
    let last = min(rings.count - 1, Int((radius + Self.reach * deviation) / coarse))
    var sum = PointSpread.Moments()
    guard first <= last else { return sum }
    for ring in first...last {
      let source = (Double(ring) + 0.5) * coarse
      let distance = radius - source
      let weight = Double.exp(-distance * distance / (2 * variance)) / variance
      let bessel = Bessel.scaledModified(radius * source / variance)
      let value = rings[ring]
      // Half the sum of the squares is a scalar, half their difference turns twice as fast as the angle.
      let (trace, deviator) = ((value.along + value.across) / 2, (value.along - value.across) / 2)
      let (scalar, tensor) = (trace * bessel.zero, deviator * bessel.two)
      sum =
        sum + weight
        * PointSpread.Moments(
          light: value.light * bessel.zero, mean: value.mean * bessel.one,
          along: scalar + tensor, across: scalar - tensor)
    }
    return sum
  }
}
