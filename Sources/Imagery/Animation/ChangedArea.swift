/// The smallest rectangle outside of which two pictures are the same.
struct ChangedArea: Equatable {
  /// The leftmost column and the topmost row.
  var x, y: Int
  /// Columns and rows, at least 1.
  var width, height: Int

  /// The whole of a picture.
  init(whole picture: RGBPicture) {
    (x, y, width, height) = (0, 0, picture.width, picture.height)
  }

  /// What changed from one picture to another of the same size; nil when nothing did.
  init?(from old: RGBPicture, to new: RGBPicture) {
    let (columns, rows) = (new.width, new.height)
    var (top, bottom, left, right) = (rows, -1, columns, -1)
    old.bytes.withUnsafeBufferPointer { old in
      new.bytes.withUnsafeBufferPointer { new in
        for row in 0..<rows {
          let start = 3 * row * columns
          var first = 0
          while first < 3 * columns, old[start + first] == new[start + first] { first += 1 }
          guard first < 3 * columns else { continue }
          var last = 3 * columns - 1
          while old[start + last] == new[start + last] { last -= 1 }
          (top, bottom) = (min(top, row), row)
          (left, right) = (min(left, first / 3), max(right, last / 3))
        }
      }
    }
    guard bottom >= 0 else { return nil }
    (x, y, width, height) = (left, top, right - left + 1, bottom - top + 1)
  }

  /// One pixel, for a frame that changes nothing: a frame cannot be empty.
  static let smallest = ChangedArea(x: 0, y: 0, width: 1, height: 1)

  private init(x: Int, y: Int, width: Int, height: Int) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  /// The area of a picture as opaque pixels of red, green, blue and opacity.
  func opaque(_ picture: RGBPicture) -> [UInt8] {
    pixels(picture) { _ in false }
  }

  /// The area, in which pixels that are as before are clear; nil where they are too few to save bytes.
  func changes(from old: RGBPicture, to new: RGBPicture) -> [UInt8]? {
    var same = 0
    let result = pixels(new) { start in
      let isSame =
        old.bytes[start] == new.bytes[start] && old.bytes[start + 1] == new.bytes[start + 1]
        && old.bytes[start + 2] == new.bytes[start + 2]
      if isSame { same += 1 }
      return isSame
    }
    return same * 16 < width * height ? nil : result
  }

  private func pixels(_ picture: RGBPicture, isClear: (Int) -> Bool) -> [UInt8] {
    let bytes = picture.bytes
    return [UInt8](unsafeUninitializedCapacity: 4 * width * height) { buffer, count in
      for row in y..<y + height {
        for column in x..<x + width {
          let start = 3 * (row * picture.width + column)
          let clear = isClear(start)
          for colour in 0..<3 { buffer[count + colour] = clear ? 0 : bytes[start + colour] }
          buffer[count + 3] = clear ? 0 : 255
          count += 4
        }
      }
    }
  }
}
