internal import Foundation
internal import Imagery

/// How two files differ.
struct FileComparison: Sendable, Codable, Equatable {
  var schema = "totality.difference/1"
  var a: String
  var b: String
  /// Whether nothing differs but dates of creation and checksums.
  var same = true
  /// Whether even these are the same.
  var same_bytes: Bool
  /// The keys of the scenario that differ.
  var parameters: [ParameterDifference] = []
  /// Why the scenarios were not compared; nil if they were.
  var parameters_note: String?
  var cards: [CardDifference] = []
  /// All planes that both have, equal ones among them.
  var planes: [PlaneDifference] = []
  /// Units that only the first has.
  var only_a: [String] = []
  /// Units that only the second has.
  var only_b: [String] = []

  /// Compares two regular files.
  ///
  /// - Throws: `damagedInput` for files of different kinds; what reading them throws.
  init(_ a: String, _ b: String) throws {
    (self.a, self.b) = (a, b)
    same_bytes = try Self.haveSameBytes(a, b)
    let kinds = (PictureKind(a), PictureKind(b))
    guard kinds.0 == kinds.1, kinds.0 != .unknown else {
      if kinds == (.unknown, .unknown), same_bytes { return }
      throw CampaignError(
        .damagedInput,
        "\(PrintableText.shortened(a, limit: 300)) is \(Self.words(kinds.0)), "
          + "\(PrintableText.shortened(b, limit: 300)) is \(Self.words(kinds.1)); give two FITS files, "
          + "two PNG files or two folders of runs")
    }
    if kinds.0 == .png { try comparePictures() } else { try compareFITS() }
    same =
      parameters.isEmpty && cards.isEmpty && only_a.isEmpty && only_b.isEmpty
      && parameters_note == nil && planes.allSatisfy(\.isSame)
  }

  private static func words(_ kind: PictureKind) -> String {
    switch kind {
    case .fits: "a FITS file"
    case .png: "a PNG file"
    case .unknown: "neither FITS nor PNG"
    }
  }

  private static func haveSameBytes(_ a: String, _ b: String) throws -> Bool {
    guard case .file(let first)? = FileKind(following: a),
      case .file(let second)? = FileKind(following: b), first == second
    else { return false }
    return try first == 0 || Digest.sha256(ofFile: a) == Digest.sha256(ofFile: b)
  }

  private mutating func comparePictures() throws {
    let pictures = try [a, b].map { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw CampaignError(
          .noInput,
          "cannot read \(PrintableText.shortened(path, limit: 300)); change its permissions")
      }
      return try PNGDecoder.decode(Array(data), path: path)
    }
    planes = [.between(pictures[0], pictures[1])]
    func texts(_ picture: PNGDecoder.Picture) -> [String: String] {
      Dictionary(picture.texts.map { ($0.keyword, $0.text) }) { first, _ in first }
    }
    let (mine, theirs) = (texts(pictures[0]), texts(pictures[1]))
    for keyword in Set(mine.keys).union(theirs.keys).sorted()
    where keyword != "Creation Time" && mine[keyword] != theirs[keyword] {
      cards.append(
        CardDifference(unit: "picture", keyword: keyword, a: mine[keyword], b: theirs[keyword]))
    }
  }

  private mutating func compareFITS() throws {
    let files = (try FITSFile(a), try FITSFile(b))
    for file in [files.0, files.1] {
      if let problem = file.problem { throw problem }
      if let unit = file.units.first(where: { !$0.isComplete }) {
        throw CampaignError(
          .damagedInput,
          "\(PrintableText.shortened(file.path ?? "", limit: 300)) is cut short in unit \(unit.number); "
            + "copy or make it again, totality verify tells more")
      }
    }
    let (mine, theirs) = (Self.named(files.0.units), Self.named(files.1.units))
    only_a = mine.order.filter { theirs.units[$0] == nil }
    only_b = theirs.order.filter { mine.units[$0] == nil }
    for name in mine.order {
      guard let first = mine.units[name], let second = theirs.units[name] else { continue }
      cards += CardDifference.between(first, second, unit: name)
      if first.pictureSize != nil, second.pictureSize != nil {
        planes.append(
          try PlaneDifference.between(files.0, first, files.1, second, name: name))
      } else if name == "SCENARIO" {
        compareScenarios(files.0, files.1)
      } else if try !files.0.hasSameData(first, as: files.1, second) {
        planes.append(PlaneDifference(name: name, note: "the \(first.kind.rawValue) differs"))
      }
    }
  }

  private mutating func compareScenarios(_ first: FITSFile, _ second: FITSFile) {
    guard let mine = ParameterDifference.scenario(in: first),
      let theirs = ParameterDifference.scenario(in: second),
      let list = ParameterDifference.between(mine, theirs)
    else {
      parameters_note = "a SCENARIO table is no scenario: parameters were not compared"
      return
    }
    parameters = list
  }

  /// Units under EXTNAME, with EXTVER where a name is there twice, or under their number.
  private static func named(_ units: [FITSUnitSummary]) -> (
    order: [String], units: [String: FITSUnitSummary]
  ) {
    var (order, named): ([String], [String: FITSUnitSummary]) = ([], [:])
    for unit in units {
      var name = unit.name.isEmpty ? "unit \(unit.number)" : unit.name
      if named[name] != nil { name += ",\(unit.version)" }
      if named[name] != nil { name = "unit \(unit.number)" }
      order.append(name)
      named[name] = unit
    }
    return (order, named)
  }
}
