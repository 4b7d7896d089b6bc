import Astronomy
import Campaign
import Foundation

/// The whole way of a photograph of 1975: corona, ring, scatter, glow and film, 1024 × 1024, with its files.
enum FilmFrameBenchmark {
  static func run(_ bench: inout Bench) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("totality-benchmark-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let scenario = try Scenario.read(
      "astp-1975-ma148",
      setting: [
        "camera.size=[1024,1024]", "camera.preset=\"astp-camera-placeholder\"",
        "optics.f_number=2.8", "stray_light.scatter.total=0.005",
        "stray_light.particles.column_per_m2=4.7e6", "sensor.kind=\"film-70mm\"",
        "sensor.exposures_s=[1]",
      ])
    let runner = try FrameRunner(scenario, folder: folder, environment: [:])
    let task = FrameTask(index: nil, instant: try Instant.parse("1975-07-19T12:06:40Z").instant)
    let workers = min(2, ProcessInfo.processInfo.activeProcessorCount)
    var passed: [Double] = []
    try await bench.measureTasks("ASTP frame on film, 1024², five files", "ms") {
      let begin = ContinuousClock.now
      let count = try await runner.make(task, workers: workers).paths.count
      passed.append((ContinuousClock.now - begin) / .milliseconds(1))
      return Double(count)
    }
    let median = passed.dropFirst().sorted()[(passed.count - 1) / 2]
    bench.note(String(format: "all threads; %.0f ms passed with %d workers", median, workers))
  }
}
