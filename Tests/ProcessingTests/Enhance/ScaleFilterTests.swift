import Foundation
import Processing
import TestSupport
import Testing

/// Filters that work scale by scale.
@Suite("Multiscale filters")
struct ScaleFilterTests {
  private func noise(_ side: Int) throws -> Plane {
    var generator = SeededGenerator(seed: 5)
    return try Plane(
      width: side, height: side,
      samples: (0..<side * side).map { _ in
        // The sum of twelve uniform numbers less six has deviation one.
        (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
      })
  }

  @Test("Every scale of a whitened picture has power one")
  func whitened() throws {
    let plane = try noise(128)
    for scale in 0..<5 {
      var filter = WaveletsOptimizedWhitening()
      filter.weights = (0...5).map { $0 == scale ? 1 : 0 }
      let result = try filter.apply(plane)
      let power = result.samples.reduce(0) { $0 + $1 * $1 } / Double(result.samples.count)
      #expect(abs(power - 1) < 0.25, "scale \(scale)")
    }
  }

  @Test("Thresholds in units of the noise take noise away")
  func denoised() throws {
    let plane = try noise(128)
    var filter = WaveletsOptimizedWhitening()
    filter.weights = [1, 0, 0, 0, 0, 0]
    let before = try filter.apply(plane).samples
    filter.denoise = [5]
    // Half of normal numbers are within 0.67449 deviations, and erf(0.67449 / 5) = 0.15130.
    let estimated = try median(ratios(filter.apply(plane).samples, before))
    #expect(abs(estimated - 0.15130) < 1e-3)
    let known = try filter.apply(plane, noise: Plane(like: plane, repeating: 1)).samples
    #expect(abs(median(ratios(known, before)) - 0.15130) < 4e-3)
    let half = try filter.apply(plane, noise: Plane(like: plane, repeating: 0.5)).samples
    #expect(abs(median(ratios(half, before)) - 0.29720) < 8e-3)
  }

  private func ratios(_ first: [Double], _ second: [Double]) -> [Double] {
    zip(first, second).map { $0 / $1 }
  }

  private func median(_ samples: [Double]) -> Double { samples.sorted()[samples.count / 2] }

  @Test("The unit of brightness does not matter")
  func unit() throws {
    var plane = try FilterVectors.input()
    let mgn = try MultiscaleGaussianNormalization().apply(plane)
    let wow = try WaveletsOptimizedWhitening().apply(plane)
    plane.samples = plane.samples.map { $0 * 0x1p40 }
    let otherMGN = try MultiscaleGaussianNormalization().apply(plane)
    let otherWOW = try WaveletsOptimizedWhitening().apply(plane)
    #expect(FilterVectors.difference(otherMGN, mgn).largest < 1e-12)
    #expect(FilterVectors.difference(otherWOW, wow).largest < 1e-12)
  }

  @Test("A hole in an even picture makes no edge")
  func hole() throws {
    var plane = try Plane(width: 90, height: 70, samples: [Double](repeating: 3, count: 6300))
    for row in 20..<40 { for column in 30..<60 { plane[column, row] = .nan } }
    let mgn = try MultiscaleGaussianNormalization().apply(plane).samples.filter { !$0.isNaN }
    let wow = try WaveletsOptimizedWhitening().apply(plane).samples.filter { !$0.isNaN }
    #expect(mgn.count == 6300 - 600)
    #expect(wow.count == 6300 - 600)
    #expect((mgn.max() ?? 1) - (mgn.min() ?? 0) < 1e-4)
    #expect((wow.max() ?? 1) - (wow.min() ?? 0) < 1e-3)
  }

  @Test("Means beside holes are those over the pixels that have a value", arguments: [1, 7])
  func normalizedMeans(every: Int) throws {
    // An occulter, a corner without data, the picture's edge; and dust, so many that lines have many gaps.
    var plane = try noise(72)
    for row in 0..<72 {
      for column in 0..<72 {
        let isOcculted = hypot(Double(row) - 36, Double(column) - 33) < 9
        let isDust = every > 1 && (row * 72 + column).isMultiple(of: every)
        let isEdge = column == 0 && row > 40
        if isOcculted || isDust || isEdge || row + column < 14 { plane[column, row] = .nan }
      }
    }
    var filter = MultiscaleGaussianNormalization()
    (filter.sigmas, filter.h) = ([2.5], 0)
    let result = try filter.apply(plane)
    // Sums written out, the outermost pixels going on beyond the edge.
    func mean(_ column: Int, _ row: Int, of value: (Int, Int) -> Double) -> Double {
      var (sum, weights) = (0.0, 0.0)
      for up in -8...8 {
        for across in -8...8 {
          let (x, y) = (min(71, max(0, column + across)), min(71, max(0, row + up)))
          guard !plane[x, y].isNaN else { continue }
          let weight = exp(-Double(up * up + across * across) / (2 * 2.5 * 2.5))
          sum += weight * value(x, y)
          weights += weight
        }
      }
      return sum / weights
    }
    var excess = plane
    for row in 0..<72 {
      for column in 0..<72 where !plane[column, row].isNaN {
        excess[column, row] = plane[column, row] - mean(column, row) { plane[$0, $1] }
      }
    }
    for row in 0..<72 {
      for column in 0..<72 where !plane[column, row].isNaN {
        let variance = mean(column, row) { excess[$0, $1] * excess[$0, $1] }
        let expected = atan(0.7 * excess[column, row] / variance.squareRoot())
        #expect(abs(result[column, row] - expected) < 1e-12, "\(column), \(row)")
      }
    }
  }

  @Test("What a hole hides does not matter, but for rounding")
  func hidden() throws {
    var plane = try FilterVectors.scaledInput()
    for row in 100..<150 { for column in 100..<150 { plane[column, row] = .nan } }
    var filter = WaveletsOptimizedWhitening()
    filter.denoise = [3, 1]
    let whole = try filter.apply(FilterVectors.scaledInput())
    let holed = try filter.apply(plane)
    // Far from the hole only the smooth rest's deviation, one number, differs.
    let far = [5 * 256 + 5, 250 * 256 + 20, 30 * 256 + 240]
    for index in far { #expect(abs(holed.samples[index] - whole.samples[index]) < 1.5) }
    #expect(holed.samples.filter(\.isNaN).count == 2500)
  }
}
