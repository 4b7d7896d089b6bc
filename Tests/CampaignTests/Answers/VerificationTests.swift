import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

@Suite("Verification of runs")
struct VerificationTests {
  /// The lines without the folder's own path.
  private func text(_ run: RunSample, deep: Bool = false, remarks: Bool = false) throws -> String {
    try Verification([run.path], isDeep: deep).text(withRemarks: remarks)
      .replacingOccurrences(of: run.path, with: "RUN")
  }

  @Test("A whole run has nothing wrong, deep or not")
  func wholeRunIsRight() throws {
    let run = try RunSample(TemporaryFolder())
    let answer = try Verification([run.path], isDeep: true)
    #expect(answer.isRight && answer.files.isEmpty && answer.remarks == 0)
    // Six files, the record and the manifest.
    #expect(answer.files_checked == 8)
    #expect(answer.text().hasPrefix("nothing wrong in 8 files ("))
    #expect(answer.text().hasSuffix("; 3 of 3 frames whole\n"))
    #expect(try text(run).contains("sizes and headers only, --deep reads all bytes"))
  }

  @Test("Folders too deep are told; of folders, too, it is told that bytes were not read")
  func deepFolders() throws {
    let folder = try TemporaryFolder()
    let deep = (0..<10).map { "d\($0)" }.joined(separator: "/")
    try FileManager.default.createDirectory(
      atPath: folder.path("x/" + deep), withIntermediateDirectories: true)
    let file = try RunSample.fits("a.fits", effective: "a = 1") { Float($0 + 1) }
    for name in ["x/a.fits", "x/\(deep)/a.fits"] {
      try Data(file).write(to: URL(fileURLWithPath: folder.path(name)))
    }
    let answer = try Verification([folder.path("x")], isDeep: false)
    #expect(answer.files_checked == 1 && answer.headers_only == 1 && answer.isRight)
    let told = answer.files.filter { $0.path.hasSuffix("x/d0/d1/d2/d3/d4/d5/d6/d7/d8") }
    #expect(told.flatMap(\.findings).map(\.severity.rawValue) == ["remark"])
    #expect(answer.text(withRemarks: true).contains("it lies more than 8 folders deep"))
    #expect(answer.text().contains("--deep reads all bytes"))
    let single = try Verification([folder.path("x/a.fits")], isDeep: false)
    #expect(single.headers_only == 0 && !single.text().contains("--deep"))
  }

  @Test("Every flipped byte of every product is found with --deep")
  func everyFlippedByteIsFound() throws {
    let run = try RunSample(TemporaryFolder(), frames: 1)
    for name in ["frames/tiny_f0.fits", "quicklook/tiny_f0.png"] {
      let path = run.path + "/" + name
      let whole = try run.folder.bytes("run/" + name)
      // The neighbours of a byte are tested by Imagery without a file for each.
      for place in stride(from: 0, to: whole.count, by: whole.count > 1000 ? 97 : 7) {
        var bytes = whole
        bytes[place] ^= 0x04
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let answer = try Verification([run.path], isDeep: true)
        #expect(!answer.isRight && answer.runs[0].damaged == [0], "byte \(place) of \(name)")
      }
      try Data(whole).write(to: URL(fileURLWithPath: path))
    }
    #expect(try Verification([run.path], isDeep: true).isRight)
  }

  @Test("Cut, renamed and swapped files are told by name")
  func movedFilesAreTold() throws {
    let run = try RunSample(TemporaryFolder())
    let files = FileManager.default
    let frames = run.path + "/frames"
    let cut = try run.folder.bytes("run/quicklook/tiny_f0.png").dropLast(5)
    try Data(cut).write(to: URL(fileURLWithPath: run.path + "/quicklook/tiny_f0.png"))
    try files.moveItem(atPath: frames + "/tiny_f1.fits", toPath: frames + "/other.fits")
    let answer = try text(run)
    #expect(
      answer.contains(
        "RUN/quicklook/tiny_f0.png: it has \(cut.count) bytes, \(cut.count + 5) were recorded; "))
    #expect(
      answer.contains("RUN/frames/tiny_f1.fits: it is missing; the manifest says it was made"))
    #expect(answer.contains("RUN/frames/other.fits: a file that no manifest knows; "))
    #expect(answer.contains("3 errors at 3 places; 7 files looked at"))
    #expect(answer.contains("; 1 of 3 frames whole"))
    try files.moveItem(atPath: frames + "/other.fits", toPath: frames + "/tiny_f1.fits")
    // Two files of one size change places: sizes tell nothing, sums and names do.
    try files.moveItem(atPath: frames + "/tiny_f1.fits", toPath: frames + "/a")
    try files.moveItem(atPath: frames + "/tiny_f2.fits", toPath: frames + "/tiny_f1.fits")
    try files.moveItem(atPath: frames + "/a", toPath: frames + "/tiny_f2.fits")
    #expect(try Verification([run.path], isDeep: true).runs[0].damaged == [0, 1, 2])
    #expect(
      try text(run, deep: true).contains(
        "RUN/frames/tiny_f2.fits: its SHA-256 is not the recorded one: it is not what was written; "
      ))
    #expect(
      try text(run, remarks: true).contains(
        "RUN/frames/tiny_f2.fits: remark: unit 0 'B', FILENAME: 'tiny_f1.fits', but the file is called"
      ))
  }

  @Test("Failed and missing frames are named, half a line is a remark")
  func missingFramesAreNamed() throws {
    let run = try RunSample(TemporaryFolder(), frames: 9, tried: 2)
    try run.fail(2, "no sun \u{1B}[31m<b>here</b>")
    let manifest = "run/manifest/shard-0000-of-0001.jsonl"
    try run.folder.write(
      try run.folder.text(manifest) + "{\"half\": \n{\"v\":1,\"wall_s\":NaN}", to: manifest)
    let answer = try Verification([run.path], isDeep: true)
    #expect(answer.runs[0].failed == [2] && answer.runs[0].missing == [3, 4, 5, 6, 7, 8])
    #expect(answer.errors == 2 && answer.remarks == 2)
    let words = try text(run, remarks: true)
    #expect(words.contains("RUN: frame 2 failed: no sun \\u{1b}[31m<b>here</b>; every frame"))
    #expect(words.contains("RUN: 6 frames were never tried: 3-8; a run is whole with 9 frames; "))
    #expect(
      words.contains("RUN/manifest/shard-0000-of-0001.jsonl:4: remark: a line that cannot be read"))
  }

  @Test("Unfinished files of dead processes are remarks, those of nobody knows whom, too")
  func leftoversAreRemarks() throws {
    let run = try RunSample(TemporaryFolder(), frames: 1)
    try run.folder.write("half", to: "run/frames/tiny_f0.fits.tmp.elsewhere-12.77.3")
    let answer = try Verification([run.path], isDeep: true)
    #expect(answer.isRight && answer.remarks == 1)
    #expect(
      try text(run, remarks: true).contains(
        "an unfinished file of a process at work, or of another"))
  }

  @Test("Frames of instants given by hand count, files of other scenarios are remarks")
  func otherFrames() throws {
    let run = try RunSample(TemporaryFolder(), frames: 3, tried: 0)
    func claim(_ name: String, frame: Int?, mark: String) throws {
      let bytes = try RunSample.fits(name, effective: "a = 1") { Float($0) }
      try RunFolder(existing: run.path).write(bytes, to: "frames/" + name)
      try run.append(
        ManifestEntry(
          frame: frame, instant: "2000-06-01T00:00:07Z", state: ManifestEntry.State.done,
          input: "sha256:0", run: mark, attempt: 1,
          products: [
            .init(
              kind: "frame", path: "frames/" + name, bytes: bytes.count,
              sha256: Digest.sha256(bytes))
          ]))
    }
    try claim("at.fits", frame: nil, mark: run.record.mark)
    try claim("old.fits", frame: 1, mark: "0123456789abcdef")
    let answer = try Verification([run.path], isDeep: true)
    #expect(answer.isRight && answer.runs[0].single == 1 && answer.runs[0].missing == [])
    #expect(answer.text().contains("; 1 frame of instants given by hand whole; 2 remarks"))
    #expect(
      try text(run, remarks: true).contains(
        "RUN/frames/old.fits: remark: a file of another scenario, of other values or of another version; "
      ))
    let path = run.path + "/frames/at.fits"
    try FileManager.default.removeItem(atPath: path)
    #expect(try text(run).contains("RUN/frames/at.fits: it is missing; "))
  }

  @Test("JSON tells the same, file by file")
  func json() throws {
    let run = try RunSample(TemporaryFolder(), frames: 1)
    var bytes = try run.folder.bytes("run/frames/tiny_f0.fits")
    bytes[2885] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: run.path + "/frames/tiny_f0.fits"))
    let answer = try JSONValue.parse(try Verification([run.path], isDeep: true).json())
    #expect(answer["schema"] == .string("totality.verification/1"))
    #expect(answer["errors"] == .number(3) && answer["deep"] == .bool(true))
    let file = answer["files"]?.array?.first
    #expect(file?["frame"] == .number(0))
    #expect(file?["findings"]?.array?.contains { $0["keyword"] == .string("DATASUM") } ?? false)
    #expect(answer["runs"]?.array?.first?["damaged"] == .array([.number(0)]))
  }
}

@Suite("Verification of hostile folders")
struct HostileRunTests {
  private func text(_ run: RunSample) throws -> String {
    try Verification([run.path], isDeep: true).text()
      .replacingOccurrences(of: run.path, with: "RUN")
  }

  @Test(
    "Paths that leave the folder are never opened",
    arguments: ["/etc/hostname", "../secret.fits", "frames/../../secret.fits", "", "frames/\u{0}x"])
  func pathsStayInside(path: String) throws {
    let folder = try TemporaryFolder()
    let run = try RunSample(folder, frames: 1, tried: 0)
    try folder.write("x", to: "secret.fits")
    try run.claim(0, path)
    let words = try text(run)
    #expect(words.contains("the manifest names a file outside the folder"), "\(words)")
    #expect(words.contains("0 of 1 frames whole"))
  }

  @Test("Control characters and marks of a terminal in names are escaped")
  func namesAreEscaped() throws {
    let run = try RunSample(TemporaryFolder(), frames: 1, tried: 0)
    try run.claim(0, "frames/\u{1B}[2J<script>\n\u{202E}.fits")
    let words = try text(run)
    #expect(words.contains("RUN/frames/\\u{1b}[2J<script>\\n\\u{202e}.fits: it is missing"))
    #expect(words.split(separator: "\n").count == 2)
  }

  @Test("Absurd sizes and counts of a manifest trap nothing")
  func absurdNumbers() throws {
    let run = try RunSample(TemporaryFolder(), frames: 2)
    let manifest = "run/manifest/shard-0000-of-0001.jsonl"
    let line = try #require(run.folder.text(manifest).split(separator: "\n").first)
    for (old, new) in [
      ("\"bytes\":5760", "\"bytes\":9223372036854775807"), ("\"bytes\":5760", "\"bytes\":-1"),
      ("\"attempt\":1", "\"attempt\":9223372036854775807"),
      ("\"attempt\":1", "\"attempt\":-9223372036854775808"), ("\"bytes\":5760", "\"bytes\":1e300"),
      ("\"frame\":0", "\"frame\":9223372036854775807"),
    ] {
      let text = line.replacingOccurrences(of: old, with: new)
      try run.folder.write(try run.folder.text(manifest) + text + "\n", to: manifest)
      _ = try Verification([run.path], isDeep: true).text()
    }
    // Two absurd sizes would overflow their sum.
    try run.claim(0, "frames/a.fits", bytes: .max)
    try run.claim(1, "frames/b.fits", bytes: .max)
    #expect(try !Verification([run.path], isDeep: true).isRight)
  }

  @Test("Links, pipes and folders in the place of files are told, not waited for")
  func specialFiles() throws {
    let run = try RunSample(TemporaryFolder(), frames: 3)
    let files = FileManager.default
    for frame in 0..<3 { try files.removeItem(atPath: run.path + "/frames/tiny_f\(frame).fits") }
    try files.createSymbolicLink(
      atPath: run.path + "/frames/tiny_f0.fits", withDestinationPath: "/dev/zero")
    #expect(mkfifo(run.path + "/frames/tiny_f1.fits", 0o600) == 0)
    try files.createDirectory(
      atPath: run.path + "/frames/tiny_f2.fits", withIntermediateDirectories: false)
    let words = try text(run)
    #expect(words.contains("RUN/frames/tiny_f0.fits: it is a symbolic link; a frame's files are"))
    #expect(words.contains("RUN/frames/tiny_f1.fits: it is a pipe, a device or a socket; "))
    #expect(words.contains("RUN/frames/tiny_f2.fits: it is a folder; "))
  }

  @Test("A folder of frames that is a link is told once and not read")
  func linkedFolder() throws {
    let run = try RunSample(TemporaryFolder(), frames: 3)
    let files = FileManager.default
    try files.moveItem(atPath: run.path + "/frames", toPath: run.path + "/../elsewhere")
    try files.createSymbolicLink(
      atPath: run.path + "/frames", withDestinationPath: run.path + "/../elsewhere")
    let answer = try Verification([run.path], isDeep: true)
    #expect(answer.errors == 1 && answer.runs[0].damaged == [0, 1, 2])
    #expect(
      try text(run).contains(
        "RUN/frames: it is a symbolic link; a run keeps its files in folders of its"))
  }

  @Test("A record or manifest that is a pipe is refused, not waited for")
  func pipesAsRecords() throws {
    for name in ["run.json", "manifest/shard-0000-of-0001.jsonl"] {
      let run = try RunSample(TemporaryFolder(), frames: 1)
      try FileManager.default.removeItem(atPath: run.path + "/" + name)
      #expect(mkfifo(run.path + "/" + name, 0o600) == 0)
      let error = #expect(throws: CampaignError.self) {
        try Verification([run.path], isDeep: false)
      }
      #expect(
        error?.description.hasSuffix(
          "\(name) is a pipe, a device or a socket, not a file; make the run again in another folder"
        )
          ?? false)
    }
  }

  @Test("One file that two frames claim belongs to neither")
  func sharedFiles() throws {
    let run = try RunSample(TemporaryFolder(), frames: 2, tried: 1)
    let size = try run.folder.bytes("run/frames/tiny_f0.fits").count
    try run.claim(1, "frames/tiny_f0.fits", bytes: size)
    #expect(try text(run).contains("RUN/frames/tiny_f0.fits: frame 0 and frame 1 both claim it; "))
  }
}

@Suite("Verification of other folders and files")
struct VerifiedFolderTests {
  @Test("A folder without run.json is verified file by file")
  func otherFolders() throws {
    let folder = try TemporaryFolder()
    let run = try RunSample(folder, frames: 2)
    try FileManager.default.removeItem(atPath: run.path + "/run.json")
    let words = try Verification([run.path], isDeep: true).text()
    #expect(
      words.contains(
        "run: run.json is missing; a run's folder holds run.json, manifest/, frames/ and quicklook/; "
      ))
    try FileManager.default.removeItem(atPath: run.path + "/manifest")
    let answer = try Verification([run.path], isDeep: true)
    #expect(answer.isRight && answer.files_checked == 4)
  }

  @Test("What is not there, not a picture or empty is told")
  func messages() throws {
    let folder = try TemporaryFolder()
    try folder.write("hello", to: "a.txt")
    try folder.write("", to: "b.fits")
    #expect(mkfifo(folder.path("pipe.fits"), 0o600) == 0)
    func words(_ names: String...) throws -> String {
      try Verification(names.map { folder.path($0) }, isDeep: false).text()
    }
    #expect(try words("a.txt").contains("a.txt: it is neither FITS nor PNG; "))
    #expect(try words("b.fits").contains("b.fits: read FITS unit 0: it does not begin with SIMPLE"))
    #expect(try words("pipe.fits").contains("pipe.fits: it is a pipe, a device or a socket; "))
    let missing = #expect(throws: CampaignError.self) { try words("a.txt", "none.fits") }
    #expect(missing?.code == .noInput)
    #expect(missing?.description.hasSuffix("none.fits; check the name") ?? false)
    try FileManager.default.createDirectory(
      atPath: folder.path("empty"), withIntermediateDirectories: false)
    let empty = #expect(throws: CampaignError.self) { try words("empty") }
    #expect(empty?.code == .noInput)
    #expect(
      empty?.description.hasSuffix(
        "empty holds neither run.json nor FITS or PNG files; give the folder that batch -o or process "
          + "-o named, or single files") ?? false)
    let profile = #expect(throws: CampaignError.self) {
      try Verification([folder.path("b.fits")], profiles: ["fits", "esa"], isDeep: false)
    }
    #expect(
      profile?.description
        == "there is no profile \"esa\"; there are fits, sunpy, solarnet, with commas between")
  }
}
