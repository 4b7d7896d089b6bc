import ArgumentParser
import Campaign
import Foundation

/// `totality report`.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Write a run as one HTML page: verdict, contacts, figures, frames, scenario, provenance.",
    discussion: """
      The page holds everything it shows: it opens from disk, asks no network for anything and can be \
      read without JavaScript. It is made of the run's folder alone, so that a copy does as well; what \
      needs files that are gone says so in its place. Without -o it is written to DIR/report.html.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case html, json, scenario
  }

  @Argument(help: "The folder of a run.", completion: .directory)
  var folder: String

  @Option(
    help: """
      html: the page; json: its numbers; scenario: the scenario of the run as TOML, with which it can be \
      made again.
      """)
  var format = Format.html

  @Option(
    name: .shortAndLong,
    help:
      "Write to this file, or with - to standard output (default: DIR/report.html; json and scenario: -)."
  )
  var output: String?

  @Flag(
    help:
      "Hold every file against its recorded SHA-256; otherwise the sizes of all and the bytes of those that are drawn."
  )
  var deep = false

  /// Whether the page lies in the folder of the run, so that it may lead to files there.
  private var isInside: Bool {
    guard let output else { return true }
    guard output != "-" else { return false }
    func resolved(_ url: URL) -> String { url.standardizedFileURL.resolvingSymlinksInPath().path }
    let page = URL(fileURLWithPath: output).deletingLastPathComponent()
    return resolved(page) == resolved(URL(fileURLWithPath: folder, isDirectory: true))
  }

  func run() async throws {
    try await Terminal.run {
      if format == .scenario {
        return try Terminal.deliver(try RunReport.scenario(folder: folder), to: output)
      }
      let report = try await RunReport(
        folder: folder, isDeep: deep, isLinked: format == .html && isInside,
        workers: ProcessInfo.processInfo.activeProcessorCount)
      for note in report.notes { Terminal.note(note) }
      switch format {
      case .html:
        try Terminal.deliver(
          report.html(), to: try output ?? Terminal.ownFile(folder + "/report.html"))
      default: try Terminal.deliver(try report.json(), to: output)
      }
    }
  }
}
