internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

extension SingleStepJob {
  /// How a `.png` is drawn.
  public enum PictureStyle: Sendable {
    /// With the Sun, rings, position angles, a scale and words.
    case annotated
    /// The pixels alone, 16-bit grey with their scale in the file's text.
    case bare
    /// The picture before the step and that after it, side by side.
    case pair
  }

  private enum Ending: String {
    case fits, fit, fts, csv, json, png

    var isPicture: Bool { [.fits, .fit, .fts].contains(self) }
    var isTable: Bool { [.csv, .json].contains(self) }
  }

  /// Takes the step and writes what it made.
  ///
  /// The ending of the output's name chooses. Of a picture: `.fits`, with its error and flags in
  /// `*_planes.fits` beside it, or `.png`. Of numbers measured: `.csv`, `.json`, or `.png` for a plot.
  /// Where there are several results, their kinds or names go into the names of the files.
  ///
  /// - Parameters:
  ///   - output: the name.
  ///   - style: how a `.png` of a picture is drawn.
  ///   - note: hears what the files will be called where that is not the name given, and what the step remarks.
  /// - Returns: the paths.
  public func write(
    to output: String, style: PictureStyle = .annotated, note: (String) -> Void = { _ in }
  ) throws -> [String] {
    let ending = try ending(of: output, style)
    let base = String(output.dropLast(output.split(separator: ".").last?.count ?? 0).dropLast())
    let suffix = String(output.dropFirst(base.count))
    try OutputPaths.check(file: output)
    // Only pictures have planes written beside them.
    func written(_ name: String) -> [String] {
      ending.isPicture ? [name + suffix, name + "_planes.fits"] : [name + suffix]
    }
    try OutputPaths.check(written(base), against: inputs)
    if isSeparate {
      note(
        "\(sources.count) pictures go in: results are written as \(base)_NAME\(suffix), NAME being the "
          + "kind of light where kinds differ, else the picture's name")
    }
    let created = try CreationDate.now()
    var run = run
    try run.finish()
    for words in run.remarks { note(words) }
    let outcomes = run.outcomes
    let names = outcomes.indices.map { index in
      outcomes.count == 1 ? base : base + "_" + Self.word(outcomes[index], index, outcomes)
    }
    try OutputPaths.check(names.flatMap(written), against: inputs)
    var paths: [String] = []
    for (outcome, name) in zip(outcomes, names) {
      switch ending {
      case .fits, .fit, .fts: paths += try writePicture(outcome, to: name, suffix, created)
      case .csv, .json: paths += try writeTables(outcome.observation, to: name, suffix, ending)
      case .png:
        try AtomicFile.write(try png(outcome, style), to: name + suffix)
        paths.append(name + suffix)
      }
    }
    return paths
  }

  /// Refuses before any work what the step cannot be written as.
  private func ending(of output: String, _ style: PictureStyle) throws -> Ending {
    let measures = description.kind == "ANALYSIS"
    let allowed = measures ? ".csv, .json or .png (a plot)" : ".fits or .png"
    guard let dot = output.lastIndex(of: "."),
      let ending = Ending(rawValue: output[output.index(after: dot)...].lowercased())
    else {
      throw CampaignError(.badRequest, "-o \(output): give the name the ending \(allowed)")
    }
    if measures, ending.isPicture {
      throw CampaignError(
        .badRequest,
        "-o \(output): \(description.name) makes numbers, not a picture; give the name the ending "
          + allowed)
    }
    if !measures, ending.isTable {
      throw CampaignError(
        .badRequest,
        "-o \(output): the step measures no numbers; give the name the ending \(allowed)"
      )
    }
    if style != .annotated, ending != .png || measures {
      throw CampaignError(
        .badRequest, "-o \(output): --bare and --pair are for pictures; give the ending .png")
    }
    return ending
  }

  /// What tells a result from the others.
  private static func word(_ outcome: ChainOutcome, _ index: Int, _ all: [ChainOutcome]) -> String {
    let kinds = all.map(\.observation.kind)
    if Set(kinds).count == all.count { return outcome.observation.kind.lowercased() }
    let names = all.map(\.observation.name)
    if Set(names).count == all.count { return outcome.observation.name }
    return "\(index + 1)"
  }

  private func writePicture(
    _ outcome: ChainOutcome, to name: String, _ suffix: String, _ created: Instant
  ) throws -> [String] {
    let stem = name.split(separator: "/").last.map(String.init) ?? name
    let product = Product(
      outcome: outcome, sources: sources, created: created, stem: stem, format: format,
      ancestry: ancestry)
    let paths = [name + suffix, name + "_planes.fits"]
    try AtomicFile.write(try product.planes(), to: paths[1])
    try AtomicFile.write(try product.picture(stem + suffix), to: paths[0])
    return paths
  }

  private func writeTables(
    _ observation: Observation, to name: String, _ suffix: String, _ ending: Ending
  ) throws -> [String] {
    let tables = observation.tables
    guard !tables.isEmpty else {
      throw CampaignError(
        .badRequest,
        "\(observation.name): nothing was measured in it; give the pictures that the step measures")
    }
    return try tables.map { table in
      let path = tables.count == 1 ? name + suffix : "\(name)_\(table.name)\(suffix)"
      try AtomicFile.write(Array((ending == .json ? table.json : table.csv).utf8), to: path)
      return path
    }
  }

  private func png(_ outcome: ChainOutcome, _ style: PictureStyle) throws -> [UInt8] {
    let observation = outcome.observation
    if description.kind == "ANALYSIS" {
      guard let table = observation.tables.last else {
        throw CampaignError(
          .badRequest,
          "\(observation.name): nothing was measured in it; give the pictures that the step measures"
        )
      }
      return try MeasuredPlot(table, of: observation).png()
    }
    let header = outcome.sources.first.map { sources[$0].observation.header } ?? observation.header
    let after = ProcessedPicture(observation, source: header)
    switch style {
    case .bare: return try Preview(observation).png()
    case .annotated: return try after.png()
    case .pair:
      guard let source = outcome.sources.last else { return try after.png() }
      let before = ProcessedPicture(sources[source].observation, source: header)
      return try ProcessedPicture.pair(before, after)
    }
  }
}

extension MeasuredTable {
  /// The table as JSON: name, columns and rows, null where nothing was measured.
  var json: String {
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let lines = rows.map { row in
      "    [" + row.map { $0.isFinite ? "\($0)" : "null" }.joined(separator: ", ") + "]"
    }
    return "{\n  \"table\": \"\(name)\",\n  \"columns\": [\(names)],\n  \"rows\": [\n"
      + lines.joined(separator: ",\n") + "\n  ]\n}\n"
  }
}
