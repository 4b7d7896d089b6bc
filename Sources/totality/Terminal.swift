import ArgumentParser
import Campaign
import Foundation

/// Standard output for results, standard error for everything else.
enum Terminal {
  /// Writes a result.
  static func result(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Writes a line that is no result.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data("totality: \(text)\n".utf8))
  }

  /// Whether standard error is a terminal.
  static var isInteractive: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

  /// Runs a command's work and turns an error into words and an exit code.
  static func run(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let code as ExitCode {
      throw code
    } catch let error as ValidationError {
      throw error
    } catch {
      let failure = Failure(error)
      for line in failure.message.split(separator: "\n", omittingEmptySubsequences: false) {
        note(String(line))
      }
      throw ExitCode(failure.status.rawValue)
    }
  }

  /// Writes a result to a file, or to standard output when there is none or it is `-`.
  static func deliver(_ text: String, to path: String?) throws {
    guard let path, path != "-" else { return result(text) }
    try OutputFile.write(text, to: path)
  }
}
