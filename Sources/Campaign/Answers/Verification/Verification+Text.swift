internal import Foundation
internal import Imagery

extension Verification {
  /// How many findings of one file are printed.
  private static let mostOfFile = 5
  /// How many files are printed.
  private static let mostFiles = 100

  /// The answer for people: a line for each finding, and a closing count.
  ///
  /// - Parameter withRemarks: whether remarks are printed, too.
  public func text(withRemarks: Bool = false) -> String {
    var lines: [String] = []
    var told = 0
    for file in files {
      let findings = file.findings.filter { withRemarks || $0.severity == .error }
      guard !findings.isEmpty else { continue }
      told += 1
      guard told <= Self.mostFiles else { continue }
      for finding in findings.prefix(Self.mostOfFile) {
        let word = finding.severity == .remark ? "remark: " : ""
        lines.append(PrintableText.escaped("\(file.path): \(word)\(finding.text)"))
      }
      if findings.count > Self.mostOfFile {
        lines.append(
          PrintableText.escaped(
            "\(file.path): … and \(findings.count - Self.mostOfFile) more; --format json has all"))
      }
    }
    if told > Self.mostFiles {
      lines.append("… and \(told - Self.mostFiles) more files; --format json has all")
    }
    return (lines + [closing(withRemarks)]).joined(separator: "\n") + "\n"
  }

  private func closing(_ withRemarks: Bool) -> String {
    let count = "\(files_checked) \(files_checked == 1 ? "file" : "files")"
    var words: String
    if errors == 0 {
      words = "nothing wrong in \(count) (\(ByteCount.words(Double(bytes))))"
    } else {
      let wrong = Set(files.filter { $0.findings.contains { $0.severity == .error } }.map(\.path))
      words =
        "\(errors) \(errors == 1 ? "error" : "errors") at \(wrong.count) "
        + "\(wrong.count == 1 ? "place" : "places"); \(count) looked at (\(ByteCount.words(Double(bytes))))"
    }
    for run in runs {
      if run.whole > 0 || run.single == 0 {
        words += "; \(run.whole)\(run.frames.map { " of \($0)" } ?? "") frames whole"
      }
      if run.single > 0 {
        words +=
          "; \(run.single) \(run.single == 1 ? "frame" : "frames") of instants given by hand whole"
      }
    }
    if remarks > 0, !withRemarks {
      words += "; \(remarks) \(remarks == 1 ? "remark" : "remarks"), --remarks shows them"
    }
    if headers_only > 0, errors == 0 {
      words += "; sizes and headers only, --deep reads all bytes"
    }
    return words
  }
}
