internal import Foundation

/// Round numbers for the ticks of an axis.
enum AxisTicks {
  /// The distance of ticks: 1, 2 or 5 times a power of ten, about `count` of them in a span.
  static func step(span: Double, count: Int) -> Double {
    let rough = span / Double(max(1, count))
    let power = pow(10, log10(rough).rounded(.down))
    let share = rough / power
    return (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10) * power
  }

  /// The multiples of a step from one end to the other.
  static func values(from low: Double, to high: Double, step: Double) -> [Double] {
    let first = Int((low / step - 1e-9).rounded(.up))
    let last = Int((high / step + 1e-9).rounded(.down))
    return first <= last ? (first...last).map { Double($0) * step } : []
  }

  /// A tick's number with as many decimals as the step needs, and a true minus sign.
  static func text(_ value: Double, step: Double) -> String {
    let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
    let scale = pow(10, Double(min(9, decimals)))
    let rounded = (value * scale).rounded() / scale
    var digits = decimals == 0 ? String(Int(rounded.magnitude)) : "\(rounded.magnitude)"
    if decimals > 0, let point = digits.firstIndex(of: ".") {
      let have = digits.distance(from: point, to: digits.endIndex) - 1
      digits += String(repeating: "0", count: max(0, decimals - have))
    }
    return rounded < 0 ? "−\(digits)" : digits
  }

  /// A length with three digits, such as "1.04 m".
  static func metres(_ value: Double) -> String {
    if value >= 10_000 { return "\(text(value / 1000, step: value >= 100_000 ? 1 : 0.1)) km" }
    if value < 0.1 { return "\(text(value * 1000, step: 0.1)) mm" }
    return "\(text(value, step: value >= 100 ? 1 : value >= 10 ? 0.1 : 0.01)) m"
  }

  /// A round length without needless decimals, such as "2 m", "500 km" or "0.5 mm".
  static func length(_ metres: Double) -> String {
    let (value, unit) =
      metres >= 1000 ? (metres / 1000, "km") : metres < 0.01 ? (metres * 1000, "mm") : (metres, "m")
    return "\(text(value, step: pow(10, log10(value).rounded(.down)))) \(unit)"
  }
}
