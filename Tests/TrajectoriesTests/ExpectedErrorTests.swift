import Astronomy
import Testing
import Trajectories

@Suite("Errors that motions state of themselves")
struct ExpectedErrorTests {
  private let epoch = Instant(wholeSeconds: 800_000_000)

  private func orbit() throws -> KeplerTrajectory {
    try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_903_137, eccentricity: 0.01, inclination: 1, ascendingNode: 0.3,
        argumentOfPerigee: 0.2, meanAnomaly: 0.1), epoch: epoch, frame: .gcrf, propagator: .kepler)
  }

  private func table(_ motion: KeplerTrajectory, step: Double, count: Int) throws
    -> TabulatedTrajectory
  {
    let times = (0..<count).map { epoch.advanced(bySeconds: Double($0) * step) }
    let states = times.map { motion.state(at: $0) }
    return try TabulatedTrajectory(
      times: times, positions: states.map(\.position), velocities: states.map(\.velocity))
  }

  @Test("A table states the size of its worst error, at its ends", arguments: [60.0, 120, 300])
  func table(step: Double) throws {
    let motion = try orbit()
    let table = try table(motion, step: step, count: 25)
    var worst = 0.0
    for piece in 0..<24 {
      let middle = epoch.advanced(bySeconds: (Double(piece) + 0.5) * step)
      let truth = (table.state(at: middle).position - motion.state(at: middle).position).length
      worst = max(worst, truth)
    }
    let stated = try #require(table.methodError(at: epoch))
    #expect(stated >= worst / 2 && stated < worst * 10, "\(stated) against \(worst)")
  }

  @Test("Two tables on the same nodes state the error of their difference, not of each")
  func difference() throws {
    let motion = try orbit()
    let near = try table(motion, step: 120, count: 25)
    let other = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_903_137, eccentricity: 0.01, inclination: 1, ascendingNode: 0.3,
        argumentOfPerigee: 0.2, meanAnomaly: 0.100_02), epoch: epoch, frame: .gcrf,
      propagator: .kepler)
    let far = try table(other, step: 120, count: 25)
    let middle = epoch.advanced(bySeconds: 1260)
    let difference = TrajectoryDifference(occulter: far, observer: near)
    let together = try #require(difference.methodError(at: middle))
    let alone = try #require(near.methodError(at: middle))
    #expect(together < alone / 10)
    let mixed = TrajectoryDifference(occulter: other, observer: near)
    #expect(mixed.methodError(at: middle) == alone)
  }
}
