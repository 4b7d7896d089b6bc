internal import Astronomy

/// Names of a frame's files: scenario, frame number where there is one, and middle of the exposure.
struct FrameName: Sendable, Hashable {
  let stem: String

  init(scenario: String, index: Int?, instant: Instant) {
    let number = index.map { index in
      let digits = String(index)
      return "f" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
    // 1975-07-19T12:06:40.500Z becomes 19750719T120640500.
    let stamp = instant.text(fractionDigits: 3).filter { $0.isNumber || $0 == "T" }
    stem = "\(scenario)_\(number ?? "at")_\(stamp)"
  }

  var frame: String { "frames/\(stem).fits" }
  var planes: String { "frames/\(stem)_planes.fits" }
  /// The raw numbers of an exposure, counted from zero.
  func raw(_ number: Int) -> String { "frames/\(stem)_raw\(number + 1).fits" }

  /// Whether a file of a run's folder is not the frame itself but its planes or raw numbers.
  static func isCompanion(_ name: String) -> Bool {
    guard let mark = name.lastIndex(of: "_"), name.hasSuffix(".fits") else { return false }
    let word = name[name.index(after: mark)...].dropLast(".fits".count)
    return word == "planes" || (word.hasPrefix("raw") && Int(word.dropFirst(3)) != nil)
  }

  var picture: String { "quicklook/\(stem).png" }
  var preview: String { "quicklook/\(stem)_gray16.png" }
}
