import Foundation
import Testing

@testable import Imagery

@Suite("Contour lines")
struct ContourLinesTests {
  @Test("The zeros of a distance from a circle lie on the circle and go all round")
  func circle() {
    let (side, radius) = (80, 27.3)
    let centre = SIMD2(39.2, 40.1)
    let values = (0..<(side * side)).map { index in
      hypot(Double(index % side) - centre.x, Double(index / side) - centre.y) - radius
    }
    let pieces = ContourLines.zeros(of: values, width: side)
    var length = 0.0
    for piece in pieces {
      for end in [piece.start, piece.end] {
        // Straight lines along an edge of one: the sagitta of a chord, 1/(8 r).
        #expect(abs(hypot(end.x - centre.x, end.y - centre.y) - radius) < 1 / (8 * radius))
      }
      length += hypot(piece.end.x - piece.start.x, piece.end.y - piece.start.y)
    }
    #expect(abs(length / (2 * .pi * radius) - 1) < 1e-3)
    // Every end is shared by two pieces: the line is closed.
    let ends = pieces.flatMap { [$0.start, $0.end] }
    for end in ends {
      #expect(ends.count { hypot($0.x - end.x, $0.y - end.y) < 1e-9 } == 2)
    }
  }

  @Test("A saddle is parted by its middle, and lines there do not cross")
  func saddle() {
    // Positive at two opposite corners; the middle decides which corners are cut off.
    let low = ContourLines.zeros(of: [1, -2, -2, 1], width: 2)
    let high = ContourLines.zeros(of: [2, -1, -1, 2], width: 2)
    #expect(low.count == 2 && high.count == 2)
    func cutsOffOrigin(_ pieces: [ContourLines.Piece]) -> Bool {
      pieces.contains { $0.start.x + $0.start.y < 1 && $0.end.x + $0.end.y < 1 }
    }
    #expect(cutsOffOrigin(low))
    #expect(!cutsOffOrigin(high))
  }

  @Test("No numbers, one sign, a single row and a gap have no line there")
  func nothing() {
    #expect(ContourLines.zeros(of: [], width: 0).isEmpty)
    #expect(ContourLines.zeros(of: [1, -1, 1], width: 3).isEmpty)
    #expect(ContourLines.zeros(of: [1, 1, 1, 1], width: 2).isEmpty)
    #expect(ContourLines.zeros(of: [1, -1, .nan, -1], width: 2).isEmpty)
    #expect(ContourLines.zeros(of: [1, -1, 1, -1, 5], width: 2).count == 1)
  }
}
