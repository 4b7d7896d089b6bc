internal import Foundation
internal import Imagery
internal import Processing

/// A grey picture of 16 bits: brightness on a logarithmic scale, everything else on a linear one.
///
/// Filtered pictures are zero in the middle of their scale where they have both signs, so that grey means
/// nothing there. The scale stands in the text `totality:scale` (science/imaging.md §2.6).
struct Preview {
  private let observation: Observation

  init(_ observation: Observation) { self.observation = observation }

  /// The picture as a PNG file.
  func png() throws -> [UInt8] {
    let texts = [
      try PNGText("Title", FITSText.transliterated(observation.name)),
      try PNGText("Description", FITSText.transliterated(observation.kind)),
      try PNGText("Software", "totality \(Version.current)"),
    ]
    let known = observation.light.samples.filter(\.isFinite).sorted()
    if case .number = observation.unit { return try linear(known, texts) }
    let positive = known.filter { $0 > 0 }
    guard let (low, high) = Self.ends(positive, 0.01, 0.995), high > low else {
      return try linear(known, texts)
    }
    let top = log10(high)
    return try PNGEncoder.grey16(
      try observation.light.image(),
      scale: try LogScale(low: max(log10(low), top - 5), high: top), texts: texts)
  }

  /// The values below which two shares of sorted numbers lie.
  private static func ends(
    _ sorted: [Double], _ lower: Double, _ upper: Double
  ) -> (Double, Double)? {
    guard let last = sorted.indices.last else { return nil }
    func at(_ share: Double) -> Double { sorted[Int((share * Double(last)).rounded())] }
    return (at(lower), at(upper))
  }

  private func linear(_ known: [Double], _ texts: [PNGText]) throws -> [UInt8] {
    var (low, high) = Self.ends(known, 0.005, 0.995) ?? (0, 1)
    if low < 0, high > 0 {
      high = max(high, -low)
      low = -high
    }
    if high <= low { high = low + max(abs(low), 1) * 1e-6 }
    // The encoder's scale is logarithmic: a power of ten makes it linear.
    let unit = try Image(
      width: observation.light.width, height: observation.light.height,
      samples: observation.light.samples.map {
        $0.isFinite ? pow(10, min(1, max(0, ($0 - low) / (high - low)))) : .nan
      })
    let words = """
      {"type":"linear","low":\(low),"high":\(high),"first":1,"last":65535,"nodata":0}
      """
    return try PNGEncoder.grey16(
      unit, scale: try LogScale(low: 0, high: 1),
      texts: [try PNGText("totality:scale", words)] + texts)
  }
}
