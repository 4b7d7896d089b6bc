internal import Foundation
internal import Optics
internal import Wave

/// The wave of one wavelength through a coronagraph, on its way in a task.
///
/// A class, as ``FilteredLine`` is: release builds of Swift 6.3.1 destroy vectors wrongly that asynchronous closures
/// capture.
final class CoronagraphWave: Sendable {
  private let design: LyotCoronagraph
  private let sun: SolarSource
  private let angles: [Double]

  /// What comes of it: plain numbers, which tasks may hand over.
  struct Light: Sendable {
    /// Behind the Lyot stop, for each angle, mean solar brightness.
    var brightness: [Double]
    /// In the pupil, in units of the whole Sun's.
    var irradiance: Double
  }

  /// - Parameter angles: tangents of the angles from the axis.
  init(_ design: LyotCoronagraph, sun: SolarSource, angles: [Double]) {
    (self.design, self.sun, self.angles) = (design, sun, angles)
  }

  /// Follows the wave.
  ///
  /// - Throws: `WaveError` for a telescope that is too large.
  @inline(never)
  private func light() throws -> Light {
    let run = try CoronagraphRun(
      design, sun: sun, sources: CoronagraphResponse.sources, angles: angles, images: .afterLyot)
    let profile = run.profile((0..<run.partCount).map { run.part($0) })
    return Light(brightness: profile.afterLyot, irradiance: profile.pupilIrradiance)
  }

  /// Follows some waves beside each other, at most one for each processor, and four: each holds some 100 MB.
  ///
  /// How many does not depend on `--jobs`, which this leaves out of account.
  static func lights(_ waves: [CoronagraphWave]) async throws -> [Light] {
    struct Made: Sendable {
      var index: Int
      var light: Light
    }
    let most = min(4, max(1, ProcessInfo.processInfo.activeProcessorCount))
    return try await withThrowingTaskGroup(of: Made.self) { group in
      var next = 0
      func addTask() {
        guard next < waves.count else { return }
        let (index, wave) = (next, waves[next])
        next += 1
        group.addTask { Made(index: index, light: try wave.light()) }
      }
      for _ in 0..<most { addTask() }
      var made: [Made] = []
      while let one = try await group.next() {
        made.append(one)
        addTask()
      }
      return made.sorted { $0.index < $1.index }.map(\.light)
    }
  }
}
