import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@Suite("Windows from SPK kernels")
struct KernelFormationTests {
  private func windows(_ name: String) throws -> WindowSearchResult {
    let path = ReferenceData.repositoryPath("Fixtures/spk/\(name).bsp")
    let kernel = try SPKKernel(
      bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), name: "\(name).bsp")
    let span =
      try Instant.parse("1975-07-19T12:02:00 TDB")
      .instant...(try Instant.parse(
        "1975-07-19T14:58:00 TDB"
      ).instant)
    let observer = try kernel.trajectory(of: -901, over: span)
    let occulter = try kernel.trajectory(of: -902, over: span)
    let formation = try Formation(
      observer: observer, occulter: TrajectoryDifference(occulter: occulter, observer: observer),
      // A ball large enough for a Sun far out of the orbit's plane.
      shape: .sphere(radius: 180), ephemeris: EarthEphemeris(covering: span))
    return try formation.windows(over: span, law: .uniform)
  }

  @Test("Chebyshev, Lagrange and Hermite kernels of one formation give the same contacts")
  func sameContacts() throws {
    let chebyshev = try windows("chebyshev")
    // The steps of the tables, about 90 s and 60 s, leave interpolation errors of 1e-6 and 1e-5 m.
    for (name, seconds) in [("hermite", 7e-6), ("lagrange", 3e-5)] {
      let other = try windows(name)
      #expect(other.windows.count == 2)
      #expect(chebyshev.windows.count == 2)
      for (a, b) in zip(chebyshev.windows, other.windows) {
        for (mine, theirs) in [(a.first, b.first), (a.fourth, b.fourth)] {
          let (mine, theirs) = (try #require(mine), try #require(theirs))
          #expect(abs(mine.instant.seconds(since: theirs.instant)) < seconds)
        }
      }
      // The difference has bounds of its own; those of two low orbits would take far more.
      #expect(other.evaluations < 2000)
    }
  }
}
