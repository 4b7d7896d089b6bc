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
  private let isLinked: Bool
  /// The frames whose brightness was read as a whole and is what was written.
  private(set) var whole: Set<Int> = []
  /// The frames whose brightness cannot be read or is not what was written, with what is wrong.
  private(set) var damage: [Int: String] = [:]
  /// How many files were read as a whole and are not what was written.
  private(set) var wrongCount = 0

  /// Looks at the frames of a run.
  ///
  /// - Parameters:
  ///   - plan: the run's scenario.
  ///   - isLinked: whether the page lies in the run's folder and may lead to files there.
  ///   - workers: frames looked at at a time.
  init(_ run: RunContents, _ plan: RunScenario, isLinked: Bool, workers: Int) async {
    (self.run, scenario, self.isLinked) = (run, plan.base, isLinked)
    let listed = Self.listed(run.frames)
    let pictures = await ReportThumbnails(
      listed.filter { $0.state == .done }.compactMap { frame in
        Self.source(of: frame, in: run.folder)
      }, scale: plan.givenScale, workers: workers)
    frames = listed.map { frame($0, pictures) }
    (whole, wrongCount) = (pictures.whole, pictures.wrongCount)
    for (index, look) in pictures.seen {
      if case .failure(let error) = look { damage[index] = error.message }
    }
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
          + "the run\u{2019}s folder"
          + (isLinked ? ", where the table of frames leads to them." : "."))
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

  /// The file of the frame's brightness with its digest; nil where the manifest names none inside the folder.
  static func source(
    of frame: RunFrame, in folder: RunFolder
  ) -> ReportThumbnails.Source? {
    guard let product = frame.entry.products.first(where: { $0.kind == "frame" }),
      RunFolder.isInside(product.path)
    else { return nil }
    return .init(
      index: frame.index, path: folder.path + "/" + product.path, sha256: product.sha256)
  }

  /// Where the page finds the frame's picture for people, or its preview; nil where there is none.
  private func link(_ source: RunFrame) -> String? {
    guard isLinked, source.state == .done else { return nil }
    let product = ["picture", "preview"].lazy.compactMap { kind in
      source.entry.products.first { $0.kind == kind }
    }.first
    guard let path = product?.path, RunFolder.isInside(path) else { return nil }
    // Written from the page's folder on, so that no name can be taken for a scheme.
    return path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed).map { "./" + $0 }
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
    frame.link = link(source)
    guard let seen = pictures.seen[source.index] else { return frame }
    switch seen {
    case .success(let look):
      (frame.picture, frame.sun) = (look.picture, look.sun)
      frame.pictureNote = look.darkness
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
