import Sensors
import Testing

@testable import Campaign

/// Fields of a wedge on frames of any size.
@Suite("Fields of a step wedge")
struct StepWedgeFieldTests {
  private static func wedge(_ width: Int, _ height: Int) throws -> StepWedge {
    // Pixels of so small a frame would be larger than a scanner's are: the curve alone is the film's.
    let film = try FilmDesign.illustrative70mm(format: FrameFormat(width: 100, height: 100))
    return StepWedge(film.curve, try FrameFormat(width: width, height: height))
  }

  @Test(
    "Fields lie side by side in the frame, however small it is, and their middles within them",
    arguments: [
      (1, 1), (2, 1), (1, 3), (2, 2), (3, 5), (4, 4), (7, 3), (1, 200), (8, 8), (20, 12), (64, 64),
      (1000, 1), (640, 480),
    ])
  func layout(_ width: Int, _ height: Int) throws {
    let wedge = try Self.wedge(width, height)
    var taken = [Int](repeating: 0, count: width * height)
    for field in wedge.fields {
      #expect(!field.columns.isEmpty && !field.rows.isEmpty)
      #expect(field.columns.upperBound <= width && field.rows.upperBound <= height)
      let middle = field.middle
      #expect(field.columns.contains(middle.columns.lowerBound))
      #expect(field.columns.contains(middle.columns.upperBound))
      #expect(
        field.rows.contains(middle.rows.lowerBound) && field.rows.contains(middle.rows.upperBound))
      for row in field.rows { for column in field.columns { taken[row * width + column] += 1 } }
    }
    #expect(taken.allSatisfy { $0 <= 1 }, "fields overlap")
    #expect(wedge.fields.count <= width * height)
    let logs = wedge.fields.map(\.logExposure)
    #expect(zip(logs, logs.dropFirst()).allSatisfy { $0 < $1 })
    // Light stands where the table says it does.
    let light = wedge.light(effectiveSeconds: 1)
    #expect(light.count == width * height && light.filter { $0 > 0 }.count == taken.reduce(0, +))
  }

  @Test("Steps are half stops where the frame has room, and four pixels large where it has little")
  func steps() throws {
    let large = try Self.wedge(640, 480).fields
    #expect(zip(large, large.dropFirst()).allSatisfy { $1.logExposure - $0.logExposure <= 0.15 })
    let small = try Self.wedge(20, 12).fields
    #expect(small.count < large.count && small.count > 2)
    #expect(small.allSatisfy { $0.columns.count * $0.rows.count >= 4 })
    #expect(small.first?.logExposure == large.first?.logExposure)
    let ends = [small, large].compactMap { $0.last?.logExposure }
    #expect(abs(ends[0] - ends[1]) < 1e-12)
    // A frame of one pixel has one field, from which nobody can read a curve.
    #expect(try Self.wedge(1, 1).fields.count == 1)
  }
}
