internal import Foundation

/// How two files or two runs differ: answer to `totality diff`.
public struct Comparison: Sendable {
  private enum Kind: Sendable {
    case files(FileComparison)
    case runs(RunComparison)
  }

  private let kind: Kind

  /// Compares two files, or two folders of runs.
  ///
  /// - Throws: `noInput` where nothing is, or no run; `damagedInput` for a file and a folder, or files of
  ///   different kinds; what reading them throws.
  public init(_ a: String, _ b: String) throws {
    let kinds = try [a, b].map { path in
      guard let kind = FileKind(following: path) else {
        throw CampaignError(
          .noInput,
          "there is no file or folder \(PrintableText.shortened(path, limit: 300)); check "
            + "the name")
      }
      return kind
    }
    switch (kinds[0], kinds[1]) {
    case (.folder, .folder): kind = .runs(try RunComparison(a, b))
    case (.file, .file): kind = .files(try FileComparison(a, b))
    default:
      throw CampaignError(
        .damagedInput,
        "\(PrintableText.shortened(a, limit: 300)) is \(kinds[0].words), "
          + "\(PrintableText.shortened(b, limit: 300)) is \(kinds[1].words); give two files or two folders "
          + "of runs")
    }
  }

  /// Whether nothing differs but dates of creation and checksums.
  public var isSame: Bool {
    switch kind {
    case .files(let files): files.same
    case .runs(let runs): runs.same
    }
  }

  /// The answer as JSON.
  public func json() throws -> String {
    switch kind {
    case .files(let files): try JSONOutput.text(files)
    case .runs(let runs): try JSONOutput.text(runs)
    }
  }

  /// The answer for people.
  public func text() -> String {
    let lines =
      switch kind {
      case .files(let files): ComparisonText.lines(files)
      case .runs(let runs): ComparisonText.lines(runs)
      }
    return lines.map { PrintableText.escaped($0) }.joined(separator: "\n") + "\n"
  }
}
