@testable import Imagery

/// A reader of animated PNG files, written after the standard alone, to check the writer by.
///
/// PNG Specification (Third Edition): chunks §5, filters §9, animation §11.3.6. Eight bits, red, green, blue and
/// opacity; frames that leave the canvas as it is.
struct APNGReader {
  struct Problem: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
  }

  struct Control: Equatable {
    var width, height, x, y, numerator, denominator, dispose, blend: Int
  }

  private(set) var chunkTypes: [String] = []
  private(set) var announcedFrames = 0
  private(set) var plays = 0
  private(set) var controls: [Control] = []
  /// The canvas as it is shown after each frame, three bytes a pixel.
  private(set) var pictures: [[UInt8]] = []
  /// The data of each frame, as a file of one picture holds them.
  private(set) var payloads: [[UInt8]] = []
  private(set) var width = 0
  private(set) var height = 0

  init(_ file: [UInt8]) throws {
    guard Array(file.prefix(8)) == [137, 80, 78, 71, 13, 10, 26, 10] else {
      throw Problem("no signature")
    }
    var place = 8
    var number = 0
    while place < file.count {
      let length = Self.word(file, place)
      let type = String(decoding: file[place + 4..<place + 8], as: UTF8.self)
      let data = Array(file[place + 8..<place + 8 + length])
      guard Self.check(file[place + 4..<place + 8 + length]) == Self.word(file, place + 8 + length)
      else { throw Problem("the check of \(type) is wrong") }
      place += length + 12
      chunkTypes.append(type)
      switch type {
      case "IHDR":
        (width, height) = (Self.word(data, 0), Self.word(data, 4))
        guard Array(data[8...]) == [8, 6, 0, 0, 0] else { throw Problem("IHDR \(data)") }
      case "acTL": (announcedFrames, plays) = (Self.word(data, 0), Self.word(data, 4))
      case "fcTL":
        guard Self.word(data, 0) == number else { throw Problem("fcTL out of turn") }
        number += 1
        let words = (1...4).map { Self.word(data, 4 * $0) }
        controls.append(
          Control(
            width: words[0], height: words[1], x: words[2], y: words[3],
            numerator: Int(data[20]) << 8 | Int(data[21]),
            denominator: Int(data[22]) << 8 | Int(data[23]), dispose: Int(data[24]),
            blend: Int(data[25])))
        payloads.append([])
      case "IDAT": payloads[payloads.count - 1] += data
      case "fdAT":
        guard Self.word(data, 0) == number else { throw Problem("fdAT out of turn") }
        number += 1
        payloads[payloads.count - 1] += data[4...]
      default: break
      }
    }
    try show()
  }

  private mutating func show() throws {
    var canvas = [UInt8](repeating: 0, count: 3 * width * height)
    for (control, payload) in zip(controls, payloads) {
      guard control.dispose == 0, control.x + control.width <= width,
        control.y + control.height <= height
      else { throw Problem("a frame off the canvas: \(control)") }
      let pixels = try Self.unfiltered(payload, control.width, control.height)
      for row in 0..<control.height {
        for column in 0..<control.width {
          let from = 4 * (row * control.width + column)
          let to = 3 * ((control.y + row) * width + control.x + column)
          guard pixels[from + 3] == 255 || (pixels[from + 3] == 0 && control.blend == 1) else {
            throw Problem("an opacity of \(pixels[from + 3])")
          }
          if control.blend == 1, pixels[from + 3] == 0 { continue }
          for colour in 0..<3 { canvas[to + colour] = pixels[from + colour] }
        }
      }
      pictures.append(canvas)
    }
  }

  private static func unfiltered(_ packed: [UInt8], _ width: Int, _ height: Int) throws -> [UInt8] {
    let raw = try Inflate.unpacked(packed, limit: (4 * width + 1) * height)
    guard raw.count == (4 * width + 1) * height else { throw Problem("data cut short") }
    var result = [UInt8](repeating: 0, count: 4 * width * height)
    for row in 0..<height {
      let filter = raw[row * (4 * width + 1)]
      for byte in 0..<4 * width {
        let here = row * 4 * width + byte
        let left = byte >= 4 ? Int(result[here - 4]) : 0
        let up = row > 0 ? Int(result[here - 4 * width]) : 0
        let corner = row > 0 && byte >= 4 ? Int(result[here - 4 * width - 4]) : 0
        let guess: Int
        switch filter {
        case 0: guess = 0
        case 1: guess = left
        case 2: guess = up
        case 3: guess = (left + up) / 2
        case 4:
          let (a, b, c) = (
            abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
          )
          guess = a <= b && a <= c ? left : b <= c ? up : corner
        default: throw Problem("a filter \(filter)")
        }
        result[here] = raw[row * (4 * width + 1) + 1 + byte] &+ UInt8(truncatingIfNeeded: guess)
      }
    }
    return result
  }

  private static func word(_ bytes: [UInt8], _ place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  /// CRC-32 of ISO 3309, bit by bit.
  private static func check(_ bytes: ArraySlice<UInt8>) -> Int {
    var rest: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }
    return Int(~rest)
  }
}
