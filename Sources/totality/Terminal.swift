import ArgumentParser
import Campaign
import Foundation

/// Standard output for results, standard error for everything else.
enum Terminal {
  /// Writes a result.
  static func result(_ text: String) throws { try result(Array(text.utf8)) }

  /// Writes a piece of a result.
  static func result(_ bytes: [UInt8]) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    } catch {
      throw CampaignError(
        .cannotDeliver,
        "cannot write to standard output: \(error.localizedDescription); free some space or send "
          + "the result elsewhere")
    }
  }

  /// Writes a line that is no result.
  static func note(_ text: String) { remark("totality: \(text)\n") }

  /// Writes to standard error as is; where that fails there is nobody left to tell.
  static func remark(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Whether standard error is a terminal.
  static var isInteractive: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

  /// Runs a command's work and turns an error into words and an exit code.
  static func run(_ body: () async throws -> Void) async throws {
    // A file over its size limit is an error to report, with no temporary left, not a death.
    signal(SIGXFSZ, SIG_IGN)
    await SlowWork.announce { note($0) }
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

  /// A path of our own choice inside somebody's folder, which a link must not lead out of it.
  static func ownFile(_ path: String) throws -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard attributes?[.type] as? FileAttributeType != .typeSymbolicLink else {
      throw CampaignError(
        .cannotWrite, "\(path) is a link, and may lead anywhere; remove it, or name a file with -o")
    }
    return path
  }

  /// Refuses a name whose ending tells of another kind of file than the one that is written.
  ///
  /// - Parameters:
  ///   - option: what names it, such as `-o`.
  ///   - endings: those that fit, with their dots.
  static func requireEnding(
    _ path: String?, _ option: String, _ endings: [String]
  ) throws(CampaignError) {
    guard let path, !endings.contains(where: { path.lowercased().hasSuffix($0) }) else { return }
    throw CampaignError(
      .badRequest,
      "\(option) \(path): give the name the ending \(endings.joined(separator: " or ")), which is what is written"
    )
  }

  /// Writes a result to a file, or to standard output when there is none or it is `-`.
  static func deliver(_ text: String, to path: String?) throws {
    guard let path, path != "-" else { return try result(text) }
    try OutputFile.write(text, to: path)
  }

  /// Writes a result that comes in pieces to a file, or to standard output.
  static func deliver(
    to path: String?, _ body: (_ append: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    guard let path, path != "-" else { return try body { try result($0) } }
    try OutputFile.write(to: path, body)
  }
}
