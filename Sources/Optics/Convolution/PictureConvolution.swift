internal import VectorMath

/// Lets a kernel act on two planes at once, in strips of eight columns or rows that tasks share.
///
/// Two real planes are real and imaginary parts of one: a kernel alike in all quadrants has a real transform,
/// so that it acts on each part alone. Strips do not depend on how many tasks there are, nor do the results.
final class PictureConvolution: Sendable {
  /// A pair of planes.
  struct Pair: Sendable {
    var first: [Float]
    var second: [Float]
    var width: Int

    var height: Int { width > 0 ? first.count / width : 0 }
  }

  private let kernel: ConvolutionKernel
  private let up: FourierTransform8
  private let across: FourierTransform8

  init(_ kernel: ConvolutionKernel) {
    self.kernel = kernel
    up = FourierTransform8(length: kernel.rows)
    across = FourierTransform8(length: kernel.columns)
  }

  /// What the kernel makes of a pair of planes.
  ///
  /// What rounding leaves, below 1e-13 of the brightest, is nothing.
  ///
  /// - Parameters:
  ///   - pair: at most as large as the grid; what is no number is nothing.
  ///   - corner: the column and row of the pair from which on the result is asked for.
  ///   - width: columns of the result, within the grid with the corner.
  ///   - height: its rows, likewise.
  ///   - workers: tasks at a time.
  func convolved(
    _ pair: Pair, corner: (column: Int, row: Int), width: Int, height: Int, workers: Int
  ) async -> Pair {
    let waves = GridWaves(columns: kernel.columns, rows: kernel.rows)
    let filled = (pair.width + 7) / 8
    await Self.run(filled, workers) { self.transformUp(pair, strip: $0, waves) }
    let strips = kernel.rows / 8
    await Self.run(strips, workers) { self.actAcross(strip: $0, filled: pair.width, waves) }
    let result = ResultPlanes(width: width, height: height)
    let window = (width + 7) / 8
    await Self.run(window, workers) { self.transformBack(strip: $0, corner, waves, result) }
    return result.pair()
  }

  /// Does all strips, some at a time.
  private static func run(
    _ count: Int, _ workers: Int, _ act: @escaping @Sendable (Int) -> Void
  ) async {
    await withTaskGroup(of: Void.self) { group in
      var next = 0
      func addTask() {
        guard next < count else { return }
        let strip = next
        next += 1
        group.addTask { act(strip) }
      }
      for _ in 0..<max(1, workers) { addTask() }
      while await group.next() != nil { addTask() }
    }
  }

  /// Eight columns of the planes, transformed along them.
  private func transformUp(_ pair: Pair, strip: Int, _ waves: GridWaves) {
    var work = FourierTransform8.Columns(length: kernel.rows)
    var scratch = work
    let start = 8 * strip
    let lanes = min(8, pair.width - start)
    for row in 0..<pair.height {
      let place = row * pair.width + start
      for lane in 0..<lanes {
        let (first, second) = (pair.first[place + lane], pair.second[place + lane])
        work.real[row][lane] = first.isFinite ? Double(first) : 0
        work.imaginary[row][lane] = second.isFinite ? Double(second) : 0
      }
    }
    up.forward(&work, scratch: &scratch)
    for lane in 0..<lanes {
      for row in 0..<kernel.rows {
        waves.set(start + lane, row, work.real[row][lane], work.imaginary[row][lane])
      }
    }
  }

  /// Eight frequencies up: transformed across, times the kernel, and back.
  private func actAcross(strip: Int, filled: Int, _ waves: GridWaves) {
    var work = FourierTransform8.Columns(length: kernel.columns)
    var scratch = work
    let start = 8 * strip
    for column in 0..<filled {
      (work.real[column], work.imaginary[column]) = waves.eight(column, start)
    }
    across.forward(&work, scratch: &scratch)
    for column in 0..<kernel.columns {
      let factors = kernel.factors(across: column, up: start)
      work.real[column] *= factors
      work.imaginary[column] *= factors
    }
    work.swapParts()
    across.forward(&work, scratch: &scratch)
    for column in 0..<kernel.columns {
      waves.setEight(column, start, work.imaginary[column], work.real[column])
    }
  }

  /// Eight columns of the result.
  private func transformBack(
    strip: Int, _ corner: (column: Int, row: Int), _ waves: GridWaves, _ result: ResultPlanes
  ) {
    var work = FourierTransform8.Columns(length: kernel.rows)
    var scratch = work
    let start = 8 * strip
    let lanes = min(8, result.width - start)
    for lane in 0..<lanes {
      for row in 0..<kernel.rows {
        let (real, imaginary) = waves.one(corner.column + start + lane, row)
        (work.real[row][lane], work.imaginary[row][lane]) = (imaginary, real)
      }
    }
    up.forward(&work, scratch: &scratch)
    for row in 0..<result.height {
      for lane in 0..<lanes {
        result.set(
          start + lane, row, work.imaginary[corner.row + row][lane],
          work.real[corner.row + row][lane])
      }
    }
  }
}

/// The waves of a grid, one column after the other, that tasks fill each in places of its own.
private final class GridWaves: @unchecked Sendable {
  private let rows: Int
  private let real: UnsafeMutableBufferPointer<Double>
  private let imaginary: UnsafeMutableBufferPointer<Double>

  init(columns: Int, rows: Int) {
    self.rows = rows
    real = .allocate(capacity: columns * rows)
    imaginary = .allocate(capacity: columns * rows)
    real.initialize(repeating: 0)
    imaginary.initialize(repeating: 0)
  }

  deinit {
    real.deallocate()
    imaginary.deallocate()
  }

  @inline(__always)
  func set(_ column: Int, _ row: Int, _ x: Double, _ y: Double) {
    (real[column * rows + row], imaginary[column * rows + row]) = (x, y)
  }

  @inline(__always)
  func one(_ column: Int, _ row: Int) -> (Double, Double) {
    (real[column * rows + row], imaginary[column * rows + row])
  }

  @inline(__always)
  func eight(_ column: Int, _ row: Int) -> (SIMD8<Double>, SIMD8<Double>) {
    var (x, y) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    let place = column * rows + row
    for lane in 0..<8 { (x[lane], y[lane]) = (real[place + lane], imaginary[place + lane]) }
    return (x, y)
  }

  @inline(__always)
  func setEight(_ column: Int, _ row: Int, _ x: SIMD8<Double>, _ y: SIMD8<Double>) {
    let place = column * rows + row
    for lane in 0..<8 { (real[place + lane], imaginary[place + lane]) = (x[lane], y[lane]) }
  }
}

/// The planes of a result, which tasks fill each in places of its own.
private final class ResultPlanes: @unchecked Sendable {
  let width: Int
  let height: Int
  private let first: UnsafeMutableBufferPointer<Double>
  private let second: UnsafeMutableBufferPointer<Double>

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    first = .allocate(capacity: width * height)
    second = .allocate(capacity: width * height)
    first.initialize(repeating: 0)
    second.initialize(repeating: 0)
  }

  deinit {
    first.deallocate()
    second.deallocate()
  }

  @inline(__always)
  func set(_ column: Int, _ row: Int, _ x: Double, _ y: Double) {
    (first[row * width + column], second[row * width + column]) = (x, y)
  }

  /// The planes, when all tasks are done.
  func pair() -> PictureConvolution.Pair {
    func rounded(_ plane: UnsafeMutableBufferPointer<Double>) -> [Float] {
      let most = plane.reduce(0) { max($0, $1.magnitude) }
      return plane.map { $0.magnitude < 1e-13 * most ? 0 : Float($0) }
    }
    return PictureConvolution.Pair(first: rounded(first), second: rounded(second), width: width)
  }
}
