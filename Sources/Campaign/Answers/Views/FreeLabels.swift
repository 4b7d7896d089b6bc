internal import Imagery

/// Finds room for names beside points, so that no two of them overlap nor cover what is reserved.
struct FreeLabels {
  /// A rectangle on the canvas, y down.
  private struct Box {
    var x, y, width, height: Double

    func overlaps(_ other: Box) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height
        && other.y < y + height
    }
  }

  private let bounds: Box
  private var taken: [Box] = []

  /// Names stay inside a rectangle.
  init(x: Double, y: Double, width: Double, height: Double) {
    bounds = Box(x: x, y: y, width: width, height: height)
  }

  /// Keeps a rectangle free of names.
  mutating func reserve(x: Double, y: Double, width: Double, height: Double) {
    taken.append(Box(x: x, y: y, width: width, height: height))
  }

  /// The middle of a name beside a point: right of it, left, above, below or aslant; nil where there is no room.
  mutating func place(width: Double, height: Double, beside point: CanvasPoint) -> CanvasPoint? {
    let (across, upward) = (8 + width / 2, 6 + height / 2)
    let nearest = [(across, 0.0), (-across, 0), (0, -upward), (0, upward)]
    let aslant = [(across, -upward), (-across, -upward), (across, upward), (-across, upward)]
    for (x, y) in nearest + aslant {
      let middle = CanvasPoint(x: point.x + x, y: point.y + y)
      let box = Box(
        x: middle.x - width / 2 - 3, y: middle.y - height / 2, width: width + 6, height: height)
      let isInside =
        box.x >= bounds.x && box.y >= bounds.y && box.x + box.width <= bounds.x + bounds.width
        && box.y + box.height <= bounds.y + bounds.height
      guard isInside, !taken.contains(where: { $0.overlaps(box) }) else { continue }
      taken.append(box)
      return middle
    }
    return nil
  }
}
