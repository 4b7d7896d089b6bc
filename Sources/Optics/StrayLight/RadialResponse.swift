internal import RealModule

/// A brightness or a transmission that depends on the angle from the Sun's centre alone, from a table.
///
/// For instruments whose ring is not the occulter's own: behind an internal occulter and a Lyot stop the
/// profile comes from a wave calculation and takes the ring's place.
public struct RadialResponse: DirectionalStrayLight {
  /// Angles from the Sun's centre, radians, ascending.
  public let angles: [Double]
  /// The value at each.
  public let values: [Double]
  public let name: String
  public let provenance: String

  /// - Parameters:
  ///   - angles: radians, at least two, from 0 or above, each larger than the one before.
  ///   - values: mean solar brightnesses, or a share; 0 or above, one for each angle.
  ///   - name: the layer's name in files.
  ///   - provenance: where the table comes from.
  /// - Throws: `OpticsError` for a table that is none.
  public init(
    angles: [Double], values: [Double], name: String = "ring", provenance: String
  ) throws(OpticsError) {
    guard angles.count >= 2, angles.count == values.count else {
      throw OpticsError(
        .valueOutOfRange,
        "radial table: \(angles.count) angles and \(values.count) values; at least two of each are "
          + "needed, and as many of both")
    }
    for index in angles.indices {
      let last = index == 0 ? -Double.leastNonzeroMagnitude : angles[index - 1]
      guard angles[index] > last, angles[index].isFinite else {
        throw OpticsError(
          .valueOutOfRange,
          "radial table, row \(index + 1): angle \(angles[index]) rad; must be 0 or above, and larger "
            + "than the one before")
      }
      guard values[index] >= 0, values[index].isFinite else {
        throw OpticsError(
          .valueOutOfRange,
          "radial table, row \(index + 1): value \(values[index]); must be a number 0 or above")
      }
    }
    (self.angles, self.values) = (angles, values)
    (self.name, self.provenance) = (name, provenance)
  }

  /// The value at an angle: straight between logarithms where both are above 0, else between values.
  ///
  /// Beyond the table's ends the nearest end's.
  public func value(at angle: Double) -> Double {
    let angle = angle.magnitude
    var (low, high) = (0, angles.count)
    while low < high {
      let middle = (low + high) / 2
      if angles[middle] <= angle { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return values[0] }
    guard low < angles.count else { return values[angles.count - 1] }
    let fraction = (angle - angles[low - 1]) / (angles[low] - angles[low - 1])
    let (before, after) = (values[low - 1], values[low])
    guard before > 0, after > 0 else { return before + fraction * (after - before) }
    return before * Double.pow(after / before, fraction)
  }

  /// The value for the angle that a place in the focal plane stands for.
  public func brightness(x: Double, y: Double) -> Double {
    value(at: Double.atan((x * x + y * y).squareRoot()))
  }
}
