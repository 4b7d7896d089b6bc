import Sensors
import Testing

/// Mean and variance of a sample, and how far they may lie from theory.
struct Sample {
  let count: Double
  let mean: Double
  let variance: Double

  init(_ values: some Collection<Double>, about known: Double = 0) {
    count = Double(values.count)
    // About a number near the mean, so that large means do not eat the digits.
    let first = values.reduce(0) { $0 + ($1 - known) } / count
    mean = known + first
    variance =
      values.reduce(0) { $0 + ($1 - known - first) * ($1 - known - first) } / (count - 1)
  }

  /// Whether mean and variance are those of a distribution within three standard errors.
  ///
  /// - Parameter fourth: its fourth central moment; three squared variances for a normal one.
  func agrees(mean expected: Double, variance square: Double, fourth: Double? = nil) -> Bool {
    let ofVariance = ((fourth ?? 3 * square * square) - square * square) / count
    return (mean - expected).magnitude < 3 * (square / count).squareRoot()
      && (variance - square).magnitude < 3 * ofVariance.squareRoot()
  }
}

/// A detector of 100 × 100 pixels, ten thousand realisations a frame, without faults.
func plainDesign(width: Int = 100, height: Int = 100) throws -> DetectorDesign {
  var design = try DetectorDesign(format: FrameFormat(width: width, height: height))
  design.bits = 32
  design.fullWell = 1e9
  return design
}

/// What a statement throws, as a sentence.
func message(_ body: () throws(SensorsError) -> Void) -> String {
  do throws(SensorsError) {
    try body()
    return "accepted"
  } catch {
    return error.description
  }
}

extension SensorFrame {
  /// The numbers as doubles.
  var values: [Double] { numbers.map { Double($0) } }
}
