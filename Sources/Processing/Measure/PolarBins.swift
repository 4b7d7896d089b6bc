internal import Imagery
internal import RealModule

/// Samples of a picture sorted into cells of distance and position angle.
struct PolarBins {
  /// The edges of rings, solar radii, ascending.
  let edges: [Double]
  /// The number of sectors, the first centred on solar north.
  let sectors: Int
  /// Where the samples of cell `sector * rings + ring` begin in ``samples``; one more entry than cells.
  private(set) var starts: [Int]
  /// Indices of the picture's pixels, cell by cell.
  private(set) var pixels: [Int32]

  /// How many pixels of the picture lie in each cell, known or not.
  private var places: [Int]

  /// The number of rings.
  var rings: Int { edges.count - 1 }

  /// Sorts the pixels that are known and not flagged.
  ///
  /// - Parameter sectors: at least 1.
  init(_ observation: Observation, _ polar: SolarPolar, edges: [Double], sectors: Int) {
    self.edges = edges
    self.sectors = sectors
    let cells = sectors * (edges.count - 1)
    var cellOf = [Int32](repeating: -1, count: observation.light.samples.count)
    var counts = [Int](repeating: 0, count: cells + 1)
    var places = [Int](repeating: 0, count: cells)
    let finder = RingFinder(edges)
    let (columns, rows) = polar.box(around: edges.last ?? 0)
    for row in rows {
      for column in columns {
        let index = row * polar.width + column
        guard let ring = finder.ring(polar.radius(column, row)) else { continue }
        let degrees = polar.place(column, row).degrees
        let sector = Int((degrees * Double(sectors) / 360).rounded()) % sectors
        let cell = sector * (edges.count - 1) + ring
        places[cell] += 1
        guard !observation.light.samples[index].isNaN, observation.mask.bits[index] == 0 else {
          continue
        }
        cellOf[index] = Int32(truncatingIfNeeded: cell)
        counts[cell + 1] += 1
      }
    }
    for cell in 0..<cells { counts[cell + 1] += counts[cell] }
    starts = counts
    self.places = places
    pixels = [Int32](repeating: 0, count: counts[cells])
    var next = counts
    for index in cellOf.indices where cellOf[index] >= 0 {
      let cell = Int(cellOf[index])
      pixels[next[cell]] = Int32(truncatingIfNeeded: index)
      next[cell] += 1
    }
  }

  /// The pixels of a cell.
  func cell(sector: Int, ring: Int) -> ArraySlice<Int32> {
    let cell = sector * rings + ring
    return pixels[starts[cell]..<starts[cell + 1]]
  }

  /// Which part of a cell's pixels is known and not flagged; NaN of a cell without pixels.
  func knownPart(sector: Int, ring: Int) -> Double {
    let cell = sector * rings + ring
    return places[cell] > 0 ? Double(starts[cell + 1] - starts[cell]) / Double(places[cell]) : .nan
  }

  /// The least part of a ring that must be known for its mean to stand for the ring.
  static let leastKnownPart = 0.9

  /// A remark where rings are known in part only, so that what is averaged there is what saturation, an
  /// occulter or bad pixels left; nil where none is.
  func remarkOnUnknown() -> String? {
    var found: [Int] = []
    for ring in 0..<rings {
      let (known, all) = (0..<sectors).reduce(into: (0, 0)) { sum, sector in
        let cell = sector * rings + ring
        sum.0 += starts[cell + 1] - starts[cell]
        sum.1 += places[cell]
      }
      if known > 0, Double(known) < Self.leastKnownPart * Double(all) { found.append(ring) }
    }
    guard let first = found.first, let last = found.last else { return nil }
    return "\(found.count) of \(rings) rings between \(FigureWords.fixed(edges[first], 3)) and "
      + "\(FigureWords.fixed(edges[last + 1], 3)) solar radii are known to less than "
      + "\(FigureWords.fixed(100 * Self.leastKnownPart, 0)) percent of their pixels (saturated, hidden or bad): "
      + "their means are biased"
  }

  /// The middle of a sector, degrees.
  func degrees(_ sector: Int) -> Double { 360 * Double(sector) / Double(sectors) }

  /// Edges of equally wide rings.
  static func linear(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
    (0...count).map {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count)
    }
  }

  /// Edges of rings whose width grows with distance.
  static func logarithmic(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
    let ratio = Double.log(range.upperBound / range.lowerBound)
    return (0...count).map { range.lowerBound * Double.exp(ratio * Double($0) / Double(count)) }
  }
}

/// Finds the ring of a distance by a guess and neighbours.
struct RingFinder {
  private let edges: [Double]
  private let slots: [Int32]
  private let scale: Double

  init(_ edges: [Double]) {
    self.edges = edges
    let count = 4 * edges.count
    let (low, high) = (edges.first ?? 0, edges.last ?? 1)
    let scale = Double(count) / (high - low)
    self.scale = scale
    var ring = 0
    slots = (0...count).map { slot in
      let place = low + Double(slot) / scale
      while ring + 2 < edges.count, edges[ring + 1] <= place { ring += 1 }
      return Int32(truncatingIfNeeded: ring)
    }
  }

  /// The ring with `edge <= radius < next edge`; nil outside all.
  @inline(__always)
  func ring(_ radius: Double) -> Int? {
    guard let low = edges.first, let high = edges.last, radius >= low, radius < high else {
      return nil
    }
    var ring = Int(slots[min(slots.count - 1, Int((radius - low) * scale))])
    while ring > 0, radius < edges[ring] { ring -= 1 }
    while ring + 2 < edges.count, radius >= edges[ring + 1] { ring += 1 }
    return ring
  }
}
