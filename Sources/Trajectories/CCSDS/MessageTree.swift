/// The content of a message, the same whether it was written as KVN or as XML.
struct MessageDocument {
  let source: MessageSource
  let kind: MessageKind
  /// The version as written, such as `2.0`.
  let version: String
  /// Header, metadata and data in the order of the file.
  let nodes: [MessageNode]

  /// The whole number before the point of the version.
  var majorVersion: Int { Int(version.prefix { $0 != "." }) ?? 0 }
}

/// A thing in a message: `KEYWORD = value`, a comment, a block, or lines of numbers.
enum MessageNode {
  case entry(MessageEntry)
  case comment(String, line: Int)
  case block(MessageBlock)
  /// One or more consecutive data lines of a KVN message.
  case rows([MessageRow])

  /// The line the thing begins at.
  var line: Int {
    switch self {
    case .entry(let entry): entry.line
    case .comment(_, let line): line
    case .block(let block): block.line
    case .rows(let rows): rows.first?.line ?? 0
    }
  }
}

/// A keyword with its value.
struct MessageEntry {
  let keyword: String
  /// The value, trimmed; in KVN a unit in brackets is still part of it.
  let value: String
  /// The unit of an XML attribute.
  let unit: String?
  let line: Int
}

/// What stands between `NAME_START` and `NAME_STOP`, or in the XML element that means the same.
struct MessageBlock {
  let name: String
  let line: Int
  var nodes: [MessageNode] = []
}

/// A data line: its number and its bytes.
struct MessageRow {
  let line: Int
  let bytes: Range<Int>
}

/// The bytes of a message and its name for error messages.
struct MessageSource: Sendable {
  let file: String
  let bytes: [UInt8]

  /// An error with a place.
  func malformed(_ line: Int, _ reason: String) -> TrajectoryError {
    TrajectoryError(.malformedMessage, "\(place(line)): \(reason)")
  }

  /// `file:line`.
  func place(_ line: Int) -> String { "\(file):\(line)" }

  /// A range of bytes as text, cut where it is long.
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].prefix(60), as: UTF8.self)
  }
}

/// The navigation data messages of the CCSDS.
enum MessageKind: String, CaseIterable {
  case oem = "OEM"
  case opm = "OPM"
  case omm = "OMM"
  case aem = "AEM"
  case apm = "APM"
  case ocm = "OCM"
  case acm = "ACM"
  case cdm = "CDM"
  case tdm = "TDM"
  case rdm = "RDM"

  /// What the letters stand for.
  var name: String {
    switch self {
    case .oem: "orbit ephemeris message"
    case .opm: "orbit parameter message"
    case .omm: "orbit mean-elements message"
    case .aem: "attitude ephemeris message"
    case .apm: "attitude parameter message"
    case .ocm: "orbit comprehensive message"
    case .acm: "attitude comprehensive message"
    case .cdm: "conjunction data message"
    case .tdm: "tracking data message"
    case .rdm: "re-entry data message"
    }
  }

  /// The versions that are read; empty when the message is not read at all.
  var versions: [String] {
    switch self {
    case .oem, .opm: ["1.0", "2.0", "3.0"]
    case .omm: ["2.0", "3.0"]
    case .aem, .apm: ["1.0", "2.0"]
    default: []
    }
  }

  /// Checks that a message is of the kind wanted and of a version that is read.
  func check(
    expected: MessageKind?, version: String, at line: Int, in source: MessageSource
  ) throws(TrajectoryError) {
    guard !versions.isEmpty else {
      throw source.malformed(
        line,
        "this is a message of the kind \(rawValue) (\(name)); only OEM, OPM, OMM, AEM and APM are read"
      )
    }
    if let expected, expected != self {
      throw source.malformed(
        line,
        "the file is an \(rawValue) (\(name)); an \(expected.rawValue) (\(expected.name)) is "
          + "needed here")
    }
    guard versions.contains(version) else {
      throw source.malformed(
        line,
        "version '\(version)' of the \(rawValue) is unknown; allowed are "
          + versions.joined(separator: ", "))
    }
  }
}
