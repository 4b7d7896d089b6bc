internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// How samples of products are written.
public enum SampleFormat: Int, Sendable, CaseIterable {
  /// Single precision, BITPIX −32.
  case single = -32
  /// Double precision, BITPIX −64.
  case double = -64
}

/// The files of one observation that left a chain.
struct Product {
  let outcome: ChainOutcome
  /// All files read, in the order of the chain's input.
  let sources: [ObservationReader.Reading]
  let created: Instant
  /// The name without suffix.
  let stem: String
  let format: SampleFormat
  /// Other pictures that steps used, and what the user assumed.
  var ancestry = Ancestry()
  /// Cards of the product's own, in place of others of their names.
  var cards: [FITSCard] = []
  /// Tables beside the picture, in its file.
  var extensions: [FITSHDU] = []

  private var observation: Observation { outcome.observation }

  /// The names of the files, in the order in which ``write(to:)`` writes them.
  var files: [String] {
    ["\(stem).fits", "\(stem)_planes.fits"] + observation.tables.map { "\(stem)_\($0.name).csv" }
  }

  /// Writes all files into a folder; each exists complete or not at all.
  ///
  /// - Returns: the paths.
  func write(to folder: String) throws -> [String] {
    let paths = files.map { folder + "/" + $0 }
    // The picture last: once it is there, its planes are.
    try AtomicFile.write(try planes(), to: paths[1])
    for (path, table) in zip(paths.dropFirst(2), observation.tables) {
      try AtomicFile.write(Array(table.csv.utf8), to: path)
    }
    try AtomicFile.write(try picture("\(stem).fits"), to: paths[0])
    return paths
  }

  private func builder(_ file: String) -> ProductHeader {
    ProductHeader(
      outcome: outcome, sources: sources, created: created, file: file, ancestry: ancestry,
      cards: cards)
  }

  /// The picture alone as a FITS file.
  func picture(_ file: String) throws -> [UInt8] {
    try FITSEncoder.encode(
      primary: try unit(observation.light, .light, file), extensions: extensions)
  }

  /// Error, number of exposures and flags as a FITS file.
  func planes() throws -> [UInt8] {
    let file = "\(stem)_planes.fits"
    var units: [FITSHDU] = []
    if let uncertainty = observation.uncertainty {
      units.append(try unit(uncertainty, .uncertainty, file))
    }
    if let count = observation.exposureCount {
      units.append(try unit(count, .exposureCount, file))
    }
    for (number, error) in observation.commonErrors.enumerated() {
      units.append(
        try unit(error.deviation.plane(like: observation.light), .common(error, number + 1), file))
    }
    let correlation = observation.noiseCorrelation
    if correlation != .none {
      let table = try Plane(
        width: correlation.side, height: correlation.side, samples: correlation.values)
      units.append(try unit(table, .correlation, file))
    }
    units.append(
      FITSHDU(
        .uint8(observation.mask),
        header: try builder(file).header(.mask, statistics: nil)))
    return try FITSEncoder.encode(primary: units[0], extensions: Array(units.dropFirst()))
  }

  private func unit(
    _ plane: Plane, _ kind: ProductHeader.Kind, _ file: String
  ) throws -> FITSHDU {
    let image = try plane.image()
    let header = try builder(file).header(kind, statistics: ImageStatistics(image))
    guard format == .double else { return FITSHDU(.float32(image), header: header) }
    let samples = try SampleArray(
      width: plane.width, height: plane.height, samples: plane.samples)
    return FITSHDU(.float64(samples), header: header)
  }
}

extension MeasuredTable {
  /// The table as CSV, nothing where nothing was measured.
  var csv: String {
    var text = columns.joined(separator: ",") + "\n"
    for row in rows {
      text += row.map { $0.isFinite ? "\($0)" : "" }.joined(separator: ",") + "\n"
    }
    return text
  }
}

/// Names of products.
enum ProductName {
  /// The name of a product without suffix.
  ///
  /// - Parameters:
  ///   - observation: what is written.
  ///   - sources: the names of the inputs it rests on.
  static func stem(_ observation: Observation, sources: [String]) -> String {
    var base = common(sources)
    if sources.count > 1, let angle = observation.polariserDegrees {
      base += "_p\(Int(angle.rounded()))"
    }
    let kind = observation.kind.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let isPlain = kind.isEmpty || kind == "b" || kind == "raw"
    return base + "_" + observation.level.rawValue.lowercased() + (isPlain ? "" : "_" + kind)
  }

  /// What names of files have in common at their beginning, without the number of an exposure or an
  /// earlier level.
  private static func common(_ names: [String]) -> String {
    guard let first = names.first else { return "product" }
    var base = Substring(first)
    for name in names.dropFirst() { base = base.prefix(base.commonPrefix(with: name).count) }
    var text = String(base)
    if names.count > 1 {
      text = String(text.reversed().drop { $0.isNumber || $0 == "_" || $0 == "-" }.reversed())
    }
    for suffix in ["_raw", "_l0", "_l1", "_l2", "_l3"] where text.hasSuffix(suffix) {
      text = String(text.dropLast(suffix.count))
    }
    return text.isEmpty ? first : text
  }
}
