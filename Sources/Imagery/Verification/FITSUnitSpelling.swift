/// Whether a text is a unit as the FITS Standard spells units.
///
/// FITS Standard 4.0, §4.3: tables 3 (SI), 4 (further units), 5 (prefixes) and 6 (how units are put together).
struct FITSUnitSpelling {
  /// The first word that is no unit; nil if the text is one.
  let unknownWord: String?

  /// Words that the standard does not list but that solar data use and readers know.
  static let customary: Set<String> = ["DN", "electron"]

  /// - Parameter further: words beside the standard's that pass.
  init(_ text: String, further: Set<String> = FITSUnitSpelling.customary) {
    var parser = Parser(Array(text.utf8), further)
    unknownWord = parser.unknownWord()
  }

  /// Words others write, and how the standard spells them.
  static func suggestion(for word: String) -> String? {
    let lower = word.lowercased()
    if let known = others[lower] { return known }
    return plain.union(prefixed).sorted().first { $0.lowercased() == lower }
  }

  private static let others: [String: String] = [
    "degree": "deg", "degrees": "deg", "arcsecond": "arcsec", "arcseconds": "arcsec",
    "arcsecs": "arcsec", "asec": "arcsec", "arcminute": "arcmin", "arcminutes": "arcmin",
    "arcmins": "arcmin", "radian": "rad", "radians": "rad", "second": "s", "seconds": "s",
    "sec": "s", "secs": "s", "minute": "min", "minutes": "min", "hour": "h", "hours": "h",
    "day": "d", "days": "d", "year": "yr", "years": "yr", "meter": "m", "metre": "m",
    "meters": "m", "metres": "m", "kelvin": "K", "degk": "K", "watt": "W", "watts": "W",
    "volts": "V", "counts": "count", "cts": "ct", "photons": "photon", "pixels": "pixel",
    "electrons": "electron", "dns": "DN", "dn": "DN", "gauss": "G", "angstroms": "Angstrom",
    "micron": "um", "microns": "um", "hertz": "Hz", "joule": "J", "newton": "N", "pascal": "Pa",
    "tesla": "T", "msb": "'' with the brightness of one unit in BSUN_DEF",
    "b/bsun": "'' with the brightness of one unit in BSUN_DEF",
  ]

  static let plain: Set<String> = [
    "deg", "arcmin", "arcsec", "mas", "min", "h", "d", "erg", "Ry", "solMass", "u", "solLum",
    "Angstrom", "angstrom", "solRad", "AU", "lyr", "count", "ct", "photon", "ph", "pixel", "pix",
    "D", "Sun", "chan", "bin", "voxel", "beam",
  ]

  static let prefixed: Set<String> = [
    "m", "g", "s", "rad", "sr", "K", "A", "mol", "cd", "Hz", "J", "W", "V", "N", "Pa", "C", "Ohm",
    "S", "F", "Wb", "T", "H", "lm", "lx", "a", "yr", "eV", "pc", "Jy", "mag", "R", "G", "barn",
    "bit", "byte", "adu",
  ]

  private static let prefixes = [
    "da", "d", "c", "m", "u", "n", "p", "f", "a", "z", "y", "h", "k", "M", "G", "T", "P", "E",
    "Z", "Y",
  ]

  private static func isUnit(_ word: String) -> Bool {
    if plain.contains(word) || prefixed.contains(word) { return true }
    return prefixes.contains {
      word.hasPrefix($0) && prefixed.contains(String(word.dropFirst($0.count)))
    }
  }

  /// Goes through the text once.
  private struct Parser {
    let letters: [UInt8]
    let further: Set<String>
    var place = 0
    var depth = 0

    init(_ letters: [UInt8], _ further: Set<String>) {
      self.letters = letters
      self.further = further
    }

    private var next: UInt8? { place < letters.count ? letters[place] : nil }

    mutating func unknownWord() -> String? {
      skipBlanks()
      if next == nil { return nil }
      if letters[place...].starts(with: Array("10".utf8)) {
        place += 2
        guard skipPower() else { return rest }
        skipBlanks()
        if next == nil { return nil }
      }
      if let word = product() { return word }
      return place == letters.count ? nil : rest
    }

    private var rest: String { FITSCardParser.text(letters[place...].prefix(30)) }

    private mutating func skipBlanks() { while next == 0x20 { place += 1 } }

    /// Units with blanks, `*`, `.` or `/` between them.
    private mutating func product() -> String? {
      while true {
        skipBlanks()
        if let word = term() { return word }
        let end = place
        skipBlanks()
        switch next {
        case 0x2A, 0x2E, 0x2F: place += 1
        case nil, 0x29: return nil
        default: if end == place { return rest }
        }
      }
    }

    private mutating func term() -> String? {
      let start = place
      while let letter = next, isLetter(letter) { place += 1 }
      let word = FITSCardParser.text(letters[start..<place])
      if next == 0x28, word.isEmpty || ["sqrt", "log", "exp", "ln"].contains(word) {
        place += 1
        depth += 1
        guard depth < 20 else { return rest }
        if let inner = product() { return inner }
        guard next == 0x29 else { return rest.isEmpty ? "(" : rest }
        place += 1
        depth -= 1
        _ = skipPower()
        return nil
      }
      guard !word.isEmpty else { return rest.isEmpty ? "nothing behind the last sign" : rest }
      guard further.contains(word) || FITSUnitSpelling.isUnit(word) else { return word }
      _ = skipPower()
      return nil
    }

    private func isLetter(_ letter: UInt8) -> Bool {
      (letter >= 0x41 && letter <= 0x5A) || (letter >= 0x61 && letter <= 0x7A)
    }

    /// `2`, `-2`, `+2`, `**2`, `^-2`, `**(1/2)`; false if there is none.
    private mutating func skipPower() -> Bool {
      let start = place
      if next == 0x5E {
        place += 1
      } else if place + 1 < letters.count, next == 0x2A, letters[place + 1] == 0x2A {
        place += 2
      }
      let isOpen = next == 0x28 && place > start
      if isOpen { place += 1 }
      if next == 0x2B || next == 0x2D { place += 1 }
      let digits = place
      let signs: Set<UInt8> = isOpen ? [0x2E, 0x2F] : []
      while let letter = next, letter >= 0x30 && letter <= 0x39 || signs.contains(letter) {
        place += 1
      }
      if place > digits, !isOpen || next == 0x29 {
        if isOpen { place += 1 }
        return true
      }
      place = start
      return false
    }
  }
}
