import Foundation
import TestSupport
import Testing

@testable import Campaign

@Suite("Films by ffmpeg")
struct FFmpegTests {
  /// A movie of a run by a program that stands for ffmpeg, with half a second of patience.
  private func message(_ script: String, width: Int) throws -> (String, seconds: Double) {
    let folder = try TemporaryFolder()
    let run = try RunSample(folder)
    try FileManager.default.createDirectory(
      atPath: folder.path("bin"), withIntermediateDirectories: false)
    try folder.write(script, to: "bin/ffmpeg")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path("bin/ffmpeg"))
    var request = MovieRequest()
    (request.patienceSeconds, request.width) = (0.5, width)
    let movie = try Movie(of: [run.path], request)
    let begin = ContinuousClock.now
    do {
      _ = try movie.write(
        to: folder.path("m.mp4"), environment: ["PATH": folder.path("bin") + ":/usr/bin:/bin"])
      return ("written", 0)
    } catch {
      #expect(!folder.has("m.mp4"))
      let lasted = ContinuousClock.now - begin
      return (Failure(error).message, Double(lasted.components.seconds))
    }
  }

  @Test("A program that takes no picture is ended, and so is one that never finishes the film")
  func stalls() throws {
    for script in [
      "#!/bin/sh\nexec sleep 600\n", "#!/bin/sh\ncat > /dev/null\nsleep 600\n",
    ] {
      let (words, seconds) = try message(script, width: 1024)
      #expect(words.contains("ffmpeg did nothing for 0.5 s"), "\(words)")
      #expect(words.contains("by --width or --every") && words.contains("ending .png"))
      #expect(seconds < 60)
    }
  }
}
