internal import CCFITSIO

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The structure of a FITS file, read without its data.
public enum FITSLayoutReader {
  /// Every array of a file, units without data and tables left out.
  ///
  /// - Throws: `file` when the file cannot be read; `fits` for a file that is packed, damaged or cut
  ///   short; `wrongHDU` for a tile-compressed array, whose samples lie nowhere in the file.
  public static func arrays(_ path: String) throws(ImageryError) -> [FITSArrayLayout] {
    try session(path) { file, size throws(ImageryError) in
      var result: [FITSArrayLayout] = []
      for unit in 0..<10_000 {
        var kind: Int32 = 0
        var status: Int32 = 0
        ffmahd(file, Int32(unit + 1), &kind, &status)  // fits_movabs_hdu
        // What comes after an array does not harm it: the rest of a file may be no FITS.
        if status == END_OF_FILE || (status != 0 && !result.isEmpty) {
          ffcmsg()
          break
        }
        try CFITSIO.check(status, "find FITS unit \(unit)", path: path)
        try checkUnpacked(file, unit: unit, path: path)
        guard kind == IMAGE_HDU else { continue }
        if let array = try array(file, unit: unit, size: size, path: path) {
          result.append(array)
        }
      }
      return result
    }
  }

  /// The numbers of a one-dimensional array, or of a table's column.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - extensionName: the unit's EXTNAME.
  ///   - column: the column's name in a table; nil for an array.
  ///   - limit: how many numbers are allowed.
  /// - Returns: the numbers and their unit, if the file tells one (BUNIT or TUNIT).
  /// - Throws: `wrongHDU` when there is no such unit or column, or it holds something else; `badSize`
  ///   for too many numbers.
  public static func numbers(
    _ path: String, extensionName: String, column: String?, limit: Int = 100_000
  ) throws(ImageryError) -> (values: [Double], unit: String?) {
    let operation = "read numbers from FITS extension '\(extensionName)'"
    return try session(path) { file, _ throws(ImageryError) in
      var status: Int32 = 0
      var kind: Int32 = 0
      var name = Array(extensionName.utf8CString)
      ffmnhd(file, ANY_HDU, &name, 0, &status)  // fits_movnam_hdu
      guard status == 0 else {
        ffcmsg()
        throw ImageryError(
          .wrongHDU, operation, path: path, "no unit has that EXTNAME; add it, or correct the card")
      }
      ffghdt(file, &kind, &status)  // fits_get_hdu_type
      return kind == IMAGE_HDU
        ? try array(file, operation, path, limit)
        : try self.column(file, column, operation, path, limit)
    }
  }

  private static func checkUnpacked(
    _ file: UnsafeMutablePointer<fitsfile>?, unit: Int, path: String
  ) throws(ImageryError) {
    var status: Int32 = 0
    guard fits_is_compressed_image(file, &status) == 0 else {
      throw ImageryError(
        .wrongHDU, "map FITS unit \(unit)", path: path,
        "the array is tile-compressed, its samples cannot be read where they lie; unpack the file "
          + "with funpack")
    }
  }

  private static func array(
    _ file: UnsafeMutablePointer<fitsfile>?, unit: Int, size: Int, path: String
  ) throws(ImageryError) -> FITSArrayLayout? {
    var status: Int32 = 0
    var axes: Int32 = 0
    ffgidm(file, &axes, &status)  // fits_get_img_dim
    try CFITSIO.check(status, "read the size of FITS unit \(unit)", path: path)
    guard axes > 0 else { return nil }
    var lengths = [LONGLONG](repeating: 0, count: Int(axes))
    var bits: Int32 = 0
    var (start, data, end): (LONGLONG, LONGLONG, LONGLONG) = (0, 0, 0)
    ffgiszll(file, axes, &lengths, &status)  // fits_get_img_sizell
    ffgidt(file, &bits, &status)  // fits_get_img_type
    ffghadll(file, &start, &data, &end, &status)  // fits_get_hduaddrll
    try CFITSIO.check(status, "read the size of FITS unit \(unit)", path: path)
    var needed = Int(abs(bits) / 8)
    for length in lengths where length > 0 {
      let (product, isTooLarge) = needed.multipliedReportingOverflow(by: Int(length))
      guard !isTooLarge else {
        throw ImageryError(
          .badSize, "map FITS unit \(unit)", path: path, "the array is larger than any file")
      }
      needed = product
    }
    guard lengths.allSatisfy({ $0 > 0 }) else { return nil }
    guard needed <= size, Int(data) <= size - needed else {
      throw ImageryError(
        .fits, "map FITS unit \(unit)", path: path,
        "the file is cut short: \(size) bytes where the array ends at byte "
          + "\(Int(data).addingReportingOverflow(needed).partialValue); copy or compute it again")
    }
    return FITSArrayLayout(
      unit: unit, lengths: lengths.map { Int($0) }, bitsPerSample: Int(bits),
      scale: number(file, "BSCALE") ?? 1, zero: number(file, "BZERO") ?? 0,
      blank: bits > 0 ? number(file, "BLANK").flatMap { Int(exactly: $0) } : nil,
      byteOffset: Int(data), header: try FITSHeaderReader.header(file, path: path))
  }

  private static func number(_ file: UnsafeMutablePointer<fitsfile>?, _ keyword: String) -> Double?
  {
    var status: Int32 = 0
    var value = 0.0
    ffgkyd(file, keyword, &value, nil, &status)  // fits_read_key_dbl
    ffcmsg()
    return status == 0 ? value : nil
  }

  private static func array(
    _ file: UnsafeMutablePointer<fitsfile>?, _ operation: String, _ path: String, _ limit: Int
  ) throws(ImageryError) -> (values: [Double], unit: String?) {
    var status: Int32 = 0
    var axes: Int32 = 0
    var lengths = [LONGLONG](repeating: 1, count: 1)
    ffgidm(file, &axes, &status)
    ffgiszll(file, 1, &lengths, &status)
    try CFITSIO.check(status, operation, path: path)
    guard axes == 1 else {
      throw ImageryError(
        .wrongHDU, operation, path: path, "the array has \(axes) axes; one is expected")
    }
    let count = try checked(Int(lengths[0]), operation, path, limit)
    var values = [Double](repeating: 0, count: count)
    var missing: Int32 = 0
    ffgpv(file, TDOUBLE, 1, LONGLONG(count), nil, &values, &missing, &status)  // fits_read_img
    try CFITSIO.check(status, operation, path: path)
    return (values, text(file, "BUNIT"))
  }

  private static func column(
    _ file: UnsafeMutablePointer<fitsfile>?, _ column: String?, _ operation: String,
    _ path: String, _ limit: Int
  ) throws(ImageryError) -> (values: [Double], unit: String?) {
    guard let column else {
      throw ImageryError(
        .wrongHDU, operation, path: path, "it is a table; name the column as well")
    }
    var status: Int32 = 0
    var number: Int32 = 0
    var name = Array(column.utf8CString)
    ffgcno(file, Int32(CASEINSEN), &name, &number, &status)  // fits_get_colnum
    guard status == 0 else {
      ffcmsg()
      throw ImageryError(
        .wrongHDU, operation, path: path, "the table has no column '\(column)', or several")
    }
    var (kind, repeats, width, rows): (Int32, Int, Int, Int) = (0, 0, 0, 0)
    ffgtcl(file, number, &kind, &repeats, &width, &status)  // fits_get_coltype
    ffgnrw(file, &rows, &status)  // fits_get_num_rows
    try CFITSIO.check(status, operation, path: path)
    guard [TSHORT, TINT, TLONG, TFLOAT, TDOUBLE].contains(kind) else {
      throw ImageryError(
        .wrongHDU, operation, path: path, "column '\(column)' holds no numbers")
    }
    let (product, isTooLarge) = rows.multipliedReportingOverflow(by: repeats)
    let count = try checked(isTooLarge ? Int.max : product, operation, path, limit)
    var values = [Double](repeating: 0, count: count)
    var missing: Int32 = 0
    // fits_read_col
    ffgcv(file, TDOUBLE, number, 1, 1, LONGLONG(count), nil, &values, &missing, &status)
    try CFITSIO.check(status, operation, path: path)
    return (values, text(file, "TUNIT\(number)"))
  }

  private static func checked(
    _ count: Int, _ operation: String, _ path: String, _ limit: Int
  ) throws(ImageryError) -> Int {
    guard count > 0, count <= limit else {
      throw ImageryError(
        .badSize, operation, path: path, "it has \(count) numbers; 1 to \(limit) are allowed")
    }
    return count
  }

  private static func text(_ file: UnsafeMutablePointer<fitsfile>?, _ keyword: String) -> String? {
    var status: Int32 = 0
    var value = [CChar](repeating: 0, count: 82)
    ffgkys(file, keyword, &value, nil, &status)  // fits_read_key_str
    ffcmsg()
    return status == 0 ? CFITSIO.string(value) : nil
  }

  /// Opens a file on the disk, runs a body and closes the file whatever happens.
  private static func session<Result>(
    _ path: String,
    _ body: (UnsafeMutablePointer<fitsfile>?, _ size: Int) throws(ImageryError) -> Result
  ) throws(ImageryError) -> Result where Result: Sendable {
    let size = try checkBeginning(path)
    return try CFITSIO.session { () throws(ImageryError) in
      var file: UnsafeMutablePointer<fitsfile>?
      var status: Int32 = 0
      ffdkopn(&file, path, READONLY, &status)  // fits_open_diskfile
      try CFITSIO.check(status, "open FITS file", path: path)
      defer {
        var ignored: Int32 = 0
        ffclos(file, &ignored)
        ffcmsg()
      }
      return try body(file, size)
    }
  }

  /// The size of a file that begins as FITS files do.
  private static func checkBeginning(_ path: String) throws(ImageryError) -> Int {
    let file = try MappedFile(path)
    if file.bytes.starts(with: [0x1F, 0x8B]) || file.bytes.starts(with: [0x1F, 0x9D]) {
      throw ImageryError(
        .fits, "map FITS file", path: path, "it is packed; unpack it with gunzip")
    }
    guard file.bytes.count >= 2880, file.bytes.starts(with: Array("SIMPLE  =".utf8)) else {
      throw ImageryError(
        .fits, "read FITS file", path: path,
        "\(file.bytes.count) bytes that do not begin with SIMPLE; this is not a FITS file")
    }
    return file.bytes.count
  }
}
