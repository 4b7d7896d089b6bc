internal import RealModule
internal import VectorMath

/// What optics scatter out of a whole picture, by the law of ``HarveyScatter``.
///
/// The picture's plane stands for the sky: distances on it are angles. Cells of the picture as wide as a
/// quarter of the law's shoulder, or pixels where those are wider, are points whose light falls on the cells
/// about them; between the cells' middles what falls is linear. Each cell's share is exact, so that
/// light that does not leave the picture is kept to 1e-3.
public final class PictureScatter: Sendable {
  /// The law.
  public let law: HarveyScatter
  private let width: Int
  private let height: Int
  /// Pixels across a cell.
  private let side: Int
  private let columns: Int
  private let rows: Int
  private let convolution: PictureConvolution

  /// The most cells along a side of the picture; beyond, cells are wider than a quarter of a narrow shoulder.
  private static let mostCells = 1024

  /// The scatter of pictures of one size.
  ///
  /// - Parameters:
  ///   - law: the law.
  ///   - width: columns of the picture, 1 to 2¹⁶.
  ///   - height: its rows, likewise.
  ///   - pixel: width of a pixel, 1e-9 to 0.1 rad.
  /// - Throws: `OpticsError` outside these ranges.
  public init(
    _ law: HarveyScatter, width: Int, height: Int, pixel: Double
  ) throws(OpticsError) {
    for count in [width, height] {
      try requireRange(
        Double(count), 1...65_536, "pixels along a side of a picture to scatter",
        "a picture has columns and rows")
    }
    try requireRange(pixel, 1e-9...0.1, "width of a pixel in radians", "10 arcsec are 4.8e-5")
    (self.law, self.width, self.height) = (law, width, height)
    let longest = max(width, height)
    let fewest = (longest + Self.mostCells - 1) / Self.mostCells
    // Cells wider than the picture's 32nd part show, whatever the shoulder.
    let widest = max(1, min(Int(law.shoulder / 4 / pixel), longest / 32))
    side = max(fewest, widest)
    (columns, rows) = ((width + side - 1) / side, (height + side - 1) / side)
    let shares = ScatterShares(law, count: max(columns, rows), cell: Double(side) * pixel)
    let kernel = ConvolutionKernel(
      columns: FourierTransform8.powerOfTwo(atLeast: max(8, 2 * columns)),
      rows: FourierTransform8.powerOfTwo(atLeast: max(8, 2 * rows))
    ) { shares.share(across: $0, up: $1) }
    convolution = PictureConvolution(kernel)
  }

  /// What is scattered of some planes, in their units; what is no number is nothing.
  ///
  /// - Parameters:
  ///   - planes: rows after rows, as many numbers as the picture has pixels; of others nothing is scattered.
  ///   - workers: tasks at a time; the result does not depend on it.
  public func scattered(_ planes: [[Float]], workers: Int) async -> [[Float]] {
    let count = width * height
    guard planes.allSatisfy({ $0.count == count }) else {
      return planes.map { _ in [Float](repeating: 0, count: count) }
    }
    let cells = planes.map { gathered($0) }
    var result: [[Float]] = []
    for first in stride(from: 0, to: planes.count, by: 2) {
      let isPair = first + 1 < planes.count
      let pair = PictureConvolution.Pair(
        first: cells[first], second: cells[isPair ? first + 1 : first], width: columns)
      let thrown = await convolution.convolved(
        pair, corner: (0, 0), width: columns, height: rows, workers: workers)
      result.append(spread(thrown.first))
      if isPair { result.append(spread(thrown.second)) }
    }
    return result
  }

  /// The means of a plane over its cells; what lies beyond the picture shines not.
  private func gathered(_ plane: [Float]) -> [Float] {
    guard side > 1 else { return plane }
    var sums = [Double](repeating: 0, count: columns * rows)
    for row in 0..<height {
      let base = row / side * columns
      for column in 0..<width {
        let light = plane[row * width + column]
        if light.isFinite { sums[base + column / side] += Double(light) }
      }
    }
    let pixels = Double(side * side)
    return sums.map { Float($0 / pixels) }
  }

  /// A plane of cells on the picture's pixels, linear between the cells' middles.
  private func spread(_ cells: [Float]) -> [Float] {
    guard side > 1 else { return cells }
    func places(_ count: Int, _ cells: Int) -> [(first: Int, second: Int, share: Float)] {
      (0..<count).map { index in
        let place = (Double(index) + 0.5) / Double(side) - 0.5
        let inside = min(max(place, 0), Double(cells - 1))
        let first = min(Int(inside), cells - 1)
        return (first, min(first + 1, cells - 1), Float(inside - Double(first)))
      }
    }
    let across = places(width, columns)
    var result: [Float] = []
    result.reserveCapacity(width * height)
    var line = [Float](repeating: 0, count: columns)
    for (low, high, share) in places(height, rows) {
      for column in 0..<columns {
        let (below, above) = (cells[low * columns + column], cells[high * columns + column])
        line[column] = below + (above - below) * share
      }
      for (left, right, share) in across {
        result.append(line[left] + (line[right] - line[left]) * share)
      }
    }
    return result
  }
}

/// Which share of a point's light falls on a square cell about or beside it.
struct ScatterShares {
  private let count: Int
  /// Light that crosses the right side of each cell outward, by columns and rows from the point's.
  private let crossing: [Double]

  /// - Parameters:
  ///   - count: cells to which shares are asked for, along columns and rows.
  ///   - cell: width of a cell, radians.
  init(_ law: HarveyScatter, count: Int, cell: Double) {
    self.count = count
    // The light within a circle is S(r); S(r)/(2π r²)·(x, y) has the law as its divergence, so that a cell's light
    // is what of it crosses its sides.
    let (near, far) = (GaussLegendre(order: 16), GaussLegendre(order: 4))
    var crossing: [Double] = []
    crossing.reserveCapacity(count * count)
    for up in 0..<count {
      for across in 0..<count {
        let x = Double(across) + 0.5
        let rule = across + up < 8 ? near : far
        var sum = 0.0
        for node in rule.nodes {
          let y = Double(up) + node.abscissa / 2
          let square = x * x + y * y
          sum += node.weight / 2 * law.share(within: square.squareRoot() * cell) / square
        }
        crossing.append(x * sum / (2 * .pi))
      }
    }
    self.crossing = crossing
  }

  /// The share of the cell some columns and rows away, both from 0 on; 0 farther than the shares go.
  func share(across: Int, up: Int) -> Double {
    guard across < count, up < count else { return 0 }
    // What leaves on the right comes in on the right's left; the middle's left mirrors its right.
    func out(_ across: Int, _ up: Int) -> Double { crossing[up * count + across] }
    func net(_ across: Int, _ up: Int) -> Double {
      across == 0 ? 2 * out(0, up) : out(across, up) - out(across - 1, up)
    }
    return net(across, up) + net(up, across)
  }
}
