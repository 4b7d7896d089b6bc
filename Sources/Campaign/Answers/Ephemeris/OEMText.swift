internal import Astronomy
internal import Trajectories

/// An orbit ephemeris message of one object in keywords and values (CCSDS 502.0-B-2, section 5).
struct OEMText {
  /// Everything before the states.
  let header: String
  private let fractionDigits: Int
  private let state: @Sendable (EphemerisRow) -> StateVector

  init(_ answer: EphemerisAnswer, subject: EphemerisAnswer.Subject, created: Instant) {
    let scenario = answer.scenario
    let digits = answer.fractionDigits
    fractionDigits = digits
    var (name, centre) = (scenario.observerName, "EARTH")
    switch subject {
    case .observer: state = { $0.observer }
    case .occulter:
      name = scenario.occulterName
      state = { $0.occulter }
    case .relative:
      // Another spacecraft may be the centre (table 5-3).
      (name, centre) = (scenario.occulterName, scenario.observerName)
      state = { $0.relative }
    }
    var lines = [
      "CCSDS_OEM_VERS = 2.0",
      "COMMENT totality \(Version.current), scenario \(scenario.name), \(scenario.runIdentifier)",
      "CREATION_DATE = \(Self.epoch(created, 0))",
      "ORIGINATOR = TOTALITY",
      "",
      "META_START",
      "COMMENT The axes are those of the GCRF.",
      "OBJECT_NAME = \(Self.word(name))",
      "OBJECT_ID = UNKNOWN",
      "CENTER_NAME = \(subject == .relative ? Self.word(centre) : centre)",
      "REF_FRAME = ICRF",
      "TIME_SYSTEM = UTC",
      "START_TIME = \(Self.epoch(answer.start, digits))",
      "STOP_TIME = \(Self.epoch(answer.instant(ofRow: answer.count - 1), digits))",
    ]
    // Position and velocity at n nodes fix a polynomial of degree 2n − 1; one state fixes none.
    if answer.count > 1 {
      lines += [
        "INTERPOLATION = HERMITE", "INTERPOLATION_DEGREE = \(min(7, 2 * answer.count - 1))",
      ]
    }
    header = (lines + ["META_STOP", "", ""]).joined(separator: "\n")
  }

  /// Adds a state: epoch, km and km/s.
  func addLine(of row: EphemerisRow, to pages: inout TextPages) {
    let state = state(row)
    pages.add(Self.epoch(row.instant, fractionDigits))
    for (vector, decimals) in [(state.position, 12), (state.velocity, 15)] {
      for axis in 0..<3 {
        pages.add(" ")
        pages.add(vector[axis] / 1000, decimals: decimals)
      }
    }
    pages.add("\n")
  }

  /// An epoch without the letter at its end: the scale is named once for all.
  private static func epoch(_ instant: Instant, _ digits: Int) -> String {
    String(instant.text(fractionDigits: digits).dropLast())
  }

  /// A name as the message may hold it: printable ASCII on a line of at most 254 characters.
  private static func word(_ name: String) -> String {
    let ascii = name.unicodeScalars.map { scalar in
      (0x20...0x7E).contains(scalar.value) ? Character(scalar) : "?"
    }
    let text = String(ascii.prefix(200)).uppercased()
    return text.allSatisfy({ $0 == " " }) ? "UNKNOWN" : text
  }
}
