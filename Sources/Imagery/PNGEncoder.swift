internal import CPNGShim
internal import Foundation

/// PNG files as bytes, the same bytes for the same input.
///
/// All carry sRGB with matching gAMA and cHRM, sBIT and pHYs 1 × 1; see `science/imaging.md` §2.6.
public enum PNGEncoder {
  /// A 16-bit grey preview from which brightness can be computed back.
  ///
  /// A sample is `round(1 + 65534 t)` with `t = (log10 B − low) / (high − low)` clipped to 0…1,
  /// and 0 where there is no data (NaN). Brightness 0 and below has no logarithm and is shown
  /// as the darkest value, 1. The top row of the picture is the last row of the image. The scale
  /// is written as JSON into the text `totality:scale`, with more digits than the samples hold.
  ///
  /// - Parameters:
  ///   - image: the brightness; NaN where there is none.
  ///   - scale: from brightness to grey.
  ///   - texts: further words, such as `totality:wcs` and `totality:run`.
  ///   - time: a date for the tIME chunk; without one the file has none.
  /// - Throws: `png` if libpng fails.
  public static func grey16(
    _ image: Image, scale: LogScale, texts: [PNGText] = [], time: PNGTime? = nil
  ) throws(ImageryError) -> [UInt8] {
    let samples = greySamples(image, scale: scale)
    let words = """
      {"type":"log10","low":\(scale.low),"high":\(scale.high),"first":1,"last":65535,\
      "nodata":0}
      """
    let all =
      texts.contains { $0.keyword == "totality:scale" }
      ? texts : [try PNGText("totality:scale", words)] + texts
    // Arrays pass on untyped errors only, hence the Result.
    return try samples.withUnsafeBytes { rows in
      Result { () throws(ImageryError) in
        try encode(
          rows, width: image.width, height: image.height, bitDepth: 16, channels: 1,
          filters: cpng_up_filter(), texts: all, time: time)
      }
    }.get()
  }

  /// The samples of ``grey16(_:scale:texts:time:)``, top row first.
  static func greySamples(_ image: Image, scale: LogScale) -> [UInt16] {
    var samples = [UInt16](repeating: 0, count: image.samples.count)
    let factor = 1 / (scale.high - scale.low)
    for row in 0..<image.height {
      let source = (image.height - 1 - row) * image.width
      let target = row * image.width
      for column in 0..<image.width {
        let value = image.samples[source + column]
        if value.isNaN { continue }
        // Brightness that is not positive would give NaN or −infinity: darkest, but data.
        let place = value > 0 ? (log10(Double(value)) - scale.low) * factor : 0
        samples[target + column] = UInt16((1 + 65534 * min(1, max(0, place))).rounded())
      }
    }
    return samples
  }

  /// An 8-bit colour picture.
  ///
  /// - Throws: `png` if libpng fails.
  public static func rgb8(
    _ picture: RGBPicture, texts: [PNGText] = [], time: PNGTime? = nil
  ) throws(ImageryError) -> [UInt8] {
    try picture.bytes.withUnsafeBytes { rows in
      Result { () throws(ImageryError) in
        try encode(
          rows, width: picture.width, height: picture.height, bitDepth: 8, channels: 3,
          filters: cpng_all_filters(), texts: texts, time: time)
      }
    }.get()
  }

  /// An 8-bit picture of red, green, blue and opacity, four bytes a pixel, rows from the top.
  ///
  /// - Parameter pixels: `4 * width * height` bytes.
  static func rgba8(
    _ pixels: [UInt8], width: Int, height: Int, texts: [PNGText]
  ) throws(ImageryError) -> [UInt8] {
    precondition(pixels.count == 4 * width * height)
    return try pixels.withUnsafeBytes { rows in
      Result { () throws(ImageryError) in
        try encode(
          rows, width: width, height: height, bitDepth: 8, channels: 4,
          filters: cpng_all_filters(), texts: texts, time: nil)
      }
    }.get()
  }

  private static func encode(
    _ rows: UnsafeRawBufferPointer, width: Int, height: Int, bitDepth: Int32, channels: Int32,
    filters: Int32, texts: [PNGText], time: PNGTime?
  ) throws(ImageryError) -> [UInt8] {
    // libpng wants C strings that live until the end of the call.
    var words: [cpng_text] = []
    defer {
      for word in words {
        free(UnsafeMutablePointer(mutating: word.keyword))
        free(UnsafeMutablePointer(mutating: word.text))
      }
    }
    for text in texts {
      words.append(
        cpng_text(
          keyword: strdup(text.keyword), text: strdup(text.text), is_utf8: text.isUTF8 ? 1 : 0))
    }
    var picture = cpng_picture()
    picture.width = UInt32(width)
    picture.height = UInt32(height)
    picture.bit_depth = bitDepth
    picture.channels = channels
    picture.level = 6
    picture.filters = filters
    picture.rows = rows.baseAddress?.assumingMemoryBound(to: UInt8.self)
    picture.text_count = Int32(words.count)
    if let time {
      picture.has_time = 1
      (picture.year, picture.month, picture.day) = (
        Int32(time.year), Int32(time.month), Int32(time.day)
      )
      (picture.hour, picture.minute, picture.second) = (
        Int32(time.hour), Int32(time.minute), Int32(time.second)
      )
    }
    var output = cpng_output()
    let status = words.withUnsafeBufferPointer { texts in
      picture.texts = texts.baseAddress
      return cpng_encode(&picture, &output)
    }
    defer { free(output.bytes) }
    guard status == 0 else {
      throw ImageryError(
        .png, "write PNG picture", PNGDecoder.message(&output.message, of: "libpng"))
    }
    return [UInt8](UnsafeBufferPointer(start: output.bytes, count: output.count))
  }
}
