extension SensorsError {
  /// Refuses numbers that are not above zero and finite.
  static func requirePositive(
    _ value: Double, _ what: String, _ unit: String = ""
  ) throws(SensorsError) {
    guard value > 0, value.isFinite else {
      throw SensorsError(
        .valueOutOfRange,
        "\(what): found \(value)\(unit.isEmpty ? "" : " " + unit), must be above 0 and finite")
    }
  }

  /// Refuses numbers outside a range; what is no number is outside every range.
  static func require(
    _ value: Double, in range: ClosedRange<Double>, _ what: String, _ unit: String = ""
  ) throws(SensorsError) {
    guard range.contains(value) else {
      let suffix = unit.isEmpty ? "" : " " + unit
      throw SensorsError(
        .valueOutOfRange,
        "\(what): found \(value)\(suffix), must lie within "
          + "\(range.lowerBound)...\(range.upperBound)\(suffix)")
    }
  }

  /// Refuses light that does not fill the frame, is negative or is no number.
  static func requireLight(_ light: [Double], _ format: FrameFormat) throws(SensorsError) {
    guard light.count == format.count else {
      throw SensorsError(
        .valueOutOfRange,
        "light: has \(light.count) values, must have one for each of the sensor's "
          + "\(format.width) × \(format.height) pixels, row by row")
    }
    // One pass that the compiler can turn into vector instructions; the place is sought only on failure.
    var isSound = true
    for value in light { isSound = isSound && value >= 0 && value <= 1e30 }
    guard !isSound else { return }
    let place = light.firstIndex { !($0 >= 0 && $0 <= 1e30) } ?? 0
    throw SensorsError(
      .valueOutOfRange,
      "light: found \(light[place]) at column \(place % format.width), row \(place / format.width); "
        + "must be within 0...1e30 in every pixel")
  }
}
