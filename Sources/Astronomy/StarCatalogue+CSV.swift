internal import RealModule
internal import VectorMath

extension StarCatalogue {
  /// A column a catalogue may have.
  private enum Column: String, CaseIterable {
    case name
    case rightAscension = "ra_j2000_deg"
    case declination = "dec_j2000_deg"
    case magnitude = "v_mag"
    case eastward = "pm_ra_mas_yr"
    case northward = "pm_dec_mas_yr"
    case colour = "b_v"
    /// Accepted and not used: the temperature of the Bright Star Catalogue's edition by B. Wade.
    case temperature = "colour_temperature_k"

    /// The numbers the column may hold; nil for text.
    var range: ClosedRange<Double>? {
      switch self {
      case .name: nil
      case .rightAscension: 0...360
      case .declination: -90...90
      case .magnitude: -30...40
      case .eastward, .northward: -20_000...20_000
      case .colour: -2...10
      case .temperature: 0...1e6
      }
    }

    static let required: [Column] = [.rightAscension, .declination, .magnitude]
  }

  /// Reads a catalogue from comma-separated text.
  ///
  /// The first line names the columns, in any order: `ra_j2000_deg`, `dec_j2000_deg` (ICRS, epoch
  /// J2000.0) and `v_mag` must be there; `name`, `pm_ra_mas_yr` (with the cosine of the declination),
  /// `pm_dec_mas_yr` and `b_v` may be; `colour_temperature_k` is accepted and not used. Lines that begin
  /// with `#` and empty lines are passed over. An empty cell means zero proper motion, unknown colour, or
  /// no name; a star without a name of its own is called by its place, such as J0755+1953.
  ///
  /// - Parameters:
  ///   - text: the text in UTF-8.
  ///   - source: the file's name, for messages and as the catalogue's name.
  /// - Throws: `AstronomyError` with file and line of the first problem.
  public init(csv text: String, source: String) throws(AstronomyError) {
    var columns: [Column]?
    var stars: [Star] = []
    for line in CommaSeparatedText(Array(text.utf8)) {
      let place = "\(source):\(line.number)"
      let cells = try Self.cells(line.bytes, at: place)
      guard let known = columns else {
        columns = try Self.columns(cells, at: place)
        continue
      }
      stars.append(try Self.star(cells, known, at: place))
    }
    guard columns != nil else {
      throw AstronomyError(
        .malformedCatalogue,
        "\(source): found no line that names columns; the first must be such as "
          + "name,ra_j2000_deg,dec_j2000_deg,v_mag")
    }
    guard !stars.isEmpty else {
      throw AstronomyError(
        .malformedCatalogue,
        "\(source): found no star below the line that names columns; write one star a line")
    }
    self.init(name: source, stars: Self.distinguished(stars))
  }

  /// The cells of a line, without the blanks around them; quotes may hold commas.
  private static func cells(
    _ line: ArraySlice<UInt8>, at place: String
  ) throws(AstronomyError) -> [String] {
    var cells: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in line {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: cells.append([])
      default: cells[cells.count - 1].append(byte)
      }
    }
    guard !isQuoted else {
      throw AstronomyError(
        .malformedCatalogue, "\(place): found a quotation mark that is not closed; close it")
    }
    return cells.map { String(decoding: CommaSeparatedText.trimmed($0[...]), as: UTF8.self) }
  }

  private static func columns(
    _ cells: [String], at place: String
  ) throws(AstronomyError) -> [Column] {
    var columns: [Column] = []
    for cell in cells {
      guard let column = Column(rawValue: cell) else {
        let allowed = Column.allCases.map(\.rawValue).joined(separator: ", ")
        throw AstronomyError(
          .malformedCatalogue,
          "\(place): found the column '\(cell.prefix(40))', allowed are \(allowed); rename or remove it"
        )
      }
      guard !columns.contains(column) else {
        throw AstronomyError(
          .malformedCatalogue, "\(place): found the column '\(cell)' twice; remove one")
      }
      columns.append(column)
    }
    for column in Column.required where !columns.contains(column) {
      throw AstronomyError(
        .malformedCatalogue,
        "\(place): found no column '\(column.rawValue)'; a catalogue needs "
          + Column.required.map(\.rawValue).joined(separator: ", "))
    }
    return columns
  }

  private static func star(
    _ cells: [String], _ columns: [Column], at place: String
  ) throws(AstronomyError) -> Star {
    guard cells.count == columns.count else {
      throw AstronomyError(
        .malformedCatalogue,
        "\(place): found \(cells.count) cells, expected \(columns.count) as in the line of columns; "
          + "quote names that hold commas")
    }
    var numbers: [Column: Double] = [:]
    var name = ""
    for (cell, column) in zip(cells, columns) {
      guard let range = column.range else {
        name = cell
        continue
      }
      if cell.isEmpty && !Column.required.contains(column) { continue }
      guard let number = Double(decimal: cell), range.contains(number) else {
        throw AstronomyError(
          .malformedCatalogue,
          "\(place): found '\(cell.prefix(40))' as \(column.rawValue), allowed is a number from "
            + "\(range.lowerBound) to \(range.upperBound)")
      }
      numbers[column] = number
    }
    return Star(
      name: name, rightAscensionDegrees: numbers[.rightAscension] ?? 0,
      declinationDegrees: numbers[.declination] ?? 0,
      properMotion: SIMD2(numbers[.eastward] ?? 0, numbers[.northward] ?? 0),
      visualMagnitude: numbers[.magnitude] ?? 0, colourIndex: numbers[.colour])
  }

  /// Names that tell stars apart: places are added where a name is missing or used more than once.
  private static func distinguished(_ stars: [Star]) -> [Star] {
    let uses = Dictionary(stars.map { ($0.name, 1) }, uniquingKeysWith: +)
    return stars.map { star in
      guard star.name.isEmpty || uses[star.name] != 1 else { return star }
      var named = star
      named.name = star.name.isEmpty ? star.placeName : "\(star.name) \(star.placeName)"
      return named
    }
  }
}

extension Star {
  /// A name from the place at J2000.0, such as J0755+1953: hours, minutes, degrees, minutes, cut off.
  public var placeName: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = Int((rightAscension / Angles.degree * 4 + 1e-9).rounded(.down)) % 1440
    let arcminutes = Int((declination.magnitude / Angles.degree * 60 + 1e-9).rounded(.down))
    return "J" + two(minutes / 60) + two(minutes % 60) + (declination < 0 ? "-" : "+")
      + two(arcminutes / 60) + two(arcminutes % 60)
  }
}
