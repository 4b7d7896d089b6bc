/// FITS files as bytes, the same bytes for the same input.
///
/// SIMPLE stands first, no clock enters, CHECKSUM and DATASUM close every header with fixed
/// comments. Layout and keywords: `science/imaging.md` §2; checksums: Seaman et al., FITS
/// checksum convention.
public enum FITSEncoder {
  /// A file of a primary unit and extensions.
  ///
  /// - Throws: `wrongHDU` for a table in the primary unit or two units with one EXTNAME,
  ///   `badSize` for a cube of unequal images.
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
      var bytes = FITSUnitBytes(unit)
      let finished = try bytes.finished()
      let result = finished.withUnsafeBytes { buffer in
        Result { () throws(ImageryError) in try sink(buffer) }
      }
      try result.get()
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
}
