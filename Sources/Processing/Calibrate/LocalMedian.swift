/// Medians of 3 × 3 pixels.
enum LocalMedian {
  /// The median of each pixel and its neighbours that are numbers; NaN where the pixel is.
  static func smoothed(_ plane: Plane) -> Plane {
    var result = plane.samples
    var gathered = Neighbourhood()
    for row in 0..<plane.height {
      for column in 0..<plane.width {
        let index = row * plane.width + column
        guard !plane.samples[index].isNaN else { continue }
        gathered.gather(plane, column, row, withCentre: true)
        result[index] = gathered.median
      }
    }
    return Plane(like: plane, samples: result)
  }

  /// The numbers about a pixel, sorted.
  struct Neighbourhood {
    private var values = [Double](repeating: 0, count: 9)
    /// How many there are.
    private(set) var count = 0

    /// Collects the pixels about one.
    mutating func gather(_ plane: Plane, _ column: Int, _ row: Int, withCentre: Bool) {
      count = 0
      let columns = max(0, column - 1)...min(plane.width - 1, column + 1)
      for line in max(0, row - 1)...min(plane.height - 1, row + 1) {
        for place in columns where withCentre || line != row || place != column {
          insert(plane.samples[line * plane.width + place])
        }
      }
    }

    private mutating func insert(_ value: Double) {
      guard !value.isNaN else { return }
      var place = count
      while place > 0, values[place - 1] > value {
        values[place] = values[place - 1]
        place -= 1
      }
      values[place] = value
      count += 1
    }

    /// The median, NaN without a number.
    var median: Double {
      guard count > 0 else { return .nan }
      let upper = values[count / 2]
      return count % 2 == 1 ? upper : (values[count / 2 - 1] + upper) / 2
    }

    /// The median distance from a value.
    func medianDistance(from middle: Double) -> Double {
      var distances = Neighbourhood()
      for index in 0..<count { distances.insert((values[index] - middle).magnitude) }
      return distances.median
    }
  }
}
