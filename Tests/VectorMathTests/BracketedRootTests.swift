import RealModule
import Testing
import VectorMath

@Suite("Bracketed roots")
struct BracketedRootTests {
  @Test("Smooth functions are solved to 1e-13 in at most twelve evaluations")
  func smoothFunctions() throws {
    let cases: [(function: (Double) -> Double, lower: Double, upper: Double, root: Double)] = [
      ({ Double.cos($0) - $0 }, 0, 1, 0.7390851332151607),
      ({ $0 * $0 * $0 - 2 * $0 - 5 }, 2, 3, 2.0945514815423265),
      ({ Double.exp($0) - 2 }, 0, 1.5, 0.6931471805599453),
    ]
    for test in cases {
      let found = try #require(
        bracketedRoot(of: test.function, between: test.lower, and: test.upper, tolerance: 1e-13))
      #expect(abs(found.estimate - test.root) <= 1e-13)
      #expect(found.lower <= test.root && test.root <= found.upper)
      #expect(found.upper - found.lower <= 1e-13)
      #expect(found.evaluations <= 12, "\(found.evaluations) evaluations")
    }
  }

  @Test("Steps, flat roots and poles of high order keep the bracket and come to an end")
  func hardFunctions() throws {
    let step = try #require(
      bracketedRoot(of: { $0 < 0.3 ? -1 : 1e9 }, between: 0, and: 1, tolerance: 1e-12))
    #expect(step.lower <= 0.3 && 0.3 <= step.upper && step.upper - step.lower <= 1e-12)
    #expect(step.evaluations < 120)
    let flat = try #require(
      bracketedRoot(of: { Double.pow($0 - 0.25, 9) }, between: -1, and: 1, tolerance: 1e-9))
    #expect(flat.lower <= 0.25 && 0.25 <= flat.upper && flat.evaluations < 150)
  }

  @Test("Ends may come in either order, and a zero at an end is found at once")
  func ends() throws {
    let backward = try #require(
      bracketedRoot(of: { $0 - 0.125 }, between: 1, and: 0, tolerance: 1e-12))
    #expect(abs(backward.estimate - 0.125) <= 1e-12 && backward.lower <= backward.upper)
    let atEnd = try #require(bracketedRoot(of: { $0 }, between: 0, and: 1, tolerance: 1e-12))
    #expect(atEnd.estimate == 0 && atEnd.evaluations == 2)
    let given = try #require(
      bracketedRoot(
        of: { $0 - 0.5 }, between: 0, and: 2, valueAtFirst: -0.5, valueAtSecond: 1.5,
        tolerance: 1e-12))
    #expect(abs(given.estimate - 0.5) <= 1e-12)
  }

  @Test("Without a change of sign, or with ends or values that are not numbers, there is no answer")
  func refusals() {
    #expect(bracketedRoot(of: { $0 * $0 + 1 }, between: -1, and: 1, tolerance: 1e-9) == nil)
    #expect(bracketedRoot(of: { $0 }, between: -.infinity, and: 1, tolerance: 1e-9) == nil)
    #expect(bracketedRoot(of: { _ in .nan }, between: -1, and: 1, tolerance: 1e-9) == nil)
    #expect(bracketedRoot(of: { $0 }, between: .nan, and: 1, tolerance: 1e-9) == nil)
  }

  @Test("A tolerance of zero ends at the resolution of doubles")
  func zeroTolerance() throws {
    let found = try #require(
      bracketedRoot(of: { $0 * $0 - 2 }, between: 1, and: 2, tolerance: 0))
    #expect(found.upper - found.lower <= 4 * found.estimate.ulp)
  }
}
