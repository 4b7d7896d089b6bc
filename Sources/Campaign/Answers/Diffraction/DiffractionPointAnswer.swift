internal import Foundation
internal import Optics
internal import VectorMath

/// The answer of `totality diffraction point`: the wave of a distant point behind a disc or an outline.
public struct DiffractionPointAnswer: Sendable {
  /// What stands before the point of light.
  public enum Occulter: Sendable, Hashable {
    /// An opaque disc of a radius in metres, square to the light.
    case disc(radius: Double)
    /// An outline in a CSV file.
    case outline(path: String)
  }

  /// One place in the observer's plane.
  struct Row: Sendable {
    /// Metres from the axis, or across it to the right.
    var x: Double
    /// Metres across the axis, up; nil behind a disc.
    var y: Double?
    var amplitude: ComplexAmplitude
    /// Without the fringes between near and far rim; nil behind an outline.
    var meanIntensity: Double?
    var method: String
    var error: Double
  }

  /// Most places in one answer.
  static let mostPlaces = 1_000_000

  let occulter: Occulter
  let distance: Double
  let wavelengthNanometres: Double
  let rows: [Row]

  /// What a user should know, for standard error.
  public let notes: [String]

  /// Computes the wave at places of the observer's plane.
  ///
  /// - Parameters:
  ///   - occulter: the disc or the outline.
  ///   - distance: from the edge to the observer's plane, metres; nil when the outline's file tells.
  ///   - wavelengthNanometres: 1...1e6 nm.
  ///   - places: metres, separated by commas: distances `r` from the axis behind a disc, pairs `x:y` behind
  ///     an outline.
  ///   - isExact: whether Lommel's series is summed also where the closed form would do.
  /// - Throws: `CampaignError` for values out of range, places that are no numbers, and files that cannot be
  ///   read or hold no outline.
  public init(
    occulter: Occulter, distance: Double?, wavelengthNanometres: Double, places: String,
    isExact: Bool = false
  ) throws {
    self.occulter = occulter
    self.wavelengthNanometres = wavelengthNanometres
    let wavelength = wavelengthNanometres * 1e-9
    guard (1...1e6).contains(wavelengthNanometres) else {
      throw CampaignError(
        .badRequest,
        "--wavelength-nm \(wavelengthNanometres): must lie in 1...1000000 nm; green light has 550 nm"
      )
    }
    if let distance, !(distance > 0 && distance.isFinite) {
      throw CampaignError(
        .badRequest, "--distance \(distance): must be a number of metres above 0")
    }
    switch occulter {
    case .disc(let radius):
      guard let distance else {
        throw CampaignError(
          .badRequest,
          "--distance is missing: give the metres from the disc to the observer's plane")
      }
      self.distance = distance
      (rows, notes) = try Self.disc(radius, distance, wavelength, places, isExact)
    case .outline(let path):
      guard !isExact else {
        throw CampaignError(
          .badRequest, "--exact is for a disc; the line integral of an outline is exact already")
      }
      let outline = try OutlineFile.read(path, distance: distance)
      (rows, notes, self.distance) = try Self.outline(outline, path, wavelength, places)
    }
  }

  private static func disc(
    _ radius: Double, _ distance: Double, _ wavelength: Double, _ places: String, _ isExact: Bool
  ) throws -> ([Row], [String]) {
    let radii = try places.split(separator: ",", omittingEmptySubsequences: false).map {
      try number($0, of: places, example: "0,0.005,0.01")
    }
    try check(radii.count)
    return try asking {
      let disc = try DiscDiffraction(radius: radius, distance: distance, wavelength: wavelength)
      let rows = try radii.map { r in
        let method = isExact ? DiscDiffraction.Method.series : disc.method(at: r)
        return Row(
          x: r, y: nil,
          amplitude: try isExact ? disc.exactAmplitude(at: r) : disc.amplitude(at: r),
          meanIntensity: disc.meanIntensity(at: r), method: method.rawValue,
          error: disc.amplitudeError(at: r, method: method))
      }
      return (rows, remarks(radius, distance, wavelength, "disc of \(radius) m"))
    }
  }

  private static func outline(
    _ outline: DiffractingOutline, _ path: String, _ wavelength: Double, _ places: String
  ) throws -> ([Row], [String], Double) {
    let pairs = try places.split(separator: ",", omittingEmptySubsequences: false).map { text in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw CampaignError(
          .badRequest,
          "--at \(PrintableText.quoted(places)): '\(PrintableText.shortened(String(text), limit: 40))' is "
            + "no place behind an outline; write pairs x:y of metres, as in 0:0,0.05:-0.02")
      }
      let example = "0:0,0.05:-0.02"
      return (
        try number(parts[0], of: places, example: example),
        try number(parts[1], of: places, example: example)
      )
    }
    try check(pairs.count)
    return try asking {
      let integral = try BoundaryIntegral(outline: outline, wavelength: wavelength)
      let rows = try pairs.map { x, y in
        Row(
          x: x, y: y, amplitude: try integral.amplitude(x: x, y: y), meanIntensity: nil,
          method: "line-integral", error: integral.amplitudeError(x: x, y: y))
      }
      let name = "outline of \(URL(fileURLWithPath: path).lastPathComponent)"
      return (
        rows, remarks(integral.reach, integral.distance, wavelength, name), integral.distance
      )
    }
  }

  /// Words about the regime and about what the theory leaves out.
  private static func remarks(
    _ reach: Double, _ distance: Double, _ wavelength: Double, _ name: String
  ) -> [String] {
    let zones = reach * reach / (wavelength * distance)
    let fringeShift = zones * .pi / 4 * (reach / distance) * (reach / distance)
    var notes = [
      String(
        format:
          "%@ at %g m, %g nm: Fresnel number %.1f, fringes of the edge %.2g m wide; one thin sharp "
          + "edge, the wave relative to the free wave",
        name, distance, wavelength * 1e9, zones, (wavelength * distance).squareRoot())
    ]
    if fringeShift > 0.01 {
      notes.append(
        String(
          format:
            "warning: Fresnel's approximation of small angles shifts single fringes by up to %.2g "
            + "rad here; means over fringes hold to 1e-4", fringeShift))
    }
    return notes
  }

  private static func check(_ count: Int) throws {
    guard count <= mostPlaces else {
      throw CampaignError(
        .badRequest, "--at: \(count) places; at most \(mostPlaces) are computed at once")
    }
  }

  private static func number(
    _ text: Substring, of places: String, example: String
  ) throws -> Double {
    guard let value = Double(decimal: text.filter { $0 != " " }) else {
      throw CampaignError(
        .badRequest,
        "--at \(PrintableText.quoted(places)): '\(PrintableText.shortened(String(text), limit: 40))' is no "
          + "number of metres; write \(example)")
    }
    return value
  }

  /// Runs a computation and tells its errors as those of the command line.
  private static func asking<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as OpticsError {
      throw CampaignError(.badRequest, "\(error)")
    }
  }
}
