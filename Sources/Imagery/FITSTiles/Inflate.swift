internal import CZlib

/// Bytes packed by gzip or zlib, unpacked into bounded memory.
enum Inflate {
  /// The unpacked bytes.
  ///
  /// - Parameter limit: the largest number of bytes that is accepted.
  static func unpacked(_ bytes: [UInt8], limit: Int) throws(TileDamage) -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window; 32 recognises gzip and zlib: zlib.h, inflateInit2.
    guard
      inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw TileDamage("not enough memory to unpack it") }
    defer { inflateEnd(&stream) }
    var input = bytes
    var result: [UInt8] = []
    // Deflate packs 1032 to 1 at best: a small input never takes a large piece.
    var piece = [UInt8](
      repeating: 0, count: max(1, min(limit + 1, bytes.count &* 4 + 64, 1 << 16)))
    var status = Z_OK
    input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(clamping: input.count)
      while status == Z_OK, result.count <= limit {
        let given = piece.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          status = inflate(&stream, Z_NO_FLUSH)
          return output.count - Int(stream.avail_out)
        }
        result.append(contentsOf: piece[..<given])
        if given == 0, status == Z_OK { break }
      }
    }
    guard status == Z_STREAM_END, result.count <= limit else {
      throw result.count > limit
        ? TileDamage("it unpacks to more than the \(limit) bytes it can hold")
        : TileDamage("its gzip stream is damaged or cut short")
    }
    return result
  }

  /// Undoes the order of GZIP_2, which puts the first bytes of all words first, then the second ones.
  static func unshuffled(_ bytes: [UInt8], width: Int) -> [UInt8] {
    guard width > 1 else { return bytes }
    let count = bytes.count / width
    var result = [UInt8](repeating: 0, count: bytes.count)
    for place in 0..<width {
      for word in 0..<count { result[word * width + place] = bytes[place * count + word] }
    }
    return result
  }
}
