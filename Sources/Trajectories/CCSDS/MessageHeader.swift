internal import Astronomy

/// What every message begins with.
public struct MessageHeader: Sendable, Hashable {
  /// The version of the message's standard, such as `2.0`.
  public var version: String
  /// Comments of the header.
  public var comments: [String]
  /// When the message was written, UTC.
  public var creationDate: MessageEpoch
  /// Who wrote it.
  public var originator: String
  /// The originator's identifier of the message, if given.
  public var messageID: String?
  /// How the message may be used, if given.
  public var classification: String?

  /// A header from its parts.
  public init(
    version: String, creationDate: MessageEpoch, originator: String, messageID: String? = nil,
    classification: String? = nil, comments: [String] = []
  ) {
    self.version = version
    self.comments = comments
    self.creationDate = creationDate
    self.originator = originator
    self.messageID = messageID
    self.classification = classification
  }

  static let grammar = MessageGrammar(
    section: "header",
    rules: [
      .optional("CLASSIFICATION"), .required("CREATION_DATE"), .required("ORIGINATOR"),
      .optional("MESSAGE_ID"),
    ])

  /// Reads the entries and comments before the first section.
  init(
    _ entries: [MessageEntry], comments: [String], version: String, in source: MessageSource
  ) throws(TrajectoryError) {
    let fields = try MessageFields(
      entries, Self.grammar, line: entries.first?.line ?? 1, in: source)
    self.init(
      version: version, creationDate: try fields.epoch("CREATION_DATE", .scale(.utc)),
      originator: try fields.text("ORIGINATOR"), messageID: fields.optionalText("MESSAGE_ID"),
      classification: fields.optionalText("CLASSIFICATION"), comments: comments)
  }
}

/// Where a part of a message stands in its file, for errors found only when it is used.
public struct MessageOrigin: Sendable, Hashable, CustomStringConvertible {
  /// The file as it was named to the reader.
  public var file: String
  /// The line, 1 being the first; nil for a message that was not read.
  public var line: Int?

  /// A place in a file.
  public init(file: String, line: Int?) {
    self.file = file
    self.line = line
  }

  /// `file:line`.
  public var description: String { line.map { "\(file):\($0)" } ?? file }
}
