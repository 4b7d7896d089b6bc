import Astronomy
import Geometry
import TestSupport
import Testing

@Suite("Sets of time windows")
struct TimeWindowsTests {
  private let epoch = Instant(wholeSeconds: 0)

  private func instant(_ seconds: Double) -> Instant { epoch.advanced(bySeconds: seconds) }

  private func windows(_ pairs: [(Double, Double)]) -> TimeWindows {
    TimeWindows(pairs.map { instant($0.0)...instant($0.1) })
  }

  private func pairs(_ windows: TimeWindows) -> [[Double]] {
    windows.intervals.map {
      [$0.lowerBound.seconds(since: epoch), $0.upperBound.seconds(since: epoch)]
    }
  }

  @Test("Stretches are sorted, joined where they touch, and dropped when empty")
  func normalised() {
    let set = windows([(5, 6), (0, 1), (1, 2), (8, 8), (5.5, 7)])
    #expect(pairs(set) == [[0, 2], [5, 7]])
    #expect(set.totalSeconds == 4)
    #expect(set.contains(instant(2)))
    #expect(!set.contains(instant(2.5)))
  }

  @Test("Union, intersection, difference and complement of a worked example")
  func operations() {
    let a = windows([(0, 4), (6, 10)])
    let b = windows([(3, 7), (9, 12)])
    #expect(pairs(a.union(b)) == [[0, 12]])
    #expect(pairs(a.intersection(b)) == [[3, 4], [6, 7], [9, 10]])
    #expect(pairs(a.subtracting(b)) == [[0, 3], [7, 9]])
    #expect(pairs(a.complement(in: instant(-1)...instant(20))) == [[-1, 0], [4, 6], [10, 20]])
    #expect(pairs(TimeWindows.empty.complement(in: instant(0)...instant(1))) == [[0, 1]])
  }

  @Test("Growing joins neighbours, shrinking drops the short ones")
  func expansion() {
    let a = windows([(0, 4), (6, 10), (20, 21)])
    #expect(pairs(a.expanded(bySeconds: 1)) == [[-1, 11], [19, 22]])
    #expect(pairs(a.expanded(bySeconds: -0.5)) == [[0.5, 3.5], [6.5, 9.5]])
    #expect(pairs(a.lasting(atLeastSeconds: 2)) == [[0, 4], [6, 10]])
  }

  @Test("The laws of sets hold for random windows")
  func laws() {
    var generator = SeededGenerator(seed: 7)
    let span = instant(0)...instant(1000)
    func random() -> TimeWindows {
      windows(
        (0..<8).map { _ in
          let start = Double.random(in: 0...950, using: &generator)
          return (start, start + Double.random(in: 0...50, using: &generator))
        })
    }
    for _ in 0..<200 {
      let (a, b, c) = (random(), random(), random())
      #expect(a.union(b) == b.union(a))
      #expect(a.intersection(b) == b.intersection(a))
      #expect(a.union(b).union(c) == a.union(b.union(c)))
      #expect(a.intersection(b.union(c)) == a.intersection(b).union(a.intersection(c)))
      #expect(a.complement(in: span).complement(in: span) == a)
      #expect(
        a.union(b).complement(in: span)
          == a.complement(in: span).intersection(b.complement(in: span)))
      #expect(a.subtracting(b) == a.intersection(b.complement(in: span)))
      #expect(a.subtracting(b).intersection(b).isEmpty)
      let parts = a.subtracting(b).totalSeconds + a.intersection(b).totalSeconds
      #expect(abs(parts - a.totalSeconds) < 1e-9)
    }
  }
}
