import Foundation
import TestSupport
import Testing

/// The built `totality`, run as a user runs it.
struct Program {
  /// Whether the program can run under a limit on file sizes.
  ///
  /// The thread sanitizer keeps its own state in mapped files, which such a limit kills.
  static let canLimitFiles =
    ProcessInfo.processInfo.environment["TOTALITY_SANITIZER"] != "thread"

  /// What a run left behind.
  struct Outcome {
    var status: Int32
    var output: String
    var messages: String
  }

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The executable beside the test bundle.
  private static let path: String? = {
    let places = [
      URL(fileURLWithPath: CommandLine.arguments.first ?? "/"), Bundle.main.bundleURL,
      URL(fileURLWithPath: ReferenceData.repositoryPath(".build/debug/any")),
    ]
    for place in places {
      var folder = place
      // The bundle may be a folder, or an executable inside one.
      for _ in 0..<4 {
        folder = folder.deletingLastPathComponent()
        let file = folder.appendingPathComponent("totality").path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder),
          !isFolder.boolValue,
          FileManager.default.isExecutableFile(atPath: file)
        {
          return file
        }
      }
    }
    return nil
  }()

  /// Runs a command in the test's folder.
  ///
  /// - Parameters:
  ///   - arguments: words of the command line.
  ///   - date: `SOURCE_DATE_EPOCH`, or nil to leave it unset.
  @discardableResult
  func run(_ arguments: [String], date: Int? = nil) throws -> Outcome {
    try launch(try #require(Self.path, "totality was not built"), arguments, date: date)
  }

  /// Runs a line of the shell in the test's folder; `totality` is `"$TOTALITY"`.
  func shell(_ line: String) throws -> Outcome {
    try launch("/bin/sh", ["-c", line], date: nil)
  }

  private func launch(_ path: String, _ arguments: [String], date: Int?) throws -> Outcome {
    // Files never fill up and stop the program, as pipes may.
    let names = ["out", "err"].map { "\($0)-\(UUID().uuidString)" }
    let logs = try TemporaryFolder()
    let handles = try names.map { name in
      try logs.write("", to: name)
      return try #require(FileHandle(forWritingAtPath: logs.path(name)))
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    var environment = ProcessInfo.processInfo.environment
    environment["SOURCE_DATE_EPOCH"] = date.map(String.init)
    environment["TOTALITY"] = Self.path
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try process.run()
    process.waitUntilExit()
    for handle in handles { try handle.close() }
    return Outcome(
      // A death by signal is told as a shell tells it.
      status: process.terminationReason == .uncaughtSignal
        ? 128 + process.terminationStatus : process.terminationStatus,
      output: try logs.text(names[0]), messages: try logs.text(names[1]))
  }
}
