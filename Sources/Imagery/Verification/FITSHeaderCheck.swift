/// A header against the FITS Standard 4.0: mandatory cards and their order, doubles, dates, units.
struct FITSHeaderCheck {
  private let unit: FITSRawUnit
  private var findings: UnitFindings

  static func findings(of unit: FITSRawUnit) -> [FileFinding] {
    var check = FITSHeaderCheck(unit: unit, findings: UnitFindings(unit, .fits))
    check.checkCards()
    check.checkOrder()
    check.checkFilling()
    check.checkDoubles()
    check.checkValues()
    check.checkUnits()
    return check.findings.list
  }

  private mutating func checkCards() {
    for (index, card) in unit.cards.enumerated() {
      if findings.isFull { return }
      for problem in card.problems {
        let name = card.keyword.isEmpty ? "" : " (\(card.keyword))"
        findings.add(
          problem.severity, "card \(index + 1)\(name)", problem.found, problem.allowed,
          problem.remedy)
      }
    }
  }

  /// §4.4.1: the cards a unit begins with, each in its place and in fixed format.
  private mutating func checkOrder() {
    let isPrimary = unit.summary.number == 0
    var expected = [isPrimary ? "SIMPLE" : "XTENSION", "BITPIX", "NAXIS"]
    let axes = (try? unit.summary.storage.keywords.integer("NAXIS", in: 0...999)) ?? 0
    expected += (0..<axes).map { "NAXIS\($0 + 1)" }
    if !isPrimary {
      expected += ["PCOUNT", "GCOUNT"]
      if ["BINTABLE", "TABLE"].contains(unit.text("XTENSION")) { expected.append("TFIELDS") }
    }
    for (index, keyword) in expected.enumerated() {
      guard unit.cards.indices.contains(index), unit.cards[index].keyword == keyword else {
        let place = unit.place(of: keyword)
        findings.error(
          keyword, place.map { "stands in card \($0)" } ?? "is missing",
          "it is card \(index + 1): \(expected.prefix(8).joined(separator: ", ")) come first",
          place == nil ? "add it" : "move it there")
        if place == nil { continue }
        break
      }
      let record = unit.records[index]
      let isFixed =
        keyword == "XTENSION"
        ? record[10] == 0x27
        : record[29] != 0x20 && record[30...].prefix(1).allSatisfy { $0 == 0x20 || $0 == 0x2F }
      if !isFixed {
        findings.error(
          keyword, "is not in fixed format",
          "numbers and T end in column 30, text begins in column 11", "write it there")
      }
    }
    if isPrimary, unit.card("SIMPLE")?.valueText == "F" {
      findings.error(
        "SIMPLE", "F", "T for a file of the standard",
        "the file says itself that it breaks the standard: ask who made it")
    }
    let stranger = isPrimary ? "XTENSION" : "SIMPLE"
    if unit.card(stranger) != nil {
      findings.error(
        stranger, "stands in \(isPrimary ? "the primary unit" : "an extension")",
        "only \(isPrimary ? "an extension" : "the primary unit") has it", "leave it out")
    }
    checkStructure()
  }

  /// §7: what the kinds of extensions want.
  private mutating func checkStructure() {
    let wanted: [(String, Int)]
    switch unit.text("XTENSION") {
    case "IMAGE": wanted = [("PCOUNT", 0), ("GCOUNT", 1)]
    case "TABLE": wanted = [("BITPIX", 8), ("NAXIS", 2), ("PCOUNT", 0), ("GCOUNT", 1)]
    case "BINTABLE": wanted = [("BITPIX", 8), ("NAXIS", 2), ("GCOUNT", 1)]
    case let name?:
      findings.remark(
        "XTENSION", "'\(name.prefix(20))' is no kind of the standard",
        "IMAGE, TABLE and BINTABLE are known everywhere", "expect other programs to pass it over")
      wanted = []
    case nil: wanted = []
    }
    for (keyword, value) in wanted {
      guard let card = unit.card(keyword), card.valueText != "\(value)" else { continue }
      findings.error(
        keyword, card.valueText ?? "no value", "\(value) in this kind of extension",
        "write \(value)")
    }
    if let card = unit.card("BLANK"), unit.summary.bitsPerSample < 0,
      unit.summary.kind == .image || unit.summary.kind == .empty
    {
      findings.error(
        "BLANK", card.valueText ?? "no value", "no BLANK where samples are floating point",
        "leave it out: NaN marks missing samples")
    }
  }

  private mutating func checkFilling() {
    if unit.filling.contains(where: { $0 != 0x20 }) {
      findings.error(
        "END", "bytes that are no blanks follow it",
        "blanks fill the header's last block", "write blanks there; the file may be damaged")
    }
  }

  private mutating func checkDoubles() {
    var known: [String: FITSRecordCheck] = [:]
    for (index, card) in unit.cards.enumerated() {
      if findings.isFull { return }
      let keyword = card.keyword
      if FITSCard.isCommentary(keyword) || ["CONTINUE", "HIERARCH"].contains(keyword) { continue }
      guard let first = known[keyword] else {
        known[keyword] = card
        continue
      }
      let isSame = first.value == card.value
      findings.add(
        isSame ? .remark : .error, keyword,
        "is there again in card \(index + 1)" + (isSame ? "" : ", with another value"),
        "a keyword stands once in a header", "remove one of the cards")
    }
  }

  /// §4.4.2, 8.2 and 9.1: texts that must be texts, numbers that must be numbers, dates that are dates.
  private mutating func checkValues() {
    for card in unit.cards {
      if findings.isFull { return }
      guard let text = card.valueText, let value = card.value, !value.isEmpty else { continue }
      let keyword = card.keyword
      if keyword == "DATE" || keyword.hasPrefix("DATE-") || keyword == "DATEREF" {
        if !card.isQuoted || !FITSDateText.isDate(text) {
          findings.error(
            keyword, card.isQuoted ? "'\(text.prefix(40))'" : "\(text.prefix(40))",
            "'YYYY-MM-DD' or 'YYYY-MM-DDThh:mm:ss.sss' without a zone", "write it so")
        }
      } else if FITSHeaderCheck.isNumeric(keyword) {
        if !FITSRecordCheck.isNumber(value) {
          findings.error(keyword, "\(text.prefix(40))", "a number", "write a number without quotes")
        }
      } else if FITSHeaderCheck.isTextual(keyword), !card.isQuoted {
        findings.error(keyword, "\(text.prefix(40))", "text in single quotes", "put it in quotes")
      }
    }
  }

  private static func isNumeric(_ keyword: String) -> Bool {
    if [
      "BSCALE", "BZERO", "BLANK", "DATAMIN", "DATAMAX", "EQUINOX", "LONPOLE", "LATPOLE",
      "WCSAXES", "EXTVER", "EXTLEVEL", "XPOSURE", "TELAPSE", "DSUN_OBS", "HGLN_OBS", "HGLT_OBS",
      "CRLN_OBS", "CRLT_OBS", "RSUN_REF", "MJDREF",
    ].contains(keyword) {
      return true
    }
    if keyword.hasPrefix("MJD-") { return true }
    return ["CRPIX", "CRVAL", "CDELT", "CROTA"].contains {
      keyword.hasPrefix($0) && keyword.dropFirst(5).allSatisfy(\.isNumber)
    }
  }

  private static func isTextual(_ keyword: String) -> Bool {
    if [
      "EXTNAME", "BUNIT", "WCSNAME", "TIMESYS", "OBJECT", "TELESCOP", "INSTRUME", "ORIGIN",
      "AUTHOR", "OBSERVER", "RADESYS",
    ].contains(keyword) {
      return true
    }
    return ["CTYPE", "CUNIT", "TTYPE", "TFORM", "TUNIT", "TDISP", "TDIM"].contains {
      keyword.hasPrefix($0) && keyword.count > $0.count
        && keyword.dropFirst($0.count).allSatisfy(\.isNumber)
    }
  }

  /// §4.3 and 8.2.1: units of the axes must be spelt as the standard does, others should.
  private mutating func checkUnits() {
    for card in unit.cards where card.isQuoted {
      let keyword = card.keyword
      let isAxis = keyword.hasPrefix("CUNIT")
      guard isAxis || keyword == "BUNIT" || keyword.hasPrefix("TUNIT"),
        let text = card.valueText, let word = FITSUnitSpelling(text).unknownWord
      else { continue }
      let hint = FITSUnitSpelling.suggestion(for: word)
      findings.add(
        isAxis ? .error : .remark, keyword, "'\(text.prefix(40))': '\(word.prefix(30))' is no unit",
        "units are spelt as in section 4.3 of the FITS Standard",
        hint.map { $0.hasPrefix("''") ? "write \($0)" : "write '\($0)'" }
          ?? "write it with those units, or leave it out")
    }
  }
}

/// Dates as the FITS Standard 4.0, §4.4.2.1 and 9.1.1, writes them.
enum FITSDateText {
  /// Whether a text is a date, or a date with a time.
  static func isDate(_ text: String) -> Bool {
    let letters = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard letters.count >= range.upperBound,
        letters[range].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
      else { return nil }
      return letters[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    if letters.count == 8, letters[2] == 0x2F, letters[5] == 0x2F {
      // Before 1998: DD/MM/YY.
      guard let day = number(0..<2), let month = number(3..<5), number(6..<8) != nil else {
        return false
      }
      return (1...31).contains(day) && (1...12).contains(month)
    }
    guard letters.count >= 10, number(0..<4) != nil, letters[4] == 0x2D, letters[7] == 0x2D,
      let month = number(5..<7), let day = number(8..<10), (1...12).contains(month),
      (1...31).contains(day)
    else { return false }
    if letters.count == 10 { return true }
    guard letters.count >= 19, letters[10] == 0x54, letters[13] == 0x3A, letters[16] == 0x3A,
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      hour < 24, minute < 60, second <= 60
    else { return false }
    guard letters.count > 19 else { return true }
    return letters[19] == 0x2E && letters.count > 20
      && letters[20...].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}
