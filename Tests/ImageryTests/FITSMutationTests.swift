import Foundation
import TestSupport
import Testing

@testable import Imagery

/// Ten thousand damaged files in the ordinary run; TOTALITY_FITS_MUTATIONS=1000000 runs as many.
///
/// TOTALITY_FITS_FIRST_SEED begins elsewhere, so that several processes share the work.
@Suite("Damaged FITS files of others")
struct FITSMutationTests {
  private static func setting(_ name: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
  }

  /// What became of a file.
  private struct Outcome {
    var samples = 0
    var refused = 0
    var read = 0
  }

  /// Does with a file everything a program can do: list, read planes and bands, headers, write back.
  private func use(_ bytes: [UInt8]) throws -> Outcome {
    var limits = FITSLimits()
    limits.samples = 1 << 18
    var outcome = Outcome()
    let file: FITSFile
    do throws(ImageryError) {
      file = try FITSFile(bytes: bytes, path: "damaged.fits", limits: limits)
    } catch {
      try check(error)
      outcome.refused = 1
      return outcome
    }
    for unit in file.units.prefix(8) {
      _ = unit.description
      for (plane, rows) in [(0, nil), (unit.planeCount - 1, 0..<1)] as [(Int, Range<Int>?)] {
        do throws(ImageryError) {
          let samples = try file.samples(unit, plane: plane, rows: rows)
          outcome.samples += samples.samples.count
          outcome.read += 1
        } catch {
          try check(error)
          outcome.refused += 1
        }
      }
      do throws(ImageryError) {
        _ = try SolarHeader(unit)
      } catch {
        try check(error)
      }
      let records = unit.header.records
      #expect(records.allSatisfy { $0.utf8.count == 80 })
    }
    return outcome
  }

  private func check(_ error: ImageryError) throws {
    // A sentence that can be read, not a dump of the file.
    #expect(!error.message.isEmpty && error.description.utf8.count < 4000, "\(error)")
    #expect(FITSText.isPrintable(error.message.filter { $0 != "×" && $0 != "…" }), "\(error)")
  }

  @Test("No damage makes the reader crash, hang or take much memory")
  func mutations() throws {
    let count = Self.setting("TOTALITY_FITS_MUTATIONS", 10_000)
    let first = Self.setting("TOTALITY_FITS_FIRST_SEED", 0)
    let mutations = try FITSMutations()
    var total = Outcome()
    var slowest = (seconds: 0.0, seed: -1)
    let before = ProcessUsage.peakMegabytes()
    for seed in first..<first + count {
      let bytes = mutations.file(seed: seed)
      let start = ProcessUsage.threadSeconds()
      let outcome = try use(bytes)
      let seconds = ProcessUsage.threadSeconds() - start
      if seconds > slowest.seconds { slowest = (seconds, seed) }
      total.samples += outcome.samples
      total.refused += outcome.refused
      total.read += outcome.read
    }
    print(
      "mutations \(first)...: \(count) files, \(total.read) readings, \(total.refused) refusals, "
        + "slowest \(slowest.seconds) s (seed \(slowest.seed)), "
        + "memory \(before) to \(ProcessUsage.peakMegabytes()) MB")
    // Damage that never hurts, or always, would test nothing.
    #expect(total.read > count / 4 && total.refused > count / 4)
    #expect(slowest.seconds < 1, "seed \(slowest.seed)")
    // Other suites take memory meanwhile unless the run is this one's alone.
    if count > 10_000 { #expect(ProcessUsage.peakMegabytes() - before < 200) }
  }
}
