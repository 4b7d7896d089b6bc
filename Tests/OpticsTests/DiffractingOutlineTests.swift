import Optics
import Testing

@Suite struct DiffractingOutlineTests {
  @Test func discElementsFaceInwardAndCloseTheCircle() throws {
    let elements = try DiffractingOutline.disc(radius: 0.71, distance: 144.348)
      .elements(longest: 0.01)
    #expect(elements.count == 447)
    let length = elements.reduce(0) { $0 + $1.length }
    #expect((length / (2 * .pi * 0.71) - 1).magnitude < 1e-14)
    #expect(elements.allSatisfy { $0.x * $0.inwardX + $0.y * $0.inwardY < -0.7 })
  }

  @Test func piecesByAngleFollowTheDistanceOfEachEdge() throws {
    func square(_ x: Double, _ distance: Double) -> DiffractingOutline.Loop {
      .polygon(
        [(1.0, 1.0), (-1, 1), (-1, -1), (1, -1)].map {
          .init(x: x + $0.0, y: $0.1, distance: distance)
        })
    }
    let outline = try DiffractingOutline(loops: [square(0, 10), square(100, 1000)])
    let elements = try outline.elements(widestAngle: 0.01)
    #expect(elements.count { $0.distance == 10 } == 80)
    #expect(elements.count { $0.distance == 1000 } == 4)
    #expect(elements.allSatisfy { $0.length / $0.distance < 0.01 * (1 + 1e-12) })
    let error = #expect(throws: OpticsError.self) {
      try outline.elements(widestAngle: 1e-7)
    }
    #expect(error?.description.contains("1000000 are allowed") == true)
  }

  @Test func polygonElementsFaceInward() throws {
    let corners = [(1.0, 1.0), (-1, 1), (-1, -1), (1, -1)].map {
      DiffractingOutline.Vertex(x: $0.0, y: $0.1, distance: 10)
    }
    let outline = try DiffractingOutline(loops: [.polygon(corners)])
    let elements = outline.elements(longest: 0.5)
    #expect(elements.count == 16)
    #expect(elements.allSatisfy { $0.x * $0.inwardX + $0.y * $0.inwardY == -1 })
  }

  @Test(arguments: [
    (0.0, 10.0, "radius 0.0 m"), (1.0, -1.0, "distance -1.0 m"), (.nan, 10, "radius nan m"),
  ])
  func impossibleDiscIsRefused(radius: Double, distance: Double, word: String) {
    func outline() throws(OpticsError) {
      _ = try DiffractingOutline.disc(radius: radius, distance: distance)
    }
    let error = #expect(throws: OpticsError.self) { try outline() }
    #expect(error?.description.contains(word) == true)
  }

  @Test func impossiblePolygonsAreRefused() {
    func message(_ places: [(Double, Double)]) -> String {
      do throws(OpticsError) {
        _ = try DiffractingOutline(
          loops: [.polygon(places.map { .init(x: $0.0, y: $0.1, distance: 10) })])
        return ""
      } catch { return error.description }
    }
    #expect(message([(0, 0), (1, 0)]).contains("loop 1: 2 corners; at least 3"))
    #expect(message([(0, 0), (1, 0), (2, 0)]).contains("encloses no area"))
    #expect(message([(0, 0), (1, .nan), (2, 0)]).contains("corner 2"))
  }
}
