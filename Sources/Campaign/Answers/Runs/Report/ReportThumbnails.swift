internal import Foundation
internal import Imagery
internal import Report

/// Small pictures of a run's frames on one scale, as large as fits on a page.
///
/// A frame is read in bands of rows, on every core one at a time: the memory taken grows with the cores, not with
/// the frames nor their pixels.
struct ReportThumbnails: Sendable {
  /// A frame and the file with its brightness.
  struct Source: Sendable {
    let index: Int
    let path: String
    /// The digest that the manifest tells.
    let sha256: String

    /// Whether the file is the one that was written.
    ///
    /// - Throws: `ImageryError` for a file that cannot be read.
    func isWhole() throws(ImageryError) -> Bool { try Digest.sha256(ofFile: path) == sha256 }
  }

  /// The bytes of all pictures together before they are written as text, which takes a third more.
  static let budget = 2_000_000
  /// The most pictures on a page; with more it opens slowly and nobody finds anything.
  static let mostPictures = 500
  /// Sides that are tried, pixels, the largest first.
  static let sides = [256, 224, 192, 160, 128, 112, 96]

  /// How many frames have a file.
  let available: Int
  /// The frames with a picture.
  private(set) var chosen: Set<Int> = []
  /// What is known of each frame.
  private(set) var seen: [Int: Result<ReportLook, ImageryError>] = [:]
  /// The frames whose file was read as a whole and is the one that was written.
  private(set) var whole: Set<Int> = []
  /// How many files were read as a whole and are not what was written.
  private(set) var wrongCount = 0
  /// The scale in words; nil without pictures.
  private(set) var legend: ReportContents.ColourScale?
  /// What could not be drawn, one sentence each.
  private(set) var problems: [String] = []

  /// Looks at frames.
  ///
  /// - Parameters:
  ///   - files: the frames in order.
  ///   - given: the ends of the scale that the scenario asks for, decimal logarithms of mean solar brightness; nil
  ///     to find a scale from the frames.
  ///   - workers: frames looked at at a time.
  init(_ files: [Source], scale given: ClosedRange<Double>?, workers: Int) async {
    available = files.count
    let middling = Self.spread(files.count, 9).map { files[$0] }
    let sampled = await Self.each(middling, workers) { source in
      ReportSample(source, side: Self.sides[0])
    }
    let samples = sampled.compactMap { $0 }
    let plan = Self.plan(samples, count: files.count, given)
    if let plan {
      chosen = Set(Self.spread(files.count, plan.count).map { files[$0].index })
      legend = Self.legend(plan.scale, samples.first?.unit ?? "", isGiven: given != nil)
    } else if !files.isEmpty {
      problems.append("no frame looked at holds light that can be drawn: there are no pictures")
    }
    let chosen = chosen
    // What no scale could be found from is told as damaged where it is, drawn or not.
    let unused = zip(middling, sampled).filter { plan == nil || $0.1 == nil }.map { $0.0.index }
    let read = chosen.union(unused)
    let looks = await Self.each(files, workers) { source in
      Self.look(source, chosen.contains(source.index) ? plan : nil, read.contains(source.index))
    }
    for look in looks {
      seen[look.index] = look.result
      if look.isWhole == true { whole.insert(look.index) }
      if look.isWhole == false { wrongCount += 1 }
    }
  }

  private struct Seen: Sendable {
    var index: Int
    /// Whether the digest is the recorded one; nil where it was not taken.
    var isWhole: Bool?
    var result: Result<ReportLook, ImageryError>
  }

  /// Opens a frame; of one that is read as a whole the digest is checked first.
  private static func look(_ source: Source, _ plan: Plan?, _ isRead: Bool) -> Seen {
    var isWhole: Bool?
    if isRead {
      let check = Result { () throws(ImageryError) in try source.isWhole() }
      switch check {
      case .failure(let error):
        return Seen(index: source.index, isWhole: nil, result: .failure(error))
      case .success(false):
        return Seen(index: source.index, isWhole: false, result: .failure(stranger))
      case .success(true): isWhole = true
      }
    }
    return Seen(
      index: source.index, isWhole: isWhole,
      result: Result { () throws(ImageryError) in try ReportLook(source, plan) })
  }

  /// What is said of a file that is not the one that was written.
  private static var stranger: ImageryError {
    ImageryError(
      .fits, "show frame", path: nil,
      "its SHA-256 is not the recorded one: it is not what was written; totality batch --force makes the "
        + "frame again")
  }

  /// Answers to every item in the order of the items, so many asked at a time.
  static func each<Item: Sendable, Answer: Sendable>(
    _ items: [Item], _ workers: Int, _ body: @escaping @Sendable (Item) -> Answer
  ) async -> [Answer] {
    let size = max(1, min(16, items.count / max(1, workers)))
    let starts = Array(stride(from: 0, to: items.count, by: size))
    return await withTaskGroup(of: Portion<Answer>.self) { group in
      var next = 0
      func add() {
        guard next < starts.count else { return }
        let start = starts[next]
        next += 1
        group.addTask {
          Portion(
            start: start, answers: items[start..<min(items.count, start + size)].map(body))
        }
      }
      for _ in 0..<max(1, workers) { add() }
      var portions: [Portion<Answer>] = []
      while let portion = await group.next() {
        portions.append(portion)
        add()
      }
      return portions.sorted { $0.start < $1.start }.flatMap(\.answers)
    }
  }

  private struct Portion<Answer: Sendable>: Sendable {
    var start: Int
    var answers: [Answer]
  }

  /// Places at even steps, first and last among them.
  static func spread(_ count: Int, _ most: Int) -> [Int] {
    guard count > most else { return Array(0..<max(0, count)) }
    guard most > 1 else { return most == 1 ? [count / 2] : [] }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }

  /// How all pictures are drawn.
  struct Plan: Sendable {
    var scale: LogScale
    var side: Int
    var count: Int
  }

  /// One scale for all frames, and a side with which they fit on a page; nil where there is nothing to draw.
  private static func plan(
    _ samples: [ReportSample], count: Int, _ given: ClosedRange<Double>?
  ) -> Plan? {
    guard let scale = scale(samples, given) else { return nil }
    func meanBytes(_ side: Int) -> Double {
      let sizes = samples.map {
        (try? Thumbnail($0.samples, side: side, scale: scale).png(.corona).count) ?? 0
      }
      return max(1, Double(sizes.reduce(0, +)) / Double(max(1, sizes.count)))
    }
    let most = min(count, mostPictures)
    for side in sides where meanBytes(side) * Double(most) <= Double(budget) {
      return Plan(scale: scale, side: side, count: most)
    }
    let smallest = sides.last ?? 96
    let room = Int(Double(budget) / meanBytes(smallest))
    return Plan(scale: scale, side: smallest, count: max(2, min(most, room)))
  }

  private static func scale(
    _ samples: [ReportSample], _ given: ClosedRange<Double>?
  ) -> LogScale? {
    if let given, let factor = samples.first?.perMeanSolarBrightness {
      let shift = log10(factor)
      return try? LogScale(low: given.lowerBound + shift, high: given.upperBound + shift)
    }
    let scales = samples.compactMap { LogScale.automatic(for: $0.histogram) }
    // Of the bright ends the middle one: a frame in which the photosphere comes out would darken all others.
    let tops = scales.map(\.high).sorted()
    guard let low = scales.map(\.low).min(), !tops.isEmpty else { return nil }
    let high = tops[tops.count / 2]
    return try? LogScale(low: max(low, high - 5), high: high)
  }

  private static func legend(
    _ scale: LogScale, _ unit: String, isGiven: Bool
  ) -> ReportContents.ColourScale {
    let table = ColourMap.corona.table
    let stops = stride(from: 0, through: 255, by: 15).map { table[$0] }
    return .init(
      colours: stops.map { UInt32($0.red) << 16 | UInt32($0.green) << 8 | UInt32($0.blue) },
      low: power(scale.low), high: power(scale.high),
      quantity: "brightness in " + (unit.isEmpty ? "mean solar brightness" : unit)
        + ", logarithmic, the same in all frames"
        + (isGiven ? " (output.scale_log10 of the scenario)" : " (found from them)"))
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

/// A frame that a scale is found from.
struct ReportSample: Sendable {
  let samples: SampleArray
  let histogram: SampleHistogram
  /// BUNIT; empty for mean solar brightness.
  let unit: String
  /// One mean solar brightness in the unit of the samples.
  let perMeanSolarBrightness: Double

  /// Reads a frame; nil for one that cannot be read or is not the one that was written.
  init?(_ source: ReportThumbnails.Source, side: Int) {
    guard (try? source.isWhole()) == true,
      let file = try? FITSFile(source.path), let unit = try? file.unit(),
      let reduced = try? ReducedPicture(file, unit, side: side)
    else { return nil }
    (samples, histogram) = (reduced.samples, reduced.histogram)
    self.unit = unit.header.string("BUNIT") ?? ""
    let factor = unit.header.double("BSUN_VAL") ?? 1
    perMeanSolarBrightness = factor.isFinite && factor > 0 ? factor : 1
  }
}
