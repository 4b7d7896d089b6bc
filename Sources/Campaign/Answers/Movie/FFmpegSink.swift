internal import Foundation
internal import Imagery

/// An H.264 film in an MP4 file, made by the program ffmpeg from pictures it is sent.
///
/// ffmpeg is started by its path, never by a shell. It writes beside the file's name, which the film gets
/// when it is complete. With one version of ffmpeg the same pictures give the same bytes: it is told how many
/// threads to use and to write neither date nor version.
final class FFmpegSink: MovieSink {
  private let process = Process()
  private let input = Pipe()
  /// What ffmpeg says, in a file without a name: a pipe would have to be emptied all the time.
  private let errors: FileHandle
  private let file: PendingFile
  private var isRunning = false
  private let watch: Stopwatch

  /// Begins a film.
  ///
  /// - Throws: `noInput` when there is no ffmpeg, `file` when the folder cannot be written.
  init(
    _ path: String, _ layout: MovieLayout, _ request: MovieRequest, environment: [String: String]
  ) throws {
    guard let program = Self.program(environment) else {
      throw CampaignError(
        .noInput,
        "\(path): an mp4 needs the program ffmpeg, which is not on PATH; install it (Debian: apt install ffmpeg), "
          + "or give the name the ending .png: an animated PNG needs nothing else")
    }
    watch = Stopwatch(seconds: request.patienceSeconds)
    file = try PendingFile(path)
    let words = try PendingFile(path)
    guard let handle = FileHandle(forUpdatingAtPath: words.temporaryPath) else {
      throw CampaignError(
        .cannotWrite, "cannot make a file beside \(path); change its folder's permissions")
    }
    errors = handle
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = Self.arguments(layout, request, to: file.temporaryPath)
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    // A film that ffmpeg gives up must be told, not end this program.
    signal(SIGPIPE, SIG_IGN)
    do {
      try process.run()
    } catch {
      throw CampaignError(
        .noInput, "\(program) cannot be started: \(error.localizedDescription); install ffmpeg anew"
      )
    }
    isRunning = true
    ChildProcesses.add(process.processIdentifier)
    // The other end belongs to ffmpeg alone, so that its death is heard.
    try? input.fileHandleForReading.close()
  }

  deinit {
    // A film that nobody finishes is of no use: what ffmpeg would still do with it is not waited for.
    if isRunning { ChildProcesses.kill(process.processIdentifier) }
    try? input.fileHandleForWriting.close()
    ended()
  }

  /// Waits for the end of ffmpeg, and ends what it has left behind: Foundation would wait for that, too.
  private func ended() {
    guard isRunning else { return }
    let number = process.processIdentifier
    ChildProcesses.waitForEnd(number)
    ChildProcesses.kill(number)
    ChildProcesses.remove(number)
    process.waitUntilExit()
    isRunning = false
  }

  /// The first ffmpeg of the folders of PATH.
  static func program(_ environment: [String: String]) -> String? {
    (environment["PATH"] ?? "").split(separator: ":").map { $0 + "/ffmpeg" }
      .first { path in
        var isFolder: ObjCBool = false
        return FileManager.default.isExecutableFile(atPath: path)
          && FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
          && !isFolder.boolValue
      }
  }

  /// What ffmpeg is told: https://ffmpeg.org/ffmpeg.html, and https://trac.ffmpeg.org/wiki/Encode/H.264 for
  /// pictures that every player shows.
  static func arguments(
    _ layout: MovieLayout, _ request: MovieRequest, to path: String
  ) -> [String] {
    let (width, height) = layout.size
    let rate = request.framesPerSecond
    let input = [
      "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", "\(width)x\(height)",
      "-framerate",
      rate == rate.rounded() ? "\(Int(rate))" : "\(Int((1000 * rate).rounded()))/1000",
      "-i", "pipe:0",
    ]
    let colours = [
      "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709",
      "-color_primaries", "bt709", "-color_trc", "bt709",
    ]
    let coding = [
      "-an", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "18", "-preset", "medium",
      "-threads", "2", "-movflags", "+faststart",
    ]
    let words = [
      "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-metadata",
      "title=\(FITSText.transliterated(layout.title))",
    ]
    return ["-hide_banner", "-loglevel", "error", "-y"] + input + colours + coding + words
      + ["-f", "mp4", "file:\(path)"]
  }

  func append(_ picture: RGBPicture) throws {
    do {
      try watch.during(process.processIdentifier) {
        try input.fileHandleForWriting.write(contentsOf: Data(picture.bytes))
      }
    } catch { throw failure() }
  }

  func commit() throws {
    try? input.fileHandleForWriting.close()
    watch.during(process.processIdentifier) { ended() }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw failure()
    }
    try file.commit()
  }

  /// What ffmpeg said last.
  private func failure() -> CampaignError {
    try? input.fileHandleForWriting.close()
    watch.during(process.processIdentifier) { ended() }
    if watch.hasEnded {
      return CampaignError(
        .cannotWrite,
        "ffmpeg did nothing for \(PrintableText.number(watch.seconds)) s with one picture, or with the end of the film, "
          + "and was ended; look what it waits for, make the film smaller by --width or --every, or give the name the "
          + "ending .png: an animated PNG needs no ffmpeg")
    }
    try? errors.seek(toOffset: 0)
    let said = String(decoding: ((try? errors.readToEnd()) ?? Data()).suffix(4000), as: UTF8.self)
    let line = said.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it said nothing"
    return CampaignError(
      .cannotWrite,
      "ffmpeg made no film (exit \(process.terminationStatus)): \(PrintableText.escaped(line)); mend that, or give "
        + "the name the ending .png: an animated PNG needs no ffmpeg")
  }
}
