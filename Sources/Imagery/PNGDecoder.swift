internal import CPNGShim

/// PNG files back into samples.
public enum PNGDecoder {
  /// What a file holds; rows from the top.
  public struct Picture: Sendable, Hashable {
    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// The channels, 1 for grey and 3 for colour (an alpha channel is dropped).
    public let channels: Int
    /// The bits of a sample, 8 or 16.
    public let bitDepth: Int
    /// The samples, `width * height * channels` of them.
    public let samples: [UInt16]
    /// The text chunks in the order of the file.
    public let texts: [PNGText]
    /// Whether the file declares sRGB.
    public let isSRGB: Bool
    /// The declared gamma, 0 if there is none.
    public let gamma: Double
    /// Whether the file holds a date.
    public let hasTime: Bool
  }

  /// The picture in the bytes of a file.
  ///
  /// - Throws: `png` for damaged or oversized files.
  public static func decode(_ bytes: [UInt8], path: String? = nil) throws(ImageryError) -> Picture {
    var decoded = cpng_decoded()
    let status = bytes.withUnsafeBufferPointer {
      cpng_decode($0.baseAddress, $0.count, Image.largestPixelCount, &decoded)
    }
    defer { cpng_free(&decoded) }
    guard status == 0 else {
      throw ImageryError(
        .png, "read PNG picture", path: path, message(&decoded.message, of: "libpng"))
    }
    var samples: [UInt16] = []
    let data = UnsafeRawBufferPointer(start: decoded.rows, count: decoded.count)
    if decoded.bit_depth == 16 {
      samples = [UInt16](data.bindMemory(to: UInt16.self))
    } else {
      samples = data.map { UInt16($0) }
    }
    var texts: [PNGText] = []
    for text in UnsafeBufferPointer(start: decoded.texts, count: Int(decoded.text_count)) {
      guard let keyword = text.keyword, let words = text.text else { continue }
      texts.append(try PNGText(String(cString: keyword), String(cString: words)))
    }
    return Picture(
      width: Int(decoded.width), height: Int(decoded.height), channels: Int(decoded.channels),
      bitDepth: Int(decoded.bit_depth), samples: samples, texts: texts,
      isSRGB: decoded.has_srgb != 0, gamma: decoded.gamma, hasTime: decoded.has_time != 0)
  }

  /// The text of a message buffer, which Swift sees as a tuple.
  static func message<Buffer>(_ buffer: inout Buffer, of library: String) -> String {
    withUnsafeBytes(of: &buffer) { bytes in
      "\(library) says: \(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))"
    }
  }
}
