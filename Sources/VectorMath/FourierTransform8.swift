internal import RealModule

/// Fourier's transform of eight complex columns at a time, `X_k = Σ_j x_j e^{−2πi jk/n}`.
///
/// Stockham's form of the algorithm of Cooley and Tukey (1965, Math. Comput. 19, 297; Van Loan 1992,
/// Computational Frameworks for the Fast Fourier Transform, §1.7): no places are swapped, and each stage
/// goes through the memory in order. Columns lie beside each other, so that every number of the work is one of eight lanes.
/// The inverse, but for the factor `1/n`, is the same with real and imaginary parts in each other's place.
public struct FourierTransform8: Sendable {
  /// Numbers of a column, a power of two.
  public let length: Int
  /// `e^{−2πi j/n}` for `j < n/2`.
  private let cosines: [Double]
  private let sines: [Double]

  /// Eight complex columns.
  public struct Columns: Sendable {
    /// Real parts, as many as the transform is long.
    public var real: [SIMD8<Double>]
    /// Imaginary parts.
    public var imaginary: [SIMD8<Double>]

    /// Columns of nothing.
    public init(length: Int) {
      real = [SIMD8<Double>](repeating: .zero, count: length)
      imaginary = real
    }

    /// The columns with real and imaginary parts in each other's place.
    public mutating func swapParts() { swap(&real, &imaginary) }
  }

  /// A transform.
  ///
  /// - Parameter length: rounded up to a power of two; 1 to 2²⁴, what is beyond is cut.
  public init(length: Int) {
    self.length = Self.powerOfTwo(atLeast: min(max(length, 1), 1 << 24))
    let count = Double(self.length)
    let turns = (0..<self.length / 2).map { -2 * Double($0) / count }
    cosines = turns.map { Double.sineCosine(halfTurns: $0).cosine }
    sines = turns.map { Double.sineCosine(halfTurns: $0).sine }
  }

  /// The smallest power of two that is not below a number.
  public static func powerOfTwo(atLeast count: Int) -> Int {
    count <= 1 ? 1 : 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)
  }

  /// Transforms columns.
  ///
  /// - Parameters:
  ///   - columns: as long as the transform; others are left as they are.
  ///   - scratch: as long; what it holds is lost.
  public func forward(_ columns: inout Columns, scratch: inout Columns) {
    guard columns.real.count == length, columns.imaginary.count == length,
      scratch.real.count == length, scratch.imaginary.count == length
    else { return }
    var (half, stride) = (length / 2, 1)
    while half >= 1 {
      stage(half, stride, columns, &scratch)
      swap(&columns, &scratch)
      (half, stride) = (half / 2, stride * 2)
    }
  }

  /// One stage: sums and differences of what lies half a length apart.
  private func stage(_ half: Int, _ stride: Int, _ from: Columns, _ to: inout Columns) {
    let (real, imaginary, apart) = (from.real.span, from.imaginary.span, half * stride)
    to.real.withUnsafeMutableBufferPointer { sumReal in
      to.imaginary.withUnsafeMutableBufferPointer { sumImaginary in
        for step in 0..<half {
          let (cosine, sine) = (cosines[step * stride], sines[step * stride])
          let (source, target) = (step * stride, 2 * step * stride)
          for place in 0..<stride {
            let (a, b) = (real[source + place], real[source + place + apart])
            let (c, d) = (imaginary[source + place], imaginary[source + place + apart])
            sumReal[target + place] = a + b
            sumImaginary[target + place] = c + d
            let (x, y) = (a - b, c - d)
            sumReal[target + place + stride] = x * cosine - y * sine
            sumImaginary[target + place + stride] = x * sine + y * cosine
          }
        }
      }
    }
  }
}
