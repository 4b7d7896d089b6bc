import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: movie")
struct MovieCommandTests {
  private static let output = "annotated = false\npreview = false\nplanes = false"

  /// A run of five frames of which two are made, the third fails and the rest is never tried.
  private func run() throws -> Program {
    let program = try Program()
    let text = SampleScenario.text(
      stop: "2000-06-01T00:00:25Z",
      trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 25]),
      more: SampleScenario.frames(output: Self.output)
    ).replacingOccurrences(of: "frames = 3", with: "frames = 5")
    try program.folder.write(text, to: "a.toml")
    let outcome = try program.run(
      ["batch", "a.toml", "-o", "out", "--frames", ":3", "-j", "1"], date: 1)
    try #require(outcome.status == 3, "\(outcome.messages)")
    return program
  }

  /// How many frames a file announces, and its size.
  private func animation(
    _ program: Program, _ name: String
  ) throws -> (frames: Int, width: Int, height: Int) {
    let bytes = try program.folder.bytes(name)
    let place = try #require(Data(bytes).range(of: Data("acTL".utf8))?.upperBound)
    func word(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    return (word(place), word(16), word(20))
  }

  @Test("A movie has a picture for every frame that was tried, grey for one that failed")
  func failedFramesAreShown() throws {
    let program = try run()
    let outcome = try program.run(["movie", "out", "--fps", "4"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output == "out/movie.png\n")
    #expect(outcome.messages.contains("frames 0 to 2 were tried, of 0 to 4"))
    #expect(outcome.messages.contains("3 frames, 1 of them missing, 512 × "), "\(outcome.messages)")
    #expect(outcome.messages.contains("0.75 s; one scale for all frames: log₁₀ "))
    let (frames, width, height) = try animation(program, "out/movie.png")
    #expect(frames == 3 && width == 512 && height.isMultiple(of: 2))
    // The first picture is the frame itself: its Sun is hidden and its corona is not black.
    let still = try PNGDecoder.decode(try program.folder.bytes("out/movie.png"))
    #expect(still.width == 512 && still.texts.contains { $0.keyword == "Title" })
  }

  @Test("Frames that were never tried are shown where they are asked for; --every thins out")
  func framesAreChosen() throws {
    let program = try run()
    func frames(_ more: [String]) throws -> (Int, String) {
      let outcome = try program.run(["movie", "out", "-o", "m.apng"] + more)
      try #require(outcome.status == 0, "\(outcome.messages)")
      return (try animation(program, "m.apng").frames, outcome.messages)
    }
    let (all, words) = try frames(["--frames", "0:5"])
    #expect(all == 5 && words.contains("5 frames, 3 of them missing"))
    #expect(try frames(["--frames", "1:4", "--every", "2"]).0 == 2)
    #expect(try frames(["--every", "3"]).0 == 1)
    let (clipped, note) = try frames(["--frames", "1:9"])
    #expect(clipped == 4 && note.contains("clipped to end at 5"))
  }

  @Test("A file that was cut since is a grey field, not the end of the movie")
  func damagedFramesAreShown() throws {
    let program = try run()
    let name = try #require(
      program.folder.tree("out").keys.first { $0.hasPrefix("frames/tiny_f000001") })
    try program.folder.write("cut", to: "out/" + name)
    let outcome = try program.run(["movie", "out"])
    #expect(outcome.messages.contains("3 frames, 2 of them missing"), "\(outcome.messages)")
    // The same length, so that only reading tells: the file's first bytes are gone.
    let other = try #require(
      program.folder.tree("out").keys.first { $0.hasPrefix("frames/tiny_f000000") })
    let length = try program.folder.bytes("out/" + other).count
    try program.folder.write(String(repeating: "x", count: length), to: "out/" + other)
    let none = try program.run(["movie", "out"])
    #expect(none.status == 66)
    #expect(none.messages.contains("none of the 3 frames can be shown"), "\(none.messages)")
  }

  @Test("The same run gives the same bytes; a sweep's values have a line in every frame")
  func bytesAndSweeps() throws {
    let program = try Program()
    let text = SampleScenario.text(more: SampleScenario.frames(output: Self.output))
    try program.folder.write(text, to: "a.toml")
    try program.folder.write(
      text + "\n[[sweep]]\nkey = \"camera.roll_deg\"\nvalues = [0, 30]\n", to: "b.toml")
    for name in ["a", "b"] {
      try program.run(["batch", "\(name).toml", "-o", name], date: 1)
      for copy in [1, 2] { try program.run(["movie", name, "-o", "\(name)\(copy).png"]) }
      let isSame = try program.folder.bytes("\(name)1.png") == program.folder.bytes("\(name)2.png")
      #expect(isSame)
    }
    let (plain, swept) = (try animation(program, "a1.png"), try animation(program, "b1.png"))
    #expect(plain.frames == 3 && swept.frames == 6)
    #expect(swept.height == plain.height + 16)
  }

  @Test("Files are shown in the order in which they are given, and need a name for the movie")
  func files() throws {
    let program = try run()
    let names = try program.folder.tree("out").keys.filter { $0.hasSuffix(".fits") }.sorted()
      .map { "out/" + $0 }
    #expect(names.count == 2)
    let nameless = try program.run(["movie"] + names)
    #expect(nameless.status == 64 && nameless.messages.contains("-o movie.png"))
    let outcome = try program.run(["movie"] + names.reversed() + ["-o", "m.png"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(try animation(program, "m.png").frames == 2)
    try program.run(["movie"] + names + ["-o", "n.png"])
    let isSame = try program.folder.bytes("m.png") == program.folder.bytes("n.png")
    #expect(!isSame)
  }

  // MARK: Films by ffmpeg

  /// A program that stands for ffmpeg: keeps what it is told and what it is sent.
  private static let keeper = """
    #!/bin/sh
    printf '%s\\n' "$@" > told
    for last; do :; done
    cat > "${last#file:}"
    """

  private func film(_ program: Program, _ script: String?, _ more: String = "") throws
    -> Program.Outcome
  {
    if let script {
      try FileManager.default.createDirectory(
        atPath: program.folder.path("bin"), withIntermediateDirectories: true)
      try program.folder.write(script, to: "bin/ffmpeg")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: program.folder.path("bin/ffmpeg"))
    }
    let path = script == nil ? "nowhere" : "$PWD/bin:/usr/bin:/bin"
    return try program.shell("PATH=\(path) \"$TOTALITY\" movie out -o 'my film.mp4' \(more)")
  }

  @Test("ffmpeg gets every frame as bytes, and told what players need")
  func film() throws {
    let program = try run()
    let outcome = try film(program, Self.keeper, "--fps 12.5")
    #expect(outcome.status == 0, "\(outcome.messages)")
    let told = try program.folder.text("told").split(separator: "\n").map(String.init)
    let size = try #require(told.first { $0.hasPrefix("512x") })
    let height = try #require(Int(size.dropFirst(4)))
    #expect(try program.folder.bytes("my film.mp4").count == 3 * 3 * 512 * height)
    for (option, value) in [
      ("-pix_fmt", "yuv420p"), ("-c:v", "libx264"), ("-movflags", "+faststart"),
      ("-framerate", "12500/1000"), ("-pixel_format", "rgb24"), ("-fflags", "+bitexact"),
    ] {
      let place = try #require(told.firstIndex(of: option), "\(option)")
      #expect(told[place + 1] == value)
    }
    #expect(try program.folder.tree(".").keys.allSatisfy { !$0.contains(".tmp.") })
  }

  @Test("What ffmpeg says last is told, and an older film stays as it was")
  func brokenFilm() throws {
    let program = try run()
    try program.folder.write("older", to: "my film.mp4")
    for script in [
      "#!/bin/sh\ncat > /dev/null\necho first >&2\necho 'Unknown encoder libx264' >&2\nexit 8\n",
      "#!/bin/sh\necho 'Unknown encoder libx264' >&2\nexit 8\n",
    ] {
      let outcome = try film(program, script)
      #expect(outcome.status == 73, "\(outcome.messages)")
      #expect(
        outcome.messages.contains("ffmpeg made no film (exit 8): Unknown encoder libx264"),
        "\(outcome.messages)")
      #expect(try program.folder.text("my film.mp4") == "older")
      #expect(try program.folder.tree(".").keys.allSatisfy { !$0.contains(".tmp.") })
    }
  }

  @Test("A first signal stops a movie, and ffmpeg does not outlive a second one")
  func signals() throws {
    let program = try run()
    // Takes nothing from its input, so that the movie waits for it; tells its number.
    let script = "#!/bin/sh\necho $$ > number\nexec sleep 600\n"
    try FileManager.default.createDirectory(
      atPath: program.folder.path("bin"), withIntermediateDirectories: true)
    try program.folder.write(script, to: "bin/ffmpeg")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: program.folder.path("bin/ffmpeg"))
    let outcome = try program.shell(
      """
      PATH=$PWD/bin:/usr/bin:/bin "$TOTALITY" movie out -o m.mp4 --width 2048 & movie=$!
      for i in $(seq 300); do test -s number && break; sleep 0.1; done
      sleep 0.5; kill -TERM $movie; sleep 0.3; kill -TERM $movie; wait $movie; echo "ended $?"
      sleep 0.5; state=$(sed -n 's/^State:[[:space:]]*//p' /proc/$(cat number)/status 2>/dev/null)
      case ${state:-none} in none | Z* | X*) echo "ffmpeg is gone" ;; *) echo "ffmpeg lives: $state" ;; esac
      """)
    #expect(outcome.output.contains("ended 75"), "\(outcome.output) \(outcome.messages)")
    #expect(outcome.output.contains("ffmpeg is gone"), "\(outcome.output)")
    #expect(outcome.messages.contains("stopping after this frame; the movie is not finished"))
    #expect(
      outcome.messages.contains(
        "stopped; no movie was written, and the same command begins anew"), "\(outcome.messages)")
    #expect(!outcome.messages.contains("goes on where it was"))
    #expect(!program.folder.has("m.mp4"))
    #expect(try program.folder.tree(".").keys.allSatisfy { !$0.contains(".tmp.") })
  }

  @Test("Words in other letters than those of ASCII stand in the movie as they are")
  func words() throws {
    let program = try run()
    try program.run(["movie", "out"])
    let still = try PNGDecoder.decode(try program.folder.bytes("out/movie.png"))
    let words = try #require(still.texts.first { $0.keyword == "Description" })
    #expect(words.isUTF8 && words.text.contains("one scale for all frames: log\u{2081}\u{2080} "))
  }

  @Test("Without ffmpeg its package and the way without it are named")
  func noProgram() throws {
    let outcome = try film(try run(), nil)
    #expect(outcome.status == 66)
    #expect(outcome.messages.contains("apt install ffmpeg"), "\(outcome.messages)")
    #expect(outcome.messages.contains("ending .png"))
  }

  @Test("Requests that make no movie are refused in words, and leave no file")
  func refusals() throws {
    let program = try run()
    for (words, message, status) in [
      (["--fps", "0"], "0.02 to 60 frames a second", 64), (["--fps", "nan"], "0.02 to 60", 64),
      (["--width", "10"], "320 to 4096 pixels", 64), (["--every", "0"], "1 or more", 64),
      (["--scale", "1"], "--scale '1' is no scale", 64),
      (["--scale", "-9,-6"], "light is shown over decades", 64),
      (["--scale", "2,1"], "--scale '2,1' is no scale", 64),
      (["--plays=-1"], "give 0, for without end", 64),
      (["--frames", "7:9"], "--frames 7:9 holds no frame of 0:5", 64),
      (["--frames", "x"], "is not a range", 64),
      (["--plane", "K"], "none of the 3 frames asked for can be shown in the plane K", 66),
      (["-o", "m.gif"], "the ending .png or .apng", 64),
      (["-o", "no/such/m.png"], "create the directory no/such first", 73),
    ] as [([String], String, Int32)] {
      let outcome = try program.run(["movie", "out"] + words)
      #expect(outcome.status == status, "\(words): \(outcome.messages)")
      #expect(outcome.messages.contains(message), "\(words): \(outcome.messages)")
    }
    let nowhere = try program.run(["movie", "nowhere.fits", "-o", "m.png"])
    #expect(nowhere.status == 66 && nowhere.messages.contains("there is no such file"))
    let empty = try program.run(["movie", ".", "-o", "m.png"])
    #expect(empty.status == 66 && empty.messages.contains("holds no run"))
    #expect(try program.folder.tree(".")["m.png"] == nil)
  }
}
