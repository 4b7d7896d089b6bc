import ArgumentParser
import Campaign

/// `totality status`.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Tell how far a run is: frames done, failed and missing, and who is at work.",
    discussion: """
      Reads run.json and the manifests of all shares; nothing is written. Sizes of files are \
      checked, their contents are not: totality verify --deep does that.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "The folder of a run.", completion: .directory)
  var folder: String

  @Option(help: "How the answer is written.")
  var format = Format.text

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let status = try RunStatus(folder: folder)
      try Terminal.deliver(format == .json ? status.json() : status.text(), to: output)
    }
  }
}
