internal import Foundation

/// Numbers of bytes in words.
enum ByteCount {
  /// A number such as `14.2 MB`, in powers of a thousand.
  static func words(_ count: Double) -> String {
    guard count.isFinite, count >= 0 else { return "unknown" }
    // What would be rounded to a thousand of one unit is one of the next.
    let steps = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")]
    guard let step = steps.first(where: { count >= 0.99995 * $0.0 }) else {
      let whole = Int(count.rounded())
      return "\(whole) byte\(whole == 1 ? "" : "s")"
    }
    return String(format: "%.1f %@", count / step.0, step.1)
  }
}
