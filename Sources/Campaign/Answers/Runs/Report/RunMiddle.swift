internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing
internal import Report

/// The frame in the middle of what was made: the one that figures show.
struct RunMiddle {
  /// The frame; nil where none is made.
  let frame: RunFrame?
  /// The frame, or where none is made the one in the middle of those that were tried.
  let shown: RunFrame?
  /// Its instant; of a run without any frame made, that of the middle frame that was tried.
  let instant: Instant?
  /// Its picture before and after a filter.
  let pair: [ReportContents.Figure]

  /// The side of its pictures, pixels.
  private static let side = 512

  /// - Parameter whole: the frames whose file is known to be the one that was written: where there are any, the
  ///   one next to the middle is taken of them.
  init(_ run: RunContents, _ plan: RunScenario, whole: Set<Int>) {
    let made = run.frames.filter { $0.state == .done }
    let places = made.indices.filter { whole.contains(made[$0].index) }
    let middle = made.count / 2
    let place = places.min { abs($0 - middle) < abs($1 - middle) } ?? middle
    frame = made.indices.contains(place) ? made[place] : nil
    shown = frame ?? (run.frames.isEmpty ? nil : run.frames[run.frames.count / 2])
    instant =
      shown.flatMap { try? Instant.parse($0.entry.instant).instant }
      ?? plan.base?.sequence.map { $0.instant(ofFrame: $0.count / 2) }
    pair = Self.pair(
      frame, run.folder, plan.givenScale,
      isWhole: frame.map { whole.contains($0.index) } ?? false)
  }

  private static func pair(
    _ frame: RunFrame?, _ folder: RunFolder, _ given: ClosedRange<Double>?, isWhole: Bool
  ) -> [ReportContents.Figure] {
    guard let frame, let source = ReportFrames.source(of: frame, in: folder) else {
      return [.init("Brightness", absence: "No frame of the run is made and whole.")]
    }
    let path = source.path
    let words = "frame \(frame.index), \(ReportFrames.time(frame.entry.instant))"
    do {
      // Not read once more where that was done for the player.
      guard try isWhole || source.isWhole() else {
        return [.init("Brightness", absence: "The file of \(words) is not what was written.")]
      }
      let file = try FITSFile(path)
      let unit = try file.unit()
      let sun = ReportLook.sun(unit)
      var left = try brightness(file, unit, given, words)
      left.sun = sun
      var right = filtered(path, words)
      right.sun = sun
      return [left, right]
    } catch {
      return [.init("Brightness", absence: "The frame cannot be drawn: \(Failure(error).message)")]
    }
  }

  private static func brightness(
    _ file: FITSFile, _ unit: FITSUnitSummary, _ given: ClosedRange<Double>?, _ words: String
  ) throws -> ReportContents.Figure {
    let reduced = try ReducedPicture(file, unit, side: side)
    let factor = unit.header.double("BSUN_VAL").flatMap { $0.isFinite && $0 > 0 ? $0 : nil } ?? 1
    let shift = log10(factor)
    let chosen = given.flatMap {
      try? LogScale(low: $0.lowerBound + shift, high: $0.upperBound + shift)
    }
    guard let scale = chosen ?? LogScale.automatic(for: reduced.histogram) else {
      return .init("Brightness", absence: "The picture of \(words) holds no light.")
    }
    let drawn = Thumbnail(reduced.samples, side: side, scale: scale)
    return .init(
      "Brightness",
      .init(.png, try drawn.png(.corona), width: drawn.width, height: drawn.height),
      alternative: "Brightness of the corona on a logarithmic scale, \(words)",
      caption: "Logarithm of the brightness from \(ReportThumbnails.power(scale.low)) to "
        + "\(ReportThumbnails.power(scale.high)); \(words).")
  }

  private static func filtered(_ path: String, _ words: String) -> ReportContents.Figure {
    let title = "Radial histogram equalized"
    do {
      var run = try SingleStepJob("enhance", inputs: [path], settings: ["filter=rhef"]).run
      try run.finish()
      guard let light = run.outcomes.first?.observation.light else {
        return .init(title, absence: "The filter left nothing.")
      }
      let samples = try SampleArray(
        width: light.width, height: light.height, samples: light.samples)
      let drawn = Thumbnail(samples, side: side, from: 0, to: 1)
      return .init(
        title, .init(.png, try drawn.png(.gray), width: drawn.width, height: drawn.height),
        alternative: "Structure of the corona brought out by a filter, \(words)",
        caption:
          "RHEF: in every ring about the Sun\u{2019}s centre the ranks of the pixels, from darkest to "
          + "brightest; the fall of brightness with distance is gone, streamers and plumes stay.")
    } catch {
      return .init(title, absence: "The filter finds nothing to work on: \(Failure(error).message)")
    }
  }
}
