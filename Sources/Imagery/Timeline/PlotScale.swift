internal import Foundation

/// The scale of an axis: what it measures and between which values.
public struct PlotScale: Sendable, Hashable {
  /// What is measured, with its unit in brackets.
  public var label: String
  /// The value at the lower end.
  public var low: Double
  /// The value at the upper end.
  public var high: Double
  /// Whether equal steps are equal factors.
  public var isLogarithmic: Bool
  /// The colour of label and ticks; nil for ink.
  public var colour: Colour?

  /// A scale between two values.
  public init(
    _ label: String, from low: Double, to high: Double, isLogarithmic: Bool = false,
    colour: Colour? = nil
  ) {
    self.label = label
    self.low = low
    self.high = high
    self.isLogarithmic = isLogarithmic
    self.colour = colour
  }

  /// Where a value lies, 0 at the lower end and 1 at the upper; beyond them outside of 0…1.
  public func place(_ value: Double) -> Double {
    guard isLogarithmic else { return (value - low) / (high - low) }
    // What a logarithm has no place for lies far below.
    guard value > 0 else { return -1e3 }
    return max(-1e3, log(value / low) / log(high / low))
  }

  /// Refuses numbers with which nothing can be drawn.
  func check(_ operation: String) throws(ImageryError) {
    let isUsable =
      low.isFinite && high.isFinite && high > low && low.magnitude < 1e12 && high.magnitude < 1e12
      && (high - low) / max(low.magnitude, high.magnitude) > 1e-9 && (!isLogarithmic || low > 1e-12)
    guard isUsable else {
      throw ImageryError(
        .badNumber, operation,
        "the scale '\(label)' reaches from \(low) to \(high)"
          + (isLogarithmic ? " on a logarithmic axis" : ""))
    }
  }

  /// A tick of an axis.
  struct Tick {
    var place: Double
    var text: String
  }

  /// About a number of ticks at round values.
  func ticks(count: Int) -> [Tick] {
    guard isLogarithmic else {
      let step = AxisTicks.step(span: high - low, count: count)
      return AxisTicks.values(from: low, to: high, step: step).map {
        Tick(place: place($0), text: AxisTicks.text($0, step: step))
      }
    }
    let decades = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    func values(_ digits: [Double]) -> [(value: Double, power: Double)] {
      var values: [(value: Double, power: Double)] = []
      for decade in decades {
        let power = pow(10, Double(decade))
        for digit in digits {
          let value = digit * power
          if value >= low * (1 - 1e-9), value <= high * (1 + 1e-9) { values.append((value, power)) }
        }
      }
      return values
    }
    let digits: [[Double]] = [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]
    let choices = digits.map(values)
    let most = max(3, count * 3 / 2)
    let ticks = choices.first { $0.count <= most } ?? choices[3]
    let every = max(1, (ticks.count + most - 1) / most)
    return ticks.enumerated().filter { $0.offset % every == 0 }.map {
      Tick(
        place: place($0.element.value),
        text: AxisTicks.text($0.element.value, step: $0.element.power))
    }
  }
}
