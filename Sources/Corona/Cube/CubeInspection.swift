/// What a cube of samples holds: its range, and what in it is no density.
public struct CubeInspection: Sendable, Hashable {
  /// Samples that are NaN or marked as missing.
  public private(set) var missing = 0
  /// Samples below zero.
  public private(set) var negative = 0
  /// Infinite samples, and finite ones above 1e30.
  public private(set) var infinite = 0
  /// Of these three, how many lie within the Sun, where no sightline runs.
  public private(set) var withinSun = 0
  /// The first sample outside the Sun that is no density.
  public private(set) var firstBad: Int?
  /// The smallest and largest density, electrons per cubic centimetre; nil when there is none.
  public private(set) var range: ClosedRange<Double>?

  /// An inspection that has not begun.
  public init() {}

  /// How many samples outside the Sun are no density.
  public var bad: Int { missing + negative + infinite - withinSun }

  /// Looks at a run of samples.
  ///
  /// - Parameters:
  ///   - samples: the samples, or a part of them.
  ///   - start: the number of their first one in the cube.
  ///   - grid: where the samples stand.
  public mutating func add(_ samples: CubeSamples, startingAt start: Int, of grid: CubeGrid) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for index in 0..<samples.count {
      let value = samples[index]
      if value >= 0, value <= 1e30 {
        low = Swift.min(low, value)
        high = Swift.max(high, value)
        continue
      }
      if value.isNaN {
        missing += 1
      } else if value < 0 {
        negative += 1
      } else {
        infinite += 1
      }
      if grid.isWithinSun(start + index) {
        withinSun += 1
      } else if firstBad == nil {
        firstBad = start + index
      }
    }
    guard low <= high else { return }
    range = Swift.min(low, range?.lowerBound ?? low)...Swift.max(high, range?.upperBound ?? high)
  }
}

extension CubeGrid {
  /// The coordinates of a sample: solar radii and radians, or solar radii.
  ///
  /// - Parameter index: the sample's number in the file, from zero; nil is the answer beyond the end.
  public func place(of index: Int) -> (first: Double, second: Double, third: Double)? {
    guard index >= 0, index < count else { return nil }
    let axes = [(first, strides.0), (second, strides.1), (third, strides.2)]
    let lengths = [first.knots.count, second.knots.count, third.knots.count - (wraps ? 1 : 0)]
    let values = axes.enumerated().map { number, way in
      let stored = index / abs(way.1) % lengths[number]
      return way.0.knots[way.1 < 0 ? lengths[number] - 1 - stored : stored]
    }
    return (values[0], values[1], values[2] + (coordinates == .spherical ? longitudeOrigin : 0))
  }

  /// Whether a sample stands below the photosphere.
  func isWithinSun(_ index: Int) -> Bool {
    guard let place = place(of: index) else { return false }
    guard coordinates == .cartesian else { return place.first < 1 - 1e-9 }
    let square =
      place.first * place.first + place.second * place.second + place.third * place.third
    return square < 1 - 1e-9
  }
}
