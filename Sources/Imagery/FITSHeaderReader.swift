internal import CCFITSIO

/// Cards from the records of an open unit.
enum FITSHeaderReader {
  /// All cards of the current unit that do not describe its layout.
  static func header(
    _ file: UnsafeMutablePointer<fitsfile>?, path: String?
  ) throws(ImageryError) -> FITSHeader {
    var status: Int32 = 0
    var count: Int32 = 0
    var position: Int32 = 0
    ffghps(file, &count, &position, &status)  // fits_get_hdrpos
    var records: [[UInt8]] = []
    var buffer = [CChar](repeating: 0, count: 82)
    for number in 1...max(1, count) where status == 0 {
      ffgrec(file, number, &buffer, &status)  // fits_read_record
      records.append(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }
    try CFITSIO.check(status, "read the header of FITS file", path: path)
    return FITSHeader(foreign: FITSCardParser.cards(records))
  }
}
