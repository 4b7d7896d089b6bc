import Testing

@testable import Imagery

@Suite("Damaged files")
struct DamagedFileTests {
  /// The bytes with a few of them changed, the same changes for the same seed.
  private func damaged(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    var result = bytes
    for _ in 0..<(1 + next() % 6) {
      // Digits in the right place do more harm than random bytes.
      let value = UInt8(next() % 3 == 0 ? next() % 256 : 0x2D + next() % 13)
      result[next() % result.count] = value
    }
    if next() % 8 == 0 { result.removeLast(next() % result.count) }
    return result
  }

  @Test("No damage to a FITS file makes the reader crash")
  func fits() throws {
    let file = try Samples.wholeFile()
    var refused = 0
    for seed in 0..<1500 {
      let bytes = damaged(file, seed: UInt64(seed))
      for unit in 0..<4 {
        do throws(ImageryError) {
          _ = try FITSDecoder.decode(bytes, unit: unit)
        } catch {
          refused += 1
          #expect(!error.message.isEmpty)
        }
      }
    }
    #expect(refused > 50)
  }

  @Test("No damage to a PNG file makes the reader crash")
  func png() throws {
    let image = try Samples.awkwardImage()
    let texts = [try PNGText("Title", "°"), try PNGText("Comment", "plain")]
    let file = try PNGEncoder.grey16(image, scale: try LogScale(low: -10, high: -8), texts: texts)
    for seed in 0..<200 {
      _ = try? PNGDecoder.decode(damaged(file, seed: UInt64(seed)))
    }
  }
}
