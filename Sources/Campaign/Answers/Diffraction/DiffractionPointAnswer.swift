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

  /// How the wave is computed.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Behind a disc the closed form, near the axis the series; behind a flat outline Fresnel's line
    /// integral, behind one with depth Kirchhoff's.
    case automatic = "auto"
    /// Lommel's series everywhere behind a disc.
    case series
    /// Kirchhoff's line integral without Fresnel's approximation of small angles.
    case kirchhoff
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
  ///   - method: how the wave is computed.
  /// - Throws: `CampaignError` for values out of range, places that are no numbers, and files that cannot be
  ///   read or hold no outline.
  public init(
    occulter: Occulter, distance: Double?, wavelengthNanometres: Double, places: String,
    method: Method = .automatic
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
      (rows, notes) = try Self.disc(radius, distance, wavelength, places, method)
    case .outline(let path):
      guard method != .series else {
        throw CampaignError(
          .badRequest,
          "--method series is for a disc; the line integral of an outline is exact without it")
      }
      let outline = try OutlineFile.read(path, distance: distance)
      (rows, notes, self.distance) = try Self.outline(outline, path, wavelength, places, method)
    }
  }

  private static func disc(
    _ radius: Double, _ distance: Double, _ wavelength: Double, _ places: String, _ method: Method
  ) throws -> ([Row], [String]) {
    let radii = try places.split(separator: ",", omittingEmptySubsequences: false).map {
      try distanceFromAxis($0, of: places)
    }
    try check(radii.count)
    return try asking {
      let disc = try DiscDiffraction(radius: radius, distance: distance, wavelength: wavelength)
      let integral =
        method == .kirchhoff
        ? try KirchhoffIntegral(
          outline: .disc(radius: radius, distance: distance), wavelength: wavelength) : nil
      let rows = try radii.map { r in
        if let integral {
          return Row(
            x: r, y: nil, amplitude: try integral.amplitude(x: r, y: 0),
            meanIntensity: disc.meanIntensity(at: r), method: method.rawValue,
            error: integral.amplitudeError(x: r, y: 0))
        }
        let form = method == .series ? DiscDiffraction.Method.series : disc.method(at: r)
        return Row(
          x: r, y: nil,
          amplitude: form == .series ? try disc.exactAmplitude(at: r) : disc.amplitude(at: r),
          meanIntensity: disc.meanIntensity(at: r), method: form.rawValue,
          error: disc.amplitudeError(at: r, method: form))
      }
      let extent = Extent(reach: radius, nearest: distance, farthest: distance)
      return (rows, remarks(extent, wavelength, "disc of \(radius) m", method))
    }
  }

  /// How far an outline reaches from the axis and along it, metres.
  private struct Extent {
    var reach: Double
    var nearest: Double
    var farthest: Double
  }

  private static func outline(
    _ outline: DiffractingOutline, _ path: String, _ wavelength: Double, _ places: String,
    _ method: Method
  ) throws -> ([Row], [String], Double) {
    let pairs = try Self.pairs(places)
    return try asking {
      let name = "outline of \(URL(fileURLWithPath: path).lastPathComponent)"
      if method == .kirchhoff || !outline.isFlat {
        let integral = try KirchhoffIntegral(outline: outline, wavelength: wavelength)
        let rows = try pairs.map { x, y in
          Row(
            x: x, y: y, amplitude: try integral.amplitude(x: x, y: y), meanIntensity: nil,
            method: Method.kirchhoff.rawValue, error: integral.amplitudeError(x: x, y: y))
        }
        let extent = Extent(
          reach: integral.reach, nearest: integral.nearest, farthest: integral.farthest)
        return (rows, remarks(extent, wavelength, name, .kirchhoff), integral.nearest)
      }
      let integral = try BoundaryIntegral(outline: outline, wavelength: wavelength)
      let rows = try pairs.map { x, y in
        Row(
          x: x, y: y, amplitude: try integral.amplitude(x: x, y: y), meanIntensity: nil,
          method: "line-integral", error: integral.amplitudeError(x: x, y: y))
      }
      let extent = Extent(
        reach: integral.reach, nearest: integral.distance, farthest: integral.distance)
      return (rows, remarks(extent, wavelength, name, method), integral.distance)
    }
  }

  /// Words about the regime and about what the theory leaves out.
  private static func remarks(
    _ extent: Extent, _ wavelength: Double, _ name: String, _ method: Method
  ) -> [String] {
    let (reach, distance) = (extent.reach, extent.nearest)
    let zones = reach * reach / (wavelength * distance)
    let place =
      extent.farthest > distance
      ? String(format: "%g to %g m", distance, extent.farthest) : String(format: "%g m", distance)
    var notes = [
      String(
        format:
          "%@ at %@, %g nm: Fresnel number %.1f, fringes of the edge %.2g m wide; one thin sharp "
          + "edge, the wave relative to the free wave",
        name, place, wavelength * 1e9, zones, (wavelength * distance).squareRoot())
    ]
    let fringeShift = zones * .pi / 4 * (reach / distance) * (reach / distance)
    if fringeShift > 0.01, method != .kirchhoff {
      notes.append(
        String(
          format:
            "warning: Fresnel's approximation of small angles shifts single fringes by up to %.2g "
            + "rad here; means over fringes hold to 1e-4. --method kirchhoff does without it",
          fringeShift))
    }
    return notes
  }

  /// Places `x:y`.
  private static func pairs(_ places: String) throws -> [(x: Double, y: Double)] {
    let example = "0:0,0.05:-0.02"
    let texts = places.split(separator: ",", omittingEmptySubsequences: false)
    try check(texts.count)
    return try texts.map { text in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw CampaignError(
          .badRequest,
          "--at \(PrintableText.quoted(places)): '\(PrintableText.shortened(String(text), limit: 40))' is "
            + "no place behind an outline; write pairs x:y of metres, as in \(example)")
      }
      return (
        try number(parts[0], of: places, example: example),
        try number(parts[1], of: places, example: example)
      )
    }
  }

  /// A distance from the axis of a disc.
  private static func distanceFromAxis(_ text: Substring, of places: String) throws -> Double {
    func refusal(_ why: String) -> CampaignError {
      CampaignError(
        .badRequest,
        "--at \(PrintableText.quoted(places)): '\(PrintableText.shortened(String(text), limit: 40))' is "
          + why)
    }
    guard !text.contains(":") else {
      throw refusal("a place x:y; behind a disc write distances from its axis, as in 0,0.005,0.01")
    }
    let radius = try number(text, of: places, example: "0,0.005,0.01")
    guard radius >= 0 else {
      throw refusal("below 0; a distance from the axis is 0 or more")
    }
    return radius
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
