/// A column of the table an image is packed into: one number, or where an array lies in the heap.
struct FITSTileColumn {
  /// The place of the cell in a row, bytes.
  let offset: Int
  /// The type of the cell, or of the elements in the heap: the letter of TFORM.
  let type: UInt8
  /// For an array in the heap the bytes of its length and of its place, 4 (P) or 8 (Q) each.
  let pointerBytes: Int?

  /// Bytes of an element: FITS Standard 4.0, table 18.
  private static let sizes: [Character: Int] = [
    "L": 1, "B": 1, "A": 1, "I": 2, "J": 4, "K": 8, "E": 4, "D": 8, "C": 8, "M": 16, "P": 8,
    "Q": 16,
  ]

  var elementBytes: Int { FITSTileColumn.sizes[Character(Unicode.Scalar(type))] ?? 1 }

  /// The columns by name; those this program has no use for are only passed over.
  static func columns(_ keywords: FITSKeywords, rowBytes: Int) throws(ImageryError)
    -> [String: FITSTileColumn]
  {
    var result: [String: FITSTileColumn] = [:]
    var offset = 0
    for number in 1...(try keywords.integer("TFIELDS", in: 1...999)) {
      let form = keywords.text("TFORM\(number)") ?? ""
      let digits = form.prefix { $0.isASCII && $0.isNumber }
      let rest = form.dropFirst(digits.count)
      guard let letter = rest.first, let repeats = digits.isEmpty ? 1 : Int(digits),
        let size = letter == "X" ? 1 : sizes[letter], repeats <= 1 << 20
      else { throw keywords.failure("TFORM\(number) is '\(form.prefix(40))', no column of FITS") }
      let isPointer = letter == "P" || letter == "Q"
      let width = letter == "X" ? (repeats + 7) / 8 : size * repeats
      let end = offset + width
      guard end <= rowBytes else {
        throw keywords.failure(
          "TFORM\(number) is '\(form.prefix(40))': the columns take more than the \(rowBytes) bytes "
            + "of a row")
      }
      let type = isPointer ? rest.dropFirst().first : letter
      if width > 0, let type, let code = type.asciiValue, sizes[type] != nil,
        let name = keywords.text("TTYPE\(number)"), result[name] == nil
      {
        result[name] = FITSTileColumn(
          offset: offset, type: code, pointerBytes: isPointer ? size / 2 : nil)
      }
      offset = end
    }
    return result
  }

  /// The number in a row.
  func number(_ row: [UInt8]) -> Double? {
    switch type {
    case UInt8(ascii: "B"): Double(row[offset])
    case UInt8(ascii: "I"): Double(Int16(truncatingIfNeeded: word(row, offset, 2)))
    case UInt8(ascii: "J"): Double(Int32(truncatingIfNeeded: word(row, offset, 4)))
    case UInt8(ascii: "K"): Double(Int64(bitPattern: word(row, offset, 8)))
    case UInt8(ascii: "E"):
      Double(Float(bitPattern: UInt32(truncatingIfNeeded: word(row, offset, 4))))
    case UInt8(ascii: "D"): Double(bitPattern: word(row, offset, 8))
    default: nil
    }
  }

  /// How many elements an array has and where in the heap it begins; nil if the numbers make no sense.
  func pointer(_ row: [UInt8]) -> (count: Int, place: Int)? {
    guard let bytes = pointerBytes,
      let count = Int(exactly: word(row, offset, bytes)),
      let place = Int(exactly: word(row, offset + bytes, bytes))
    else { return nil }
    return (count, place)
  }

  private func word(_ row: [UInt8], _ place: Int, _ bytes: Int) -> UInt64 {
    row[place..<place + bytes].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
