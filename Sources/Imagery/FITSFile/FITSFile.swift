/// How much of a file may get into memory.
public struct FITSLimits: Sendable, Hashable {
  /// The largest number of samples that are read at once, 8 bytes each.
  public var samples = Image.largestPixelCount
  /// The longest header, bytes.
  public var headerBytes = 2880 * 2912
  /// The largest number of units.
  public var units = 10_000

  /// The limits this program uses: 2²⁸ samples, 8 MiB of header, 10 000 units.
  public init() {}
}

/// A FITS file of anybody, opened to be looked through and read piece by piece.
///
/// The file is read without CFITSIO, which trusts lengths that a damaged file gives it; every length
/// is checked before memory is taken. Read are all six kinds of samples with BSCALE, BZERO and
/// BLANK, images tile-compressed with any method of the FITS Standard 4.0 (§10), and all of that
/// inside a gzip file.
public struct FITSFile: Sendable {
  /// The name for messages, nil for bytes without one.
  public let path: String?
  /// The units in their order.
  public let units: [FITSUnitSummary]
  /// Why the file was not read to its end, nil if it was.
  public let problem: ImageryError?

  let source: FITSSource
  let limits: FITSLimits

  /// Opens a file and lists its units.
  ///
  /// - Throws: `file` when it cannot be read; `fits` when it is no FITS file or damaged at once;
  ///   `badSize` when its header tells sizes no file can have.
  public init(_ path: String, limits: FITSLimits = FITSLimits()) throws(ImageryError) {
    try self.init(source: .disk(try FITSDiskFile(path)), path: path, limits: limits)
  }

  /// Opens a file whose bytes are in memory.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: the name for messages.
  ///   - limits: what a file may ask for.
  /// - Throws: what the other initialiser throws.
  public init(
    bytes: [UInt8], path: String? = nil, limits: FITSLimits = FITSLimits()
  ) throws(ImageryError) {
    try self.init(source: .memory(bytes), path: path, limits: limits)
  }

  private init(source: FITSSource, path: String?, limits: FITSLimits) throws(ImageryError) {
    self.path = path
    self.limits = limits
    self.source = try FITSFile.unpacked(source, path: path)
    (units, problem) = try FITSScanner(source: self.source, path: path, limits: limits).units()
  }

  /// Opens a file whose units the caller finds one after the other by ``scanner``; ``units`` stays empty.
  ///
  /// - Throws: what the other initialisers throw of files that cannot be read.
  init(unscanned source: FITSSource, path: String?, limits: FITSLimits = FITSLimits())
    throws(ImageryError)
  {
    (self.path, self.limits, units, problem) = (path, limits, [], nil)
    self.source = try FITSFile.unpacked(source, path: path)
  }

  /// What finds the units.
  var scanner: FITSScanner { FITSScanner(source: source, path: path, limits: limits) }

  /// The source, behind gzip if its first bytes say so.
  private static func unpacked(_ source: FITSSource, path: String?) throws(ImageryError)
    -> FITSSource
  {
    let start = try source.bytes(0..<4)
    let packers: [([UInt8], String)] = [
      ([0x1F, 0x9D], "uncompress"), (Array("BZh".utf8), "bunzip2"),
      ([0xFD, 0x37, 0x7A], "unxz"), ([0x28, 0xB5, 0x2F, 0xFD], "unzstd"),
      (Array("PK".utf8), "unzip"),
    ]
    for (magic, tool) in packers where start.starts(with: magic) {
      throw ImageryError(
        .fits, "read FITS file", path: path, "it is packed; unpack it with \(tool)")
    }
    guard start.starts(with: [0x1F, 0x8B]) else { return source }
    return .packed(GzipStream(source, path: path))
  }

  /// The unit that is meant.
  ///
  /// - Throws: `wrongHDU` if there is none, with a list of those that are there; `fits` if the file is
  ///   cut short before it.
  public func unit(_ choice: FITSUnitChoice = .firstPicture) throws(ImageryError)
    -> FITSUnitSummary
  {
    let found: FITSUnitSummary?
    let wish: String
    switch choice {
    case .firstPicture:
      found = units.first(where: \.isPicture)
      wish = "no unit holds a picture"
    case .number(let number):
      found = units.indices.contains(number) ? units[number] : nil
      wish = "there is no unit \(number)"
    case .name(let name, let version):
      found = units.first {
        $0.name.lowercased() == name.lowercased() && (version ?? $0.version) == $0.version
      }
      wish = "no unit has EXTNAME '\(name)'" + (version.map { " and EXTVER \($0)" } ?? "")
    }
    if let found { return found }
    if let last = units.last, !last.isComplete {
      throw ImageryError(
        .fits, "choose a FITS unit", path: path,
        "\(wish) before the file is cut short inside unit \(last.number); copy it again")
    }
    var list = units.prefix(20).map(\.description).joined(separator: "; ")
    if units.count > 20 { list += "; …" }
    let more = problem.map { "; what follows cannot be read: \($0.message)" } ?? ""
    throw ImageryError(
      .wrongHDU, "choose a FITS unit", path: path, "\(wish). The file has \(list)\(more)")
  }

  /// Samples of one picture, BSCALE and BZERO applied, NaN where BLANK stands.
  ///
  /// - Parameters:
  ///   - unit: one of ``units``.
  ///   - plane: which picture of a cube, counted from 0 along all further axes.
  ///   - rows: the rows wanted, counted from 0 at the bottom; nil for all.
  /// - Throws: `wrongHDU` for a unit without an array or a plane or row that is not there;
  ///   `badSize` for more samples than the limit; `fits` for damaged or missing data.
  public func samples(
    _ unit: FITSUnitSummary, plane: Int = 0, rows: Range<Int>? = nil
  ) throws(ImageryError) -> SampleArray {
    let region = try FITSRegion(unit, plane: plane, rows: rows, limits: limits, path: path)
    let scaling = try FITSScaling(unit)
    if unit.kind == .compressedImage {
      return try FITSTileReader(unit, source: source, limits: limits).samples(region, scaling)
    }
    return try FITSArrayReader(unit, source: source).samples(region, scaling)
  }
}
