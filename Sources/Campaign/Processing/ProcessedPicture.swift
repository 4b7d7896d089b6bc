internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// A processed picture as people look at it: in colour or grey on a scale that suits what it holds, with the
/// Sun, the occulter, rings, position angles and the words that say what it is.
///
/// Where nothing tells where the pixels look, the plain grey picture of ``Preview`` is all there is.
struct ProcessedPicture {
  private let observation: Observation
  private let source: FITSHeader

  /// - Parameter source: the header that tells of instrument and date.
  init(_ observation: Observation, source: FITSHeader) {
    (self.observation, self.source) = (observation, source)
  }

  /// Which way of drawing its numbers ask for.
  enum Scale: Equatable {
    /// Brightness: automatic and logarithmic.
    case logarithmic
    /// Between two numbers, in grey.
    case linear(ClosedRange<Double>)
  }

  /// The picture as a PNG file.
  func png() throws -> [UInt8] {
    guard let picture = try drawn() else { return try Preview(observation).png() }
    return try PNGEncoder.rgb8(picture, texts: try texts())
  }

  /// A picture beside its source, both with the same geometry.
  ///
  /// - Throws: `CampaignError` when nothing tells where the pixels look.
  static func pair(_ before: ProcessedPicture, _ after: ProcessedPicture) throws -> [UInt8] {
    // The sheet names the camera once and each picture its own kind; colour bars tell units.
    guard let left = try before.drawn(title: before.observation.kind),
      let right = try after.drawn(title: after.observation.kind)
    else {
      throw CampaignError(
        .badRequest,
        "--pair draws the Sun's limb and position angles, and nothing tells where the pixels of "
          + "\(after.observation.name) look; leave --pair out")
    }
    let panels = [(before, left), (after, right)].map { part, picture in
      ContactSheet.Panel(
        picture: picture, title: "", caption: part.observation.steps.last?.result ?? "as given")
    }
    let sheet = try ContactSheet.render(
      panels, columns: 2, panelWidth: left.width, heading: after.camera)
    return try PNGEncoder.rgb8(sheet, texts: try after.texts())
  }

  private func texts() throws -> [PNGText] {
    [
      try PNGText("Title", FITSText.transliterated(title)),
      try PNGText("Description", FITSText.transliterated("\(observation.kind): \(meaning)")),
      try PNGText("Software", "totality \(Version.current)"),
    ]
  }

  private func drawn(title given: String? = nil) throws -> RGBPicture? {
    let image = try observation.light.image()
    if observation.sky == nil {
      guard var map = polarMap(image) else { return nil }
      map.title = given ?? map.title
      return try map.picture()
    }
    guard var annotation else { return nil }
    annotation.title = given ?? annotation.title
    return try AnnotatedFrame.render(image, annotation)
  }

  private var title: String { "\(camera) \u{2014} \(observation.kind)" }

  /// The telescope and instrument, or the picture's name.
  private var camera: String {
    let names = [
      source.string("TELESCOP") ?? source.string("OBSRVTRY"), source.string("INSTRUME"),
    ]
    .compactMap { $0 }.filter { !$0.isEmpty }
    return names.isEmpty ? observation.name : names.joined(separator: " \u{00B7} ")
  }

  private var subtitle: String {
    let date = (source.string("DATE-AVG") ?? source.string("DATE-OBS"))?
      .replacingOccurrences(of: "T", with: " ")
    let exposure = observation.exposureSeconds.map { "\(PrintableText.number($0)) s" }
    return [date.map { "\($0) UTC" }, exposure].compactMap { $0 }.joined(separator: " \u{00B7} ")
  }

  /// What the numbers are.
  private var meaning: String {
    if case .number(let words) = observation.unit, !words.isEmpty {
      return "\(observation.kind): \(words)"
    }
    let name =
      [
        "B": "brightness", "PB": "polarised brightness", "PBP": "polarised brightness at 45°",
        "K": "brightness of the K corona", "DIFF": "difference of brightness",
      ][observation.kind] ?? observation.kind
    switch observation.unit {
    case .meanSolarBrightness: return "\(name), B / mean brightness of the solar disc"
    case .counts: return "\(name), numbers of the converter"
    case .electrons: return "\(name), electrons"
    case .luxSeconds: return "\(name), lux seconds"
    case .number: return name
    }
  }

  private var footer: String {
    "totality \(Version.current) \u{00B7} \(observation.name) \u{00B7} \(observation.level.rawValue)"
  }

  /// The scale: logarithmic for light, as far to both sides of nothing for polarised and differenced light, from the
  /// lowest two-hundredth to the highest for what a filter left.
  var scale: Scale {
    let known = Self.sorted(observation.light.samples)
    switch observation.kind {
    case "DIFF", "PBP", "Q", "U": return Self.symmetric(known, about: 0)
    case "RATIO": return Self.symmetric(known, about: 1)
    default: break
    }
    if case .number(let words) = observation.unit, !words.hasPrefix("brightness") {
      return Self.between(known)
    }
    return known.last.map { $0 > 0 } == true ? .logarithmic : Self.between(known)
  }

  /// Finite samples in rising order, of large pictures every second, third and so on.
  private static func sorted(_ samples: [Double]) -> [Double] {
    let every = max(1, samples.count / 300_000)
    return stride(from: 0, to: samples.count, by: every).map { samples[$0] }
      .filter(\.isFinite).sorted()
  }

  private static func between(_ sorted: [Double]) -> Scale {
    guard let first = sorted.first, let last = sorted.last, last > first else {
      let value = sorted.first ?? 0
      return .linear(value - max(1, abs(value))...value + max(1, abs(value)))
    }
    let top = Double(sorted.count - 1)
    let low = sorted[Int((0.005 * top).rounded())]
    let high = sorted[Int((0.995 * top).rounded())]
    return .linear(high > low ? low...high : first...last)
  }

  private static func symmetric(_ sorted: [Double], about middle: Double) -> Scale {
    let distances = sorted.map { abs($0 - middle) }.sorted()
    let reach =
      distances.isEmpty ? 0 : distances[Int((0.99 * Double(distances.count - 1)).rounded())]
    let half = reach > 0 ? reach : distances.last.flatMap { $0 > 0 ? $0 : nil } ?? 1
    return .linear(middle - half...middle + half)
  }

  private var annotation: FrameAnnotation? {
    guard let sky = observation.sky, let sun = Self.circle(sky, SIMD2(0, 0), sky.solarRadius) else {
      return nil
    }
    // A mirrored picture cannot be turned north up.
    let projection = sky.projection
    guard projection.first.x * projection.second.y > projection.first.y * projection.second.x else {
      return nil
    }
    var annotation = FrameAnnotation(title: title, subtitle: subtitle, sun: sun)
    annotation.badge = source.logical("SIMULATD") == true ? "SYNTHETIC" : ""
    annotation.productLines = [observation.level.rawValue + " \u{00B7} " + observation.kind]
    let arcseconds = String(format: "%.1f", sky.solarRadius / Angles.arcsecond)
    annotation.sunLabel = ["Sun", "1 R\u{2609} = \(arcseconds)\u{2033}"]
    if let occulter = sky.occulter {
      annotation.occulter = Self.circle(sky, occulter.centre, occulter.radius)
      let ratio = String(format: "%.2f", tan(occulter.radius) / tan(sky.solarRadius))
      annotation.occulterLabel = ["occulter \(ratio) R\u{2609}"]
    }
    annotation.rollRadians = atan2(sky.projection.second.x, sky.projection.first.x)
    annotation.pixelScaleArcseconds = sky.projection.scale / Angles.arcsecond
    annotation.quantity = meaning
    annotation.footer = [footer]
    if case .linear(let range) = scale {
      annotation.linearScale = range
      annotation.colourMap = .gray
    }
    return annotation
  }

  /// A circle of the sky in pixels, as large as it is along solar north.
  static func circle(
    _ sky: SkyGeometry, _ centre: SIMD2<Double>, _ radius: Double
  ) -> FrameAnnotation.Circle? {
    func direction(_ longitude: Double, _ latitude: Double) -> Vector3 {
      Vector3(
        cos(latitude) * sin(longitude), sin(latitude), cos(latitude) * cos(longitude))
    }
    guard let middle = sky.projection.pixel(of: direction(centre.x, centre.y)),
      let edge = sky.projection.pixel(of: direction(centre.x, centre.y + radius))
    else { return nil }
    let apart = edge - middle
    let length = (apart * apart).sum().squareRoot()
    guard length > 0, length < 1e9 else { return nil }
    return .init(x: middle.x + 1, y: middle.y + 1, radius: length)
  }

  /// The map of an unrolled picture; nil for another one.
  private func polarMap(_ image: Image) -> PolarMap? {
    guard observation.header.string("CTYPE1") == "HRLN-CAR",
      let low = observation.header.double("RSUNMIN"),
      let high = observation.header.double("RSUNMAX"), low < high
    else { return nil }
    var map = PolarMap(title: title, subtitle: subtitle, image: image, radii: low...high)
    map.quantity = meaning
    map.footer = footer
    if case .linear(let range) = scale {
      map.linearScale = range
      map.colourMap = .gray
    }
    return map
  }
}
