/// The kind and size of a unit's data, from its header.
///
/// FITS Standard 4.0, §4.4.1 (mandatory keywords), §6 (random groups), §10.1 (tile compression).
struct FITSShape {
  var kind = FITSUnitSummary.Kind.other
  var lengths: [Int] = []
  var bitsPerSample = 8
  /// The bytes of the data, without the filling of the last block.
  var byteCount = 0

  init(_ keywords: FITSKeywords, isPrimary: Bool) throws(ImageryError) {
    bitsPerSample = try FITSShape.bitsPerSample(keywords, "BITPIX")
    lengths = try FITSShape.lengths(keywords, "NAXIS")
    byteCount = try FITSShape.byteCount(
      keywords, lengths: lengths, bits: bitsPerSample, isPrimary: isPrimary)
    let isEmpty = lengths.isEmpty || lengths.contains(0)
    if isPrimary {
      if keywords.isTrue("GROUPS"), lengths.first == 0, lengths.count > 1 {
        kind = .groups
      } else {
        kind = isEmpty ? .empty : .image
      }
      return
    }
    switch keywords.text("XTENSION") {
    case "IMAGE", "IUEIMAGE": kind = isEmpty ? .empty : .image
    case "TABLE": kind = .textTable
    case "BINTABLE", "A3DTABLE":
      kind = .table
      if keywords.isTrue("ZIMAGE") {
        kind = .compressedImage
        bitsPerSample = try FITSShape.bitsPerSample(keywords, "ZBITPIX")
        lengths = try FITSShape.lengths(keywords, "ZNAXIS")
        if lengths.isEmpty || lengths.contains(0) { kind = .empty }
      }
    default: kind = .other
    }
    _ = try FITSShape.product(lengths, 1, keywords)
  }

  private static func bitsPerSample(_ keywords: FITSKeywords, _ keyword: String)
    throws(ImageryError) -> Int
  {
    let bits = try keywords.integer(keyword, in: -64...64)
    guard [8, 16, 32, 64, -32, -64].contains(bits) else {
      throw keywords.failure(
        "\(keyword) is \(bits); 8, 16, 32, 64, -32 and -64 are known to FITS")
    }
    return bits
  }

  private static func lengths(_ keywords: FITSKeywords, _ prefix: String) throws(ImageryError)
    -> [Int]
  {
    var lengths: [Int] = []
    for axis in 0..<(try keywords.integer(prefix, in: 0...999)) {
      lengths.append(try keywords.integer("\(prefix)\(axis + 1)", in: 0...Int.max))
    }
    return lengths
  }

  /// |BITPIX| / 8 · GCOUNT · (PCOUNT + NAXIS1 · NAXIS2 · …).
  private static func byteCount(
    _ keywords: FITSKeywords, lengths: [Int], bits: Int, isPrimary: Bool
  ) throws(ImageryError) -> Int {
    let isGroups = isPrimary && keywords.isTrue("GROUPS") && lengths.first == 0
    guard !lengths.isEmpty else { return 0 }
    let factors = isGroups ? Array(lengths.dropFirst()) : lengths
    var samples = try product(factors, 1, keywords)
    var groups = 1
    if isGroups || !isPrimary {
      // Others leave the two out; what the standard wants for an image stands for them then.
      let parameters = try keywords.integer("PCOUNT", in: 0...Int.max, default: 0)
      groups = try keywords.integer("GCOUNT", in: 0...Int.max, default: 1)
      let (sum, isTooLarge) = samples.addingReportingOverflow(parameters)
      guard !isTooLarge else { throw tooLarge(keywords) }
      samples = sum
    }
    return try product([samples, groups], abs(bits) / 8, keywords)
  }

  /// A product of lengths that does not overflow.
  private static func product(_ factors: [Int], _ start: Int, _ keywords: FITSKeywords)
    throws(ImageryError) -> Int
  {
    if factors.contains(0) { return 0 }
    var product = start
    for factor in factors {
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: factor)
      guard !isTooLarge else { throw tooLarge(keywords) }
      product = next
    }
    return product
  }

  private static func tooLarge(_ keywords: FITSKeywords) -> ImageryError {
    keywords.failure(.badSize, "the data are larger than any file; the header is damaged")
  }
}
