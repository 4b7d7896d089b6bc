internal import Foundation

/// An image turned until solar north is up and scaled into a square, with the map between FITS
/// pixels and the canvas.
struct SkyView {
  let image: Image
  let side: Int
  /// Canvas pixels for each image pixel.
  let zoom: Double
  private let cosine: Double
  private let sine: Double

  init(image: Image, side: Int, rollRadians: Double) {
    self.image = image
    self.side = side
    zoom = Double(side) / Double(max(image.width, image.height))
    cosine = cos(rollRadians)
    sine = sin(rollRadians)
  }

  /// The place of a FITS pixel position in the square, y down.
  func place(fitsX: Double, fitsY: Double) -> CanvasPoint {
    let dx = fitsX - Double(image.width + 1) / 2
    let dy = fitsY - Double(image.height + 1) / 2
    // The PC matrix of the header: west = cos·dx − sin·dy, north = sin·dx + cos·dy.
    let west = cosine * dx - sine * dy
    let north = sine * dx + cosine * dy
    return CanvasPoint(x: Double(side) / 2 + west * zoom, y: Double(side) / 2 - north * zoom)
  }

  /// The square in colours; `blank` for pixels without data, `outside` for places off the image.
  ///
  /// Without a scale all pixels that hold data are drawn darkest.
  ///
  /// Large images are averaged before they are scaled down, small ones interpolated on
  /// the scale, so that neither aliasing nor 8-bit steps show. Where pixels with and without data meet, the edge is
  /// the line on which half of the four nearest pixels' weight holds data, and a pixel of the picture that it cuts
  /// takes a share of both colours: no sample is made up, and no stairs are drawn.
  /// - Parameter edge: the circle of a knife edge behind which no pixel has data; see ``KnifeEdge``.
  func picture(
    scale: ColourScale?, map: ColourMap, blank: Colour, outside: Colour,
    edge: FrameAnnotation.Circle? = nil
  ) throws(ImageryError) -> RGBPicture {
    let knife = zoom >= 1 ? edge.flatMap { KnifeEdge($0, of: self.image) } : nil
    let image = try knife?.uncovered(self.image) ?? self.image
    var bytes = [UInt8](repeating: 0, count: 3 * side * side)
    let grid = ScaledGrid(image, factor: max(1, Int(1 / zoom)), scale: scale)
    // Across an edge the weight falls by one from pixel to pixel of the grid.
    let sharpness = max(1, zoom * Double(grid.factor))
    for row in 0..<side {
      let up = (Double(side) / 2 - Double(row) - 0.5) / zoom
      for column in 0..<side {
        let right = (Double(column) + 0.5 - Double(side) / 2) / zoom
        let x = Double(image.width) / 2 + cosine * right + sine * up
        let y = Double(image.height) / 2 - sine * right + cosine * up
        let isInside =
          x >= 0 && y >= 0 && x < Double(image.width) && y < Double(image.height)
        let (value, weight) = isInside ? grid.value(x: x, y: y) : (.nan, 0)
        let cover =
          value.isNaN
          ? 0
          : knife?.visibleShare(x: x, y: y, zoom: zoom)
            ?? min(1, max(0, (weight - 0.5) * sharpness + 0.5))
        let colour =
          !isInside
          ? outside
          : cover > 0 ? map.colour(at: Double(value)).mixed(cover, over: blank) : blank
        let start = 3 * (row * side + column)
        bytes[start] = colour.red
        bytes[start + 1] = colour.green
        bytes[start + 2] = colour.blue
      }
    }
    return try RGBPicture(width: side, height: side, bytes: bytes)
  }
}

/// Places on a scale on a grid, averaged over blocks of pixels; NaN without data.
private struct ScaledGrid {
  let width, height, factor: Int
  var values: [Float]

  init(_ image: Image, factor: Int, scale: ColourScale?) {
    self.factor = factor
    width = (image.width + factor - 1) / factor
    height = (image.height + factor - 1) / factor
    values = [Float](repeating: .nan, count: width * height)
    for row in 0..<height {
      for column in 0..<width {
        var sum = 0.0
        var count = 0
        var total = 0
        for y in (row * factor)..<min(image.height, (row + 1) * factor) {
          for x in (column * factor)..<min(image.width, (column + 1) * factor) {
            let sample = image.samples[y * image.width + x]
            total += 1
            if sample.isNaN { continue }
            sum += Double(sample)
            count += 1
          }
        }
        guard count * 2 > total else { continue }
        let mean = sum / Double(count)
        // Infinite means saturated: as bright as the scale shows, not missing.
        let place = scale?.place(of: mean) ?? 0
        values[row * width + column] = Float(min(1, max(0, place)))
      }
    }
  }

  /// The value at a place counted from the lower left corner of the image, in image pixels, and the share of the
  /// weight of the four nearest pixels that holds data, which at the border counts as going on.
  func value(x: Double, y: Double) -> (value: Float, weight: Double) {
    let (u, v) = (x / Double(factor) - 0.5, y / Double(factor) - 0.5)
    guard u > -0.5, v > -0.5, u < Double(width) - 0.5, v < Double(height) - 0.5 else {
      return (.nan, 0)
    }
    let left = max(0, min(width - 1, Int(u.rounded(.down))))
    let low = max(0, min(height - 1, Int(v.rounded(.down))))
    let (right, high) = (min(width - 1, left + 1), min(height - 1, low + 1))
    let across = Float(max(0, u - Double(left)))
    let upward = Float(max(0, v - Double(low)))
    // Corners without data count for nothing, so that values do not fade towards a mask.
    var sum: Float = 0
    var weight: Float = 0
    func add(_ sample: Float, _ share: Float) {
      if sample.isNaN { return }
      sum += sample * share
      weight += share
    }
    add(values[low * width + left], (1 - across) * (1 - upward))
    add(values[low * width + right], across * (1 - upward))
    add(values[high * width + left], (1 - across) * upward)
    add(values[high * width + right], across * upward)
    return weight > 0 ? (sum / weight, Double(weight)) : (.nan, 0)
  }
}
