/// The units of a file found one after the other, headers read and data passed over.
struct FITSScanner {
  let source: FITSSource
  let path: String?
  let limits: FITSLimits

  /// All units up to the end of the file, or up to the first that cannot be understood.
  ///
  /// - Throws: what is wrong with the primary unit.
  func units() throws(ImageryError) -> (units: [FITSUnitSummary], problem: ImageryError?) {
    var units: [FITSUnitSummary] = []
    var place = 0
    do throws(ImageryError) {
      while let (unit, end) = try next(at: place, number: units.count) {
        units.append(unit)
        place = end
        if !unit.isComplete { break }
        try checkCount(units.count)
      }
    } catch {
      if units.isEmpty { throw error }
      return (units, error)
    }
    return (units, nil)
  }

  /// Refuses more units than anybody reads.
  ///
  /// - Throws: `badSize`.
  func checkCount(_ count: Int) throws(ImageryError) {
    guard count < limits.units else {
      throw failure(
        count, .badSize, "the file has more than \(limits.units) units; those behind are left out")
    }
  }

  /// The unit whose header begins at a place and where the next one begins, nil at the end.
  func next(at place: Int, number: Int) throws(ImageryError) -> (FITSUnitSummary, Int)? {
    guard let records = try records(at: place, number: number) else { return nil }
    let cards = FITSCardParser.cards(records)
    let keywords = FITSKeywords(cards, unit: number, path: path)
    let headerBlocks = (records.count + 36) / 36
    let dataOffset = place + headerBlocks * 2880
    let shape = try FITSShape(keywords, isPrimary: number == 0)
    let (end, isTooFar) = dataOffset.addingReportingOverflow(shape.byteCount)
    guard !isTooFar, end < Int.max - 2880 else {
      throw keywords.failure(.badSize, "the data are larger than any file; the header is damaged")
    }
    let summary = FITSUnitSummary(
      number: number, name: keywords.text("EXTNAME") ?? "",
      version: (try? keywords.integer("EXTVER", in: 0...Int.max, default: 1)) ?? 1,
      kind: shape.kind, lengths: shape.lengths, bitsPerSample: shape.bitsPerSample,
      isComplete: try isPresent(end),
      header: FITSHeader(foreign: cards, isCompressed: shape.kind == .compressedImage),
      storage: FITSUnitSummary.Storage(
        keywords: keywords, dataOffset: dataOffset, dataByteCount: shape.byteCount))
    return (summary, dataOffset + (shape.byteCount + 2879) / 2880 * 2880)
  }

  private func isPresent(_ end: Int) throws(ImageryError) -> Bool {
    if case .packed = source, end > GzipStream.largestByteCount { return false }
    return try source.reaches(end)
  }

  /// The records of a header up to END; nil where the file ends or something else follows.
  private func records(at start: Int, number: Int) throws(ImageryError) -> [[UInt8]]? {
    var records: [[UInt8]] = []
    var place = start
    while place - start < limits.headerBytes {
      let block = try source.bytes(place..<place + 2880)
      if place == start {
        let opening = number == 0 ? "SIMPLE  =" : "XTENSION="
        guard block.starts(with: Array(opening.utf8)) else {
          // What follows the last unit is no concern of ours: FITS Standard 4.0, §3.5.
          if number > 0 { return nil }
          throw failure(
            number, .fits, "it does not begin with SIMPLE; this is not a FITS file")
        }
      }
      for offset in stride(from: 0, to: block.count - 79, by: 80) {
        let record = Array(block[offset..<offset + 80])
        if record.starts(with: FITSScanner.end), record[3..<8].allSatisfy({ $0 == 0x20 }) {
          return records
        }
        records.append(record)
      }
      guard block.count == 2880 else {
        throw failure(
          number, .fits,
          "the file ends inside the header, after \(place + block.count) bytes; copy it again")
      }
      place += 2880
    }
    throw failure(
      number, .badSize,
      "the header has no END within \(limits.headerBytes) bytes; the file is damaged")
  }

  private static let end = Array("END".utf8)

  private func failure(_ number: Int, _ code: ImageryError.Code, _ message: String)
    -> ImageryError
  {
    ImageryError(code, "read FITS unit \(number)", path: path, message)
  }
}
