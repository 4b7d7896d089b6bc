internal import Foundation
internal import Imagery
internal import Processing

/// How far a measured picture is from the truth, ring by ring about the Sun.
struct RadialErrors: Sendable {
  /// The differences in one ring.
  struct Ring: Sendable {
    /// Distances from the Sun's centre, solar radii.
    var radii: ClosedRange<Double>
    /// How many pixels have both.
    var count: Int
    /// The median of |measured − true| / true.
    var error: Double
    /// The median of (measured − true) / true.
    var bias: Double
    /// The sum of what was measured over the sum of what is true, less one: what averages are off by.
    var excess: Double
    /// Mean of (measured − true) / σ; not a number without σ.
    var pullMean: Double
    /// Standard deviation of the same.
    var pullDeviation: Double
  }

  /// The rings, outwards; those without pixels are left out.
  let rings: [Ring]
  /// The ring from the goal's first to its last radius; nil without pixels there.
  let whole: Ring?

  /// Compares a picture with a plane on its own pixels.
  ///
  /// - Parameters:
  ///   - picture: what was measured, with where its pixels look.
  ///   - edges: of the rings, solar radii, ascending.
  ///   - range: of the ring that stands for all.
  init(
    _ picture: Observation, truth: Plane, edges: [Double], range: ClosedRange<Double>
  ) {
    guard let sky = picture.sky else {
      (rings, whole) = ([], nil)
      return
    }
    var samples: [[Sample]] = Array(repeating: [], count: max(0, edges.count - 1))
    var inRange: [Sample] = []
    let radii = sky.impactParameters(like: picture.light)
    for (index, light) in picture.light.samples.enumerated() {
      let expected = truth.samples[index]
      guard light.isFinite, expected.isFinite, expected > 0 else { continue }
      let radius = radii[index]
      let sample = Sample(
        relative: (light - expected) / expected, expected: expected,
        pull: (light - expected) / (picture.uncertainty?.samples[index] ?? .nan))
      if range.contains(radius) { inRange.append(sample) }
      if let place = edges.lastIndex(where: { $0 <= radius }), place < samples.count {
        samples[place].append(sample)
      }
    }
    rings = samples.enumerated().compactMap { place, found in
      Self.ring(edges[place]...edges[place + 1], found)
    }
    whole = Self.ring(range, inRange)
  }

  private struct Sample {
    var relative: Double
    var expected: Double
    var pull: Double
  }

  private static func ring(_ radii: ClosedRange<Double>, _ samples: [Sample]) -> Ring? {
    guard !samples.isEmpty else { return nil }
    let pulls = samples.map(\.pull).filter(\.isFinite)
    let mean = pulls.reduce(0, +) / Double(pulls.count)
    let square = pulls.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(pulls.count)
    return Ring(
      radii: radii, count: samples.count, error: median(samples.map { abs($0.relative) }),
      bias: median(samples.map(\.relative)),
      excess: samples.reduce(0) { $0 + $1.relative * $1.expected }
        / samples.reduce(0) { $0 + $1.expected },
      pullMean: pulls.isEmpty ? .nan : mean,
      pullDeviation: pulls.isEmpty ? .nan : square.squareRoot())
  }

  /// The middle of some numbers; not a number without any.
  static func median(_ numbers: [Double]) -> Double {
    guard !numbers.isEmpty else { return .nan }
    let sorted = numbers.sorted()
    let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    return (low + high) / 2
  }
}
