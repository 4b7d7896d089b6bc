internal import RealModule

/// The fine structure of a corona: what is left when its fall with distance and its slow changes are gone.
///
/// From light divided by its mean over circles (``Plane/dividedByRings(around:radii:)``) a Gaussian blur is
/// taken away (the high pass), and the edges of the annulus are tapered. Unknown pixels have weight 0.
struct StructurePicture {
  let width: Int
  let height: Int
  /// The structure, 0 where unknown.
  private(set) var values: [Double]
  /// How much each pixel counts, 0...1.
  private(set) var weights: [Double]

  /// - Parameters:
  ///   - relative: light over its mean on circles, less one, row by row; NaN where unknown.
  ///   - centre: the Sun's centre, column and row counted from 0.
  ///   - radii: the annulus, pixels.
  ///   - highPass: standard deviation of the Gaussian, pixels.
  init(
    relative: [Double], width: Int, height: Int, centre: SIMD2<Double>,
    radii: ClosedRange<Double>, highPass: Double
  ) {
    (self.width, self.height) = (width, height)
    values = relative.map { $0.isNaN ? 0 : $0 }
    weights = relative.map { $0.isNaN ? 0 : 1 }
    var blurred = values
    var share = weights
    let blur = RunningMeanBlur(deviation: highPass)
    blur.apply(&blurred, width: width, height: height)
    blur.apply(&share, width: width, height: height)
    taper(blurred, share, centre, radii, highPass)
  }

  private mutating func taper(
    _ blurred: [Double], _ share: [Double], _ centre: SIMD2<Double>,
    _ radii: ClosedRange<Double>, _ highPass: Double
  ) {
    let ramp = max(2 * highPass, 0.05 * (radii.upperBound - radii.lowerBound))
    for row in 0..<height {
      let y = Double(row) - centre.y
      for column in 0..<width {
        let index = row * width + column
        let x = Double(column) - centre.x
        let r = (x * x + y * y).squareRoot()
        let inside = min(r - radii.lowerBound, radii.upperBound - r) / ramp
        guard inside > 0, weights[index] > 0, share[index] > 0.5 else {
          (values[index], weights[index]) = (0, 0)
          continue
        }
        weights[index] = inside < 1 ? 0.5 - 0.5 * Double.cos(.pi * inside) : 1
        values[index] -= blurred[index] / share[index]
      }
    }
  }
}

extension Plane {
  /// Samples over their mean in rings a pixel wide around a centre, less one; NaN outside an annulus.
  ///
  /// The mean is linear between rings' middles, and each sample counts for the two rings around it. A steep corona
  /// must be divided before it is read between pixels: cubic kernels misplace the structure on a slope
  /// of `r^−6` by hundredths of a pixel.
  func dividedByRings(around centre: SIMD2<Double>, radii: ClosedRange<Double>) -> Plane {
    let last = Int(min(radii.upperBound, 4 * Double(width + height))) + 2
    var sums = [Double](repeating: 0, count: last + 1)
    var counts = sums
    var result = Plane(like: self, repeating: .nan)
    let (rows, columns) = (
      Self.clamped(centre.y, radii.upperBound, height),
      Self.clamped(centre.x, radii.upperBound, width)
    )
    func radius(_ column: Int, _ row: Int) -> Double {
      let (x, y) = (Double(column) - centre.x, Double(row) - centre.y)
      return (x * x + y * y).squareRoot()
    }
    for row in rows {
      for column in columns {
        let r = radius(column, row)
        let sample = samples[row * width + column]
        guard r >= radii.lowerBound, r <= radii.upperBound, !sample.isNaN else { continue }
        let lower = Int(r)
        let share = r - Double(lower)
        sums[lower] += (1 - share) * sample
        counts[lower] += 1 - share
        sums[lower + 1] += share * sample
        counts[lower + 1] += share
      }
    }
    let means = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    for row in rows {
      for column in columns {
        let r = radius(column, row)
        let sample = samples[row * width + column]
        guard r >= radii.lowerBound, r <= radii.upperBound, !sample.isNaN else { continue }
        let lower = Int(r)
        let share = r - Double(lower)
        let mean = (1 - share) * means[lower] + share * means[lower + 1]
        if mean > 0 { result.samples[row * width + column] = sample / mean - 1 }
      }
    }
    return result
  }

  /// The rows or columns within a reach of a centre.
  private static func clamped(_ centre: Double, _ reach: Double, _ count: Int) -> Range<Int> {
    let low = min(max((centre - reach).rounded(.down), 0), Double(count))
    let high = min(max((centre + reach).rounded(.up) + 1, 0), Double(count))
    return low < high ? Int(low)..<Int(high) : 0..<0
  }
}
