/// The lines of a mesh file, one after the other, with their numbers; bytes, for speed.
struct MeshText {
  /// Fields of the current line.
  private(set) var fields: [ArraySlice<UInt8>] = []
  /// Number of the line on which the fields begin, from one.
  private(set) var line = 0

  private let bytes: [UInt8]
  private var position = 0
  private var nextLine = 1
  private let name: String

  init(_ bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  /// Goes to the next line that holds anything; false at the end.
  ///
  /// A hash begins a remark; a backslash at a line's end joins the next one to it.
  mutating func advance() -> Bool {
    fields.removeAll(keepingCapacity: true)
    line = nextLine
    var isJoined = false
    while position < bytes.count {
      let start = position
      while position < bytes.count, !isBreak(bytes[position]) { position += 1 }
      var end = position
      if position < bytes.count {
        let isPair =
          bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
        position += isPair ? 2 : 1
      }
      nextLine += 1
      if let hash = bytes[start..<end].firstIndex(of: 0x23) { end = hash }
      isJoined = end > start && bytes[end - 1] == 0x5C
      fields += bytes[start..<(isJoined ? end - 1 : end)].split { $0 == 0x20 || $0 == 0x09 }
      if isJoined { continue }
      if !fields.isEmpty { return true }
      line = nextLine
    }
    return !fields.isEmpty
  }

  private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// A field as text, shortened for messages.
  func text(_ index: Int) -> String {
    guard fields.indices.contains(index) else { return "" }
    return String(decoding: fields[index].prefix(40), as: UTF8.self)
  }

  /// Whether a field is a word, in any case of letters.
  func isWord(_ index: Int, _ word: String) -> Bool {
    fields.indices.contains(index) && text(index).lowercased() == word
  }

  /// A finite number.
  func number(_ index: Int) throws(GeometryError) -> Double {
    guard fields.indices.contains(index) else {
      throw error("a number is missing after \"\(text(0))\"")
    }
    guard let value = Double(String(decoding: fields[index], as: UTF8.self)), value.isFinite else {
      throw error("\"\(text(index))\" is not a finite number")
    }
    return value
  }

  func error(_ what: String) -> GeometryError {
    GeometryError(.malformedMesh, "\(name):\(line): \(what)")
  }
}
