/// What a section of a message may contain.
struct MessageGrammar {
  /// One keyword.
  struct Rule {
    let keyword: String
    var isRequired = false
    /// The unit that may be written, exactly so; nil when a unit may not be written.
    var unit: String?

    /// A keyword that must be there.
    static func required(_ keyword: String, _ unit: String? = nil) -> Rule {
      Rule(keyword: keyword, isRequired: true, unit: unit)
    }

    /// A keyword that may be there.
    static func optional(_ keyword: String, _ unit: String? = nil) -> Rule {
      Rule(keyword: keyword, unit: unit)
    }
  }

  /// What the section is called in messages.
  let section: String
  let rules: [Rule]

  /// The keywords, for messages.
  var allowed: String { rules.map(\.keyword).joined(separator: ", ") }
}

/// The keywords of one section, each at most once, all of them known.
struct MessageFields {
  private let grammar: MessageGrammar
  private let entries: [String: MessageEntry]
  let source: MessageSource
  /// The line the section begins at.
  let line: Int

  /// Checks the entries of a section.
  ///
  /// - Throws: `TrajectoryError` naming the first unknown, repeated or missing keyword, or a
  ///   required one without a value.
  init(
    _ list: [MessageEntry], _ grammar: MessageGrammar, line: Int, in source: MessageSource
  ) throws(TrajectoryError) {
    var entries: [String: MessageEntry] = [:]
    for entry in list {
      guard let rule = grammar.rules.first(where: { $0.keyword == entry.keyword }) else {
        throw source.malformed(
          entry.line,
          "\(entry.keyword.prefix(60)) does not belong in the \(grammar.section); "
            + "allowed are \(grammar.allowed)")
      }
      if let first = entries[entry.keyword] {
        throw source.malformed(
          entry.line,
          "\(entry.keyword) stands twice in the \(grammar.section), first in line "
            + "\(first.line); leave one out")
      }
      if entry.value.isEmpty, rule.isRequired {
        throw source.malformed(
          entry.line, "\(entry.keyword) has no value; the standard wants one")
      }
      entries[entry.keyword] = entry
    }
    for rule in grammar.rules where rule.isRequired && entries[rule.keyword] == nil {
      throw source.malformed(line, "\(rule.keyword) is missing in the \(grammar.section); add it")
    }
    self.entries = entries
    self.grammar = grammar
    self.source = source
    self.line = line
  }

  /// Whether a keyword is there.
  func has(_ keyword: String) -> Bool { entries[keyword] != nil }

  /// The line of a keyword, or of the section.
  func line(of keyword: String) -> Int { entries[keyword]?.line ?? line }

  /// The value of a keyword that may be missing or empty.
  func optionalText(_ keyword: String) -> String? {
    guard let value = entries[keyword]?.value, !value.isEmpty else { return nil }
    return value
  }

  /// The value of a required keyword.
  func text(_ keyword: String) throws(TrajectoryError) -> String {
    guard let value = optionalText(keyword) else { throw missing(keyword) }
    return value
  }

  /// A number that may be missing.
  func optionalNumber(_ keyword: String) throws(TrajectoryError) -> Double? {
    guard let entry = entries[keyword], !entry.value.isEmpty else { return nil }
    let (digits, unit) = Self.split(entry)
    let wanted = grammar.rules.first { $0.keyword == keyword }?.unit
    if let unit, unit != wanted {
      let remedy = wanted.map { "the standard's unit is [\($0)]: convert the value" }
      throw source.malformed(
        entry.line,
        "\(keyword): the unit [\(unit)] is not allowed; "
          + (remedy ?? "leave it out: the quantity has no unit"))
    }
    let bytes = Array(digits.utf8)
    guard let value = MessageNumber.parse(bytes, 0..<bytes.count) else {
      throw source.malformed(
        entry.line, "\(keyword): '\(digits.prefix(40))' is not a finite decimal number")
    }
    return value
  }

  /// A required number.
  func number(_ keyword: String) throws(TrajectoryError) -> Double {
    guard let value = try optionalNumber(keyword) else { throw missing(keyword) }
    return value
  }

  /// A whole number that may be missing, within limits.
  func optionalInteger(
    _ keyword: String, in limits: ClosedRange<Int>
  ) throws(TrajectoryError) -> Int? {
    guard let text = optionalText(keyword) else { return nil }
    guard let value = Int(text), limits.contains(value) else {
      throw source.malformed(
        line(of: keyword),
        "\(keyword): '\(text.prefix(40))' is not a whole number from "
          + "\(limits.lowerBound) to \(limits.upperBound)")
    }
    return value
  }

  /// An epoch that may be missing, checked against the time system where that is known.
  func optionalEpoch(
    _ keyword: String, _ system: MessageTimeSystem?
  ) throws(TrajectoryError) -> MessageEpoch? {
    guard let text = optionalText(keyword) else { return nil }
    let bytes = Array(text.utf8)
    do {
      let epoch = try MessageEpoch(bytes, 0..<bytes.count)
      if let complaint = system?.complaint(about: epoch) {
        throw source.malformed(line(of: keyword), "\(keyword): '\(text)': \(complaint)")
      }
      return epoch
    } catch let error as TrajectoryError {
      throw error
    } catch let failure as MessageEpoch.Failure {
      throw source.malformed(line(of: keyword), "\(keyword): \(failure.sentence(text))")
    } catch {
      throw source.malformed(line(of: keyword), "\(keyword): '\(text)' cannot be read")
    }
  }

  /// A required epoch.
  func epoch(
    _ keyword: String, _ system: MessageTimeSystem?
  ) throws(TrajectoryError) -> MessageEpoch {
    guard let value = try optionalEpoch(keyword, system) else { throw missing(keyword) }
    return value
  }

  /// A value out of a list, compared without regard to case.
  func optionalChoice(
    _ keyword: String, of allowed: [String]
  ) throws(TrajectoryError) -> String? {
    guard let text = optionalText(keyword) else { return nil }
    let upper = text.uppercased()
    guard allowed.contains(upper) else {
      throw source.malformed(
        line(of: keyword),
        "\(keyword): '\(text.prefix(40))' is unknown; allowed are "
          + allowed.joined(separator: ", "))
    }
    return upper
  }

  private func missing(_ keyword: String) -> TrajectoryError {
    source.malformed(line, "\(keyword) is missing in the \(grammar.section); add it")
  }

  /// The digits and the unit of a value: `12.5 [km]`, or 12.5 with an XML attribute.
  private static func split(_ entry: MessageEntry) -> (digits: Substring, unit: String?) {
    guard entry.unit == nil, entry.value.hasSuffix("]"),
      let bracket = entry.value.firstIndex(of: "[")
    else { return (entry.value[...], entry.unit) }
    let digits = entry.value[..<bracket]
    let blanks = digits.reversed().prefix { $0 == " " || $0 == "\t" }.count
    let inside = entry.value[entry.value.index(after: bracket)...].dropLast()
    return (digits.dropLast(blanks), String(inside))
  }
}
