internal import CCFITSIO

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// FITS files as bytes, the same bytes for the same input.
///
/// SIMPLE stands first, no clock enters, CHECKSUM and DATASUM close every header with fixed
/// comments. Layout and keywords: `science/imaging.md` §2; checksums: Seaman et al., FITS
/// checksum convention.
public enum FITSEncoder {
  /// A file of a primary unit and extensions.
  ///
  /// - Throws: `wrongHDU` for a table in the primary unit or two units with one EXTNAME,
  ///   `badSize` for a cube of unequal images, `fits` if CFITSIO fails.
  public static func encode(primary: FITSHDU, extensions: [FITSHDU] = []) throws(ImageryError)
    -> [UInt8]
  {
    var bytes: [UInt8] = []
    try encode([primary] + extensions) { bytes += $0 }
    return bytes
  }

  /// The same, unit by unit, so that a file need not be in memory as a whole.
  ///
  /// - Parameters:
  ///   - hdus: the primary unit and the extensions.
  ///   - sink: takes the bytes of one unit after the other; they are gone when it returns.
  public static func encode(
    _ hdus: [FITSHDU], to sink: (UnsafeRawBufferPointer) throws(ImageryError) -> Void
  ) throws(ImageryError) {
    try checkNames(hdus)
    for (index, hdu) in hdus.enumerated() {
      let isPrimary = index == 0
      let unit = try FITSUnit(
        hdu, isPrimary: isPrimary, hasExtensions: isPrimary && hdus.count > 1)
      try CFITSIO.session { () throws(ImageryError) in
        try write(unit, isPrimary: isPrimary, to: sink)
      }
    }
  }

  private static func checkNames(_ hdus: [FITSHDU]) throws(ImageryError) {
    var names: Set<String> = []
    for name in hdus.compactMap({ $0.header.string("EXTNAME") }) {
      guard names.insert(name).inserted else {
        throw ImageryError(
          .wrongHDU, "encode FITS", "two units are called '\(name)'; EXTNAME must be unique")
      }
    }
  }

  /// Lays one unit out in memory, an extension behind a primary unit that is thrown away.
  private static func write(
    _ unit: FITSUnit, isPrimary: Bool,
    to sink: (UnsafeRawBufferPointer) throws(ImageryError) -> Void
  ) throws(ImageryError) {
    let estimate = unit.byteCount + (isPrimary ? 0 : 2880)
    guard let memory = MemoryFile(byteCount: estimate) else {
      throw ImageryError(
        .fits, "encode FITS", "\(estimate) bytes of memory are not available; use smaller images")
    }
    var file: UnsafeMutablePointer<fitsfile>?
    var status: Int32 = 0
    // fits_create_memfile
    ffimem(&file, memory.address, memory.size, 2880, realloc, &status)
    try CFITSIO.check(status, "create a FITS file in memory", path: nil)
    var range: Range<Int>
    do throws(ImageryError) {
      if !isPrimary {
        ffphps(file, 8, 0, nil, &status)  // fits_write_imghdr
        ffcrhd(file, &status)  // fits_create_hdu
      }
      range = try write(unit, to: file)
    } catch {
      var ignored: Int32 = 0
      ffclos(file, &ignored)
      ffcmsg()
      throw error
    }
    ffclos(file, &status)  // fits_close_file
    try CFITSIO.check(status, "close a FITS file in memory", path: nil)
    try sink(memory.bytes(range))
  }

  /// Writes one unit and returns where it lies.
  private static func write(
    _ unit: FITSUnit, to file: UnsafeMutablePointer<fitsfile>?
  ) throws(ImageryError) -> Range<Int> {
    var status: Int32 = 0
    for record in unit.records { ffprec(file, record, &status) }  // fits_write_record
    ffrdef(file, &status)  // fits_set_hdustruc
    try CFITSIO.check(status, "write the header of FITS unit '\(unit.name)'", path: nil)
    switch unit.payload {
    case .none: break
    case .floats(let planes):
      var first: LONGLONG = 1
      for plane in planes {
        plane.withUnsafeBufferPointer {
          // CFITSIO takes its input as a mutable pointer but does not change it.
          let start = UnsafeMutableRawPointer(mutating: $0.baseAddress)
          _ = ffppr(file, TFLOAT, first, LONGLONG($0.count), start, &status)  // fits_write_img
        }
        first += LONGLONG(plane.count)
      }
    case .bytes(let bytes):
      bytes.withUnsafeBufferPointer {
        let start = UnsafeMutableRawPointer(mutating: $0.baseAddress)
        _ = ffppr(file, TBYTE, 1, LONGLONG($0.count), start, &status)
      }
    case .words(let words, _):
      words.withUnsafeBufferPointer {
        let start = UnsafeMutableRawPointer(mutating: $0.baseAddress)
        _ = ffppr(file, TUINT, 1, LONGLONG($0.count), start, &status)
      }
    case .rows(var rows):
      // fits_write_tblbytes
      if !rows.isEmpty { ffptbb(file, 1, 1, LONGLONG(rows.count), &rows, &status) }
    }
    try CFITSIO.check(status, "write the data of FITS unit '\(unit.name)'", path: nil)
    return try writeChecksums(of: unit, to: file)
  }

  /// Fills in DATASUM and CHECKSUM.
  ///
  /// `fits_write_chksum` would put the time of day into their comments.
  private static func writeChecksums(
    of unit: FITSUnit, to file: UnsafeMutablePointer<fitsfile>?
  ) throws(ImageryError) -> Range<Int> {
    var status: Int32 = 0
    var dataSum: UInt = 0
    var unitSum: UInt = 0
    ffgcks(file, &dataSum, &unitSum, &status)  // fits_get_chksum
    ffmcrd(file, "DATASUM", try FITSUnit.dataSumRecord("\(dataSum)"), &status)
    ffgcks(file, &dataSum, &unitSum, &status)
    var encoded = [CChar](repeating: 0, count: 17)
    ffesum(unitSum, 1, &encoded)  // fits_encode_chksum
    let checksum = CFITSIO.string(encoded)
    ffmcrd(file, "CHECKSUM", try FITSUnit.checksumRecord(checksum), &status)
    var start: LONGLONG = 0
    var data: LONGLONG = 0
    var end: LONGLONG = 0
    ffghadll(file, &start, &data, &end, &status)  // fits_get_hduaddrll
    try CFITSIO.check(status, "write the checksum of FITS unit '\(unit.name)'", path: nil)
    return Int(start)..<Int(max(start, end))
  }
}
