import Foundation
import Testing

@testable import Imagery

@Suite("Marks of stars in annotated frames")
struct FrameMarkTests {
  private func annotation(_ marks: [FrameAnnotation.Mark]) throws -> FrameAnnotation {
    var annotation = FrameAnnotation(
      title: "", subtitle: "", sun: .init(x: 101, y: 101, radius: 10))
    annotation.scale = try LogScale(low: -9.5, high: -7)
    annotation.colourMap = .gray
    annotation.side = 804
    annotation.marks = marks
    return annotation
  }

  /// Where pixels of two pictures differ: the box, nil where they are the same.
  private func difference(_ a: RGBPicture, _ b: RGBPicture) -> (
    x: ClosedRange<Int>, y: ClosedRange<Int>
  )? {
    var (xs, ys): (Set<Int>, Set<Int>) = ([], [])
    for row in 0..<a.height {
      for column in 0..<a.width where a[column, row] != b[column, row] {
        xs.insert(column)
        ys.insert(row)
      }
    }
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
    else {
      return nil
    }
    return (left...right, top...bottom)
  }

  @Test("A ring stands about the star, with solar north up, and the star's own light stays free")
  func ring() throws {
    let image = try Image(width: 201, height: 201, repeating: 1e-9)
    for roll in [0, 40 * Double.pi / 180] {
      var marked = try annotation([.init(x: 61, y: 131, label: "")])
      marked.rollRadians = roll
      var bare = marked
      bare.marks = []
      let picture = try AnnotatedFrame.render(image, marked)
      let box = try #require(difference(picture, try AnnotatedFrame.render(image, bare)))
      // 40 pixels to the left and 30 up, turned counter-clockwise by the roll.
      let (dx, dy) = (-40.0, 30.0)
      let west = cos(roll) * dx - sin(roll) * dy
      let north = sin(roll) * dx + cos(roll) * dy
      let top = Double(AnnotatedFrame.headerHeight(804))
      let centre = (402 + west * 4, top + 402 - north * 4)
      #expect(abs(Double(box.x.lowerBound + box.x.upperBound) / 2 + 0.5 - centre.0) < 1.5)
      #expect(abs(Double(box.y.lowerBound + box.y.upperBound) / 2 + 0.5 - centre.1) < 1.5)
      #expect(box.x.count < 20 && box.x.count > 8)
      let inside = picture[Int(centre.0), Int(centre.1)]
      #expect(try inside == AnnotatedFrame.render(image, bare)[Int(centre.0), Int(centre.1)])
    }
  }

  @Test("A name stands beside its ring; where there is no room it gives way")
  func names() throws {
    let image = try Image(width: 201, height: 201, repeating: 1e-9)
    let alone = try AnnotatedFrame.render(
      image, try annotation([.init(x: 61, y: 61, label: "Regulus")]))
    let bare = try AnnotatedFrame.render(image, try annotation([]))
    let box = try #require(difference(alone, bare))
    #expect(box.x.count > 50)
    // Hundreds in one place: the rings are one ring, and only a few names find room.
    let crowd = try annotation(
      (0..<300).map { .init(x: 61, y: 61, label: "star number \($0)") })
    let crowded = try #require(difference(try AnnotatedFrame.render(image, crowd), bare))
    #expect(crowded.x.count < 300 && crowded.y.count < 80)
  }

  @Test("Marks outside the picture change nothing; a place that is no number is refused")
  func wrongPlaces() throws {
    let image = try Image(width: 201, height: 201, repeating: 1e-9)
    let bare = try AnnotatedFrame.render(image, try annotation([]))
    let far = try annotation([.init(x: -5_000, y: 8e8, label: "far")])
    #expect(difference(try AnnotatedFrame.render(image, far), bare) == nil)
    let wrong = try annotation([.init(x: .nan, y: 1, label: "lost")])
    #expect(
      throws: ImageryError(.badNumber, "draw an annotated frame", "the mark's x is nan")
    ) { try AnnotatedFrame.render(image, wrong) }
  }
}
