internal import Foundation

extension FrameOverlay {
  /// Rings about stars and planets, and their names where nothing else stands.
  func drawMarks(_ layout: inout LabelLayout) {
    let unit = Double(annotation.side) / 1080
    let radius = 8 * unit
    let style = TextStyle(
      size: 13 * unit, colour: .white.opacity(0.85), halo: .black.opacity(0.6))
    let places = annotation.marks.map { mark in
      var place = view.place(fitsX: mark.x, fitsY: mark.y)
      place.y += top
      return place
    }
    for place in places {
      canvas.circle(
        centre: place, radius: radius, stroke: Stroke(.black.opacity(0.35), width: 3 * unit))
      canvas.circle(
        centre: place, radius: radius, stroke: Stroke(.white.opacity(0.7), width: unit))
      // Names stay clear of every ring, not only of their own.
      layout.reserve(
        LabelLayout.Box(
          x: place.x - radius, y: place.y - radius, width: 2 * radius, height: 2 * radius))
    }
    for (mark, place) in zip(annotation.marks, places) where !mark.label.isEmpty {
      let box = LabelLayout.box(of: [mark.label], style, centredAt: place, on: canvas)
      let across = radius + 5 * unit + box.width / 2
      let up = radius + 4 * unit + box.height / 2
      let points = [
        (across, 0), (-across, 0), (0, -up), (0, up), (across, -up), (-across, -up),
        (across, up), (-across, up),
      ].map { CanvasPoint(x: place.x + $0.0, y: place.y + $0.1) }
      layout.place([mark.label], style, centredAtFirstOf: points, margin: 2 * unit, on: canvas)
    }
  }
}
