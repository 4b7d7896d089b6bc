internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Report

/// The answer of `totality report`: a run as one page, made of what lies in its folder alone.
///
/// The folder may be a copy, and files that the scenario names may be gone: what needs them then says so in
/// its place. Paths of the manifests that lead out of the folder are not followed.
public struct RunReport: Sendable {
  let run: RunContents
  let contents: ReportContents
  /// What of the files was looked at, in words.
  let checked: String

  /// What a user should know, for standard error.
  public let notes: [String]

  /// Looks at the folder of a run and makes its pictures.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - isDeep: whether every file is held against its digest, not only its size.
  ///   - isLinked: whether the page will lie in the folder itself and may lead to pictures there.
  ///   - workers: frames looked at, and bands of a picture drawn, at a time.
  /// - Throws: `noInput` for a folder that is none of a run, `damagedRun` for a record that is none of ours.
  public init(
    folder path: String, isDeep: Bool = false, isLinked: Bool = false, workers: Int
  ) async throws {
    let found = try RunContents(folder: path)
    let check = await RunDigests(found, isDeep: isDeep, workers: workers)
    let run = found.damaged(check.reasons)
    self.run = run
    let plan = RunScenario(run)
    let gathered = await ReportFrames(run, plan, isLinked: isLinked, workers: workers)
    checked = check.words(
      read: gathered.whole.count + gathered.wrongCount, wrong: gathered.wrongCount)
    let middle = RunMiddle(run.damaged(gathered.damage), plan, whole: gathered.whole)
    let sky = ReportSky(plan, middle)
    let variations = await ReportVariations(run, plan, middle, workers: workers)
    var contents = ReportContents(
      scenario: run.record.scenario,
      verdict: Self.verdict(run, gathered, sky, isOneOfMany: variations.table != nil),
      timeline: sky.timeline, shadow: await sky.shadow(),
      profiles: await sky.profiles(workers: workers))
    contents.summary = plan.base?.summary ?? ""
    contents.facts = Self.facts(run, plan, middle) + [.init("Files checked", checked)]
    (contents.windows, contents.windowsAbsence) = (sky.windows, sky.windowsAbsence)
    (contents.windowsNote, contents.variations) = (variations.note, variations.table)
    contents.pair = middle.pair
    contents.frames = gathered.frames
    contents.framesNote = gathered.note
    contents.scale = gathered.scale
    contents.sweepKeys = run.record.sweep ?? []
    contents.remarks = Self.remarks(run, plan, gathered)
    contents.settings = plan.settings
    contents.provenance = Self.provenance(run)
    (contents.commands, contents.commandsNote) = plan.commands
    contents.sources = Self.sources(run)
    self.contents = contents
    notes = gathered.notes
  }

  /// The page.
  public func html() -> String {
    ReportPage(contents).html(scriptDigest: Digest.sha256Base64(ReportPage.script))
  }

  /// The scenario of a run as TOML, sweep included: with it the same frames are made again, byte for byte.
  ///
  /// - Parameter path: the folder of the run.
  /// - Throws: `noInput` for a folder that is none of a run, `damagedRun` for a record that is none of ours.
  public static func scenario(folder path: String) throws -> String {
    try RunScenario(RunContents(folder: path)).text
  }

  private static func verdict(
    _ run: RunContents, _ gathered: ReportFrames, _ sky: ReportSky, isOneOfMany: Bool
  ) -> ReportContents.Verdict {
    let tried = run.frames
    func count(_ state: RunFrame.State) -> Int { tried.count { $0.state == state } }
    let all = run.record.frames ?? tried.count
    // Files of the right size that cannot be read are found as their pictures are made.
    let damaged = max(count(.damaged), gathered.frames.count { $0.state == .damaged })
    let whole = max(0, count(.done) + count(.damaged) - damaged)
    var parts = ["\(all) frame\(all == 1 ? "" : "s")", "\(whole) ok"]
    if count(.failed) > 0 { parts.append("\(count(.failed)) failed") }
    if damaged > 0 { parts.append("\(damaged) damaged") }
    if let missing = run.missing, missing > 0 { parts.append("\(missing) not tried") }
    let sentence =
      parts.joined(separator: ", ")
      + (sky.lengthWords.map { "; " + $0 + (isOneOfMany ? " in the middle variation" : "") } ?? "")
    return .init(sentence, isWhole: whole == all && all > 0)
  }

  private static func facts(
    _ run: RunContents, _ plan: RunScenario, _ middle: RunMiddle
  ) -> [ReportContents.Fact] {
    var facts: [ReportContents.Fact] = []
    if let scenario = plan.base {
      facts.append(.init("Observer", scenario.observerName))
      facts.append(.init("Occulter", scenario.occulterName))
      if let camera = scenario.camera {
        facts.append(
          .init("Camera", "\(camera.name), \(camera.width) \u{00D7} \(camera.height) pixels"))
      }
    }
    if let first = run.frames.first, let last = run.frames.last {
      facts.append(.init("First frame", ReportFrames.time(first.entry.instant)))
      facts.append(.init("Last frame", ReportFrames.time(last.entry.instant)))
    }
    let seconds = run.frames.reduce(0) { $0 + max(0, $1.entry.wall_s ?? 0) }
    facts.append(.init("Making", ReportWords.duration(seconds) + " of work"))
    facts.append(.init("Run", run.record.runid))
    return facts
  }

  /// Every sentence once, with what it is about.
  private static func remarks(
    _ run: RunContents, _ plan: RunScenario, _ gathered: ReportFrames
  ) -> [ReportContents.Remark] {
    var remarks = plan.remarks
    var order: [String] = []
    var counts: [String: Int] = [:]
    for frame in run.frames {
      for text in Set(frame.entry.remarks ?? []).sorted() {
        if counts[text] == nil { order.append(text) }
        counts[text, default: 0] += 1
      }
    }
    remarks += order.map { text in
      let count = counts[text] ?? 0
      return .init(
        text,
        about: count == run.frames.count ? "all frames" : "\(count) frame\(count == 1 ? "" : "s")")
    }
    let damaged = run.history.damagedLines
    if let first = damaged.first {
      remarks.append(
        .init(
          (damaged.count == 1 ? "A line" : "\(damaged.count) lines")
            + " of manifests cannot be read (\(first)): a killed run may leave half a line",
          about: "manifests"))
    }
    let strangers = run.history.strangers
    if strangers > 0 {
      remarks.append(
        .init(
          "Lines of other scenarios, values or versions do not count: there "
            + (strangers == 1 ? "is one" : "are \(strangers)"), about: "manifests"))
    }
    return remarks + gathered.notes.map { .init($0, about: "report") }
  }

  private static func provenance(_ run: RunContents) -> [ReportContents.Fact] {
    let record = run.record
    var facts: [ReportContents.Fact] = [
      .init("Run", record.runid), .init("Made by", "totality \(record.version)"),
      .init("Reported by", "totality \(Version.current)"),
      .init("Date of all products", record.start),
    ]
    let bytes = run.frames.filter { $0.state == .done }.flatMap(\.entry.products)
      .reduce(0.0) { $0 + Double($1.bytes) }
    facts.append(.init("Products", ByteCount.words(bytes)))
    return facts
  }

  /// The record and the manifests with their digests; a file that cannot be read any more is left out.
  private static func sources(_ run: RunContents) -> [ReportContents.SourceFile] {
    let files = ["run.json"] + run.history.names.map { "manifest/" + $0 }
    return [.init(path: "scenario in force, data included", sha256: run.record.scenario_sha256)]
      + files.compactMap { name in
        guard let sha256 = try? Digest.sha256(ofFile: run.folder.path + "/" + name) else {
          return nil
        }
        return .init(path: name, sha256: sha256)
      }
  }
}
