internal import Astronomy

/// When a picture was taken and how long it was exposed, as headers of many years tell it.
///
/// FITS Standard 4.0, §9: DATE-AVG, DATE-OBS, DATE-BEG, TIMESYS; before 1997 DATE-OBS was DD/MM/YY
/// and the time stood in TIME-OBS.
enum SolarDate {
  /// The instant, nil with a note if no card tells it.
  static func instant(_ values: inout HeaderValues) -> Instant? {
    let keywords = ["DATE-OBS", "DATE_OBS", "DATE-BEG", "T_OBS"]
    let withClock = keywords.filter { values.text($0)?.contains(":") == true }
    // A day and an instant may stand side by side, as in headers of EIT: the instant goes first.
    for keyword in ["DATE-AVG"] + withClock + keywords.filter({ !withClock.contains($0) }) {
      guard let written = values.text(keyword) else { continue }
      let time = ["TIME-OBS", "TIME_OBS", "UT", "UTC"].compactMap { values.text($0) }.first
      guard let label = label(written, time: time, system: values.text("TIMESYS")) else {
        values.note("\(keyword) is '\(written)', which is no date: it is left out")
        continue
      }
      guard let instant = try? Instant.parse(label).instant else {
        values.note("\(keyword) is '\(written)', which is no instant: it is left out")
        continue
      }
      if time == nil, !written.contains(":") {
        values.note("\(keyword) is '\(written)', a day without a time: midnight is taken")
      }
      if keyword != "DATE-AVG" {
        values.note("DATE-AVG is missing: \(keyword) is taken for the instant, \(label)")
      }
      return instant
    }
    values.note("no DATE-AVG, DATE-OBS or DATE-BEG tells an instant")
    return nil
  }

  /// A date, with the time of another card if it has none, as an instant is written.
  static func label(_ written: String, time: String?, system: String?) -> String? {
    var text = written.filter { $0 != "'" }
    var scale = scale(system)
    // 2012.03.04_00:00:00.12_TAI of SDO and 1996/05/12 of SOHO.
    for suffix in ["_TAI", "_UTC", "_TT"] where text.uppercased().hasSuffix(suffix) {
      text.removeLast(suffix.count)
      scale = self.scale(String(suffix.dropFirst()))
    }
    while text.last == " " { text.removeLast() }
    if text.last == "Z" || text.last == "z" {
      text.removeLast()
      scale = self.scale("UTC")
    }
    let halves = text.split(maxSplits: 1) { $0 == "T" || $0 == " " || $0 == "_" }.map(String.init)
    guard let scale, let first = halves.first, let date = date(first) else { return nil }
    let clock =
      halves.count > 1 ? halves[1] : (time ?? "00:00:00").filter { $0 != "Z" && $0 != " " }
    return "\(date)T\(clock)\(scale)"
  }

  /// Year, month and day with hyphens between them.
  private static func date(_ text: String) -> String? {
    var parts = text.split { $0 == "-" || $0 == "/" || $0 == "." }.map(String.init)
    guard parts.count == 3 else { return nil }
    // 11-DEC-96 and 11-Dec-1996 of IDL, in headers of SOHO's first years.
    if let month = months.firstIndex(of: parts[1].uppercased()) {
      let number = month + 1
      parts[1] = number < 10 ? "0\(number)" : "\(number)"
      guard parts[0].count <= 2, let year = Int(parts[2]), year >= 0 else { return nil }
      let day = parts[0].count == 1 ? "0\(parts[0])" : parts[0]
      let century = parts[2].count == 2 ? (year >= 50 ? "19" : "20") : ""
      return "\(century)\(parts[2])-\(parts[1])-\(day)"
    }
    if parts[0].count == 4 { return parts.joined(separator: "-") }
    // DD/MM/YY of the 20th century: FITS Standard 4.0, §9.1.1.
    guard text.contains("/"), parts.allSatisfy({ $0.count == 2 }) else { return nil }
    return "19\(parts[2])-\(parts[1])-\(parts[0])"
  }

  private static let months = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  /// How a time scale is written behind an instant; nil for one that is not known.
  private static func scale(_ system: String?) -> String? {
    switch system?.uppercased() {
    case nil, "", "UTC", "UT", "GMT": "Z"
    case "TAI", "IAT": " TAI"
    case "TT", "TDT", "ET": " TT"
    case "TDB": " TDB"
    default: nil
    }
  }

  /// The exposure, seconds, nil with a note if no card tells it.
  static func exposure(_ values: inout HeaderValues) throws(ImageryError) -> Double? {
    for keyword in ["XPOSURE", "EXPTIME", "EXPOSURE"] {
      guard let value = try values.number(keyword) else { continue }
      let unit = values.unit(keyword)?.lowercased()
      let seconds = unit == "ms" ? value / 1000 : unit == "min" ? value * 60 : value
      guard seconds.isFinite, seconds > 0, seconds <= 1e6 else {
        throw values.failure(
          "\(keyword) is \(value); more than 0 and at most 1e6 seconds are allowed",
          assume: "XPOSURE=1")
      }
      if keyword != "XPOSURE" { values.note("XPOSURE is missing: \(keyword) is taken") }
      return seconds
    }
    values.note("no XPOSURE, EXPTIME or EXPOSURE tells the exposure")
    return nil
  }
}
