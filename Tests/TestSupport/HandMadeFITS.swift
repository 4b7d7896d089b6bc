/// FITS files put together card by card, so that every card can be wrong.
public enum HandMadeFITS {
  /// A card; values as they are written in the file, texts with their quotes.
  public typealias Card = (keyword: String, value: String)

  /// A unit from its cards and its data, both filled up to whole blocks.
  public static func unit(_ cards: [Card], _ data: [UInt8]) -> [UInt8] {
    let records = cards.map { card in
      let keyword = card.keyword.padding(to: 8)
      return (keyword + "= " + card.value).padding(to: 80)
    }
    var bytes = Array((records.joined() + "END".padding(to: 80)).utf8)
    bytes += [UInt8](repeating: UInt8(ascii: " "), count: (2880 - bytes.count % 2880) % 2880)
    return bytes + data + [UInt8](repeating: 0, count: (2880 - data.count % 2880) % 2880)
  }

  /// The layout cards of an array in the primary unit.
  public static func primary(bitsPerSample: Int, lengths: [Int]) -> [Card] {
    [("SIMPLE", "T")] + array(bitsPerSample, lengths)
  }

  /// The layout cards of an array in an extension.
  public static func image(bitsPerSample: Int, lengths: [Int], name: String) -> [Card] {
    [("XTENSION", "'IMAGE   '")] + array(bitsPerSample, lengths)
      + [("PCOUNT", "0"), ("GCOUNT", "1"), ("EXTNAME", "'\(name)'")]
  }

  /// The layout cards of a table with one column of doubles.
  public static func table(rows: Int, column: String, name: String) -> [Card] {
    [
      ("XTENSION", "'BINTABLE'"), ("BITPIX", "8"), ("NAXIS", "2"), ("NAXIS1", "8"),
      ("NAXIS2", "\(rows)"), ("PCOUNT", "0"), ("GCOUNT", "1"), ("TFIELDS", "1"),
      ("TTYPE1", "'\(column)'"), ("TFORM1", "'1D      '"), ("EXTNAME", "'\(name)'"),
    ]
  }

  private static func array(_ bits: Int, _ lengths: [Int]) -> [Card] {
    [("BITPIX", "\(bits)"), ("NAXIS", "\(lengths.count)")]
      + lengths.enumerated().map { ("NAXIS\($0 + 1)", "\($1)") }
  }

  /// Single-precision samples as FITS stores them.
  public static func bytes(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in
      withUnsafeBytes(of: value.bitPattern.bigEndian) { [UInt8]($0) }
    }
  }

  /// Double-precision samples as FITS stores them.
  public static func bytes(_ values: [Double]) -> [UInt8] {
    values.flatMap { value in
      withUnsafeBytes(of: value.bitPattern.bigEndian) { [UInt8]($0) }
    }
  }

  /// Whole numbers of 16 bits as FITS stores them.
  public static func bytes(_ values: [Int16]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) } }
  }
}

extension String {
  fileprivate func padding(to length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - utf8.count))
  }
}
