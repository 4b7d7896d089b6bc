/// Rings about the Sun's centre of one width.
public struct RadialBins: Sendable, Hashable {
  /// The largest number of rings.
  public static let largestCount = 65_536

  /// The inner edge of the innermost ring, solar radii.
  public let lower: Double
  /// The outer edge of the outermost ring, solar radii; it does not belong to the ring.
  public let upper: Double
  /// The number of rings.
  public let count: Int
  /// The edges, one more than there are rings.
  public let edges: [Double]

  /// Rings that fill a range of radii.
  ///
  /// - Throws: `badParameter` unless 0 ≤ `lower` < `upper` and `count` is 1...65536.
  public init(lower: Double, upper: Double, count: Int) throws(ProcessingError) {
    guard lower >= 0, lower < upper, upper.isFinite else {
      throw ProcessingError(
        .badParameter, "enhance",
        "range is \(lower),\(upper), allowed are two radii of at least 0, the smaller first")
    }
    guard (1...Self.largestCount).contains(count) else {
      throw ProcessingError(
        .badParameter, "enhance", "bins is \(count), allowed is 1...\(Self.largestCount)")
    }
    (self.lower, self.upper, self.count) = (lower, upper, count)
    // In the order of operations of sunkit-image's equally_spaced_bins, so that edges agree to the bit.
    edges = (0...count).map { lower + Double($0) * (upper - lower) / Double(count) }
  }

  /// The width of a ring, solar radii.
  public var step: Double { (upper - lower) / Double(count) }

  /// The middle of a ring, solar radii.
  public func centre(_ bin: Int) -> Double { (edges[bin] + edges[bin + 1]) / 2 }

  /// What ``indices(of:)`` gives outside all rings.
  static let outside = UInt32.max

  /// The ring of every radius; ``outside`` where it is in none or not a number.
  func indices(of radii: [Double]) -> [UInt32] {
    let perStep = Double(count) / (upper - lower)
    let last = count - 1
    return [UInt32](unsafeUninitializedCapacity: radii.count) { indices, filled in
      edges.withUnsafeBufferPointer { edges in
        radii.withUnsafeBufferPointer { radii in
          for index in 0..<radii.count {
            let radius = radii[index]
            guard radius >= lower, radius < upper else {
              indices[index] = Self.outside
              continue
            }
            // Rounding may have put a radius at an edge into the neighbouring ring.
            var bin = min(last, Int((radius - lower) * perStep))
            if radius < edges[bin] { bin -= 1 } else if radius >= edges[bin + 1] { bin += 1 }
            indices[index] = UInt32(truncatingIfNeeded: min(last, max(0, bin)))
          }
        }
      }
      filled = radii.count
    }
  }
}
