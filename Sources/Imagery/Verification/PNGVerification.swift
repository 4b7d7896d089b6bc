internal import CZlib

/// A PNG file held against the PNG Specification (third edition, W3C 2025), §5: `totality verify`.
public enum PNGVerification {
  /// The largest file that is read, bytes.
  static let largestFile = 1 << 30

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Everything that is wrong with a file: signature, chunks with their checksums and order, and what libpng says.
  ///
  /// - Throws: `file` when the file cannot be read at all.
  public static func findings(_ path: String) throws(ImageryError) -> [FileFinding] {
    let file = try FITSDiskFile(path)
    guard file.byteCount <= largestFile else {
      return [
        error(
          nil, "\(file.byteCount) bytes", "at most \(largestFile) bytes are read",
          "make a smaller picture")
      ]
    }
    return findings(in: try file.bytes(0..<file.byteCount))
  }

  /// The same for bytes in memory.
  static func findings(in bytes: [UInt8]) -> [FileFinding] {
    guard bytes.starts(with: signature) else {
      return [
        error(
          nil, "the file does not begin with the signature of PNG",
          "a PNG file begins with 89 50 4E 47 0D 0A 1A 0A", "copy or make it again")
      ]
    }
    var walk = ChunkWalk(bytes)
    walk.run()
    if walk.findings.isEmpty {
      do throws(ImageryError) {
        _ = try PNGDecoder.decode(bytes)
      } catch {
        return [Self.error(nil, error.message, "libpng can read the picture", "make it again")]
      }
    }
    return walk.findings
  }

  private static func error(
    _ chunk: String?, _ found: String, _ allowed: String, _ remedy: String
  ) -> FileFinding {
    FileFinding(
      .error, profile: "png", keyword: chunk, found: found, allowed: allowed, remedy: remedy)
  }

  /// Goes from chunk to chunk: length, kind, data, checksum.
  private struct ChunkWalk {
    let bytes: [UInt8]
    var findings: [FileFinding] = []
    private var names: [String] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private func word(_ place: Int) -> Int {
      bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func run() {
      var place = 8
      while names.last != "IEND" {
        guard place + 12 <= bytes.count, word(place) <= bytes.count - place - 12 else {
          findings.append(
            error(
              names.last, "the file ends at byte \(bytes.count) inside a chunk",
              "the last chunk is IEND, whole", "it is cut short or damaged: copy or make it again"))
          return
        }
        let length = word(place)
        let kind = Array(bytes[place + 4..<place + 8])
        let name = FITSCardParser.text(kind)
        let isLetters = kind.allSatisfy {
          ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A)
        }
        let body = bytes[place + 4..<place + 8 + length]
        let sum = body.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        guard isLetters, Int(sum) == word(place + 8 + length) else {
          findings.append(
            error(
              isLetters ? name : nil,
              "the checksum of the chunk at byte \(place) is wrong", "chunks agree with their CRC",
              "the file was changed or damaged since it was written: copy or make it again"))
          return
        }
        names.append(name)
        place += 12 + length
      }
      if place < bytes.count {
        findings.append(
          error(
            "IEND", "\(bytes.count - place) bytes follow", "nothing follows IEND",
            "cut the file there"))
      }
      checkOrder()
    }

    private mutating func checkOrder() {
      if names.first != "IHDR" || names.count(where: { $0 == "IHDR" }) > 1 {
        findings.append(
          error("IHDR", "is not the first chunk, once", "IHDR comes first", "make the file again"))
      }
      let first = names.firstIndex(of: "IDAT")
      let last = names.lastIndex(of: "IDAT")
      guard let first, let last else {
        findings.append(
          error("IDAT", "is missing", "a picture has data", "make the file again"))
        return
      }
      if names[first...last].contains(where: { $0 != "IDAT" }) {
        findings.append(
          error(
            "IDAT", "other chunks stand between the data", "IDAT chunks follow one another",
            "make the file again"))
      }
    }
  }
}
