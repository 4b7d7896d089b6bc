internal import Astronomy
internal import Foundation
internal import Imagery
internal import Report

/// Small pictures of a run's frames on one scale, as large as fits on a page.
struct ReportThumbnails {
  /// What is known of a frame whose file was opened.
  struct Look {
    var header: FITSHeader
    var picture: ReportContents.Picture?
    var sun: ReportContents.SunMark?

    /// A number of the header; nil for what is none.
    func number(_ keyword: String) -> Double? {
      header.double(keyword).flatMap { $0.isFinite ? $0 : nil }
    }
  }

  /// The bytes of all pictures together before they are written as text, which takes a third more.
  static let budget = 2_000_000
  /// Sides that are tried, pixels, the largest first.
  static let sides = [256, 224, 192, 160, 128, 112, 96]

  /// How many frames have a file.
  let available: Int
  /// The frames with a picture.
  private(set) var chosen: Set<Int> = []
  /// What is known of each frame.
  private(set) var seen: [Int: Result<Look, ImageryError>] = [:]
  /// The scale in words; nil without pictures.
  private(set) var legend: ReportContents.ColourScale?
  /// What could not be drawn, one sentence each.
  private(set) var problems: [String] = []

  /// Looks at frames.
  ///
  /// - Parameter files: the frames' numbers and the paths of their brightness, in order.
  init(_ files: [(index: Int, path: String)]) {
    available = files.count
    let samples = Self.spread(files.count, 9).compactMap { Self.read(files[$0].path) }
    let plan = Self.plan(samples, count: files.count)
    if let plan {
      chosen = Set(Self.spread(files.count, plan.count).map { files[$0].index })
      legend = Self.legend(plan.scale, samples.first?.unit.header)
    } else if !files.isEmpty {
      problems.append("no frame looked at holds light that can be drawn: there are no pictures")
    }
    for (index, path) in files {
      seen[index] = Result { () throws(ImageryError) in
        try Self.look(path, chosen.contains(index) ? plan : nil)
      }
    }
  }

  /// Places at even steps, first and last among them.
  static func spread(_ count: Int, _ most: Int) -> [Int] {
    guard count > most else { return Array(0..<max(0, count)) }
    guard most > 1 else { return most == 1 ? [count / 2] : [] }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }

  private struct Plan {
    var scale: LogScale
    var side: Int
    var count: Int
  }

  private typealias Opened = (unit: FITSUnitSummary, samples: SampleArray)

  private static func read(_ path: String) -> Opened? {
    guard let file = try? FITSFile(path), let unit = try? file.unit(),
      let samples = try? file.samples(unit)
    else { return nil }
    return (unit, samples)
  }

  /// One scale for all frames, and a side with which they fit on a page; nil where there is nothing to draw.
  private static func plan(_ samples: [Opened], count: Int) -> Plan? {
    let scales = samples.compactMap { opened in
      (try? Image(
        width: opened.samples.width, height: opened.samples.height, samples: opened.samples.samples))
        .flatMap { LogScale.automatic(for: $0) }
    }
    // Of the bright ends the middle one: a frame in which the photosphere comes out would darken all others.
    let tops = scales.map(\.high).sorted()
    guard let low = scales.map(\.low).min(), !tops.isEmpty else { return nil }
    let high = tops[tops.count / 2]
    guard let scale = try? LogScale(low: max(low, high - 5), high: high) else { return nil }
    func meanBytes(_ side: Int) -> Double {
      let sizes = samples.map {
        (try? Thumbnail($0.samples, side: side, scale: scale).png(.corona).count) ?? 0
      }
      return max(1, Double(sizes.reduce(0, +)) / Double(max(1, sizes.count)))
    }
    for side in sides where meanBytes(side) * Double(count) <= Double(budget) {
      return Plan(scale: scale, side: side, count: count)
    }
    let smallest = sides.last ?? 96
    let room = Int(Double(budget) / meanBytes(smallest))
    return Plan(scale: scale, side: smallest, count: max(2, min(count, room)))
  }

  private static func look(_ path: String, _ plan: Plan?) throws(ImageryError) -> Look {
    let file = try FITSFile(path)
    let unit = try file.unit()
    var look = Look(header: unit.header)
    guard let plan else { return look }
    let thumbnail = Thumbnail(try file.samples(unit), side: plan.side, scale: plan.scale)
    look.picture = .init(
      .png, try thumbnail.png(.corona), width: thumbnail.width, height: thumbnail.height)
    look.sun = sun(unit)
    return look
  }

  /// Where the Sun stands in the picture of a unit; nil where its header does not tell.
  static func sun(_ unit: FITSUnitSummary) -> ReportContents.SunMark? {
    guard let solar = try? SolarHeader(unit), let size = unit.pictureSize,
      let centre = solar.projection.pixel(of: Vector3(0, 0, 1)),
      let edge = solar.projection.pixel(
        of: Vector3(0, sin(solar.solarRadius), cos(solar.solarRadius)))
    else { return nil }
    let apart = edge - centre
    let (width, height) = (Double(size.width), Double(size.height))
    return .init(
      x: (centre.x + 0.5) / width, y: (height - 0.5 - centre.y) / width,
      radius: (apart * apart).sum().squareRoot() / width)
  }

  private static func legend(_ scale: LogScale, _ header: FITSHeader?) -> ReportContents.ColourScale
  {
    let unit = header?.string("BUNIT") ?? ""
    let table = ColourMap.corona.table
    let stops = stride(from: 0, through: 255, by: 15).map { table[$0] }
    return .init(
      colours: stops.map { UInt32($0.red) << 16 | UInt32($0.green) << 8 | UInt32($0.blue) },
      low: power(scale.low), high: power(scale.high),
      quantity: "brightness in " + (unit.isEmpty ? "mean solar brightness" : unit)
        + ", logarithmic, the same in all frames")
  }

  /// A power of ten such as 3.2 × 10⁻⁹.
  static func power(_ logarithm: Double) -> String {
    let exponent = logarithm.rounded(.down)
    let digits = Array("\u{2070}\u{B9}\u{B2}\u{B3}\u{2074}\u{2075}\u{2076}\u{2077}\u{2078}\u{2079}")
    let raised = String(Int(exponent)).map { character in
      character.wholeNumberValue.map { String(digits[$0]) } ?? "\u{207B}"
    }.joined()
    return String(format: "%.1f \u{00D7} 10", pow(10, logarithm - exponent)) + raised
  }
}
