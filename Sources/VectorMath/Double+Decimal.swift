extension Double {
  /// The number that a text writes in decimal digits; nil for anything else.
  ///
  /// A sign, digits with a point among them, and a power of ten may stand there, as in `-1.5e3`. Blanks,
  /// bytes of zero, hexadecimal numbers, words such as `nan` and `inf`, and numbers too large to be
  /// finite are refused: a table that holds them is damaged, and a number cut short is worse than none.
  ///
  /// - Parameter text: the whole text, without blanks around it.
  public init?(decimal text: some StringProtocol) {
    var bytes = text.utf8.makeIterator()
    var next = bytes.next()
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    func isSign(_ byte: UInt8?) -> Bool { byte == 0x2B || byte == 0x2D }
    var digits = 0
    if isSign(next) { next = bytes.next() }
    while isDigit(next) { (digits, next) = (digits + 1, bytes.next()) }
    if next == 0x2E { next = bytes.next() }
    while isDigit(next) { (digits, next) = (digits + 1, bytes.next()) }
    guard digits > 0 else { return nil }
    if next == 0x65 || next == 0x45 {
      next = bytes.next()
      if isSign(next) { next = bytes.next() }
      guard isDigit(next) else { return nil }
      while isDigit(next) { next = bytes.next() }
    }
    guard next == nil, let value = Double(text), value.isFinite else { return nil }
    self = value
  }
}
