public import Astronomy

/// A text with one or many two-line element sets.
///
/// Each set may have a line with the object's name before it, bare or as `0 NAME`. Empty lines and
/// lines that begin with `#` are left out.
public struct TwoLineFile: Sendable {
  /// The name of the file for messages.
  public let file: String
  /// The sets in the order of the text; at least one.
  public let sets: [TwoLineElements]

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: the whole file.
  ///   - file: its name for messages.
  ///   - checksum: whether checksums count.
  /// - Throws: `TrajectoryError` naming file, line, columns, what was found and what is allowed.
  public init(
    _ text: String, file: String, checksum: TwoLineElements.Checksum = .required
  ) throws(TrajectoryError) {
    self.file = file
    var sets: [TwoLineElements] = []
    var name: (text: String, line: Int)?
    var first: (text: Substring, line: Int)?
    var number = 0
    // Catalogues have tens of thousands of lines: bytes are split, not characters.
    for line in text.utf8.split(separator: 10, omittingEmptySubsequences: false) {
      number += 1
      let content = Substring(line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line)
      if content.utf8.first == 35 || content.utf8.allSatisfy(Self.isBlank) { continue }
      if let one = first {
        guard content.hasPrefix("2") else {
          throw Self.broken(
            file, number, "expected line 2 of the element set that begins in line \(one.line)")
        }
        sets.append(
          try TwoLineElements(
            first: one.text, second: content, name: name?.text ?? "", file: file,
            firstLine: one.line, secondLine: number, checksum: checksum))
        (first, name) = (nil, nil)
      } else if content.hasPrefix("1 ") {
        first = (content, number)
      } else if content.hasPrefix("2 ") {
        throw Self.broken(
          file, number,
          "line 2 of an element set without its line 1, which begins with '1' and comes before it")
      } else if let name {
        throw Self.broken(
          file, number,
          "expected line 1 of the element set of '\(name.text)', named in line \(name.line)")
      } else {
        name = (Self.name(content), number)
      }
    }
    if let first {
      throw Self.broken(file, first.line, "the text ends before line 2 of this element set")
    }
    if let name {
      throw Self.broken(
        file, name.line, "'\(name.text)' is followed by no element set; its line 1 begins with '1'")
    }
    guard !sets.isEmpty else {
      throw TrajectoryError(
        .malformedElementSet,
        "\(file): there is no element set; expected lines of 69 columns that "
          + "begin with '1' and '2'")
    }
    self.sets = sets
  }

  private static func name(_ line: Substring) -> String {
    var rest = line.utf8
    if rest.starts(with: [48, 32]) { rest = rest.dropFirst(2) }
    while let first = rest.first, isBlank(first) { rest.removeFirst() }
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return String(Substring(rest))
  }

  /// Whether a byte is a blank, a tabulator or the carriage return of a line's end.
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

  private static func broken(_ file: String, _ line: Int, _ what: String) -> TrajectoryError {
    TrajectoryError(.malformedElementSet, "\(file):\(line): \(what)")
  }
}

extension TwoLineFile {
  /// Which of several sets of one object is taken for an instant.
  public enum EpochRule: String, Sendable, Hashable, CaseIterable {
    /// The one whose epoch lies nearest, before or after: for what has already happened.
    case nearest
    /// The last one with an epoch not after the instant: what was known then.
    case latestBefore = "latest-before"
  }

  /// The sets of one object, in the order of the text.
  ///
  /// - Parameters:
  ///   - catalogueNumber: the object's number, or nil for any.
  ///   - name: the object's name, letter case aside, or nil for any.
  /// - Throws: `TrajectoryError` when there is no such object, or more than one.
  public func object(
    catalogueNumber: Int? = nil, name: String? = nil
  ) throws(TrajectoryError) -> [TwoLineElements] {
    let wanted = name?.lowercased()
    let found = sets.filter { set in
      (catalogueNumber == nil || set.elements.catalogueNumber == catalogueNumber)
        && (wanted == nil || set.elements.name.lowercased() == wanted)
    }
    let what =
      [catalogueNumber.map { "catalogue number \($0)" }, name.map { "the name '\($0)'" }]
      .compactMap { $0 }.joined(separator: " and ")
    guard let first = found.first else {
      throw TrajectoryError(
        .ambiguousChoice, "\(file): no object has \(what); the file has \(Self.listed(sets))")
    }
    guard found.allSatisfy({ $0.elements.catalogueNumber == first.elements.catalogueNumber }) else {
      throw TrajectoryError(
        .ambiguousChoice,
        "\(file): several objects\(what.isEmpty ? "" : " have \(what)"): \(Self.listed(found)); "
          + "choose one by its catalogue number")
    }
    return found
  }

  /// The set of one object that serves best at an instant.
  ///
  /// - Parameters:
  ///   - catalogueNumber: the object's number, or nil for any.
  ///   - name: the object's name, letter case aside, or nil for any.
  ///   - instant: when it is wanted.
  ///   - rule: how to choose among several epochs.
  /// - Throws: `TrajectoryError` when there is no such object, more than one, or no set of it before
  ///   the instant.
  public func set(
    catalogueNumber: Int? = nil, name: String? = nil, for instant: Instant,
    rule: EpochRule = .nearest
  ) throws(TrajectoryError) -> TwoLineElements {
    let candidates = try object(catalogueNumber: catalogueNumber, name: name)
    func distance(_ set: TwoLineElements) -> Double {
      instant.seconds(since: set.elements.epoch).magnitude
    }
    let usable = rule == .nearest ? candidates : candidates.filter { $0.elements.epoch <= instant }
    guard let best = usable.min(by: { distance($0) < distance($1) }) else {
      let earliest = candidates.map(\.elements.epoch).min() ?? instant
      throw TrajectoryError(
        .ambiguousChoice,
        "\(file): no element set of \(candidates[0].elements.label) has an epoch before "
          + "\(instant.text(fractionDigits: 0)); the first is of \(earliest.text(fractionDigits: 0)), "
          + "which the rule '\(EpochRule.nearest.rawValue)' would take")
    }
    return best
  }

  /// The first few objects of a list, for messages.
  private static func listed(_ sets: [TwoLineElements]) -> String {
    var labels: [String] = []
    var seen: Set<Int> = []
    for set in sets where seen.insert(set.elements.catalogueNumber).inserted {
      labels.append(set.elements.label)
    }
    let shown = labels.prefix(5).joined(separator: ", ")
    return labels.count > 5 ? shown + " and \(labels.count - 5) more" : shown
  }
}
