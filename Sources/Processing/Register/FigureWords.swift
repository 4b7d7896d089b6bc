/// Numbers as people read them in results and messages.
enum FigureWords {
  /// A number with so many decimals, half a unit rounded away from zero; `nan` and huge ones as they are.
  static func fixed(_ number: Double, _ places: Int) -> String {
    var power = 1.0
    for _ in 0..<max(0, places) { power *= 10 }
    let scaled = (abs(number) * power).rounded()
    guard scaled < 1e15 else { return "\(number)" }
    let digits = String(Int(scaled))
    let sign = number < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// Two numbers in brackets.
  static func pair(_ vector: SIMD2<Double>, _ places: Int) -> String {
    "(\(fixed(vector.x, places)), \(fixed(vector.y, places)))"
  }
}
