internal import Astronomy
internal import Foundation
internal import Imagery
internal import Report

/// The frames of a run for its report: their numbers from the headers of their products, and small pictures of as
/// many as a page can hold, all on one scale.
struct ReportFrames {
  private(set) var frames: [ReportContents.Frame] = []
  private(set) var scale: ReportContents.ColourScale?
  /// What is left out, for the page.
  private(set) var note = ""
  /// What could not be read, one sentence each.
  private(set) var notes: [String] = []

  /// The most rows of the page's table.
  static let mostRows = 10_000
  /// The most frames never tried that are shown between those that were.
  static let mostGaps = 1000

  private let run: RunContents
  private let scenario: Scenario?

  init(_ run: RunContents, _ scenario: Scenario?) {
    (self.run, self.scenario) = (run, scenario)
    let listed = Self.listed(run.frames)
    let pictures = ReportThumbnails(
      listed.filter { $0.state == .done }.compactMap { frame in
        Self.picturePath(of: frame, in: run.folder).map { (frame.index, $0) }
      })
    frames = listed.map { frame($0, pictures) }
    scale = pictures.legend
    let gaps = addGaps()
    var words: [String] = []
    if listed.count < run.frames.count {
      words.append(
        "Of \(run.frames.count) frames \(listed.count) are listed: all that failed, and others at even steps."
      )
    }
    if pictures.chosen.count < pictures.available {
      words.append(
        "Of \(pictures.available) pictures \(pictures.chosen.count) are shown, at even steps; the others lie in "
          + "the run\u{2019}s folder.")
    }
    if gaps > Self.mostGaps {
      words.append("Of \(gaps) frames that were not tried the first \(Self.mostGaps) are listed.")
    }
    note = words.joined(separator: " ")
    notes += pictures.problems
  }

  /// All frames, or of too many those that are not done and others at even steps.
  private static func listed(_ frames: [RunFrame]) -> [RunFrame] {
    guard frames.count > mostRows else { return frames }
    let lost = Set(frames.filter { $0.state != .done }.prefix(mostRows / 2).map(\.index))
    let done = frames.indices.filter { !lost.contains(frames[$0].index) }
    let room = mostRows - lost.count
    let taken = Set(ReportThumbnails.spread(done.count, room).map { frames[done[$0]].index })
    return frames.filter { lost.contains($0.index) || taken.contains($0.index) }
  }

  /// Where the frame's brightness lies; nil where the manifest names no such file inside the folder.
  static func picturePath(of frame: RunFrame, in folder: RunFolder) -> String? {
    let product = frame.entry.products.first { $0.kind == "frame" }
    guard let path = product?.path, RunFolder.isInside(path) else { return nil }
    return folder.path + "/" + path
  }

  /// The text of an instant as people read it; any other text as it is.
  static func time(_ text: String) -> String {
    guard let instant = try? Instant.parse(text).instant else { return text }
    return ReportWords.time(instant)
  }

  private func frame(_ source: RunFrame, _ pictures: ReportThumbnails) -> ReportContents.Frame {
    let state: ReportContents.Frame.State =
      switch source.state {
      case .done: .done
      case .damaged: .damaged
      case .failed: .failed
      }
    var frame = ReportContents.Frame(
      index: source.index, time: Self.time(source.entry.instant), state: state,
      attempts: source.attempts)
    frame.seconds = source.entry.wall_s
    frame.message = source.reason ?? (source.entry.remarks ?? []).joined(separator: "; ")
    frame.values = (source.entry.set ?? []).map { assignment in
      assignment.firstIndex(of: "=").map { String(assignment[assignment.index(after: $0)...]) }
        ?? assignment
    }
    guard let seen = pictures.seen[source.index] else { return frame }
    switch seen {
    case .success(let look):
      (frame.picture, frame.sun) = (look.picture, look.sun)
      (frame.magnitude, frame.obscuration) = (look.number("OCC_MAG"), look.number("OCC_FRAC"))
      frame.distanceMetres = look.number("OCC_DIST")
      (frame.minimum, frame.maximum) = (look.number("DATAMIN"), look.number("DATAMAX"))
    case .failure(let error):
      frame.state = .damaged
      frame.message = error.message
    }
    return frame
  }

  /// Puts frames that were never tried between those that were.
  ///
  /// - Returns: how many there are.
  private mutating func addGaps() -> Int {
    guard run.record.frames != nil, run.frames.count == frames.count else { return 0 }
    var result: [ReportContents.Frame] = []
    var count = 0
    for frame in frames {
      if let last = result.last?.index, frame.index - last > 1 {
        for index in (last + 1)..<frame.index {
          count += 1
          guard count <= Self.mostGaps else { continue }
          result.append(gap(index))
        }
      }
      result.append(frame)
    }
    frames = result
    return count
  }

  private func gap(_ index: Int) -> ReportContents.Frame {
    let task = try? scenario?.frame(index)
    var frame = ReportContents.Frame(
      index: index, time: task.map { ReportWords.time($0.instant) } ?? "",
      state: .missing, attempts: 0)
    frame.message = "the run was stopped, or other frames were asked for"
    return frame
  }
}
