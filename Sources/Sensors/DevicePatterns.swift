internal import RealModule
internal import VectorMath

/// The fixed patterns of a device, from its own seed.
enum DevicePatterns {
  private static func noise(_ effect: NoiseEffect, _ design: DetectorDesign) -> PixelNoise {
    PixelNoise(effect, seed: design.deviceSeed, frame: 0)
  }

  /// Response of each pixel over the mean, never below zero.
  static func response(_ design: DetectorDesign) -> [Float] {
    guard design.responseDeviation > 0 else { return [] }
    return noise(.responsePattern, design).normals(0..<design.format.count)
      .map { Float(max(0, 1 + design.responseDeviation * $0)) }
  }

  /// Dark current of each pixel over the ordinary, and which pixels are hot.
  static func dark(_ design: DetectorDesign) -> (multiples: [Float], hot: [Int]) {
    let hasHot = design.effects.contains(.hotPixels) && design.hotPixels.share > 0
    guard design.darkDeviation > 0 || hasHot else { return ([], []) }
    var multiples = noise(.darkPattern, design).normals(0..<design.format.count)
      .map { Float(max(0, 1 + design.darkDeviation * $0)) }
    guard hasHot else { return (multiples, []) }
    var hot: [Int] = []
    let source = noise(.hotPixels, design)
    for first in stride(from: 0, to: multiples.count, by: 8) {
      let chances = source.stream.uniforms8(from: source.member(first))
      for lane in 0..<min(8, multiples.count - first) where chances.x[lane] < design.hotPixels.share
      {
        // An exponential distribution about the mean.
        let multiple = -design.hotPixels.meanMultiple * Double.log(chances.y[lane])
        multiples[first + lane] += Float(multiple)
        hot.append(first + lane)
      }
    }
    return (multiples, hot)
  }

  /// Offsets of the columns, numbers: of even rows, then of odd ones.
  static func columns(_ design: DetectorDesign) -> [Double] {
    guard design.columnDeviation > 0 else { return [] }
    let even = noise(.columnPattern, design).normals(0..<design.format.width)
      .map { $0 * design.columnDeviation }
    return even + (design.columnsAlternate ? even.map { -$0 } : even)
  }

  /// Offsets of the rows, numbers.
  static func rows(_ design: DetectorDesign) -> [Double] {
    guard design.rowDeviation > 0 else { return [] }
    return noise(.rowPattern, design).normals(0..<design.format.height)
      .map { $0 * design.rowDeviation }
  }
}
