/// A message of keywords without blocks, sorted into its sections.
///
/// Within a section keywords may stand in any order; sections must follow each other.
struct FlatMessage {
  private let document: MessageDocument
  private let sections: [MessageGrammar]
  private var entries: [[MessageEntry]]
  /// Keywords that begin with `USER_DEFINED_`, without that beginning.
  private(set) var userDefined: [MessageUserDefined] = []
  /// Comments before the header's first keyword, and all the others.
  private(set) var headerComments: [String] = []
  private(set) var comments: [String] = []
  /// The blocks, which only version 2 of the APM has.
  private(set) var blocks: [MessageBlock] = []

  /// Sorts the keywords of a document.
  ///
  /// - Parameters:
  ///   - document: the message.
  ///   - sections: the sections in order, the header first.
  ///   - allowsBlocks: whether blocks may follow the keywords.
  init(
    _ document: MessageDocument, sections: [MessageGrammar], allowsBlocks: Bool = false
  ) throws(TrajectoryError) {
    self.document = document
    self.sections = sections
    entries = Array(repeating: [], count: sections.count)
    var rank = 0
    for node in document.nodes {
      switch node {
      case .comment(let comment, _):
        if rank == 0, entries[0].isEmpty {
          headerComments.append(comment)
        } else {
          comments.append(comment)
        }
      case .entry(let entry):
        try sort(entry, rank: &rank)
      case .block(let block):
        guard allowsBlocks else {
          throw document.source.malformed(
            block.line,
            "\(block.name)_START does not belong in an \(document.kind.rawValue) of "
              + "version \(document.version), which has no blocks")
        }
        blocks.append(block)
      case .rows:
        throw document.source.malformed(
          node.line, "a line of numbers; an \(document.kind.rawValue) holds KEYWORD = value only")
      }
    }
  }

  private mutating func sort(_ entry: MessageEntry, rank: inout Int) throws(TrajectoryError) {
    let source = document.source
    if entry.keyword.hasPrefix("USER_DEFINED_") {
      userDefined.append(
        MessageUserDefined(name: String(entry.keyword.dropFirst(13)), value: entry.value))
      return
    }
    guard
      let found = sections.firstIndex(where: { grammar in
        grammar.rules.contains { $0.keyword == entry.keyword }
      })
    else {
      throw source.malformed(
        entry.line,
        "\(entry.keyword.prefix(60)) is not a keyword of the \(document.kind.rawValue) "
          + "of version \(document.version); the \(sections[rank].section) may hold "
          + sections[rank].allowed)
    }
    guard found >= rank else {
      throw source.malformed(
        entry.line,
        "\(entry.keyword) belongs in the \(sections[found].section), which comes before "
          + "the \(sections[rank].section); move the line up")
    }
    guard blocks.isEmpty else {
      throw source.malformed(
        entry.line, "\(entry.keyword) stands after the block \(blocks[0].name)_START; move it up")
    }
    rank = found
    entries[found].append(entry)
  }

  /// The keywords of a section in the order of the file.
  func entries(_ section: Int) -> [MessageEntry] { entries[section] }

  /// The checked keywords of a section; nil when it has none.
  func optionalFields(_ section: Int) throws(TrajectoryError) -> MessageFields? {
    guard let first = entries[section].first else { return nil }
    return try MessageFields(
      entries[section], sections[section], line: first.line, in: document.source)
  }

  /// The checked keywords of a section that must be there.
  func fields(_ section: Int) throws(TrajectoryError) -> MessageFields {
    let line = entries[section].first?.line ?? entries[...section].last { !$0.isEmpty }?.last?.line
    return try MessageFields(
      entries[section], sections[section], line: line ?? 1, in: document.source)
  }

  /// The checked keywords of each repetition of a section; one begins at a given keyword.
  func repeatedFields(
    _ section: Int, beginningWith keyword: String
  ) throws(TrajectoryError) -> [MessageFields] {
    var groups: [[MessageEntry]] = []
    for entry in entries[section] {
      if groups.isEmpty || entry.keyword == keyword {
        groups.append([entry])
      } else {
        groups[groups.count - 1].append(entry)
      }
    }
    var result: [MessageFields] = []
    for group in groups {
      result.append(
        try MessageFields(
          group, sections[section], line: group.first?.line ?? 1, in: document.source))
    }
    return result
  }

  /// The header, the first section.
  func header() throws(TrajectoryError) -> MessageHeader {
    try MessageHeader(
      entries[0], comments: headerComments, version: document.version, in: document.source)
  }
}

/// A keyword the parties of a message agreed on, `USER_DEFINED_NAME = value`.
public struct MessageUserDefined: Sendable, Hashable {
  /// What follows `USER_DEFINED_`.
  public var name: String
  /// The value.
  public var value: String

  /// A keyword with its value.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
