extension MessageDocument {
  /// The document in the bytes of a file, KVN or XML, told apart by the first character.
  static func read(
    _ bytes: [UInt8], file: String, expecting expected: MessageKind?
  ) throws(TrajectoryError) -> MessageDocument {
    let source = MessageSource(file: file, bytes: bytes)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = bytes[start...].first { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 }
    guard first == UInt8(ascii: "<") else {
      return try MessageLexer.read(source, expecting: expected)
    }
    return try MessageXMLReader.read(source, expecting: expected)
  }
}

/// Turns the XML form of a message (CCSDS 505.0-B) into the tree the KVN form gives.
///
/// Elements that only group are dropped, those that stand for a KVN block become that block, and the
/// rest are keywords.
struct MessageXMLReader {
  private static let deepest = 12

  /// Elements that group others; what they mean depends on the message.
  private static let wrappers: Set<String> = [
    "header", "body", "segment", "metadata", "data", "stateVector", "keplerianElements",
    "spacecraftParameters", "covarianceMatrix", "maneuverParameters", "userDefinedParameters",
    "meanElements", "tleParameters", "attitudeState", "quaternionState", "quaternion",
    "quaternionDot", "quaternionRate", "quaternionDerivative", "quaternionEulerRate",
    "quaternionAngVel", "angVel", "eulerElementsThree", "eulerElementsSpin", "eulerAngle",
    "eulerAngleRate", "eulerAngleDerivative", "eulerAngleAngVel", "rotationAngles",
    "rotationRates", "spin", "spinNutation", "spinNutationMom", "inertia", "eulerAngleState",
    "angularVelocity",
  ]

  private let source: MessageSource
  private let expected: MessageKind?
  private var kind: MessageKind?
  private var version = ""
  private var nodes: [MessageNode] = []

  private struct Leaf {
    let keyword: String
    let unit: String?
    let line: Int
    var text = ""
  }

  private var path: [String] = []
  private var blocks: [MessageBlock] = []
  private var leaf: Leaf?
  private var segments = 0
  private var parts: [String] = []

  /// The document in the bytes of an XML file.
  static func read(
    _ source: MessageSource, expecting expected: MessageKind?
  ) throws(TrajectoryError) -> MessageDocument {
    try checkEncoding(source)
    var reader = MessageXMLReader(source: source, expected: expected)
    var scanner = XMLScanner(source)
    while let event = try scanner.next() {
      switch event {
      case .start(let name, let attributes, let line):
        try reader.open(name, attributes, line: line)
      case .end(let name, let line):
        try reader.close(name, line: line)
      case .text(let text, let line):
        try reader.add(text, line: line)
      }
    }
    guard let kind = reader.kind else {
      throw source.malformed(1, "the file holds no message")
    }
    return MessageDocument(
      source: source, kind: kind, version: reader.version, nodes: reader.nodes)
  }

  private init(source: MessageSource, expected: MessageKind?) {
    self.source = source
    self.expected = expected
  }

  /// Only encodings that are UTF-8 where it matters are read.
  private static func checkEncoding(_ source: MessageSource) throws(TrajectoryError) {
    let start = String(decoding: source.bytes.prefix(200), as: UTF8.self).lowercased()
    guard let declaration = start.split(separator: "?>").first,
      declaration.contains("<?xml"),
      let value = declaration.split(separator: "encoding", maxSplits: 1).dropFirst().first
    else { return }
    let name = value.drop { "= \t\"'".contains($0) }.prefix { !"\"' ".contains($0) }
    guard ["utf-8", "us-ascii", "ascii", "iso-8859-1"].contains(name) else {
      throw source.malformed(
        1, "the encoding '\(name)' is not allowed; write the message in UTF-8")
    }
  }

  private mutating func open(
    _ name: String, _ attributes: [String: String], line: Int
  ) throws(TrajectoryError) {
    guard path.count < Self.deepest else {
      throw source.malformed(line, "elements are nested more than \(Self.deepest) deep")
    }
    if path.isEmpty {
      try openRoot(name, attributes, line: line)
    } else if let leaf {
      throw source.malformed(line, "<\(name)> stands inside <\(leaf.keyword)>, which holds a value")
    } else if Self.wrappers.contains(name) {
      try openWrapper(name, line: line)
    } else {
      leaf = Leaf(
        keyword: Self.keyword(name, attributes), unit: attributes["units"] ?? attributes["unit"],
        line: line)
    }
    path.append(name)
  }

  /// The KVN keyword of an element; angles and rates carry theirs in an attribute.
  private static func keyword(_ name: String, _ attributes: [String: String]) -> String {
    switch name {
    case "rotation1", "rotation2", "rotation3":
      attributes["angle"] ?? attributes["rate"] ?? name
    case "USER_DEFINED":
      "USER_DEFINED_" + (attributes["parameter"] ?? "")
    default: name
    }
  }

  private mutating func openRoot(
    _ name: String, _ attributes: [String: String], line: Int
  ) throws(TrajectoryError) {
    if name == "ndm" {
      throw source.malformed(
        line, "the file is an NDM, several messages in one; give each message a file of its own")
    }
    guard let found = MessageKind(rawValue: name.uppercased()) else {
      throw source.malformed(
        line,
        "<\(name.prefix(40))> begins no message; allowed are <oem>, <opm>, <omm>, <aem> and "
          + "<apm>")
    }
    let wanted = "CCSDS_\(found.rawValue)_VERS"
    guard attributes["id"] == wanted, let version = attributes["version"] else {
      throw source.malformed(
        line, "<\(name)> needs the attributes id=\"\(wanted)\" and version")
    }
    try found.check(expected: expected, version: version, at: line, in: source)
    kind = found
    self.version = version
  }

  private mutating func openWrapper(_ name: String, line: Int) throws(TrajectoryError) {
    switch name {
    case "segment":
      segments += 1
      if segments > 1, kind == .opm || kind == .omm || kind == .apm {
        throw source.malformed(line, "a second <segment>; this kind of message has one")
      }
      parts = []
    case "metadata", "data":
      let wanted = parts.isEmpty ? "metadata" : "data"
      guard name == wanted, parts.count < 2, path.last == "segment" else {
        throw source.malformed(
          line, "<\(name)> is out of place; a segment has one <metadata>, then one <data>")
      }
      parts.append(name)
    default: break
    }
    if let block = blockName(of: name) { blocks.append(MessageBlock(name: block, line: line)) }
  }

  /// The KVN block an element stands for; nil for elements that only group.
  private func blockName(of name: String) -> String? {
    switch (kind, name) {
    case (.oem, "metadata"), (.aem, "metadata"): "META"
    case (.oem, "stateVector"), (.aem, "attitudeState"): "STATE"
    case (.oem, "covarianceMatrix"): "COVARIANCE"
    case (.aem, "data"): "DATA"
    case (.apm, _) where version.hasPrefix("1"): nil
    case (.apm, "quaternionState"): "QUAT"
    case (.apm, "eulerAngleState"): "EULER"
    case (.apm, "angularVelocity"): "ANGVEL"
    case (.apm, "spin"): "SPIN"
    case (.apm, "inertia"): "INERTIA"
    case (.apm, "maneuverParameters"): "MAN"
    default: nil
    }
  }

  private mutating func close(_ name: String, line: Int) throws(TrajectoryError) {
    path.removeLast()
    if let finished = leaf {
      leaf = nil
      let text = Self.trimmed(finished.text)
      append(
        finished.keyword == "COMMENT"
          ? .comment(text, line: finished.line)
          : .entry(
            MessageEntry(
              keyword: finished.keyword, value: text, unit: finished.unit, line: finished.line)))
      return
    }
    if name == "segment", parts != ["metadata", "data"] {
      throw source.malformed(line, "the segment that ends here lacks <metadata> or <data>")
    }
    if blockName(of: name) != nil, let block = blocks.popLast() { append(.block(block)) }
  }

  private mutating func append(_ node: MessageNode) {
    if blocks.isEmpty {
      nodes.append(node)
    } else {
      blocks[blocks.count - 1].nodes.append(node)
    }
  }

  private mutating func add(_ text: String, line: Int) throws(TrajectoryError) {
    if leaf != nil {
      leaf?.text += text
    } else if text.contains(where: { !$0.isWhitespace }) {
      throw source.malformed(
        line, "the text '\(Self.trimmed(text).prefix(40))' stands outside of any keyword")
    }
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    let blanks = start.reversed().prefix(while: \.isWhitespace).count
    return String(start.dropLast(blanks))
  }
}
