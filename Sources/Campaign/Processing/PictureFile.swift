internal import Foundation
internal import Imagery
internal import Processing

/// A FITS file as a chain takes it: the first picture in it, its cards, and the planes beside it.
///
/// The only place of the chain that knows how files are read.
struct PictureFile {
  /// The path as the user gave it.
  let path: String
  /// The last part of the path without suffix, for messages and names of products.
  let name: String
  /// The cards of the picture's unit.
  let header: FITSHeader
  /// The picture.
  let plane: Plane
  /// SHA-256 of the file's bytes, 64 hexadecimal digits.
  let sha256: String
  /// The standard deviation of each sample; nil when there is none beside the picture.
  private(set) var uncertainty: Plane?
  /// What of it other pictures have, too.
  private(set) var commonErrors: [CommonError] = []
  /// How errors of neighbouring pixels go together.
  private(set) var noiseCorrelation = NoiseCorrelation.none
  /// How many exposures each sample rests on; nil when it is not told.
  private(set) var exposureCount: Plane?
  /// Flags of the pixels; nil when there are none beside the picture.
  private(set) var mask: Mask?
  /// The tables RESPONSE and WEDGE that raw frames and masters of the house have, by name.
  private(set) var tables: [String: MeasuredTable] = [:]
  /// What could not be read of them, one sentence each.
  private(set) var notes: [String] = []

  /// Reads a file.
  ///
  /// - Throws: `CampaignError` for a file that cannot be read, `ImageryError` for one that is no FITS or
  ///   holds no picture.
  init(_ path: String) throws {
    sha256 = try Self.digest(path)
    self.path = path
    name = Self.stem(path)
    let file = try FITSFile(path)
    let unit = try file.unit()
    guard unit.planeCount == 1 else {
      throw ImageryError(
        .wrongHDU, "read FITS file", path: path,
        "unit \(unit.number) is a cube of \(unit.planeCount) pictures; give its pictures as files of "
          + "their own")
    }
    header = unit.header
    plane = try Plane(try file.samples(unit))
    for unit in file.units where unit.kind == .table && Self.tableNames.contains(unit.name) {
      do throws(ImageryError) {
        let table = try FITSDecoder.read(path, unit: unit.number)
        tables[unit.name] = Self.numbers(table, name: unit.name)
      } catch {
        notes.append("the table \(unit.name) is passed over: \(error.message)")
      }
    }
    try readPlanes(beside: path)
  }

  private static let tableNames: Set<String> = ["RESPONSE", "WEDGE"]

  /// A table of texts that are numbers; a cell that is none is not a number.
  private static func numbers(_ unit: FITSHDU, name: String) -> MeasuredTable? {
    guard case .table(let table) = unit.content else { return nil }
    let columns = table.columns.map { column in
      column.cells.map { Double($0.filter { $0 != " " }) ?? .nan }
    }
    return MeasuredTable(
      name: name, columns: table.columns.map(\.name),
      rows: (0..<table.rowCount).map { row in columns.map { $0[row] } })
  }

  /// The last part of a path without its suffix.
  static func stem(_ path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for suffix in [".gz", ".fz", ".fits", ".fit", ".fts"]
    where name.lowercased().hasSuffix(suffix) && name.count > suffix.count {
      name = String(name.dropLast(suffix.count))
    }
    return name
  }

  /// Where the planes of a picture may lie, plain or compressed, the likeliest first.
  static func companions(of path: String) -> [String] {
    var base = Substring(path)
    let isCompressed = ["gz", "fz"].contains {
      path.lowercased().hasSuffix(".fits." + $0) || path.lowercased().hasSuffix(".fit." + $0)
        || path.lowercased().hasSuffix(".fts." + $0)
    }
    for _ in 0..<(isCompressed ? 2 : 1) {
      guard let dot = base.lastIndex(of: ".") else { return [] }
      base = base[..<dot]
    }
    let plain = "\(base)_planes.fits"
    return isCompressed ? [plain + ".gz", plain, plain + ".fz"] : [plain, plain + ".gz"]
  }

  /// Refuses paths at which there is no file.
  static func requireFile(_ path: String) throws(CampaignError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CampaignError(.noInput, "\(path): there is no such file; check the name")
    }
    guard !isFolder.boolValue else {
      throw CampaignError(.noInput, "\(path) is a folder; name the FITS files in it")
    }
  }

  /// SHA-256 of a file, read piece by piece.
  private static func digest(_ path: String) throws -> String {
    try requireFile(path)
    do throws(ImageryError) {
      return try Digest.sha256(ofFile: path)
    } catch {
      throw CampaignError(.noInput, "\(path) cannot be read: \(error.message)")
    }
  }

  /// Reads error, flags and counts from the companion `*_planes.fits` of a product, if it is there.
  ///
  /// Units of the picture's own file do not count: in raw frames they tell what the simulated sensor
  /// did, which whoever processes them cannot know.
  private mutating func readPlanes(beside path: String) throws {
    guard !name.hasSuffix("_planes"),
      let companion = Self.companions(of: path).first(where: FileManager.default.fileExists)
    else { return }
    let file = try FITSFile(companion)
    for unit in file.units where unit.isPicture {
      switch unit.name {
      case "UNCERT": uncertainty = try Plane(try file.samples(unit))
      case let name where CommonErrorCards.holdsError(name):
        let plane = try Plane(try file.samples(unit))
        guard let error = CommonErrorCards.error(plane, unit.header) else {
          notes.append(
            "the plane \(unit.name) of \(companion) is passed over: its cards ERRSRC and ERREXT (pixels or "
              + "picture) do not tell what error it holds; its part of UNCERT counts as this picture's alone"
          )
          continue
        }
        commonErrors.append(error)
      case CommonErrorCards.correlationName:
        let plane = try Plane(try file.samples(unit))
        guard plane.width == plane.height,
          let correlation = NoiseCorrelation(side: plane.width, values: plane.samples)
        else {
          throw CampaignError(
            .damagedInput,
            "\(companion): the plane \(unit.name) must be square, of odd side up to 33, with 1 in its "
              + "middle; remove the file or put the right one there")
        }
        noiseCorrelation = correlation
      case "NEXP": exposureCount = try Plane(try file.samples(unit))
      case "MASK":
        let flags = try file.samples(unit)
        mask = try Mask(
          width: flags.width, height: flags.height,
          bits: flags.samples.map { UInt8(exactly: $0) ?? Mask.Flags.noData.rawValue })
      default: break
      }
    }
    let sizes =
      ([uncertainty, exposureCount] + commonErrors.map(\.plane)).compactMap { $0 }
      .map { ($0.width, $0.height) }
      + (mask.map { [($0.width, $0.height)] } ?? [])
    for (width, height) in sizes where width != plane.width || height != plane.height {
      throw CampaignError(
        .damagedInput,
        "\(companion) holds planes of \(width) × \(height) pixels, the picture beside it has "
          + "\(plane.width) × \(plane.height); remove it or put the right one there")
    }
  }
}

extension Plane {
  /// The samples of an array, infinities (saturated, as some archives mark it) as NaN.
  init(_ array: SampleArray) throws(ProcessingError) {
    try self.init(
      width: array.width, height: array.height,
      samples: array.samples.map { $0.isFinite ? $0 : .nan })
  }
}
