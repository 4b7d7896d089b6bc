import Foundation
import Optics

/// Light that lenses spread over whole pictures.
enum StrayBenchmarks {
  static func run(_ bench: inout Bench) async throws {
    let workers = min(2, ProcessInfo.processInfo.activeProcessorCount)
    let side = 2048
    // A corona that falls with the sixth power, and its polarisation.
    let planes: [[Float]] = [1, 0.3, -0.2].map { factor in
      (0..<side * side).map { index in
        let r = hypot(Double(index % side) - 1023.5, Double(index / side) - 1023.5) / 300
        return r < 1.1 ? 0 : Float(factor * pow(r, -6))
      }
    }
    for radius in [20.0, 550] {
      let ghost = try Ghost(share: 1e-3, magnification: -1, radius: radius * 5e-5)
      try await wall(
        &bench, "ghost of B, Q and U, 2048², discs of \(Int(radius)) pixels", workers
      ) {
        await ghost.pictures(
          of: planes, width: side, axis: SIMD2(1023.5, 1023.5), pixel: 5e-5, workers: workers)[0][
            side * side / 2]
      }
    }
    let law = try HarveyScatter(total: 0.005, shoulder: 1e-3, slope: 2)
    let scatter = try PictureScatter(law, width: side, height: side, pixel: 5e-5)
    try await wall(&bench, "scatter of B, Q and U, 2048²", workers) {
      await scatter.scattered(planes, workers: workers)[0][side * side / 2]
    }
  }

  private static func wall(
    _ bench: inout Bench, _ name: String, _ workers: Int, _ body: () async throws -> Float
  ) async throws {
    var passed: [Double] = []
    try await bench.measureTasks(name, "ms") {
      let begin = ContinuousClock.now
      let value = try await body()
      passed.append((ContinuousClock.now - begin) / .milliseconds(1))
      return Double(value)
    }
    let median = passed.dropFirst().sorted()[(passed.count - 1) / 2]
    bench.note(String(format: "all threads; %.0f ms passed with %d workers", median, workers))
  }
}
