import Astronomy
import Testing
import Trajectories

@Suite("Two-line element sets")
struct TwoLineTests {
  // The example of T. S. Kelso, "Frequently Asked Questions: Two-Line Element Set Format".
  private let first = "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927"
  private let second = "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537"

  private func message(_ first: String, _ second: String) -> String {
    do {
      _ = try TwoLineElements(first: first, second: second, file: "iss.tle", firstLine: 7)
      return "accepted"
    } catch { return error.description }
  }

  private func message(_ text: String) -> String {
    do {
      _ = try TwoLineFile(text, file: "iss.tle")
      return "accepted"
    } catch { return error.description }
  }

  /// A line with some columns replaced and the checksum made right.
  private func edited(_ line: String, _ column: Int, _ text: String) -> String {
    var bytes = Array(line.utf8)
    bytes.replaceSubrange((column - 1)..<(column - 1 + text.utf8.count), with: Array(text.utf8))
    let sum = bytes[..<68].reduce(0) { sum, byte in
      sum + (byte >= 48 && byte <= 57 ? Int(byte) - 48 : byte == 45 ? 1 : 0)
    }
    bytes[68] = UInt8(48 + sum % 10)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("Kelso's example of the Space Station is read field by field")
  func example() throws {
    let set = try TwoLineElements(
      first: first, second: second, name: "ISS (ZARYA)", file: "iss.tle")
    let elements = set.elements
    #expect(elements.name == "ISS (ZARYA)")
    #expect(elements.catalogueNumber == 25544)
    #expect(elements.internationalDesignator == "1998-067A")
    #expect(elements.epoch.text(fractionDigits: 6) == "2008-09-20T12:25:40.104192Z")
    #expect(elements.meanMotionRevolutionsPerDay == 15.72125391)
    #expect(abs(elements.meanMotionRadiansPerMinute - 15.72125391 * 2 * Double.pi / 1440) < 1e-15)
    #expect(elements.eccentricity == 0.0006703)
    #expect(elements.inclination == 51.6416 * Angles.degree)
    #expect(elements.ascendingNode == 247.4627 * Angles.degree)
    #expect(elements.argumentOfPerigee == 130.5360 * Angles.degree)
    #expect(elements.meanAnomaly == 325.0288 * Angles.degree)
    #expect(elements.bStar == -0.11606e-4)
    #expect(set.classification == "U")
    #expect(set.meanMotionFirstDerivative == -0.00002182)
    #expect(set.meanMotionSecondDerivative == 0)
    #expect(set.elementSetNumber == 292)
    #expect(set.revolutionNumber == 56353)
  }

  @Test(
    "Catalogue numbers above 99999 are read as Alpha-5",
    // The examples of space-track.org's documentation.
    arguments: [
      ("A0000", 100_000), ("E8493", 148_493), ("H9999", 179_999), ("J2931", 182_931),
      ("P4018", 234_018), ("W1928", 301_928), ("Z9999", 339_999), ("    5", 5),
    ])
  func alphaFive(text: String, number: Int) throws {
    let set = try TwoLineElements(
      first: edited(first, 3, text), second: edited(second, 3, text), file: "x")
    #expect(set.elements.catalogueNumber == number)
  }

  @Test("Two-digit years from 57 on belong to the twentieth century")
  func years() throws {
    for (text, year) in [("60", "1960"), ("99", "1999"), ("00", "2000"), ("56", "2056")] {
      let set = try TwoLineElements(
        first: edited(edited(first, 19, text), 10, text), second: second, file: "x")
      #expect(set.elements.epoch.text().hasPrefix("\(year)-09-2"))
      #expect(set.elements.internationalDesignator == "\(year)-067A")
    }
  }

  @Test("Implied decimal points and exponents keep sign and scale")
  func impliedDecimals() throws {
    for (text, value) in [
      (" 28098-4", 0.28098e-4), ("-30915-6", -0.30915e-6), ("+12345+1", 1.2345),
      (" 13519-0", 0.13519), (" 10000 0", 0.1),
    ] {
      let set = try TwoLineElements(first: edited(first, 54, text), second: second, file: "x")
      #expect(set.elements.bStar == value)
    }
  }

  @Test("A damaged line is refused with file, line, columns, what was found and what is allowed")
  func damagedLines() {
    let cases: [(String, String, String)] = [
      (String(first.dropLast()), second, "iss.tle:7: line 1 of the element set has 68 columns"),
      (
        first, second + " 1", "iss.tle:8: line 2 of the element set has 71 columns; it must have 69"
      ),
      (
        String(first.dropLast()) + "8", second,
        "iss.tle:7: column 69: checksum '8': the line's characters give 7, so it was changed"
      ),
      (second, first, "iss.tle:7: column 1: line number '2': line 1 of an element set begins"),
      (
        first, edited(second, 3, "25545"),
        "iss.tle:8: columns 3-7: catalogue number '25545': line 1 has '25544'; both lines must"
      ),
      (
        edited(first, 3, "I5544"), edited(second, 3, "I5544"),
        "iss.tle:7: columns 3-7: catalogue number 'I5544': expected up to five digits, or a letter"
      ),
      (
        edited(first, 8, "X"), second, "column 8: classification 'X': allowed are U, C, S and blank"
      ),
      (edited(first, 10, "9867A   "), second, "columns 10-17: international designator '9867A   '"),
      (edited(first, 19, "5x"), second, "columns 19-20: epoch year '5x': expected digits"),
      (
        edited(first, 21, "367"), second,
        "columns 21-32: epoch day '367.51782528': 2008 has the days"
      ),
      (edited(first, 24, ","), second, "column 24: epoch ',': expected the decimal point"),
      (
        edited(first, 19, "58"), second,
        "iss.tle:7: columns 19-32: epoch '58264.51782528': the date is outside the range: UTC is not"
      ),
      (edited(first, 34, "-.0000x182"), second, "columns 34-43: derivative of the mean motion"),
      (edited(first, 45, " 0000000"), second, "columns 45-52: second derivative"),
      (edited(first, 54, "-1160-4 "), second, "columns 54-61: drag term B* '-1160-4 ': expected"),
      (edited(first, 33, "1"), second, "column 33: separator '1': this column must be blank"),
      (
        first, edited(second, 9, "181.0000"),
        "columns 9-16: inclination '181.0000': allowed are 0...180"
      ),
      (
        first, edited(second, 9, " 51.64e1"),
        "columns 9-16: inclination ' 51.64e1': expected a decimal"
      ),
      (
        first, edited(second, 18, "-47.4627"),
        "columns 18-25: right ascension of the node '-47.4627'"
      ),
      (
        first, edited(second, 27, ".006703"),
        "columns 27-33: eccentricity '.006703': expected 7 digits"
      ),
      (first, edited(second, 35, "     nan"), "columns 35-42: argument of perigee '     nan'"),
      (first, edited(second, 44, "        "), "columns 44-51: mean anomaly '        '"),
      (
        first, edited(second, 53, " 0.00000000"),
        "columns 53-63: mean motion ' 0.00000000': allowed"
      ),
      (
        first, edited(second, 53, "-5.72125391"),
        "columns 53-63: mean motion '-5.72125391': allowed"
      ),
      (
        first, edited(second, 64, " 56x5"),
        "columns 64-68: revolution number ' 56x5': expected digits"
      ),
      (first.replacing("U", with: "\u{7F}"), second, "column 8: character"),
      ("", "", "line 1 of the element set has 0 columns"),
    ]
    for (first, second, reason) in cases {
      let found = message(first, second)
      #expect(found.contains(reason), "\(found)")
      #expect(found.hasPrefix("iss.tle:"))
    }
  }

  @Test("Historical sets are read without checksums when asked")
  func withoutChecksum() throws {
    for line in [String(first.dropLast()), String(first.dropLast()) + "0"] {
      let set = try TwoLineElements(
        first: line, second: second, file: "x", checksum: .ignored)
      #expect(set.elements.catalogueNumber == 25544)
    }
  }

  @Test("A file may mix bare sets, both kinds of names, comments, blanks and line ends")
  func files() throws {
    let other = edited(first, 3, "00005") + "\r\n" + edited(second, 3, "00005")
    let text =
      "\u{FEFF}# comment\r\n\r\nISS (ZARYA)   \r\n\(first)  \r\n\(second)\r\n0 VANGUARD 1\n\(other)\n"
      + "\(first)\n# between\n\(second)"
    let file = try TwoLineFile(text, file: "x")
    #expect(file.sets.map(\.elements.name) == ["ISS (ZARYA)", "VANGUARD 1", ""])
    #expect(file.sets.map(\.elements.catalogueNumber) == [25544, 5, 25544])
  }

  @Test("A file that is no list of element sets is refused with file, line and reason")
  func brokenFiles() {
    let cases: [(String, String)] = [
      ("", "iss.tle: there is no element set"),
      ("# only a comment\n", "iss.tle: there is no element set"),
      (first, "iss.tle:1: the text ends before line 2 of this element set"),
      ("ISS\n", "iss.tle:1: 'ISS' is followed by no element set"),
      ("ISS\nZARYA\n", "iss.tle:2: expected line 1 of the element set of 'ISS', named in line 1"),
      ("\n\(second)\n", "iss.tle:2: line 2 of an element set without its line 1"),
      (
        "\(first)\n\(first)\n",
        "iss.tle:2: expected line 2 of the element set that begins in line 1"
      ),
      (
        "ISS\n\(first)\n\(second.dropLast())\n",
        "iss.tle:3: line 2 of the element set has 68 columns"
      ),
    ]
    for (text, reason) in cases {
      #expect(message(text).contains(reason), "\(message(text))")
    }
  }

  private func history() throws -> TwoLineFile {
    var text = ""
    for day in ["264", "266", "270"] {
      text += "ISS (ZARYA)\n\(edited(first, 21, day))\n\(second)\n"
    }
    text += "VANGUARD 1\n\(edited(first, 3, "00005"))\n\(edited(second, 3, "00005"))\n"
    return try TwoLineFile(text, file: "history.tle")
  }

  @Test("Of several sets of one object the nearest or the latest before an instant is taken")
  func choice() throws {
    let file = try history()
    #expect(try file.object(catalogueNumber: 25544).count == 3)
    #expect(try file.object(name: "vanguard 1").count == 1)
    for (time, rule, day) in [
      ("2008-09-24T18:00:00Z", TwoLineFile.EpochRule.nearest, "2008-09-26"),
      ("2008-09-24T06:00:00Z", .nearest, "2008-09-22"),
      ("2008-09-26T11:00:00Z", .latestBefore, "2008-09-22"),
      ("2008-09-26T13:00:00Z", .latestBefore, "2008-09-26"),
      ("2009-01-01T00:00:00Z", .latestBefore, "2008-09-26"),
    ] {
      let set = try file.set(
        catalogueNumber: 25544, for: Instant.parse(time).instant, rule: rule)
      #expect(set.elements.epoch.text().hasPrefix(day))
    }
  }

  @Test("An open or empty choice is refused with what the file has")
  func refusedChoice() throws {
    let file = try history()
    let early = try Instant.parse("2008-01-01T00:00:00Z").instant
    func message(_ number: Int?, _ name: String?, _ rule: TwoLineFile.EpochRule) -> String {
      do {
        _ = try file.set(catalogueNumber: number, name: name, for: early, rule: rule)
        return "accepted"
      } catch { return error.description }
    }
    #expect(
      message(7, nil, .nearest)
        == "history.tle: no object has catalogue number 7; the file has ISS (ZARYA) (object 25544), "
        + "VANGUARD 1 (object 5)")
    #expect(
      message(nil, nil, .nearest)
        == "history.tle: several objects: ISS (ZARYA) (object 25544), VANGUARD 1 (object 5); "
        + "choose one by its catalogue number")
    #expect(
      message(nil, "Mir", .nearest).hasPrefix("history.tle: no object has the name 'Mir'; the file")
    )
    #expect(
      message(25544, nil, .latestBefore)
        == "history.tle: no element set of ISS (ZARYA) (object 25544) has an epoch before "
        + "2008-01-01T00:00:00Z; the first is of 2008-09-20T12:25:40Z, which the rule 'nearest' "
        + "would take")
  }
}
