import Testing

@testable import Imagery

@Suite("Images and masks")
struct ImageTests {
  @Test(
    "Empty, huge and contradictory sizes are refused",
    arguments: [(0, 5), (5, 0), (-1, 5), (1 << 20, 1 << 20), (Int.max, 2), (3, 3)])
  func badSizesAreRefused(width: Int, height: Int) {
    #expect {
      try Image(width: width, height: height, samples: [Float](repeating: 0, count: 4))
    } throws: { ($0 as? ImageryError)?.code == .badSize }
    #expect(throws: ImageryError.self) {
      try Mask(width: width, height: height, bits: [0, 0, 0, 0])
    }
  }

  @Test("Statistics count finite samples only and match their definitions")
  func statistics() throws {
    let samples: [Double] = [4, .nan, -1, 2, .infinity, 10, -.infinity]
    let statistics = ImageStatistics(try Image(width: 7, height: 1, samples: samples))
    #expect(statistics.count == 4)
    #expect(statistics.invalidCount == 3)
    #expect(statistics.minimum == -1)
    #expect(statistics.maximum == 10)
    #expect(statistics.mean == 3.75)
    #expect(statistics.median == 3)
  }

  @Test("An image without a finite sample has no statistics, and no NaN reaches its cards")
  func emptyStatistics() throws {
    let statistics = ImageStatistics(try Image(width: 2, height: 2, repeating: .nan))
    #expect(statistics.count == 0)
    #expect(statistics.median.isNaN)
    var header = FITSHeader()
    try header.append(statistics)
    #expect(header.cards.map(\.keyword) == ["NTOTPIX", "NMASKPIX"])
  }

  @Test("Order statistics equal those of the sorted samples")
  func orderStatistics() {
    var state: UInt32 = 7
    // Few are sorted, many are counted.
    for count in [5001, 50_001] {
      let samples = (0..<count).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return Float(Int32(bitPattern: state)) * 1e-12
      }
      let ordered = OrderStatistics(samples + [.nan, .infinity])
      let sorted = samples.sorted()
      #expect(ordered.count == count)
      for rank in [0, 1, 17, 2500, count - 2, count - 1] {
        #expect(ordered.value(rank: rank) == sorted[rank])
      }
      #expect(ordered.quantile(0.5) == sorted[count / 2])
    }
  }
}
