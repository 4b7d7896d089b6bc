internal import Foundation
internal import Report

/// The scenario of a run as its record tells it, read again where that can be done.
struct RunScenario: Sendable {
  /// The scenario as a file of its own, sweep included.
  let text: String
  /// The scenario; nil where it cannot be read any more.
  let base: Scenario?
  /// Why it cannot be read.
  let problem: String?
  let record: RunRecord
  let frames: [RunFrame]

  init(_ run: RunContents) {
    (record, frames) = (run.record, run.frames)
    text = Self.text(of: run.record)
    do {
      base = try Scenario(
        ConfigurationDocument(text: text, name: "run.json", folder: run.folder.path))
      problem = nil
    } catch {
      base = nil
      problem =
        "The scenario cannot be read again: "
        + Failure(error).message.split(separator: "\n").joined(separator: "; ")
        + ". Files it names are looked for in the run's folder."
    }
  }

  /// The scenario with the values of one variation; nil where it cannot be read.
  func varied(by values: [String]?) -> Scenario? {
    guard let base, let values, !values.isEmpty else { return base }
    var document = base.document
    document.root["sweep"] = nil
    return try? Scenario(document, setting: values)
  }

  /// The effective values and the sweep as TOML.
  private static func text(of record: RunRecord) -> String {
    var text = record.effective + "\n"
    guard let values = record.sweep_values, let keys = record.sweep else { return text }
    var rest = keys[...]
    for (number, line) in values.split(whereSeparator: \.isNewline).enumerated() {
      var axes: [(key: String, values: Substring)] = []
      var line = line
      while let key = rest.first, line.hasPrefix(key + " = ") {
        rest = rest.dropFirst()
        line = line.dropFirst(key.count + 3)
        let end = rest.first.flatMap { line.firstRange(of: "] with \($0) = ") }
        axes.append((key, end.map { line[..<$0.lowerBound] + "]" } ?? line))
        line = end.map { line[line.index($0.lowerBound, offsetBy: "] with ".count)...] } ?? ""
      }
      for axis in axes {
        text += "\n[[sweep]]\nkey = \(ConfigurationValue.string(axis.key).tomlText)\n"
        text += axes.count > 1 ? "together = \"loop \(number + 1)\"\n" : ""
        text += "values = \(axis.values)\n"
      }
    }
    return text
  }

  /// What the scenario itself gives reason to say.
  var remarks: [ReportContents.Remark] {
    (base?.warnings ?? []).map { .init($0, about: "scenario") }
      + (problem.map { [.init($0, about: "report")] } ?? [])
  }

  /// Every value in force with its origin, line by line; tables that were read count as values.
  var settings: [ReportContents.Setting] {
    let lines = record.effective.split(whereSeparator: \.isNewline).map(String.init)
    let settings = lines.enumerated().map { index, line -> ReportContents.Setting in
      if line.hasPrefix("# ") {
        let (name, digest) = Self.halves(String(line.dropFirst(2)), at: " sha256 ")
        return .init(name, "sha256 " + digest, origin: "file read")
      }
      let (key, value) = Self.halves(line, at: " = ")
      return .init(key, value, origin: origin(index, key))
    }
    let loops = (record.sweep_values ?? "").split(whereSeparator: \.isNewline).map(String.init)
    return settings
      + loops.map { line in
        let (key, values) = Self.halves(line, at: " = ")
        return .init(key, values, origin: "sweep")
      }
  }

  /// The ends of the pictures' scale where somebody chose them, decimal logarithms of mean solar brightness.
  var givenScale: ClosedRange<Double>? {
    let setting = settings.first { $0.key == "output.scale_log10" }
    guard let setting, !["default", "not recorded"].contains(setting.origin) else { return nil }
    return base?.output.scaleLog10
  }

  /// What stands before and after a mark, the first that is not inside a quoted key.
  private static func halves(_ line: String, at mark: String) -> (String, String) {
    var isQuoted = false
    var index = line.startIndex
    while index < line.endIndex {
      if line[index] == "\"" { isQuoted.toggle() }
      if !isQuoted, line[index...].hasPrefix(mark) {
        return (String(line[..<index]), String(line[index...].dropFirst(mark.count)))
      }
      index = line.index(after: index)
    }
    return (line, "")
  }

  private func origin(_ index: Int, _ key: String) -> String {
    if let origins = record.origins, origins.indices.contains(index) {
      let origin = origins[index]
      guard origin == "default", let preset = Self.preset(of: record), Self.follows(key) else {
        return origin
      }
      return "preset \(preset)"
    }
    return record.overrides.contains { $0.hasPrefix(key + "=") } ? "--set" : "not recorded"
  }

  /// The camera's preset, whose values stand in place of defaults; nil without one.
  private static func preset(of record: RunRecord) -> String? {
    let mark = "camera.preset = \""
    let line = record.effective.split(whereSeparator: \.isNewline).first { $0.hasPrefix(mark) }
    let name = line?.dropFirst(mark.count).dropLast()
    return name == "none" ? nil : name.map(String.init)
  }

  /// Whether a preset of the camera may give a key its value.
  private static func follows(_ key: String) -> Bool {
    ["camera.", "optics.", "sensor.", "stray_light."].contains { key.hasPrefix($0) }
      && key != "camera.preset"
  }
}
