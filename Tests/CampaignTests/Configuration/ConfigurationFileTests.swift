import Campaign
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Configuration: files")
struct ConfigurationFileTests {
  private func failure(_ bytes: [UInt8]) -> ConfigurationError? {
    do throws(ConfigurationError) {
      _ = try ConfigurationDocument(ScenarioFile(name: "a.toml", bytes: bytes, folder: ""))
      return nil
    } catch { return error }
  }

  private func unreadable(_ path: String) -> ConfigurationError? {
    do throws(ConfigurationError) {
      _ = try ScenarioFile.read(path)
      return nil
    } catch { return error }
  }

  @Test(
    "A text that is not TOML is refused at its line and column",
    arguments: [
      (
        "",
        "a.toml: the file is empty; start from the template that 'totality scenario schema --format toml' prints"
      ),
      (
        " \r\n\t",
        "a.toml: the file is empty; start from the template that 'totality scenario schema --format toml' prints"
      ),
      (
        "a = 1\nb = \n",
        "a.toml:2:5: no value"
      ),
      (
        "a = 1\na = 2\n",
        "a.toml:2:5: not TOML: Error while parsing key-value pair: cannot redefine existing integer 'a'"
      ),
      (
        "{\"a\": 1}",
        "a.toml:1:1: not TOML: Error while parsing root table: expected keys, tables, whitespace or comments, saw '{'; the scenario is TOML, not JSON"
      ),
      (
        "t = 1978-12-31T23:59:60Z",
        "a.toml:1:24: not TOML: Error while parsing time: expected second between 0 and 59 (inclusive), saw 60; write a leap second as text: \"1978-12-31T23:59:60Z\""
      ),
      (
        "t = 1978-12-31T23:59:50.1234567891Z",
        "a.toml:1:5: 10 digits after the second's point, allowed 9; round the time to nanoseconds"
      ),
      (
        "a = 1\nb = \"x\\u0000y\"",
        "a.toml:2:5: a string with the character U+0000; remove the escape \\u0000"
      ),
      (
        "a = 1\nb = \u{0}",
        "a.toml:2:5: the control character \\u{0}; this is not a text file, or it was damaged in transfer"
      ),
      (
        "\"\u{e9}\" = 1\n\"e\u{301}\" = 2",
        "a.toml:1:1: the key \"e\u{301}\" appears twice, in two Unicode spellings; keep one of them"
      ),
    ])
  func syntax(text: String, message: String) {
    let error = failure(Array(text.utf8))
    #expect(error?.code == .syntax)
    #expect(error?.description == message)
  }

  @Test("Bytes that are not UTF-8 are refused at the first of them")
  func encodings() {
    #expect(
      failure(Array("a = 1\nb = \"".utf8) + [0xE9, 0x22])?.description
        == "a.toml:2:6: bytes that are not UTF-8; save the file as UTF-8")
    #expect(
      failure([0xFF, 0xFE, 0x61, 0x00])?.description
        == "a.toml:1:1: the text is UTF-16, expected UTF-8; save the file as UTF-8")
  }

  @Test("Files that cannot be read say so with a kind of their own")
  func unreadableFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "totality-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let missing = folder.path + "/none.toml"
    #expect(unreadable(missing)?.code == .unreadable)
    #expect(
      unreadable(missing)?.description
        == "\(missing): no such file; check the name and the current folder")
    #expect(
      unreadable(folder.path)?.description
        == "\(folder.path): is a folder, expected a scenario file; name the file inside it")
    #expect(
      unreadable("/dev/zero")?.description
        == "/dev/zero: is not a regular file; copy it into a file first")
    #expect(unreadable("")?.code == .unreadable)
    let large = folder.appendingPathComponent("large.toml")
    try Data(count: ScenarioFile.largestSizeBytes + 1).write(to: large)
    #expect(
      unreadable(large.path)?.description
        == "\(large.path): larger than 2 MiB, the most a scenario may have; keep tables of numbers in CSV files beside the scenario"
    )
    let good = folder.appendingPathComponent("good.toml")
    try Data(minimalText.utf8).write(to: good)
    let file = try ScenarioFile.read(good.path)
    #expect(file.bytes == Array(minimalText.utf8))
    #expect(file.folder == folder.path)
  }

  @Test(
    "A hostile megabyte is refused within seconds",
    arguments: ["brackets", "braces", "dots", "headers", "long key", "long line", "many keys"])
  func hostile(kind: String) {
    let size = 1_000_000
    let text: String
    switch kind {
    case "brackets": text = "a = " + String(repeating: "[", count: size)
    case "braces": text = String(repeating: "a={", count: size / 3)
    case "dots": text = String(repeating: "a.", count: size / 2) + "a = 1"
    case "headers": text = "[" + String(repeating: "a.", count: size / 2) + "a]"
    case "long key": text = String(repeating: "k", count: size) + " = 1"
    case "long line": text = "a = [" + String(repeating: "{k=1},", count: size / 6) + "]"
    default: text = (0..<100_000).map { "key\($0) = 1\n" }.joined()
    }
    let start = Self.processorSeconds
    var count = 0
    do throws(ConfigurationError) {
      _ = try readSample(text)
    } catch {
      count = error.problems.count
      #expect(error.problems.allSatisfy { $0.description.count < 600 })
    }
    #expect(count > 0 && count <= 1000)
    // No measure of speed: quadratic work on a megabyte would take hours.
    #expect(Self.processorSeconds - start < 60)
  }

  /// Processor time of this thread: other work of the machine must not count.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
