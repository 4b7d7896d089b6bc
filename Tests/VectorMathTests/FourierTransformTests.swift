import RealModule
import Testing

@testable import VectorMath

@Suite("Fourier's transform")
struct FourierTransformTests {
  private func columns(_ length: Int) -> FourierTransform8.Columns {
    var columns = FourierTransform8.Columns(length: length)
    for index in 0..<length {
      for lane in 0..<8 {
        let seed = Double((index * 7919 + lane * 104_729) % 1009) / 1009 - 0.5
        columns.real[index][lane] = seed
        columns.imaginary[index][lane] = Double((index * 31 + lane * 17) % 257) / 257
      }
    }
    return columns
  }

  @Test("Each column is the sum that defines it", arguments: [1, 2, 8, 64, 256])
  func definition(length: Int) {
    let transform = FourierTransform8(length: length)
    let source = columns(length)
    var (found, scratch) = (source, FourierTransform8.Columns(length: length))
    transform.forward(&found, scratch: &scratch)
    for frequency in 0..<length {
      var (real, imaginary) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for index in 0..<length {
        let turn = -2 * Double.pi * Double(index * frequency % length) / Double(length)
        let (cosine, sine) = (Double.cos(turn), Double.sin(turn))
        real += source.real[index] * cosine - source.imaginary[index] * sine
        imaginary += source.real[index] * sine + source.imaginary[index] * cosine
      }
      for lane in 0..<8 {
        #expect(abs(found.real[frequency][lane] - real[lane]) < 1e-12 * Double(length))
        #expect(abs(found.imaginary[frequency][lane] - imaginary[lane]) < 1e-12 * Double(length))
      }
    }
  }

  @Test(
    "With its parts exchanged it leads back, and the light in all frequencies is the same (Parseval)"
  )
  func inverse() {
    let transform = FourierTransform8(length: 2048)
    let source = columns(2048)
    var (found, scratch) = (source, FourierTransform8.Columns(length: 2048))
    transform.forward(&found, scratch: &scratch)
    func energy(_ columns: FourierTransform8.Columns) -> Double {
      zip(columns.real, columns.imaginary).reduce(0) { $0 + ($1.0 * $1.0 + $1.1 * $1.1).sum() }
    }
    #expect(abs(energy(found) / energy(source) / 2048 - 1) < 1e-12)
    found.swapParts()
    transform.forward(&found, scratch: &scratch)
    found.swapParts()
    for index in 0..<2048 {
      for lane in 0..<8 {
        #expect(abs(found.real[index][lane] / 2048 - source.real[index][lane]) < 1e-13)
        #expect(abs(found.imaginary[index][lane] / 2048 - source.imaginary[index][lane]) < 1e-13)
      }
    }
  }

  @Test("Lengths are powers of two; columns of another length are left alone")
  func lengths() {
    #expect(
      [0, 1, 2, 3, 1000, 1024, 1025].map { FourierTransform8.powerOfTwo(atLeast: $0) } == [
        1, 1, 2, 4, 1024, 1024, 2048,
      ])
    #expect(FourierTransform8(length: 100).length == 128)
    var (short, scratch) = (columns(64), columns(64))
    FourierTransform8(length: 100).forward(&short, scratch: &scratch)
    #expect(short.real == columns(64).real)
  }
}
