internal import Astronomy
internal import Imagery
internal import RealModule

/// Distance from the Sun's centre and position angle of a picture's pixels.
struct SolarPolar {
  let sky: SkyGeometry
  let width: Int
  let height: Int

  init(_ observation: Observation, step: String) throws(ProcessingError) {
    guard let sky = observation.sky else { throw observation.missingSky(step) }
    self.sky = sky
    (width, height) = (observation.light.width, observation.light.height)
  }

  /// Elongation from the Sun's centre over the Sun's apparent radius, and position angle in degrees, 0..<360,
  /// from solar north through east.
  @inline(__always)
  func place(_ column: Int, _ row: Int) -> (radius: Double, degrees: Double) {
    let d = sky.projection.direction(column: Double(column), row: Double(row))
    let across = (d.x * d.x + d.y * d.y).squareRoot()
    let degrees = Double.atan2(y: -d.x, x: d.y) * (180 / Double.pi)
    return (
      Double.atan2(y: across, x: d.z) / sky.solarRadius, degrees < 0 ? degrees + 360 : degrees
    )
  }

  /// Elongation from the Sun's centre over the Sun's apparent radius.
  @inline(__always)
  func radius(_ column: Int, _ row: Int) -> Double {
    let d = sky.projection.direction(column: Double(column), row: Double(row))
    return Double.atan2(y: (d.x * d.x + d.y * d.y).squareRoot(), x: d.z) / sky.solarRadius
  }

  /// Columns and rows outside of which no pixel lies within a distance, solar radii.
  ///
  /// Within a tenth of a radian pixels are alike to a part in a hundred under either law; for wider fields it is the
  /// whole picture.
  func box(around outer: Double) -> (columns: Range<Int>, rows: Range<Int>) {
    let whole = (columns: 0..<width, rows: 0..<height)
    let (angle, z) = (outer * sky.solarRadius, sky.projection.boresight.z)
    guard angle < 0.1, z > 0.995, let sun = sky.pixel(longitude: 0, latitude: 0) else {
      return whole
    }
    // Pixels may be oblong: the shorter side counts.
    let (first, second) = (sky.projection.first, sky.projection.second)
    let x = (first.x * first.x + second.x * second.x).squareRoot()
    let y = (first.y * first.y + second.y * second.y).squareRoot()
    let skew = abs(first.x * first.y + second.x * second.y)
    guard x > 0, y > 0, skew < 0.01 * x * y else { return whole }
    func limits(_ centre: Double, _ side: Double, _ count: Int) -> Range<Int> {
      let reach = 1.05 * angle / (side * sky.projection.scale) + 2
      let low = min(max((centre - reach).rounded(.down), 0), Double(count))
      let high = min(max((centre + reach).rounded(.up), low), Double(count))
      return Int(low)..<Int(high)
    }
    return (limits(sun.x, x, width), limits(sun.y, y, height))
  }

  /// The column and row, counted from 0, of a distance and a position angle; nil behind the camera.
  func pixel(radius: Double, degrees: Double) -> SIMD2<Double>? {
    let elongation = radius * sky.solarRadius
    let angle = degrees * (Double.pi / 180)
    let sine = Double.sin(elongation)
    return sky.projection.pixel(
      of: Vector3(
        -sine * Double.sin(angle), sine * Double.cos(angle), Double.cos(elongation)))
  }

  /// A pixel's side at the boresight, solar radii.
  var pixelRadii: Double { sky.pixelAngle / sky.solarRadius }

  /// The solid angle of a pixel, steradians.
  func solidAngle(_ column: Int, _ row: Int) -> Double {
    let d = sky.projection.direction(column: Double(column), row: Double(row))
    let angle = Double.acos(max(-1, min(1, d.dot(sky.projection.boresight))))
    return sky.pixelAngle * sky.pixelAngle
      * sky.projection.kind.relativeSolidAngle(atAngle: angle)
  }

  /// Up to which distance the picture shows every direction, solar radii; 0 when the Sun is outside.
  var coveredRadius: Double {
    guard let sun = sky.pixel(longitude: 0, latitude: 0) else { return 0 }
    let pixels = min(
      min(sun.x, sun.y), min(Double(width - 1) - sun.x, Double(height - 1) - sun.y))
    return max(0, pixels) * pixelRadii
  }

  /// Where the occulter ends, or 1 without one, solar radii from the Sun's centre.
  var occultedRadius: Double {
    guard let occulter = sky.occulter else { return 1 }
    let offset = (occulter.centre * occulter.centre).sum().squareRoot()
    return max(1, (occulter.radius + offset) / sky.solarRadius)
  }

  /// The range of distances asked for, or all from the occulter to where the picture ends.
  ///
  /// - Throws: `noSolution` where nothing is left.
  func range(_ numbers: [Double]?, least: Double, step: String, source: String)
    throws(ProcessingError) -> ClosedRange<Double>
  {
    let low = numbers?.first ?? max(least, occultedRadius)
    let high = numbers?.last ?? coveredRadius
    guard low < high else {
      throw ProcessingError(
        .noSolution, step, source: source,
        "no distance from the Sun is seen in every direction: from \(FigureWords.fixed(low, 2)) to "
          + "\(FigureWords.fixed(high, 2)) solar radii; set range")
    }
    return low...high
  }
}

extension StepValues {
  /// A pair of numbers of which the first must be less.
  ///
  /// - Throws: `badParameter` when it is not.
  func ascending(_ name: String) throws(ProcessingError) -> [Double]? {
    guard let pair = numbers(name) else { return nil }
    guard pair.count == 2, pair[0] < pair[1] else {
      throw ProcessingError(
        .badParameter, step,
        "\(name) is \(StepValue.numbers(pair).words), the first number must be less than the second"
      )
    }
    return pair
  }
}
