internal import Imagery
internal import Processing

/// How common errors stand in files: planes COMMON1, COMMON2 … beside UNCERT, one for each source.
///
/// Their cards ERRSRC and ERREXT tell the source and whether it moves each pixel by itself or the whole
/// picture; values are signed standard deviations.
enum CommonErrorCards {
  /// The EXTNAME of a source, counted from 1.
  static func name(_ number: Int) -> String { "COMMON\(number)" }
  /// The EXTNAME of the table by which errors of neighbouring pixels go together; the middle is no distance.
  static let correlationName = "NOISCORR"

  /// Tells a source in the header of its plane.
  static func set(_ error: CommonError, in header: inout FITSHeader) throws {
    // Whole, as errors of one source are one: cut, two could become the same.
    try header.set(
      FITSCard("ERRSRC", .string(FITSText.transliterated(error.source)), "source of the error"))
    try header.set(
      FITSCard("ERREXT", .string(error.extent.rawValue), "what moves at once: pixels or picture"))
  }

  /// Whether a unit of this name holds an error.
  static func holdsError(_ name: String) -> Bool {
    name.hasPrefix("COMMON") && Int(name.dropFirst("COMMON".count)) != nil
  }

  /// The error that a plane holds; nil when its cards do not tell.
  static func error(_ plane: Plane, _ header: FITSHeader) -> CommonError? {
    guard let source = header.string("ERRSRC"),
      let extent = header.string("ERREXT").flatMap(CommonError.Extent.init(rawValue:))
    else { return nil }
    return CommonError(source: source, extent: extent, deviation: .each(plane))
  }
}

extension CommonError {
  /// The deviations where each pixel has its own; nil for one number.
  var plane: Plane? {
    guard case .each(let plane) = deviation else { return nil }
    return plane
  }
}
