import ArgumentParser
import Campaign

/// `totality gather`.
struct GatherCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gather",
    abstract: "Bring the shares of a run together and check every file by its SHA-256.",
    discussion: """
      Shares of one folder need nothing brought: gather DIR checks them and writes \
      DIR/manifest/gathered.jsonl, a line for each frame. Frames of other folders, made on machines \
      without a common disk, are copied: gather DIR FROM... What is done is never replaced. Exit \
      code 3: frames are missing, failed or damaged.
      """)

  @Argument(help: "The folder of the run.", completion: .directory)
  var folder: String

  @Argument(help: "Folders of other shares of the same run.", completion: .directory)
  var from: [String] = []

  func run() async throws {
    try await Terminal.run {
      let result = try RunGathering(into: folder).gather(from: from)
      for problem in result.problems.prefix(50) { Terminal.note(problem) }
      if result.problems.count > 50 {
        Terminal.note("… and \(result.problems.count - 50) more")
      }
      try Terminal.result(result.summary + "\n")
      guard result.isComplete else { throw ExitCode(ExitStatus.someFramesFailed.rawValue) }
    }
  }
}
