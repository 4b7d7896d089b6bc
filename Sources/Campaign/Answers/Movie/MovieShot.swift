internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// What the file of one frame tells a movie.
struct MovieShot {
  /// The cards of the plane.
  let header: FITSHeader
  /// The plane's name, EXTNAME.
  let kind: String
  /// The unit of the samples.
  let unit: LightUnit
  private let reader: HeaderReader
  private let file: FITSFile
  private let summary: FITSUnitSummary
  private let divisor: Double

  /// Reads the cards of a file; its samples come by ``image()``.
  ///
  /// - Throws: `ImageryError` for what is no FITS file or lacks the unit.
  init(_ path: String, _ choice: FITSUnitChoice) throws {
    file = try Self.open(path, choice)
    summary = try file.unit(choice)
    guard summary.planeCount == 1, let size = summary.pictureSize else {
      throw ImageryError(
        .wrongHDU, "read FITS file", path: path,
        "unit \(summary.number) is no single picture; give pictures as files of their own")
    }
    header = summary.header
    var reader = try HeaderReader(header, assuming: [])
    (unit, divisor) = reader.unit()
    reader.readSolar(width: size.width, height: size.height)
    self.reader = reader
    kind = summary.name.isEmpty ? "B" : summary.name.uppercased()
  }

  /// The file that holds a unit: the one that is named, or its companion with the planes.
  private static func open(_ path: String, _ choice: FITSUnitChoice) throws -> FITSFile {
    let file = try FITSFile(path)
    guard case .name(let name, _) = choice,
      !file.units.contains(where: { $0.name.uppercased() == name.uppercased() }),
      let companion = PictureFile.companions(of: path).first(
        where: FileManager.default.fileExists(atPath:))
    else { return file }
    return try FITSFile(companion)
  }

  /// The samples in ``unit``.
  func image() throws -> Image {
    let samples = try file.samples(summary)
    return try Image(
      width: samples.width, height: samples.height,
      samples: divisor == 1 ? samples.samples : samples.samples.map { $0 / divisor })
  }

  /// How deep the eclipse is; nil when the cards OCC_MAG and OCC_CLAS do not tell.
  var depth: MovieCaption.Depth? {
    guard let magnitude = reader.number("OCC_MAG") else { return nil }
    return .init(magnitude: magnitude, word: header.string("OCC_CLAS") ?? "")
  }

  /// The middle of the exposure, UTC; nil when the header tells none.
  var clock: String? {
    var reader = reader
    return reader.instant().map(MovieShot.clock)
  }

  /// An instant as the clock of a movie shows it.
  static func clock(_ instant: Instant) -> String {
    instant.text(fractionDigits: 1).replacingOccurrences(of: "T", with: " ")
      .replacingOccurrences(of: "Z", with: "") + " UTC"
  }

  /// Where the pixels look; nil when the header does not tell it, or mirrors the sky.
  var place: MovieCaption.Place? {
    guard let sky = reader.sky,
      let sun = ProcessedPicture.circle(sky, SIMD2(0, 0), sky.solarRadius)
    else { return nil }
    let (first, second) = (sky.projection.first, sky.projection.second)
    guard first.x * second.y > first.y * second.x else { return nil }
    var place = MovieCaption.Place(
      sun: sun,
      occulter: sky.occulter.flatMap { ProcessedPicture.circle(sky, $0.centre, $0.radius) },
      rollRadians: atan2(second.x, first.x))
    // A lens smears the edge over the pupil's penumbra; a pinhole has no aperture.
    let isRound = ["disc", "sphere"].contains(header.string("OCC_SHAP"))
    place.isOcculterSharp =
      isSynthetic && isRound && ["APERTURE", "IO_RAD"].allSatisfy { reader.number($0) == nil }
    return place
  }

  /// Whether the samples were rendered, not observed.
  var isSynthetic: Bool { header.logical("SIMULATD") == true }

  /// The first line of the movie.
  var title: String {
    let observer = header.string("OBSRVTRY") ?? header.string("TELESCOP")
    if let observer, let occulter = header.string("OCCULTER"), !occulter.isEmpty {
      return "\(observer) — \(header.string("OBS_MODE") ?? "eclipse") by \(occulter)"
    }
    let camera = [observer, header.string("INSTRUME")].compactMap { $0 }.filter { !$0.isEmpty }
    return camera.isEmpty ? header.string("FILENAME") ?? "movie" : camera.joined(separator: " · ")
  }

  /// What the samples are.
  var quantity: String {
    let name = header.string("BNAME") ?? kind
    let unit =
      switch unit {
      case .meanSolarBrightness: "B / mean brightness of the solar disc"
      case .counts: "numbers of the converter"
      case .electrons: "electrons"
      case .luxSeconds: "lux seconds"
      case .number(let words): words == name ? "" : words
      }
    let plane = name.uppercased() == kind ? name : "\(kind): \(name)"
    return unit.isEmpty ? plane : "\(plane), \(unit)"
  }

  /// How its kind of samples is shown.
  var look: MovieScale.Look {
    switch kind {
    case "DIFF", "PBP", "Q", "U": return .symmetric(about: 0)
    case "RATIO": return .symmetric(about: 1)
    default: break
    }
    if case .number(let words) = unit, !words.hasPrefix("brightness") { return .linear }
    return .logarithmic
  }
}
