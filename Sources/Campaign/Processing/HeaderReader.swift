internal import Astronomy
internal import Corona
internal import Foundation
internal import Imagery
internal import Processing

/// What the header of a picture tells of it, whoever wrote it.
struct HeaderReader {
  let header: FITSHeader
  /// The keywords that the user gave.
  let assumed: Set<String>
  /// What the header does not tell, as sentences with the remedy.
  var notes: [String] = []
  /// Where the pixels look, when and for how long; nil when the header does not tell where.
  var solar: SolarHeader?

  /// A reader of a header, in which what the user assumes stands in place of the file's cards.
  init(_ header: FITSHeader, assuming cards: [FITSCard]) throws(ImageryError) {
    var header = header
    for card in cards { try header.set(card) }
    self.header = header
    assumed = Set(cards.map { $0.keyword })
  }

  private mutating func note(_ missing: String, _ consequence: String, _ remedy: String) {
    notes.append("no \(missing): \(consequence); give \(remedy)")
  }

  /// The first of several keywords that holds a finite number.
  func number(_ keywords: String...) -> Double? {
    for keyword in keywords {
      if let value = header.double(keyword), value.isFinite { return value }
      // Some writers put numbers into quotes.
      if let text = header.string(keyword), let value = Double(text.filter { $0 != " " }),
        value.isFinite
      {
        return value
      }
    }
    return nil
  }

  /// The unit of the samples, and what they must be divided by to be in it.
  ///
  /// Mean solar brightness has many spellings (science/imaging.md §2.3); radiances are turned back by
  /// BSUN_VAL, or by the value of PUNCH's unit.
  mutating func unit() -> (unit: LightUnit, divisor: Double) {
    let text = header.string("BUNIT")
    let word = (text ?? "").lowercased().filter { $0 != " " && $0 != "*" && $0 != "^" }
    let one = number("BSUN_VAL")
    if let one, one > 0, text != nil, word != "dn" { return (.meanSolarBrightness, one) }
    switch word {
    case "dn", "adu", "count", "counts", "ct", "digitalnumber": return (.counts, 1)
    case "electron", "electrons", "e-", "e": return (.electrons, 1)
    case "msb", "b/bsun", "b/b_sun", "meansolarbrightness", "solbrt", "b/b0":
      return (.meanSolarBrightness, 1)
    case "lxs": return (.luxSeconds, 1)
    case "" where header.double("BSUN_DEF") != nil: return (.meanSolarBrightness, 1)
    case let word where word.hasSuffix("w/(m2sr)") || word.hasSuffix("wm-2sr-1"):
      let factor = Double(word.prefix { $0 != "w" }) ?? 1
      let value = (number("BSUN_DEF") ?? 2.009e7) / factor
      guard value > 0, value.isFinite else { break }
      return (.meanSolarBrightness, value)
    default: break
    }
    if let text {
      return (.number(word.isEmpty ? header.string("BNAME") ?? "a pure number" : text), 1)
    }
    note(
      "BUNIT", "the samples are taken as numbers of the converter", "--assume BUNIT=DN or =MSB")
    return (.counts, 1)
  }

  /// The level that the header names, or the one that the unit tells.
  func level(_ unit: LightUnit) -> ProcessingLevel {
    let text = header.string("LEVEL") ?? header.integer("LEVEL").map(String.init) ?? ""
    let digit = text.first { $0.isNumber }
    let least = unit == .meanSolarBrightness ? ProcessingLevel.calibrated : .raw
    // Level 1 of LASCO is calibrated.
    if let digit, let level = ProcessingLevel(rawValue: "L\(digit)") { return max(level, least) }
    return least
  }

  /// The length of the exposure, seconds.
  mutating func exposure() -> Double? {
    let told = solar?.exposureSeconds ?? number("XPOSURE", "EXPTIME", "EXPOSURE")
    if let told, told > 0 { return told }
    guard solar == nil else { return nil }
    note("XPOSURE", "the exposure is not known", "--assume XPOSURE=seconds")
    return nil
  }

  /// Whether the picture was rendered by this program.
  var isSimulated: Bool { header.logical("SIMULATD") == true }

  /// Which light it is: `PB` where the header says so in words, as K-Cor's and ASPIICS's do, else EXTNAME or `B`.
  mutating func kind() -> String {
    if let name = header.string("EXTNAME"), !name.isEmpty { return name }
    for keyword in ["BTYPE", "BNAME", "PROD_ID", "PRODUCT", "OBJECT"] {
      guard let card = header.cards.first(where: { $0.keyword == keyword }),
        case .string(let value) = card.value
      else { continue }
      guard value.lowercased() == "pb" || Self.saysPolarised(value + " " + card.comment) else {
        continue
      }
      notes.append(
        "no EXTNAME: \(keyword) says polarised brightness, the picture is taken as PB; for another give "
          + "--assume EXTNAME=B")
      return "PB"
    }
    return "B"
  }

  /// Whether words say polarised brightness, and neither unpolarised, total, nor a share of polarised light.
  private static func saysPolarised(_ text: String) -> Bool {
    let words = text.lowercased().split { !$0.isLetter }.map { String($0) }
    let others: Set<String> = ["un", "non", "not", "total", "degree", "fraction"]
    guard !words.contains(where: { others.contains($0) || $0.hasPrefix("unpol") }) else {
      return false
    }
    let polarised: Set<String> = ["polarized", "polarised", "polarization", "polarisation"]
    return zip(words, words.dropFirst()).contains { pair in
      polarised.contains(pair.0) && pair.1 == "brightness"
    }
  }

  /// The middle of the exposure.
  mutating func instant() -> Instant? {
    func date(_ keyword: String) -> Instant? {
      guard let text = header.string(keyword), text.contains("T") else { return nil }
      return try? Instant.parse(text.hasSuffix("Z") ? text : text + "Z").instant
    }
    if let solar { return solar.instant }
    if let middle = date("DATE-AVG") { return middle }
    let half = (number("XPOSURE", "EXPTIME") ?? 0) / 2
    for keyword in ["DATE-BEG", "DATE-OBS", "DATE_OBS"] {
      if let begin = date(keyword) { return begin.advanced(bySeconds: half) }
    }
    note(
      "DATE-AVG or DATE-OBS", "the instant is not known", "--assume DATE-AVG=2026-08-12T18:30:00")
    return nil
  }

  /// The name of the bracket: exposures of one frame, or of one instant, belong together.
  func group(_ instant: Instant?, name: String) -> String {
    let run = header.string("RUNID") ?? header.string("TELESCOP") ?? ""
    // Passbands are not of one picture; polarisers before one band are.
    let band = number("WAVELNTH").map { " \($0)" } ?? ""
    if let index = header.integer("FRAMEIDX") { return "\(run)#\(index)\(band)" }
    guard let instant else { return name }
    return "\(run)@\(instant.text(fractionDigits: 3))\(band)"
  }
}
