import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

@Suite("Comparison of files")
struct FileComparisonTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a frame of 4 × 3 samples 1e-9, 2e-9 … 12e-9, changed as told.
  private func frame(
    _ name: String, effective: String = "camera.size = [4, 3]\nsun.radius_km = 695700.0\n",
    date: String = "2026-11-22T00:00:00", unit: String = "", width: Int = 4,
    note: String = "made here", _ change: (inout [Float]) -> Void = { _ in }
  ) throws -> String {
    var samples = (0..<width * 3).map { Float($0 + 1) }
    change(&samples)
    var header = FITSHeader()
    try header.append("EXTNAME", "B", "name of this HDU")
    try header.append("DATE", date, "file creation")
    try header.append("BUNIT", unit, "unit")
    try header.append("CRPIX1", 2.5, "middle")
    try header.append(.history(note))
    var table = FITSHeader()
    try table.append("EXTNAME", "SCENARIO", "effective scenario")
    let lines = effective.split(separator: "\n").map(String.init)
    let bytes = try FITSEncoder.encode(
      primary: FITSHDU(
        .float32(try Image(width: width, height: 3, samples: samples)), header: header),
      extensions: [FITSHDU(.table(try FITSTextTable(name: "LINE", lines: lines)), header: table)])
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
    return folder.path(name)
  }

  private func words(_ a: String, _ b: String) throws -> String {
    try Comparison(a, b).text().replacingOccurrences(of: folder.path + "/", with: "")
  }

  @Test("Dates and checksums make no difference")
  func datesDoNotCount() throws {
    let a = try frame("a.fits")
    #expect(try words(a, a) == "A  a.fits\nB  a.fits\nthe same, byte for byte\n")
    let b = try frame("b.fits", date: "2027-01-01T00:00:00")
    #expect(try Comparison(a, b).isSame)
    #expect(try words(a, b).hasSuffix("\nthe same but for dates of creation and checksums\n"))
  }

  @Test("The parameter that differs is named with both values")
  func parametersAreNamed() throws {
    let a = try frame("a.fits")
    let b = try frame(
      "b.fits",
      effective: "camera.size = [4, 3]\nsun.radius_km = 696000.0\ncraft.name = \"x\"\n"
        + "part = [{ kind = \"loop\", width = 2 }]\n")
    let files = try FileComparison(a, b)
    #expect(
      files.parameters == [
        ParameterDifference(key: "craft.name", a: nil, b: "\"x\""),
        ParameterDifference(key: "part[0].kind", a: nil, b: "\"loop\""),
        ParameterDifference(key: "part[0].width", a: nil, b: "2"),
        ParameterDifference(key: "sun.radius_km", a: "695700.0", b: "696000.0"),
      ])
    #expect(!files.same && files.planes.allSatisfy(\.isSame))
    let text = try words(a, b)
    #expect(text.contains("\nparameters that differ\n                 A         B\n"))
    #expect(text.contains("\n  sun.radius_km  695700.0  696000.0\n"))
    #expect(text.contains("\nthe plane is the same\n"))
  }

  @Test("By how much planes differ is what can be reckoned by hand")
  func planesAreMeasured() throws {
    let a = try frame("a.fits") { $0[7] = .nan }
    // 12 becomes 8 at column 4, row 3; 4 becomes 5; two NaN of one file each, one of both.
    let b = try frame("b.fits") {
      $0[11] = 8
      $0[3] = 5
      $0[0] = .nan
      $0[1] = .infinity
    }
    let plane = try #require(try FileComparison(a, b).planes.first)
    #expect(plane.name == "B" && plane.samples == 12 && plane.differing == 5)
    #expect(plane.nan_only_a == 1 && plane.nan_only_b == 1)
    #expect(plane.largest == 4 && plane.pixel == [4, 3])
    #expect(plane.relative == 4.0 / 12)
    // Nine samples are finite in both: squares 16 and 1.
    #expect(plane.rms == (17.0 / 9).squareRoot())
    #expect(plane.relative_median == 0)
    let text = try words(a, b)
    #expect(
      text.contains(
        "  B  5 of 12 samples differ, at most by 4 (33.33 % of the largest) at [4, 3], rms 1.374, "
          + "median 0 %, 1 NaN in A only, 1 NaN in B only\n"), "\(text)")
    _ = try JSONValue.parse(try Comparison(a, b).json())
  }

  @Test("Shapes, units and cards that differ are told instead of numbers")
  func shapesAreTold() throws {
    let a = try frame("a.fits")
    #expect(
      try words(a, try frame("b.fits", width: 5)).contains(
        "  B  4 × 3 in A, 5 × 3 in B: not compared"))
    let text = try words(a, try frame("c.fits", unit: "DN", note: "made there"))
    #expect(text.contains("  B  in '' in A, in 'DN' in B: not compared"))
    #expect(text.contains("  BUNIT (B)    ''         'DN'\n"))
    #expect(text.contains("  HISTORY (B)  made here  made there\n"))
    #expect(
      try words(a, try frame("d.fits", effective: "no [ scenario")).contains(
        "\na SCENARIO table is no scenario: parameters were not compared\n"))
  }

  @Test("Units that one file lacks are named")
  func missingUnits() throws {
    let a = try frame("a.fits")
    let image = try Image(width: 4, height: 3, samples: [Float](repeating: 1, count: 12))
    var header = FITSHeader()
    try header.append("EXTNAME", "K", "name")
    let bytes = try FITSEncoder.encode(
      primary: FITSHDU(.float32(image), header: header), extensions: [])
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path("k.fits")))
    let text = try words(a, folder.path("k.fits"))
    #expect(text.hasSuffix("only A has B, SCENARIO\nonly B has K\n"))
  }

  @Test("Pictures are compared pixel by pixel")
  func pictures() throws {
    func picture(_ name: String, _ value: Float, title: String) throws -> String {
      let bytes = try PNGEncoder.grey16(
        try Image(width: 2, height: 2, samples: [1e-9, 1e-9, 1e-9, value]),
        scale: try LogScale(low: -10, high: -6), texts: [try PNGText("Title", title)])
      try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
      return folder.path(name)
    }
    let a = try picture("a.png", 1e-9, title: "one")
    let b = try picture("b.png", 1e-8, title: "one")
    // 1 + 65534 t: t is 1/4 and 1/2. The last sample lies in the upper row.
    let plane = try #require(try FileComparison(a, b).planes.first)
    #expect(plane.largest == 16384 || plane.largest == 16383)
    #expect(plane.pixel == [2, 1] && plane.differing == 1)
    #expect(
      try words(a, try picture("c.png", 1e-9, title: "two")).contains(
        "  Title (picture)  one  two\n")
    )
  }

  @Test("What cannot be compared is told")
  func messages() throws {
    let a = try frame("a.fits")
    try folder.write("text", to: "t.txt")
    func message(_ a: String, _ b: String) -> String {
      (#expect(throws: (any Error).self) { try Comparison(a, b) }).map { "\($0)" }?
        .replacingOccurrences(of: folder.path + "/", with: "") ?? ""
    }
    #expect(
      message(a, folder.path("t.txt"))
        == "a.fits is a FITS file, t.txt is neither FITS nor PNG; give two FITS files, two PNG files or "
        + "two folders of runs")
    #expect(message(a, folder.path("none")) == "there is no file or folder none; check the name")
    #expect(
      message(a, folder.path)
        .hasSuffix("is a folder; give two files or two folders of runs"))
    #expect(message(folder.path, folder.path).contains("holds no run: there is no run.json in it"))
    let cut = try folder.bytes("a.fits").prefix(2900)
    try Data(cut).write(to: URL(fileURLWithPath: folder.path("cut.fits")))
    #expect(
      message(a, folder.path("cut.fits"))
        == "cut.fits is cut short in unit 0; copy or make it again, totality verify tells more")
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    #expect(
      message(a, folder.path("pipe")).contains("pipe is a pipe, a device or a socket; give two"))
  }
}

@Suite("Comparison of runs")
struct RunComparisonTests {
  @Test("Runs of the same frames are the same")
  func sameRuns() throws {
    let folder = try TemporaryFolder()
    let (a, b) = (try RunSample(folder, "a"), try RunSample(folder, "b"))
    let answer = try Comparison(a.path, b.path)
    #expect(answer.isSame)
    #expect(answer.text().hasSuffix("\nframes: 3 identical\n"))
  }

  @Test("Frames that differ come the worst first, those of one run alone are named")
  func differingRuns() throws {
    let folder = try TemporaryFolder()
    let a = try RunSample(folder, "a", frames: 6, tried: 5)
    let b = try RunSample(
      folder, "b", frames: 6, tried: 4, effective: "camera.size = [4, 3]\nsun.radius_km = 1.0\n"
    ) { frame, index in
      // Frame 1 is off by a tenth of a percent, frame 2 by half, both at the last sample.
      let value = Float(frame * 100 + index + 1) * 1e-9
      guard index == 11 else { return value }
      return frame == 1 ? value * 1.001 : frame == 2 ? value * 1.5 : value
    }
    let runs = try RunComparison(a.path, b.path)
    #expect(runs.only_a == [4] && runs.only_b == [])
    #expect(runs.parameters.map(\.key) == ["sun.radius_km"])
    #expect(runs.frames.map(\.frame) == [2, 1])
    #expect(runs.same_contents == 2)
    let worst = try #require(runs.frames.first?.plane)
    #expect(worst.name == "B" && worst.pixel == [4, 3] && runs.frames[0].kind == "frame")
    #expect(abs((worst.relative ?? 0) - 0.5) < 1e-6)
    let text = try Comparison(a.path, b.path).text()
    #expect(text.contains("parameters that differ\n"))
    #expect(
      text.contains(
        "frames: 2 with the same planes and cards, 2 differ, 1 only in A (4)\n"))
    #expect(
      text.contains("\n  frame 2: frame B, 1 of 12 samples differ, at most by 1.06e-07 (50 % of"))
    #expect(!(try Comparison(a.path, b.path)).isSame)
  }

  @Test("Paths that leave the folder, links and pipes are not opened")
  func hostileRuns() throws {
    let folder = try TemporaryFolder()
    let (a, b) = (
      try RunSample(folder, "a", frames: 3, tried: 0), try RunSample(folder, "b", frames: 3)
    )
    try a.claim(0, "../../etc/passwd")
    try a.claim(1, "frames/pipe", bytes: 0)
    #expect(mkfifo(a.path + "/frames/pipe", 0o600) == 0)
    try a.claim(2, "frames/link", bytes: 1)
    try FileManager.default.createSymbolicLink(
      atPath: a.path + "/frames/link", withDestinationPath: "/dev/zero")
    let runs = try RunComparison(a.path, b.path)
    #expect(runs.frames.count == 3)
    #expect(runs.frames.allSatisfy { $0.notes.contains("the file of frame is missing in A") })
  }
}
