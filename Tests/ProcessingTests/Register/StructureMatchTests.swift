import Imagery
import Testing

@testable import Processing

/// Shifts of the corona's structure.
@Suite("Registration on coronal structure")
struct StructureMatchTests {
  @Test("The pair's shift is found to 0.005 pixels", arguments: [2.0, 3, 4, 6])
  func pair(highPass: Double) throws {
    let planes = try RegisterFixtures.planes("pair")
    let sky = RegisterFixtures.sky(centre: SIMD2(127.5, 127.5))
    let first = try RegisterFixtures.observation("first", planes[0], sky)
    let second = try RegisterFixtures.observation("second", planes[1], sky)
    let match = StructureMatch(
      reference: first, sky: sky, annulus: 1.3...4.5, highPass: highPass, reach: 20)
    let shift = try match.shift(of: second, sky: sky)
    // chain_expected.json; the vectors' own scheme was off by 0.016.
    let error = shift.pixels - SIMD2(3.37, -5.81)
    let distance = (error * error).sum().squareRoot()
    #expect(distance < 0.005, "\(shift)")
    #expect(distance < 3 * shift.error)
  }

  @Test("The other way round the shift has the other sign")
  func antisymmetric() throws {
    let planes = try RegisterFixtures.planes("pair")
    let sky = RegisterFixtures.sky(centre: SIMD2(127.5, 127.5))
    let first = try RegisterFixtures.observation("first", planes[0], sky)
    let second = try RegisterFixtures.observation(
      "second", planes[1], sky.moved(by: SIMD2(3.37, -5.81)))
    let match = StructureMatch(
      reference: second, sky: try #require(second.sky), annulus: 1.3...4.5, highPass: 3, reach: 20)
    let shift = try match.shift(of: first, sky: sky)
    #expect((shift.pixels * shift.pixels).sum().squareRoot() < 0.005)
  }

  @Test("Pictures that share nothing are refused, with the reason")
  func nothingShared() throws {
    let planes = try RegisterFixtures.planes("pair")
    let sky = RegisterFixtures.sky(centre: SIMD2(127.5, 127.5))
    let first = try RegisterFixtures.observation("first", planes[0], sky)
    let empty = try RegisterFixtures.observation(
      "empty", Plane(like: planes[0], repeating: .nan), sky)
    let match = StructureMatch(
      reference: first, sky: sky, annulus: 1.3...4.5, highPass: 3, reach: 20)
    let error = #expect(throws: ProcessingError.self) { try match.shift(of: empty, sky: sky) }
    #expect(error?.code == .noSolution)
    #expect(
      error?.description
        == "register, empty: it shares less than a tenth of the annulus of 1.30 to 4.47 solar radii with "
        + "first, or has no structure there; set annulus to what both show")
    let away = try RegisterFixtures.observation(
      "away", planes[0], sky.moved(by: SIMD2(400, 0)))
    let second = #expect(throws: ProcessingError.self) {
      try match.shift(of: away, sky: sky.moved(by: SIMD2(400, 0)))
    }
    #expect(second?.code == .noSolution)
  }
}
