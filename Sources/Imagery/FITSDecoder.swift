internal import CCFITSIO

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// FITS files back into values of this program's own kinds.
///
/// Bytes are read as an image of their own kind (BITPIX 8 as a ``Mask``), every other numeric
/// image as single-precision samples with BSCALE and BZERO applied; tile-compressed images are
/// unpacked. Tables are returned for text columns only. ``FITSFile`` gives more: doubles, rows and
/// planes of large files, and a list of the units.
public enum FITSDecoder {
  /// The unit with a number counted from 0, 0 being the primary one.
  ///
  /// - Throws: `file` if the file cannot be read, otherwise what ``decode(_:unit:path:)`` throws.
  public static func read(_ path: String, unit: Int = 0) throws(ImageryError) -> FITSHDU {
    try hdu(try FITSFile(path), unit)
  }

  /// How many units a file has.
  public static func unitCount(_ bytes: [UInt8], path: String? = nil) throws(ImageryError) -> Int {
    try FITSFile(bytes: bytes, path: path).units.count
  }

  /// The unit with a number counted from 0 in the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - unit: its number.
  ///   - path: the name for error messages.
  /// - Throws: `wrongHDU` if there is no such unit or it holds something not handled here,
  ///   `badSize` for sizes not accepted, `fits` for damaged files.
  public static func decode(
    _ bytes: [UInt8], unit: Int = 0, path: String? = nil
  ) throws(ImageryError) -> FITSHDU {
    try hdu(try FITSFile(bytes: bytes, path: path), unit)
  }

  private static func hdu(_ file: FITSFile, _ number: Int) throws(ImageryError) -> FITSHDU {
    let unit = try file.unit(.number(number))
    let content: FITSHDU.Content
    switch unit.kind {
    case .empty: content = .empty
    case .image, .compressedImage: content = try image(file, unit)
    case .table: content = .table(try FITSTextTableReader(unit, source: file.source).table())
    case .textTable, .groups, .other:
      throw ImageryError(
        .wrongHDU, "read FITS unit \(number)", path: file.path,
        "it holds neither an array nor a binary table but: \(unit.kind.rawValue)")
    }
    return FITSHDU(content, header: unit.header)
  }

  private static func image(_ file: FITSFile, _ unit: FITSUnitSummary) throws(ImageryError)
    -> FITSHDU.Content
  {
    guard unit.lengths.count == 2 || unit.lengths.count == 3 else {
      throw ImageryError(
        .wrongHDU, "read FITS unit \(unit.number)", path: file.path,
        "the array has \(unit.lengths.count) axes; 2 or 3 can be read")
    }
    let planeSize = unit.pictureSize.map { $0.width.multipliedReportingOverflow(by: $0.height) }
    try Image.check(
      width: planeSize?.overflow == false ? planeSize?.partialValue ?? 0 : Int.max,
      height: unit.planeCount, sampleCount: nil, operation: "read FITS unit \(unit.number)")
    if unit.bitsPerSample == 8, unit.lengths.count == 2, try FITSScaling(unit).isPlain,
      unit.storage.keywords["BLANK"] == nil
    {
      let samples = try file.samples(unit)
      return .uint8(
        try Mask(
          width: samples.width, height: samples.height,
          bits: samples.samples.map { UInt8(truncatingIfNeeded: Int($0)) }))
    }
    var planes: [Image] = []
    for plane in 0..<unit.planeCount {
      let samples = try file.samples(unit, plane: plane)
      planes.append(
        try Image(width: samples.width, height: samples.height, samples: samples.samples))
    }
    return unit.lengths.count == 2 ? .float32(planes[0]) : .float32Cube(planes)
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
}
