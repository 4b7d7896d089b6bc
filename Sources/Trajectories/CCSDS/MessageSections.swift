/// An ephemeris message cut into its header and its segments.
struct MessageSections {
  /// Metadata and what follows them.
  struct Segment {
    let metadata: MessageBlock
    var data: [MessageNode] = []
  }

  private(set) var headerEntries: [MessageEntry] = []
  private(set) var headerComments: [String] = []
  private(set) var segments: [Segment] = []

  /// Cuts a document at each `META` block.
  init(_ document: MessageDocument) throws(TrajectoryError) {
    let source = document.source
    for node in document.nodes {
      if case .block(let block) = node, block.name == "META" {
        if let last = segments.last, last.data.allSatisfy(\.isComment) {
          throw source.malformed(
            block.line,
            "a second META_START, but no data follow the first, in line "
              + "\(last.metadata.line)")
        }
        segments.append(Segment(metadata: block))
      } else if !segments.isEmpty {
        segments[segments.count - 1].data.append(node)
      } else {
        switch node {
        case .entry(let entry): headerEntries.append(entry)
        case .comment(let comment, _): headerComments.append(comment)
        case .block(let block):
          throw source.malformed(
            block.line, "\(block.name)_START before any META_START; metadata come first")
        case .rows:
          throw source.malformed(node.line, "a line of numbers before any META_START")
        }
      }
    }
    guard !segments.isEmpty else {
      let line = headerEntries.last?.line ?? 1
      throw source.malformed(
        line, "the message has no META_START after its header; the file may be cut off")
    }
  }
}

extension MessageSections.Segment {
  /// Refuses a time system that is not that of the message's first segment.
  func check(
    _ system: MessageTimeSystem, sameAs first: MessageTimeSystem?, in source: MessageSource
  ) throws(TrajectoryError) {
    guard let first, first != system else { return }
    throw source.malformed(
      metadata.line,
      "the time system \(system.name) of this segment is not the \(first.name) of the first one; "
        + "a message has one TIME_SYSTEM")
  }
}

extension MessageNode {
  /// Whether this is a comment.
  var isComment: Bool { if case .comment = self { true } else { false } }
}

extension MessageBlock {
  /// The keywords and comments of a block that may hold nothing else.
  func entries(
    in source: MessageSource
  ) throws(TrajectoryError) -> (entries: [MessageEntry], comments: [String]) {
    var entries: [MessageEntry] = []
    var comments: [String] = []
    for node in nodes {
      switch node {
      case .entry(let entry): entries.append(entry)
      case .comment(let comment, _): comments.append(comment)
      case .block(let block):
        throw source.malformed(block.line, "\(block.name) does not belong inside \(name)")
      case .rows:
        throw source.malformed(
          node.line, "a line of numbers inside \(name), which holds KEYWORD = value only")
      }
    }
    return (entries, comments)
  }
}
