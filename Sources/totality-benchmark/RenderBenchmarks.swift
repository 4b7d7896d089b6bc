import Campaign
import Foundation
import Imagery

/// Whole frames of 1024 × 1024, and their files.
enum RenderBenchmarks {
  static func run(_ bench: inout Bench, repository: String) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("totality-benchmark-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let size = ["camera.size=[1024,1024]", "camera.pixel_scale_arcsec=12.9"]
    let bare = ["output.planes=false", "output.preview=false", "output.annotated=false"]
    let note = "1024 × 1024, all threads together"
    for (name, values) in [
      ("frame: scene, light, one FITS file", size + bare),
      ("frame: scene, light, all four files", size),
    ] {
      let scenario = try Scenario.read(
        repository + "/Fixtures/astp-1975.toml", setting: values)
      let runner = try FrameRunner(scenario, folder: folder, environment: [:])
      let task = try scenario.frame(34)
      try await bench.measureTasks(name, "ms", note: note) {
        Double(try await runner.make(task, workers: 1).paths.count)
      }
    }
    try encoding(&bench, folder: folder)
    try await sequence(&bench, repository: repository, folder: folder)
  }

  /// Small frames of one sequence, which share their corona; the folder, its lock and its manifest included.
  private static func sequence(_ bench: inout Bench, repository: String, folder: String)
    async throws
  {
    let frames = 400
    let scenario = try Scenario.read(
      repository + "/Fixtures/astp-1975.toml",
      setting: [
        "camera.size=[64,64]", "camera.pixel_scale_arcsec=206.4", "sequence.cadence_s=0.1",
        "sequence.frames=\(frames)", "output.planes=false", "output.preview=false",
        "output.annotated=false",
      ])
    let tasks = try scenario.frames(in: nil).tasks
    var number = 0
    var overheads: [Double] = []
    try await bench.measureTasks("batch: \(frames) frames of 64², one FITS file each", "ms") {
      number += 1
      let run = folder + "/batch\(number)"
      let begin = ContinuousClock.now
      let runner = try BatchRunner(scenario, folder: run, environment: [:])
      var made = 0
      _ = try await runner.run(tasks, jobs: 1) { made += $0.state == .made ? 1 : 0 }
      let passed = (ContinuousClock.now - begin) / .milliseconds(1)
      overheads.append(passed - (try millisecondsInFrames(of: run)))
      return Double(made)
    }
    let overhead = overheads.sorted()[overheads.count / 2]
    bench.note(
      String(
        format: "%.2f ms a frame, its share of the nodes included; of the time that passed "
          + "%.2f ms a frame beside rendering and writing",
        bench.lastMedian / Double(frames), overhead / Double(frames)))
  }

  /// The time that passed while frames of a run were rendered and written.
  ///
  /// The manifest tells it to a millisecond: good to some hundredths of one in the mean of hundreds.
  private static func millisecondsInFrames(of run: String) throws -> Double {
    struct Line: Decodable {
      var wall_s: Double?
    }
    let path = run + "/manifest/shard-0000-of-0001.jsonl"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return try text.split(separator: "\n").reduce(0) {
      $0 + 1000 * (try JSONDecoder().decode(Line.self, from: Data($1.utf8)).wall_s ?? 0)
    }
  }

  private static func encoding(_ bench: inout Bench, folder: String) throws {
    let frames = folder + "/frames"
    let names = try FileManager.default.contentsOfDirectory(atPath: frames)
    guard let name = names.first(where: { !$0.hasSuffix("_planes.fits") }) else { return }
    let file = [UInt8](try Data(contentsOf: URL(fileURLWithPath: frames + "/" + name)))
    let frame = try FITSDecoder.decode(file)
    guard case .float32(let image) = frame.content else { return }
    let scale = try LogScale(low: -9.6, high: -7.2)
    try bench.measure("FITS encode 1024²", "ms") {
      Double(try FITSEncoder.encode(primary: frame).count)
    }
    try bench.measure("FITS decode 1024²", "ms") {
      Double(try FITSDecoder.decode(file).header.records.count)
    }
    try bench.measure("PNG 16 bit encode 1024²", "ms") {
      Double(try PNGEncoder.grey16(image, scale: scale).count)
    }
    var annotation = FrameAnnotation(
      title: "benchmark", subtitle: name, sun: .init(x: 512.5, y: 512.5, radius: 73))
    annotation.scale = scale
    let words = annotation
    try bench.measure("annotated picture, drawn", "ms") {
      Double(try AnnotatedFrame.render(image, words).bytes.count)
    }
    let picture = try AnnotatedFrame.render(image, words)
    try bench.measure("annotated picture, PNG encode", "ms") {
      Double(try PNGEncoder.rgb8(picture).count)
    }
  }
}
