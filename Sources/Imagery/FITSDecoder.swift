internal import CCFITSIO

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// FITS files back into values.
///
/// Bytes are read as an image of their own kind (BITPIX 8 as a ``Mask``), every other numeric
/// image as single-precision samples with BSCALE and BZERO applied; tile-compressed images are
/// unpacked. Tables are returned for text columns only. Cards whose keyword FITS does not allow
/// (HIERARCH) and blank cards are passed over.
public enum FITSDecoder {
  /// The unit with a number counted from 0, 0 being the primary one.
  ///
  /// - Throws: `file` if the file cannot be read, otherwise what ``decode(_:unit:path:)`` throws.
  public static func read(_ path: String, unit: Int = 0) throws(ImageryError) -> FITSHDU {
    try decode(try FileBytes.read(path), unit: unit, path: path)
  }

  /// How many units a file has.
  public static func unitCount(_ bytes: [UInt8], path: String? = nil) throws(ImageryError) -> Int {
    try session(bytes, path: path) { file throws(ImageryError) in
      var count: Int32 = 0
      var status: Int32 = 0
      ffthdu(file, &count, &status)  // fits_get_num_hdus
      try CFITSIO.check(status, "count the units of FITS file", path: path)
      return Int(count)
    }
  }

  /// The unit with a number counted from 0 in the bytes of a file.
  ///
  /// - Parameter path: the name for error messages.
  /// - Throws: `wrongHDU` if there is no such unit or it holds something not handled here,
  ///   `badSize` for sizes not accepted, `fits` for damaged files.
  public static func decode(
    _ bytes: [UInt8], unit: Int = 0, path: String? = nil
  ) throws(ImageryError) -> FITSHDU {
    try session(bytes, path: path) { file throws(ImageryError) in
      var kind: Int32 = 0
      var status: Int32 = 0
      guard unit >= 0, unit < 10_000 else {
        throw ImageryError(.wrongHDU, "read FITS unit \(unit)", path: path, "units count from 0")
      }
      ffmahd(file, Int32(unit + 1), &kind, &status)  // fits_movabs_hdu
      try CFITSIO.check(status, "find FITS unit \(unit)", path: path)
      try checkLength(file, available: bytes.count, unit: unit, path: path)
      let header = try FITSHeaderReader.header(file, path: path)
      let content =
        kind == IMAGE_HDU
        ? try image(file, unit: unit, path: path) : try table(file, unit: unit, path: path)
      return FITSHDU(content, header: header)
    }
  }

  /// Whether the stored CHECKSUM and DATASUM of every unit agree with its contents.
  ///
  /// - Returns: false if a unit has no checksum or a wrong one.
  public static func checksumsAreValid(_ bytes: [UInt8], path: String? = nil)
    throws(ImageryError) -> Bool
  {
    try session(bytes, path: path) { file throws(ImageryError) in
      var count: Int32 = 0
      var status: Int32 = 0
      ffthdu(file, &count, &status)
      var isValid = true
      for number in 0..<max(0, count) {
        var kind: Int32 = 0
        var data: Int32 = 0
        var whole: Int32 = 0
        ffmahd(file, number + 1, &kind, &status)
        ffvcks(file, &data, &whole, &status)  // fits_verify_chksum
        isValid = isValid && data == 1 && whole == 1
      }
      try CFITSIO.check(status, "verify the checksums of FITS file", path: path)
      return isValid
    }
  }

  /// Opens bytes as a file, runs a body and closes the file whatever happens.
  private static func session<Result: Sendable>(
    _ bytes: [UInt8], path: String?,
    _ body: (UnsafeMutablePointer<fitsfile>?) throws(ImageryError) -> Result
  ) throws(ImageryError) -> Result {
    guard bytes.count >= 2880, bytes.starts(with: Array("SIMPLE  =".utf8)) else {
      throw ImageryError(
        .fits, "read FITS file", path: path,
        "\(bytes.count) bytes that do not begin with SIMPLE; this is not a FITS file")
    }
    return try CFITSIO.session { () throws(ImageryError) in
      guard let memory = MemoryFile(bytes) else {
        throw ImageryError(.fits, "read FITS file", path: path, "not enough memory")
      }
      var file: UnsafeMutablePointer<fitsfile>?
      var status: Int32 = 0
      // fits_open_memfile; the name only selects the driver.
      ffomem(&file, "memory.fits", READONLY, memory.address, memory.size, 0, realloc, &status)
      try CFITSIO.check(status, "open FITS file", path: path)
      defer {
        var ignored: Int32 = 0
        ffclos(file, &ignored)
        ffcmsg()
      }
      return try body(file)
    }
  }

  /// Refuses a file cut short, for which CFITSIO would make up zeros.
  private static func checkLength(
    _ file: UnsafeMutablePointer<fitsfile>?, available: Int, unit: Int, path: String?
  ) throws(ImageryError) {
    var (start, data, end): (LONGLONG, LONGLONG, LONGLONG) = (0, 0, 0)
    var status: Int32 = 0
    ffghadll(file, &start, &data, &end, &status)  // fits_get_hduaddrll
    try CFITSIO.check(status, "measure FITS unit \(unit)", path: path)
    guard end <= available else {
      throw ImageryError(
        .fits, "read FITS unit \(unit)", path: path,
        "the file is cut short: \(available) bytes of \(end); copy or compute it again")
    }
  }

  private static func image(
    _ file: UnsafeMutablePointer<fitsfile>?, unit: Int, path: String?
  ) throws(ImageryError) -> FITSHDU.Content {
    var status: Int32 = 0
    var axisCount: Int32 = 0
    var kind: Int32 = 0
    var lengths = [Int](repeating: 1, count: 3)
    ffgidm(file, &axisCount, &status)  // fits_get_img_dim
    ffgiet(file, &kind, &status)  // fits_get_img_equivtype
    ffgisz(file, 3, &lengths, &status)  // fits_get_img_size
    try CFITSIO.check(status, "read the size of FITS unit \(unit)", path: path)
    if axisCount == 0 { return .empty }
    guard axisCount == 2 || axisCount == 3 else {
      throw ImageryError(
        .wrongHDU, "read FITS unit \(unit)", path: path,
        "the array has \(axisCount) axes; 2 or 3 can be read")
    }
    let (width, height, depth) = (lengths[0], lengths[1], axisCount == 3 ? lengths[2] : 1)
    try Image.check(width: width, height: height, sampleCount: nil, operation: "read FITS image")
    let count = width * height
    try Image.check(width: count, height: depth, sampleCount: nil, operation: "read FITS cube")
    var missing: Int32 = 0
    if kind == BYTE_IMG, axisCount == 2 {
      var bits = [UInt8](repeating: 0, count: count)
      ffgpv(file, TBYTE, 1, LONGLONG(count), nil, &bits, &missing, &status)  // fits_read_img
      try CFITSIO.check(status, "read the bytes of FITS unit \(unit)", path: path)
      return .uint8(try Mask(width: width, height: height, bits: bits))
    }
    var planes: [Image] = []
    for plane in 0..<depth {
      var samples = [Float](repeating: 0, count: count)
      let first = LONGLONG(plane * count + 1)
      ffgpv(file, TFLOAT, first, LONGLONG(count), nil, &samples, &missing, &status)
      try CFITSIO.check(status, "read the samples of FITS unit \(unit)", path: path)
      planes.append(try Image(width: width, height: height, samples: samples))
    }
    return axisCount == 2 ? .float32(planes[0]) : .float32Cube(planes)
  }

  private static func table(
    _ file: UnsafeMutablePointer<fitsfile>?, unit: Int, path: String?
  ) throws(ImageryError) -> FITSHDU.Content {
    var status: Int32 = 0
    var rowCount = 0
    var columnCount: Int32 = 0
    ffgnrw(file, &rowCount, &status)  // fits_get_num_rows
    ffgncl(file, &columnCount, &status)  // fits_get_num_cols
    try CFITSIO.check(status, "read the size of FITS table \(unit)", path: path)
    var columns: [FITSTextTable.Column] = []
    for number in 1...max(1, columnCount) {
      var kind: Int32 = 0
      var width = 0
      var repeats = 0
      var ignored: Int32 = 0
      ffgtcl(file, number, &kind, &repeats, &width, &status)  // fits_get_coltype
      guard status == 0, kind == TSTRING, repeats > 0 else {
        throw ImageryError(
          .wrongHDU, "read FITS table \(unit)", path: path,
          "column \(number) holds no fixed-width text; only text tables can be read")
      }
      var record = [CChar](repeating: 0, count: 81)
      var comment = [CChar](repeating: 0, count: 81)
      ffgkys(file, "TTYPE\(number)", &record, &comment, &ignored)  // fits_read_key_str
      let name = ignored == 0 ? CFITSIO.string(record) : "COL\(number)"
      var cells: [String] = []
      var buffer = [CChar](repeating: 0, count: repeats + 1)
      for row in 0..<rowCount {
        buffer.withUnsafeMutableBufferPointer {
          var cell = $0.baseAddress
          // fits_read_col_str
          _ = ffgcvs(file, number, LONGLONG(row + 1), 1, 1, nil, &cell, nil, &status)
        }
        try CFITSIO.check(status, "read row \(row + 1) of FITS table \(unit)", path: path)
        cells.append(CFITSIO.string(buffer))
      }
      columns.append(try FITSTextTable.Column(name, cells, minimumWidth: repeats))
    }
    return .table(try FITSTextTable(columns: columns))
  }
}
