import Foundation
import Imagery
import Processing

/// Enhancement filters on a corona of 2048 × 2048 pixels.
enum ImagingBenchmarks {
  /// Measures every filter by default and as sunkit-image has it.
  ///
  /// - Parameter folder: where the picture and what sunkit-image's variants make of it are written for other
  ///   programs, little-endian doubles, row by row from the bottom; nil to write nothing.
  static func run(_ bench: inout Bench, folder: String?) throws {
    let runs = bench.runs
    bench.runs = min(runs, 5)
    defer { bench.runs = runs }
    let scene = try CoronaScene(side: 2048)
    try scene.plane.write(folder, "corona2048")
    try bench.measure("radii of pixels, 2048²", "ms") {
      try scene.grid(.elongation, withAngles: false).radius[17]
    }
    try radial(&bench, scene, folder)
    try scales(&bench, scene, folder)
    // sunkit-image takes 22 minutes for the Fourier filter of the large picture.
    let small = try CoronaScene(side: 512)
    try small.plane.write(folder, "corona512")
    var filter = FourierNormalizingRadialGradedFilter.sunkit(
      bins: try small.bins(128), applicationRadius: 1)
    try measure(&bench, "FNRGF as sunkit-image, 128 rings, 512²", small, folder) {
      try filter.apply(small.plane, grid: try small.grid(.longitudeLatitude, withAngles: true))
    }
    filter.order = 20
    filter.meanAttenuation = (1, 1)
    filter.deviationAttenuation = (1, 1)
    filter.mix = (0, 1)
    try measure(&bench, "FNRGF as sunkit-image, order 20, 512²", small, folder) {
      try filter.apply(small.plane, grid: try small.grid(.longitudeLatitude, withAngles: true))
    }
  }

  private static func radial(
    _ bench: inout Bench, _ scene: CoronaScene, _ folder: String?
  ) throws {
    let (bins, rings) = (try scene.bins(256), try scene.bins(1024))
    let plane = scene.plane
    try measure(&bench, "NRGF, 2048²", scene, nil) {
      try NormalizingRadialGradedFilter(bins: rings, applicationRadius: 1)
        .apply(plane, grid: scene.grid(.elongation, withAngles: false)).light
    }
    try measure(&bench, "NRGF as sunkit-image, 256 rings, 2048²", scene, folder) {
      try NormalizingRadialGradedFilter.sunkit(bins: bins, applicationRadius: 1)
        .apply(plane, grid: scene.grid(.longitudeLatitude, withAngles: false)).light
    }
    try measure(&bench, "RHEF, 2048²", scene, nil) {
      try RadialHistogramEqualizingFilter(bins: rings, applicationRadius: 1)
        .apply(plane, grid: scene.grid(.elongation, withAngles: false))
    }
    try measure(&bench, "RHEF as sunkit-image, 1024 rings, 2048²", scene, folder) {
      try RadialHistogramEqualizingFilter.sunkit(bins: rings, applicationRadius: 1)
        .apply(plane, grid: scene.grid(.longitudeLatitude, withAngles: false))
    }
    try measure(&bench, "FNRGF, order 20, 2048²", scene, nil) {
      try FourierNormalizingRadialGradedFilter(bins: rings, applicationRadius: 1)
        .apply(plane, grid: scene.grid(.elongation, withAngles: true))
    }
  }

  private static func scales(
    _ bench: inout Bench, _ scene: CoronaScene, _ folder: String?
  ) throws {
    let plane = scene.plane
    try measure(&bench, "MGN, 2048²", scene, nil) {
      try MultiscaleGaussianNormalization().apply(plane)
    }
    try measure(&bench, "MGN as sunkit-image, 2048²", scene, folder) {
      var filter = MultiscaleGaussianNormalization()
      filter.clipsNegative = true
      return try filter.apply(plane)
    }
    var holed = plane
    holed.samples = zip(plane.samples, try scene.grid(.elongation, withAngles: false).radius).map {
      $1 < 1.3 ? .nan : $0
    }
    try measure(&bench, "MGN, 2048², with an occulter", scene, nil) {
      try MultiscaleGaussianNormalization().apply(holed)
    }
    try measure(&bench, "WOW, 2048², with an occulter", scene, nil) {
      try WaveletsOptimizedWhitening().apply(holed)
    }
    try measure(&bench, "WOW, 2048²", scene, folder) {
      try WaveletsOptimizedWhitening().apply(plane)
    }
    try measure(&bench, "WOW as watroo, denoised 5,2,1, 2048²", scene, folder) {
      var filter = WaveletsOptimizedWhitening()
      filter.usesSimulatedNoise = true
      filter.denoise = [5, 2, 1]
      return try filter.apply(plane)
    }
  }

  /// Measures a filter and its memory, and writes what it makes under the name of the measurement.
  private static func measure(
    _ bench: inout Bench, _ name: String, _ scene: CoronaScene, _ folder: String?,
    _ body: () throws -> Plane
  ) throws {
    let before = PeakMemory.restart()
    var result: Plane? = try body()
    let planes = (PeakMemory.bytes - before) / Double(scene.plane.samples.count * 8)
    try result?.write(folder, name)
    result = nil
    try bench.measure(name, "ms") { try body().samples.first { !$0.isNaN } ?? 0 }
    if planes.isFinite { bench.note(String(format: "%.1f planes beside the picture", planes)) }
  }
}

/// A corona with streamers and noise, made up.
private struct CoronaScene {
  let plane: Plane
  private let sky: SkyGeometry

  /// A picture of so many pixels a side that reaches to 5 solar radii, in 1e-9 of the mean solar brightness.
  init(side: Int) throws {
    let middle = Double(side - 1) / 2
    let perPixel = 5 / (Double(side) / 2)
    var state: UInt64 = 1
    var samples: [Double] = []
    samples.reserveCapacity(side * side)
    for row in 0..<side {
      for column in 0..<side {
        let (x, y) = ((Double(column) - middle) * perPixel, (Double(row) - middle) * perPixel)
        let radius = (x * x + y * y).squareRoot()
        // Marsaglia's xorshift: noise of one part in a hundred that every machine repeats.
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        let noise = 0.01 * (Double(state >> 11) * 0x1p-53 - 0.5)
        samples.append((radius < 1.15 ? 1 : Self.brightness(radius, atan2(y, x))) * (1 + noise))
      }
    }
    plane = try Plane(width: side, height: side, samples: samples)
    let solarRadius = 960 * Double.pi / 648_000
    sky = SkyGeometry(
      projection: SkyProjection(
        pointing: SIMD2(0, 0), matrix: (SIMD2(1, 0), SIMD2(0, 1)), scale: perPixel * solarRadius,
        centre: SIMD2(middle, middle), kind: .tan),
      solarRadius: solarRadius)
  }

  /// Allen's fall of brightness with five streamers.
  private static func brightness(_ radius: Double, _ angle: Double) -> Double {
    let fall = 1425 * pow(radius, -7) + 2565 * pow(radius, -17) + 53 * pow(radius, -2.5)
    var streamers = 0.4
    for (place, width) in [(0.2, 0.3), (1.1, 0.08), (2.9, 0.4), (3.8, 0.12), (5.4, 0.2)] {
      let away = remainder(angle - place, 2 * Double.pi) / width
      streamers += exp(-away * away / 2)
    }
    return fall * streamers
  }

  func grid(_ convention: RadialGrid.Convention, withAngles: Bool) throws -> RadialGrid {
    try RadialGrid(
      width: plane.width, height: plane.height, sky: sky, convention: convention,
      withAngles: withAngles)
  }

  /// Rings that reach beyond the corners, so that sunkit-image takes them as they are.
  func bins(_ count: Int) throws -> RadialBins {
    try RadialBins(lower: 1, upper: 7.1, count: count)
  }
}

extension Plane {
  /// Writes the samples for other programs, unless there is no folder.
  fileprivate func write(_ folder: String?, _ name: String) throws {
    guard let folder else { return }
    let data = samples.withUnsafeBytes { Data($0) }
    try data.write(to: URL(fileURLWithPath: folder).appendingPathComponent(name + ".f64"))
  }
}

/// The most memory this process held; Linux only.
private enum PeakMemory {
  /// Starts anew from what is held now, and gives that.
  static func restart() -> Double {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    return status("VmRSS:")
  }

  static var bytes: Double { status("VmHWM:") }

  private static func status(_ key: String) -> Double {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
        Double($0)
      })
    else { return .nan }
    return kilobytes * 1024
  }
}
