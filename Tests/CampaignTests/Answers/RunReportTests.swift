import Foundation
import TestSupport
import Testing

@testable import Campaign

@Suite("Reports of runs")
struct RunReportTests {
  /// A run of many frames whose lines all tell of the files of the first.
  private func run(frames: Int) throws -> RunSample {
    let run = try RunSample(TemporaryFolder(), frames: frames, tried: 1)
    let path = "\(run.name)/manifest/shard-0000-of-0001.jsonl"
    let line = try run.folder.text(path)
    #expect(line.contains("\"frame\":0"))
    let lines = (0..<frames).map {
      line.replacingOccurrences(of: "\"frame\":0", with: "\"frame\":\($0)")
    }
    try run.folder.write(lines.joined(), to: path)
    return run
  }

  @Test(
    "A page of thousands of frames stays small: 500 pictures, a row for each frame, links to the rest"
  )
  func thousands() async throws {
    let run = try run(frames: 3000)
    let begin = ContinuousClock.now
    let report = try await RunReport(folder: run.path, isLinked: true, workers: 2)
    let page = report.html()
    // Some 5 s in a debug build, minutes among all other tests on a busy machine; with work that grows as the square
    // of the frames it would be hours.
    #expect(ContinuousClock.now - begin < .seconds(600))
    func count(_ text: String) -> Int { page.components(separatedBy: text).count - 1 }
    #expect(count("id=\"picture-") == ReportThumbnails.mostPictures)
    #expect(count("<tr data-state=\"done\">") == 3000)
    #expect(count("href=\"./quicklook/tiny_f0.png\"") == 3000)
    #expect(page.contains("Of 3000 pictures 500 are shown, at even steps; the others lie in"))
    #expect(page.contains("where the table of frames leads to them."))
    #expect(page.utf8.count < 3_000_000)
    #expect(
      report.checked
        == "size of all 6000 files of frames that are made; SHA-256 of 500 pictures read for this page, "
        + "0 wrong (of all: totality report --deep)")
  }

  @Test("Frames are looked at in their order whatever the number of workers")
  func order() async throws {
    let items = Array(0..<101)
    for workers in [1, 2, 7] {
      let answers = await ReportThumbnails.each(items, workers) { 3 * $0 }
      #expect(answers == items.map { 3 * $0 })
    }
    #expect(await ReportThumbnails.each([Int](), 4) { $0 }.isEmpty)
  }

  @Test("A damaged file is told by its digest where it is drawn, and its frame counts as damaged")
  func damagedPicture() async throws {
    let run = try RunSample(TemporaryFolder(), frames: 3)
    let name = "\(run.name)/frames/tiny_f1.fits"
    var bytes = try run.folder.bytes(name)
    // A sample of the picture, behind one block of header.
    bytes[2880 + 3] ^= 0x40
    try Data(bytes).write(to: URL(fileURLWithPath: run.folder.path(name)))
    let report = try await RunReport(folder: run.path, workers: 2)
    let answer = try JSONValue.parse(try report.json())
    #expect(answer["verdict"]?.string?.hasPrefix("3 frames, 2 ok, 1 damaged") == true)
    let frames = try #require(answer["frames"]?.array)
    #expect(frames.map { $0["state"]?.string } == ["ok", "damaged", "ok"])
    #expect(frames[1]["message"]?.string?.contains("its SHA-256 is not the recorded one") == true)
    #expect(report.html().components(separatedBy: "id=\"picture-").count == 3)
    #expect(report.checked.contains("SHA-256 of 3 pictures read for this page, 1 wrong"))
    // The damaged frame is the one in the middle: another is shown as the result.
    let page = report.html()
    #expect(page.contains("logarithmic scale, frame 2, "))
    #expect(!page.contains("logarithmic scale, frame 1, "))
  }

  @Test("Numbers of bytes and words for a shell")
  func words() {
    for (bytes, text) in [
      (0.0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (999_960, "1.0 MB"),
      (14_240_000, "14.2 MB"), (2.5e9, "2.5 GB"), (3e12, "3.0 TB"), (.nan, "unknown"),
    ] { #expect(ByteCount.words(bytes) == text) }
    #expect(ShellWord.quoted("a/b_c=1.5,2") == "a/b_c=1.5,2")
    #expect(ShellWord.quoted("it's $HOME") == "'it'\\''s $HOME'")
    #expect(ShellWord.quoted("") == "''")
  }
}
