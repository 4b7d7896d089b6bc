internal import Astronomy
internal import Foundation
internal import Imagery
internal import Optics

extension Camera {
  /// The pixels about the line to the Sun as if the picture were a plane square to it.
  ///
  /// Exact for a gnomonic picture whose boresight is the Sun.
  private var pixelGrid: PixelGrid {
    get throws {
      let sun = projection.pixel(of: Vector3(0, 0, 1)) ?? (referencePixel - 1)
      return try PixelGrid(
        width: width, height: height, scale: pixelScale, originColumn: sun.x, originRow: sun.y,
        turn: rollDegrees * Angles.degree)
    }
  }

  /// Light that is told on a plane square to the line to the Sun, on the camera's pixels.
  ///
  /// Where the picture departs from that plane by a twentieth of a pixel, as for another projection or a
  /// boresight beside the Sun, the light is made on a plane of half the pixels' width and read at four places
  /// of each pixel, which the camera's own projection tells.
  ///
  /// - Parameter make: the light on a grid, row by row from the bottom.
  func sunCentred(_ make: (PixelGrid) throws -> [Float]) throws -> [Float] {
    let grid = try pixelGrid
    guard departure(from: grid) > 0.05 else { return try make(grid) }
    let wide = try coveringGrid
    let plane = try make(wide)
    let projection = projection
    var samples: [Float] = []
    samples.reserveCapacity(width * height)
    for row in 0..<height {
      for column in 0..<width {
        var sum = 0.0
        for (across, up) in [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)] {
          let direction = projection.direction(
            column: Double(column) + across, row: Double(row) + up)
          sum += Self.read(plane, wide, direction)
        }
        samples.append(Float(sum / 4))
      }
    }
    return samples
  }

  /// How far places of the picture lie from where the grid has them, at most, pixels.
  private func departure(from grid: PixelGrid) -> Double {
    let projection = projection
    var most = 0.0
    for up in 0...4 {
      for across in 0...4 {
        let (column, row) = (
          Double(width - 1) * Double(across) / 4, Double(height - 1) * Double(up) / 4
        )
        let direction = projection.direction(column: column, row: row)
        let place = grid.pixel(x: direction.x / direction.z, y: direction.y / direction.z)
        most = max(most, hypot(place.column - column, place.row - row))
      }
    }
    return most
  }

  /// Square pixels of half the width on the plane square to the line to the Sun that hold all the picture.
  ///
  /// Of the size of the picture at least, so that a large one has at most some four times as many pixels.
  private var coveringGrid: PixelGrid {
    get throws {
      let projection = projection
      var (low, high) = (SIMD2(repeating: Double.infinity), SIMD2(repeating: -Double.infinity))
      for step in 0...64 {
        let share = Double(step) / 64
        let (right, top) = (Double(width), Double(height))
        for (column, row) in [
          (right * share - 0.5, -0.5), (right * share - 0.5, top - 0.5), (-0.5, top * share - 0.5),
          (right - 0.5, top * share - 0.5),
        ] {
          let direction = projection.direction(column: column, row: row)
          let place = SIMD2(direction.x, direction.y) / direction.z
          (low, high) = (pointwiseMin(low, place), pointwiseMax(high, place))
        }
      }
      // Wide angles are stretched on the plane: no more than 6000 pixels a side.
      let span = (high - low).max()
      let scale = max(pixelScale / 2, span / 6000)
      let (columns, rows) = (
        Int(((high.x - low.x) / scale).rounded(.up)) + 3,
        Int(((high.y - low.y) / scale).rounded(.up)) + 3
      )
      return try PixelGrid(
        width: columns, height: rows, scale: scale, originColumn: 1 - low.x / scale,
        originRow: 1 - low.y / scale)
    }
  }

  /// A plane's value in a direction, between its pixels' middles linear.
  private static func read(_ plane: [Float], _ grid: PixelGrid, _ direction: Vector3) -> Double {
    let place = grid.pixel(x: direction.x / direction.z, y: direction.y / direction.z)
    let column = min(max(place.column, 0), Double(grid.width) - 1.001)
    let row = min(max(place.row, 0), Double(grid.height) - 1.001)
    let (left, low) = (Int(column), Int(row))
    let (x, y) = (column - Double(left), row - Double(low))
    let first = low * grid.width + left
    let below = Double(plane[first]) * (1 - x) + Double(plane[first + 1]) * x
    let above =
      Double(plane[first + grid.width]) * (1 - x) + Double(plane[first + grid.width + 1]) * x
    return below * (1 - y) + above * y
  }
}
