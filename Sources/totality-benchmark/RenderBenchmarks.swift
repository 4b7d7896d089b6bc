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
    try await bench.measureTasks("batch: \(frames) frames of 64², one FITS file each", "ms") {
      number += 1
      let runner = try BatchRunner(
        scenario, folder: folder + "/batch\(number)", environment: [:])
      var made = 0
      _ = try await runner.run(tasks, jobs: 1) { made += $0.state == .made ? 1 : 0 }
      return Double(made)
    }
    bench.note(
      String(
        format: "%.2f ms a frame, its share of the nodes included",
        bench.lastMedian / Double(frames)))
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
