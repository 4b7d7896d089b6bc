import ArgumentParser
import Campaign

/// `totality movie`.
struct MovieCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "movie",
    abstract: "Make an animated PNG or a film of a run, or of files in their order.",
    discussion: """
      All frames have one scale, found from all of them or given by --scale; each shows its clock (UTC) and the \
      magnitude of the occultation, and the values of a sweep. A frame that is missing or failed is a grey \
      field that says why. The ending of the output's name chooses: .png or .apng an animated PNG, which \
      browsers play; .mp4 an H.264 film, for which the program ffmpeg must be installed.

        totality movie run -o eclipse.png --fps 8
        totality movie run -o k.mp4 --plane K --width 1080 --scale 1e-10,1e-6
        totality movie products/*_nrgf.fits -o enhanced.png
      """)

  @Argument(
    help: "The folder of a run, or FITS files.", completion: .file(extensions: ["fits"]))
  var paths: [String]

  @Option(
    name: .shortAndLong,
    help: "The movie: .png, .apng or .mp4 (default: movie.png in the run's folder).")
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The plane shown, by its EXTNAME: B, PB, Q, U, K, F, RAW, RAW2 … (default: B of a run).",
      valueName: "name"))
  var plane: String?

  @Option(help: ArgumentHelp("Frames shown in a second, 0.02 to 60.", valueName: "n"))
  var fps = 10.0

  @Option(help: ArgumentHelp("The movie's width, 320 to 4096.", valueName: "pixels"))
  var width = 512

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The darkest and the brightest sample, such as 1e-10,1e-7 (default: from all frames).",
      valueName: "low,high"))
  var scale: String?

  @Option(help: ArgumentHelp("A half-open range of frames, from 0.", valueName: "a:b"))
  var frames: String?

  @Option(help: ArgumentHelp("Show every n-th frame.", valueName: "n"))
  var every = 1

  @Option(help: ArgumentHelp("How often an animated PNG is played; 0 without end.", valueName: "n"))
  var plays = 0

  func run() async throws {
    try await Terminal.run {
      var request = MovieRequest()
      (request.plane, request.framesPerSecond, request.width) = (plane, fps, width)
      (request.frames, request.every, request.plays) = (frames, every, plays)
      request.scale = try scale.map { try MovieRequest.scale(parsing: $0) }
      let target = try target()
      let stop = StopSignals(
        grace: 4.5, asked: "stopping after this frame; the movie is not finished",
        ended: "stopped; no movie was written, and the same command begins anew")
      var bar = MovieProgress(word: "looked at")
      func report(_ done: Int, _ total: Int) throws {
        bar.show(done, of: total)
        if stop.interruption.isRequested { throw Stopped() }
      }
      do {
        let movie = try Movie(of: paths, request, report: report)
        for note in movie.notes { Terminal.note(note) }
        bar = MovieProgress(word: "drawn")
        let result = try movie.write(to: target, report: report)
        try Terminal.result("\(target)\n")
        Terminal.note(
          "\(result.frames) frames, \(result.missing) of them missing, \(result.width) × \(result.height) pixels, "
            + "\(PrintableSeconds.text(result.seconds)); \(result.scale)")
      } catch is Stopped {
        Terminal.note("stopped; no movie was written, and the same command begins anew")
        throw ExitCode(ExitStatus.interrupted.rawValue)
      }
      withExtendedLifetime(stop) {}
    }
  }

  /// Somebody asked to stop.
  private struct Stopped: Error {}

  /// Where the movie goes.
  private func target() throws -> String {
    if let output { return output }
    guard paths.count == 1, !paths[0].hasSuffix(".fits") else {
      throw CampaignError(.badRequest, "a movie of files needs a name: -o movie.png")
    }
    return try Terminal.ownFile(paths[0] + (paths[0].hasSuffix("/") ? "" : "/") + "movie.png")
  }
}

/// Seconds as people say them.
enum PrintableSeconds {
  /// Two digits behind the point at most.
  static func text(_ seconds: Double) -> String { "\((seconds * 100).rounded() / 100) s" }
}

/// How far a movie is: a line that is written anew on a terminal, every ten seconds otherwise.
struct MovieProgress {
  private let word: String
  private var last: ContinuousClock.Instant?
  private let isInteractive = Terminal.isInteractive

  init(word: String) { self.word = word }

  mutating func show(_ done: Int, of total: Int) {
    let pause: Duration = isInteractive ? .milliseconds(100) : .seconds(10)
    let now = ContinuousClock.now
    if last == nil { last = now }
    guard let before = last, now - before >= pause || (isInteractive && done == total) else {
      return
    }
    last = now
    if isInteractive {
      Terminal.remark(
        "\r\(done)/\(total) frames \(word)\u{1B}[K" + (done == total ? "\r\u{1B}[K" : ""))
    } else {
      Terminal.note("\(done)/\(total) frames \(word)")
    }
  }
}
