internal import CCairo

/// What Cairo has written of a drawing of vectors.
final class VectorText {
  var bytes: [UInt8] = []
}

extension Canvas {
  /// A surface of vectors, for a scalable picture (SVG).
  ///
  /// - Parameters:
  ///   - width: the width in pixels of 1/96 inch.
  ///   - height: the height in the same.
  ///   - background: its colour.
  /// - Throws: as for a surface of pixels.
  public static func vectors(
    width: Int, height: Int, background: Colour
  ) throws(ImageryError) -> Canvas {
    try check(width: width, height: height)
    let text = VectorText()
    let surface = cairo_svg_surface_create_for_stream(
      { target, data, length in
        guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
        // The canvas holds the text for as long as the surface lives.
        let text = Unmanaged<VectorText>.fromOpaque(target).takeUnretainedValue()
        text.bytes += UnsafeBufferPointer(start: data, count: Int(length))
        return CAIRO_STATUS_SUCCESS
      },
      Unmanaged.passUnretained(text).toOpaque(), Double(width), Double(height))
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
    return try Canvas(
      width: width, height: height, background: background, surface: surface, vectorText: text)
  }

  /// Ends a drawing of vectors and gives it as SVG, the same bytes for the same drawing.
  ///
  /// Letters are drawn as outlines, so that they look the same without the font; the title and the
  /// description hold words for readers and search.
  ///
  /// - Throws: `drawing` if any drawing failed, or the surface is one of pixels.
  public func svg(title: String, description: [String]) throws(ImageryError) -> [UInt8] {
    try check("finish a drawing")
    guard let vectorText else {
      throw ImageryError(.drawing, "finish a drawing", "the surface is one of pixels")
    }
    cairo_surface_finish(surface)
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      let words = cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown"
      throw ImageryError(.drawing, "finish a drawing", "Cairo says: \(words)")
    }
    let drawing = SVGText.renumbered(vectorText.bytes)
    let words = SVGText.words(title: title, description: description)
    guard let end = SVGText.endOfRootTag(drawing) else {
      throw ImageryError(.drawing, "finish a drawing", "Cairo wrote no SVG")
    }
    return drawing[..<end] + words + drawing[end...]
  }
}

/// Small repairs of the SVG that Cairo writes.
enum SVGText {
  private static let counted = Array("surface".utf8)

  /// Gives the ids that count all surfaces of the process (`surface57`) numbers from one.
  ///
  /// Otherwise the bytes would depend on what was drawn before.
  static func renumbered(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    var index = 0
    while index < bytes.count {
      let digitsStart = index + counted.count
      // Ids begin after a quotation mark or the sign of a reference.
      let isName =
        digitsStart < bytes.count && index > 0
        && (bytes[index - 1] == UInt8(ascii: "\"") || bytes[index - 1] == UInt8(ascii: "#"))
        && bytes[index..<digitsStart].elementsEqual(counted)
      guard isName else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let digits = bytes[digitsStart...].prefix { $0 >= 0x30 && $0 <= 0x39 }
      let number = numbers[digits] ?? numbers.count + 1
      numbers[digits] = number
      result += counted
      result += digits.isEmpty ? [] : Array(String(number).utf8)
      index = digits.endIndex
    }
    return result
  }

  /// Where the content of the root element begins.
  static func endOfRootTag(_ bytes: [UInt8]) -> Int? {
    let opening = Array("<svg".utf8)
    var index = 0
    while index + opening.count <= bytes.count {
      if bytes[index..<(index + opening.count)].elementsEqual(opening) {
        return bytes[index...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 }
      }
      index += 1
    }
    return nil
  }

  /// The elements that name and describe a picture.
  static func words(title: String, description: [String]) -> [UInt8] {
    let lines = description.map(escaped).joined(separator: "\n")
    return Array("\n<title>\(escaped(title))</title>\n<desc>\(lines)</desc>".utf8)
  }

  /// A text as XML may hold it; characters that XML forbids are left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\n", "\t": result += " "
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
