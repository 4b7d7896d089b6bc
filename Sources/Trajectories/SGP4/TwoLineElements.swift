internal import Astronomy
internal import RealModule

/// A two-line element set (TLE).
///
/// Source: the format of the United States Space Command as described by T. S. Kelso, "Frequently
/// Asked Questions: Two-Line Element Set Format", CelesTrak; Alpha-5 catalogue numbers as described
/// by space-track.org.
public struct TwoLineElements: Sendable, Hashable {
  /// Whether checksums count.
  public enum Checksum: Sendable, Hashable {
    /// Column 69 must hold the checksum.
    case required
    /// Column 69 may be wrong or absent, as in historical sets.
    case ignored
  }

  /// The elements, as SGP4 takes them.
  public let elements: MeanElements
  /// Secrecy: U, C or S; blank where the set does not say.
  public let classification: String
  /// Half the first derivative of the mean motion, revolutions/day²; SGP4 does not use it.
  public let meanMotionFirstDerivative: Double
  /// A sixth of the second derivative of the mean motion, revolutions/day³; not used either.
  public let meanMotionSecondDerivative: Double
  /// The set's own running number.
  public let elementSetNumber: Int
  /// The object's revolution number at the epoch.
  public let revolutionNumber: Int

  /// A set from its two lines.
  ///
  /// - Parameters:
  ///   - first: line 1, columns 1–69.
  ///   - second: line 2, columns 1–69.
  ///   - name: the object's name, where known.
  ///   - file: the file's name for messages.
  ///   - firstLine: the number of line 1 in the file.
  ///   - secondLine: the number of line 2, by default the one after.
  ///   - checksum: whether checksums count.
  /// - Throws: `TrajectoryError` naming file, line, columns, what was found and what is allowed.
  public init(
    first: some StringProtocol, second: some StringProtocol, name: String = "", file: String,
    firstLine: Int = 1, secondLine: Int? = nil, checksum: Checksum = .required
  ) throws(TrajectoryError) {
    let one = try TwoLineFields(
      first, kind: 1, place: "\(file):\(firstLine)", checksum: checksum)
    let two = try TwoLineFields(
      second, kind: 2, place: "\(file):\(secondLine ?? firstLine + 1)", checksum: checksum)
    try one.requireBlanks([2, 9, 18, 33, 44, 53, 62, 64])
    try two.requireBlanks([2, 8, 17, 26, 34, 43, 52])
    let number = try one.catalogueNumber()
    guard try two.catalogueNumber() == number else {
      throw two.refuse(
        3, 7, "catalogue number",
        "line 1 has '\(one.text(3, 7))'; both lines must belong to the same object")
    }
    guard [" ", "U", "C", "S"].contains(one.text(8, 8)) else {
      throw one.refuse(8, 8, "classification", "allowed are U, C, S and blank")
    }
    classification = one.text(8, 8)
    meanMotionFirstDerivative = try one.decimal(34, 43, "derivative of the mean motion")
    meanMotionSecondDerivative = try one.scaled(45, "second derivative of the mean motion")
    elementSetNumber = try one.integer(65, 68, "element set number")
    revolutionNumber = try two.integer(64, 68, "revolution number")
    let degree = Angles.degree
    elements = MeanElements(
      name: name, catalogueNumber: number, internationalDesignator: try Self.designator(one),
      epoch: try Self.epoch(one),
      meanMotionRevolutionsPerDay: try Self.meanMotion(two),
      eccentricity: try two.fraction(27, 33, "eccentricity"),
      inclination: try Self.angle(two, 9, 16, "inclination", upTo: 180) * degree,
      ascendingNode: try Self.angle(two, 18, 25, "right ascension of the node", upTo: 360) * degree,
      argumentOfPerigee: try Self.angle(two, 35, 42, "argument of perigee", upTo: 360) * degree,
      meanAnomaly: try Self.angle(two, 44, 51, "mean anomaly", upTo: 360) * degree,
      bStar: try one.scaled(54, "drag term B*"))
  }

  private static func angle(
    _ line: TwoLineFields, _ first: Int, _ last: Int, _ what: String, upTo limit: Double
  ) throws(TrajectoryError) -> Double {
    let value = try line.decimal(first, last, what)
    guard value >= 0, value <= limit else {
      throw line.refuse(first, last, what, "allowed are 0...\(Int(limit)) degrees")
    }
    return value
  }

  private static func meanMotion(_ line: TwoLineFields) throws(TrajectoryError) -> Double {
    let value = try line.decimal(53, 63, "mean motion")
    guard value > 0, value <= 20 else {
      throw line.refuse(
        53, 63, "mean motion", "allowed are values above 0 up to 20 revolutions a day")
    }
    return value
  }

  /// The international designator in full, as 1998-067A.
  private static func designator(_ line: TwoLineFields) throws(TrajectoryError) -> String {
    let text = line.trimmed(10, 17)
    guard !text.isEmpty else { return "" }
    let bytes = Array(text.utf8)
    guard bytes.count >= 6, bytes[..<5].allSatisfy({ $0 >= 48 && $0 <= 57 }),
      bytes[5...].allSatisfy({ $0 >= 65 && $0 <= 90 })
    else {
      throw line.refuse(
        10, 17, "international designator",
        "expected the year's last two digits, three digits and up to three letters, or blanks")
    }
    let year = Int(bytes[0] - 48) * 10 + Int(bytes[1] - 48)
    return "\(year < 57 ? 20 : 19)\(text.prefix(2))-\(text.dropFirst(2))"
  }

  /// The epoch, exact to the printed digit: 57…99 are years of the twentieth century.
  private static func epoch(_ line: TwoLineFields) throws(TrajectoryError) -> Instant {
    let twoDigits = try line.integer(19, 20, "epoch year")
    let year = twoDigits + (twoDigits < 57 ? 2000 : 1900)
    let day = try line.integer(21, 23, "epoch day")
    guard line.text(24, 24) == "." else {
      throw line.refuse(24, 24, "epoch", "expected the decimal point of the day")
    }
    let hundredMillionths = try line.integer(25, 32, "fraction of the epoch's day")
    let newYear = CalendarDate(year: year, month: 1, day: 1).daysSince2000
    let length = CalendarDate(year: year + 1, month: 1, day: 1).daysSince2000 - newYear
    guard day >= 1, day <= Int(length) else {
      throw line.refuse(21, 32, "epoch day", "\(year) has the days 1...\(length)")
    }
    let scaledSeconds = hundredMillionths * 86_400
    let label = CalendarTime(
      date: CalendarDate(daysSince2000: newYear + Int64(day) - 1),
      secondOfDay: scaledSeconds / 100_000_000,
      fraction: Double(scaledSeconds % 100_000_000) / 1e8, scale: .utc)
    do {
      return try Instant(label)
    } catch {
      throw line.refuse(19, 32, "epoch", "the date is outside the range: \(error.description)")
    }
  }
}

extension TrajectoryError.Code {
  /// A two-line element set that cannot be read.
  public static let malformedElementSet = TrajectoryError.Code(rawValue: "malformed-element-set")
  /// A choice among several objects or element sets that is open or empty.
  public static let ambiguousChoice = TrajectoryError.Code(rawValue: "ambiguous-choice")
}
