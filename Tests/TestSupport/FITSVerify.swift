internal import Foundation

/// HEASARC's `fitsverify`, where it is installed.
public enum FITSVerify {
  /// What it says of a file.
  public struct Verdict: Sendable {
    /// Whether it found neither warnings nor errors.
    public let isClean: Bool
    /// Its words.
    public let words: String
  }

  /// Runs it on a file.
  ///
  /// - Returns: nil, after a line that says so, where it is not installed.
  public static func verdict(onFile path: String) throws -> Verdict? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["fitsverify", "-q", path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let words = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus != 127 else {
      print("SKIPPED: fitsverify is not installed (apt-get install ftools-fv or fitsverify)")
      return nil
    }
    return Verdict(
      isClean: process.terminationStatus == 0 && words.contains("OK"), words: words)
  }
}
