internal import Foundation
internal import Report

extension RunReport {
  private struct Document: Encodable {
    struct Frame: Encodable {
      var frame: Int
      var utc: String
      var state: String
      var magnitude: Double?
      var obscuration: Double?
      var distance_m: Double?
      var least: Double?
      var largest: Double?
      var attempts: Int
      var wall_s: Double?
      var set: [String: String]?
      var message: String?
    }
    struct Window: Encodable {
      struct Moment: Encodable {
        var name: String
        var meaning: String
        var utc: String
        var note: String
      }
      var title: String
      var moments: [Moment]
    }
    struct Setting: Encodable {
      var key: String
      var value: String
      var origin: String
    }
    struct Remark: Encodable {
      var text: String
      var about: String
    }
    struct Source: Encodable {
      var path: String
      var sha256: String
    }
    var schema = "totality.report/1"
    var scenario: String
    var runid: String
    var version: String
    var scenario_sha256: String
    var start: String
    var verdict: String
    var is_whole: Bool
    var files_checked: String
    var windows: [Window]
    var windows_note: String?
    var variations: [[String: String]]?
    var frames: [Frame]
    var frames_note: String?
    var remarks: [Remark]
    var settings: [Setting]
    var sources: [Source]
    var commands: [String]
  }

  /// The numbers of the page as JSON (schema `totality.report/1`); pictures are left out.
  public func json() throws -> String {
    let (record, page) = (run.record, contents)
    return try JSONOutput.text(
      Document(
        scenario: record.scenario, runid: record.runid, version: record.version,
        scenario_sha256: record.scenario_sha256, start: record.start,
        verdict: page.verdict.sentence, is_whole: page.verdict.isWhole, files_checked: checked,
        windows: page.windows.map { window in
          .init(
            title: window.title,
            moments: window.moments.map {
              .init(name: $0.name, meaning: $0.meaning, utc: $0.time, note: $0.note)
            })
        },
        windows_note: page.windowsNote.isEmpty ? nil : page.windowsNote,
        variations: page.variations.map { table in
          table.rows.map { Dictionary(zip(table.heads, $0), uniquingKeysWith: { $1 }) }
        },
        frames: page.frames.map(document),
        frames_note: page.framesNote.isEmpty ? nil : page.framesNote,
        remarks: page.remarks.map { .init(text: $0.text, about: $0.about) },
        settings: page.settings.map { .init(key: $0.key, value: $0.value, origin: $0.origin) },
        sources: page.sources.map { .init(path: $0.path, sha256: $0.sha256) },
        commands: page.commands))
  }

  private func document(_ frame: ReportContents.Frame) -> Document.Frame {
    // Encoders refuse what is no number; a manifest that somebody edited may hold anything.
    func number(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    let keys = contents.sweepKeys
    return .init(
      frame: frame.index, utc: frame.time, state: frame.state.word,
      magnitude: number(frame.magnitude), obscuration: number(frame.obscuration),
      distance_m: number(frame.distanceMetres), least: number(frame.minimum),
      largest: number(frame.maximum), attempts: frame.attempts, wall_s: number(frame.seconds),
      set: frame.values.isEmpty
        ? nil : Dictionary(zip(keys, frame.values), uniquingKeysWith: { $1 }),
      message: frame.message.isEmpty ? nil : frame.message)
  }
}
