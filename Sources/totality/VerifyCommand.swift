import ArgumentParser
import Campaign

/// `totality verify`.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Find what is wrong with runs, FITS files and PNG pictures, ours or foreign.",
    discussion: """
      The folder of a run: run.json, every line of its manifests, the files of every frame with \
      their sizes, frames that failed or are missing, files no manifest knows, links out of the \
      folder. --deep reads all bytes, too: SHA-256, CHECKSUM and DATASUM, packed tiles, chunks of \
      PNG files. Any other folder: its FITS and PNG files. Single files are always read whole.

      FITS files are held against the standard; --profile adds what sunpy.map needs to make a map \
      without assumptions and warnings, and the SOLARNET recommendations. Remarks are no errors.

      Exit code 0: nothing wrong; 65: something is; 66: no such file.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "Folders of runs, other folders, and files.", completion: .file())
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "Rules beside those of FITS, with commas between: sunpy, solarnet.",
      valueName: "fits,sunpy,solarnet"))
  var profile = "fits"

  @Flag(help: "Read all bytes of the files in folders.")
  var deep = false

  @Flag(help: "Print remarks, too.")
  var remarks = false

  @Option(help: "How the answer is written.")
  var format = Format.text

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let profiles = profile.split(separator: ",", omittingEmptySubsequences: false).map(
        String.init)
      let answer = try Verification(paths, profiles: profiles, isDeep: deep)
      try Terminal.deliver(
        format == .json ? answer.json() : answer.text(withRemarks: remarks), to: output)
      guard answer.isRight else { throw ExitCode(ExitStatus.badData.rawValue) }
    }
  }
}
