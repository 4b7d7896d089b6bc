import Optics
import Testing

/// Lines of an outline that cross.
@Suite struct OutlineCrossingTests {
  private func crossing(_ loops: [[(Double, Double)]]) throws -> OutlineCrossing? {
    try DiffractingOutline(
      loops: loops.map { .polygon($0.map { .init(x: $0.0, y: $0.1, distance: 100) }) }
    ).crossing
  }

  private let square = [(1.0, 1.0), (-1, 1), (-1, -1), (1, -1)]

  @Test func simpleLoopsDoNotCross() throws {
    #expect(try crossing([square]) == nil)
    // A hole, and an island beside it.
    let hole = [(0.5, 0.5), (0.5, -0.5), (-0.5, -0.5), (-0.5, 0.5)]
    #expect(try crossing([square, hole, square.map { ($0.0 + 3, $0.1) }]) == nil)
    // A star with reflex corners, and a corner said twice.
    let star = [(1.0, 0.0), (0.4, 0.3), (0.3, 0.95), (-0.15, 0.48), (-0.8, 0.59), (-0.2, -0.3)]
    #expect(try crossing([star]) == nil)
    #expect(try crossing([square + [square[3]]]) == nil)
  }

  @Test func aBowTieCrossesInItsMiddle() throws {
    let found = try #require(try crossing([[(1, 1), (-1, -1), (-1, 1), (1, -1), (3, 0.5)]]))
    #expect(abs(found.x) < 1e-12 && abs(found.y) < 1e-12)
    #expect(Set([found.edges.0.corner, found.edges.1.corner]) == [0, 2])
  }

  @Test func loopsThatOverlapCross() throws {
    let found = try #require(try crossing([square, square.map { ($0.0 + 0.5, $0.1 + 0.25) }]))
    #expect(found.edges.0.loop != found.edges.1.loop)
  }

  @Test func touchingIsNoCrossingButPassingThroughACornerIs() throws {
    // A corner on another loop's edge, and two loops that share a corner.
    #expect(try crossing([square, [(1, 0), (2, -1), (2, 1)]]) == nil)
    #expect(try crossing([square, [(1, 1), (2, 1.5), (1.5, 2)]]) == nil)
    // A line to and fro along one edge.
    #expect(try crossing([[(1, 1), (-1, 1), (-1, 0), (0, 0), (-1, 0), (-1, -1), (1, -1)]]) == nil)
    // A line that goes on beyond the edge its corner lies on.
    let through = [(2.0, -0.2), (2, 0.2), (1, 0), (0.5, 0.1), (0.5, -0.3)]
    let found = try #require(try crossing([square, through]))
    #expect(abs(found.x - 1) < 0.2)
    // Through a corner that it passes twice, and only touching there.
    #expect(try crossing([[(-2, 0), (0, 0), (2, 0), (0, -2), (0, 0), (0, 3)]]) != nil)
    #expect(try crossing([[(0, 0), (1, 1), (1, -1), (0, 0), (-1, -1), (-2, 3)]]) == nil)
  }

  @Test func theObserversViewDecides() throws {
    // Edges at different distances cross where one stands before the other.
    func vertex(_ x: Double, _ y: Double, _ z: Double) -> DiffractingOutline.Vertex {
      .init(x: x, y: y, distance: z)
    }
    let near: [DiffractingOutline.Vertex] = [
      vertex(1, 1, 100), vertex(-1, 1, 100), vertex(0, -1, 100),
    ]
    let far = near.map { vertex(2 * $0.x, 2 * $0.y, 200) }
    let shifted = far.map { vertex($0.x + 1, $0.y, 200) }
    #expect(try DiffractingOutline(loops: [.polygon(near), .polygon(shifted)]).crossing != nil)
    let apart = far.map { vertex($0.x + 4.5, $0.y, 200) }
    #expect(try DiffractingOutline(loops: [.polygon(near), .polygon(apart)]).crossing == nil)
  }
}
