import Testing

@testable import Imagery

@Suite("Verification of PNG files")
struct PNGVerificationTests {
  private static func picture() throws -> [UInt8] {
    try PNGEncoder.grey16(
      try Image(width: 5, height: 4, samples: (0..<20).map { Float($0 + 1) * 1e-9 }),
      scale: try LogScale(low: -10, high: -6), texts: [try PNGText("Title", "small")])
  }

  private static func errors(_ bytes: [UInt8]) -> [String] {
    PNGVerification.findings(in: bytes).map(\.text)
  }

  @Test("Our own pictures are right, and every flipped byte and cut is found")
  func everyFlippedByteIsFound() throws {
    let whole = try Self.picture()
    #expect(Self.errors(whole).isEmpty)
    for place in whole.indices {
      for mask: UInt8 in [0x01, 0x20, 0x80] {
        var bytes = whole
        bytes[place] ^= mask
        #expect(!Self.errors(bytes).isEmpty, "byte \(place)")
      }
      #expect(!Self.errors(Array(whole[..<place])).isEmpty, "cut to \(place) bytes")
    }
  }

  @Test("What is wrong is told by chunk")
  func messages() throws {
    let whole = try Self.picture()
    #expect(Self.errors([]).first?.contains("does not begin with the signature of PNG") ?? false)
    #expect(Self.errors(whole + [0]).first?.contains("IEND: 1 bytes follow; nothing") ?? false)
    var bytes = whole
    bytes[20] ^= 1
    #expect(
      Self.errors(bytes) == [
        "IHDR: the checksum of the chunk at byte 8 is wrong; chunks agree with their CRC; the file was "
          + "changed or damaged since it was written: copy or make it again"
      ])
    // A length that claims more than there is: nothing is read for it.
    bytes = whole
    bytes[8] = 0x7F
    #expect(Self.errors(bytes).first?.contains("inside a chunk") ?? false)
    // Header and end alone, with right checksums.
    let header = Array(whole[..<33])
    #expect(
      Self.errors(header + Array(whole[(whole.count - 12)...])).contains {
        $0.contains("IDAT: is missing")
      })
  }
}
