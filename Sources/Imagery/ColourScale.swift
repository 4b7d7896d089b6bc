internal import Foundation

/// From a sample to its place in a colour map, 0 darkest and 1 brightest, not clipped.
enum ColourScale {
  /// Equal ratios are equal steps; zero and below are darkest.
  case logarithmic(LogScale)
  /// Equal differences are equal steps.
  case linear(ClosedRange<Double>)

  /// The place of a sample.
  func place(of value: Double) -> Double {
    switch self {
    case .logarithmic(let scale): value > 0 ? scale.place(ofLogarithm: log10(value)) : 0
    case .linear(let range):
      (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }
  }

  /// The samples at its ends.
  var ends: (low: Double, high: Double) {
    switch self {
    case .logarithmic(let scale): (pow(10, scale.low), pow(10, scale.high))
    case .linear(let range): (range.lowerBound, range.upperBound)
    }
  }
}
