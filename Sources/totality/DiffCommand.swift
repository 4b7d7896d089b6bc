import ArgumentParser
import Campaign

/// `totality diff`.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tell which parameter made two frames or two runs differ, and by how much.",
    discussion: """
      Two FITS files: keys of the scenario that differ, cards that differ (dates of creation and \
      checksums apart), and plane by plane the largest difference with its pixel, rms, median and \
      NaN. Two PNG pictures: pixels and texts. Two folders of runs: frames only one has, frames that \
      are the same, and the others with their largest difference, the worst first.

      Exit code 0: the same but for dates and checksums; 1: they differ; 65, 66: one cannot be read.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "A file or the folder of a run.", completion: .file())
  var a: String

  @Argument(help: "The other.", completion: .file())
  var b: String

  @Option(help: "How the answer is written.")
  var format = Format.text

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let answer = try Comparison(a, b)
      try Terminal.deliver(format == .json ? answer.json() : answer.text(), to: output)
      guard answer.isSame else { throw ExitCode(1) }
    }
  }
}
