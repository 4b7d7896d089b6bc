internal import Astronomy
internal import Imagery
internal import Processing

/// Files as observations.
enum ObservationReader {
  /// A file read.
  struct Reading {
    var observation: Observation
    /// The name of the file, without folders.
    var file: String
    /// SHA-256 of the file.
    var sha256: String
    /// The fields of a step wedge; nil when the file tells none.
    var wedge: MeasuredTable?
    /// What the header did not tell.
    var notes: [String]
  }

  /// The pictures that a chain's parameters name, by path.
  ///
  /// - Parameter known: those that are read already.
  static func pictures(
    of chain: Chain, knowing known: [String: Reading] = [:]
  ) throws -> [String: Reading] {
    var pictures = known
    for path in chain.picturePaths where pictures[path] == nil {
      pictures[path] = try read(path, isInput: false)
    }
    return pictures
  }

  /// Seconds count from here; any instant would do.
  static let epoch = Instant(wholeSeconds: 0)

  /// Reads a picture with what is known of it.
  ///
  /// - Parameters:
  ///   - assumed: cards of the user in place of the file's.
  ///   - isInput: whether it goes through the chain; zeros of masters and models are values, not filling.
  static func read(
    _ path: String, assuming assumed: [FITSCard] = [], isInput: Bool = true
  ) throws -> Reading {
    let file = try PictureFile(path)
    var reader = try HeaderReader(file.header, assuming: assumed)
    let (unit, divisor) = reader.unit()
    reader.readSolar(width: file.plane.width, height: file.plane.height)
    func inUnit(_ plane: Plane) -> Plane {
      guard divisor != 1 else { return plane }
      var plane = plane
      plane.samples = plane.samples.map { $0 / divisor }
      return plane
    }
    var observation = try Observation(
      name: file.name, light: inUnit(file.plane), unit: unit, level: reader.level(unit),
      kind: reader.kind(), header: reader.header)
    observation.digest = file.sha256
    observation.uncertainty = file.uncertainty.map(inUnit)
    observation.commonErrors = file.commonErrors.map { error in
      var error = error
      error.deviation = error.plane.map { .each(inUnit($0)) } ?? error.deviation
      return error
    }
    observation.noiseCorrelation = file.noiseCorrelation
    observation.exposureCount = file.exposureCount
    if let mask = file.mask {
      observation.mask = try observation.mask.joined(with: mask)
    }
    observation.exposureSeconds = reader.exposure()
    observation.polariserDegrees = reader.polariser()
    let instant = reader.instant()
    observation.time = instant?.seconds(since: epoch)
    observation.group = reader.group(instant, name: file.name)
    observation.sky = reader.sky
    observation.response = file.tables["RESPONSE"]
    if isInput, file.mask == nil { observation = reader.withoutFilling(observation) }
    return Reading(
      observation: observation, file: path.split(separator: "/").last.map(String.init) ?? path,
      sha256: file.sha256, wedge: file.tables["WEDGE"],
      notes: (file.notes + reader.notes).map { "\(path): \($0)" })
  }

  /// Cards from texts such as `XPOSURE=0.1`.
  ///
  /// - Throws: `CampaignError` for a text that is no assignment, `ImageryError` for a keyword that FITS
  ///   does not allow.
  static func assumptions(_ texts: [String]) throws -> [FITSCard] {
    try texts.map { text in
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw CampaignError(
          .badRequest, "--assume '\(text)' has no keyword and value; write --assume XPOSURE=0.1")
      }
      let keyword = text[..<equals].uppercased()
      let value = String(text[text.index(after: equals)...])
      if FITSHeader.isLayout(keyword) {
        throw CampaignError(
          .badRequest,
          "--assume '\(text)': \(keyword) tells how the file is laid out and cannot be assumed")
      }
      do throws(ImageryError) {
        return try FITSCard(keyword, card(value), "assumed by the user")
      } catch {
        throw CampaignError(.badRequest, "--assume '\(text)': \(error.message)")
      }
    }
  }

  private static func card(_ text: String) -> FITSCard.Value {
    if let whole = Int(text) { return .integer(whole) }
    if let number = Double(text), number.isFinite { return .double(number) }
    switch text {
    case "T", "true": return .logical(true)
    case "F", "false": return .logical(false)
    default: return .string(text)
    }
  }
}

extension Mask {
  /// The flags of both.
  func joined(with other: Mask) throws(ImageryError) -> Mask {
    try Mask(width: width, height: height, bits: zip(bits, other.bits).map { $0 | $1 })
  }
}

extension FITSHeader {
  /// Whether a keyword belongs to the layout of a file, which no header holds.
  static func isLayout(_ keyword: String) -> Bool {
    var header = FITSHeader()
    guard let card = try? FITSCard(keyword, .none) else { return false }
    return (try? header.append(card)) == nil
  }
}
