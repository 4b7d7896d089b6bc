import Foundation
import Imagery
import Processing
import TestSupport

/// Pictures filtered by sunkit-image 0.6.1 and watroo 0.0.4 (`Fixtures/imaging/filters`).
enum FilterVectors {
  /// A picture of the folder in the precision it is stored in: the decoder gives single precision.
  static func plane(_ name: String) throws -> Plane {
    let path = ReferenceData.repositoryPath("Fixtures/imaging/filters/\(name).fits")
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var (numbers, end): ([String: Int], Int) = ([:], 0)
    while true {
      let card = String(decoding: bytes[end..<end + 80], as: UTF8.self)
      end += 80
      if card.hasPrefix("END     ") { break }
      let value = card.dropFirst(10).prefix { $0 != "/" }.filter { $0 != " " }
      numbers[card.prefix(8).filter { $0 != " " }] = Int(value)
    }
    let start = (end + 2879) / 2880 * 2880
    let size = abs(numbers["BITPIX"] ?? 0) / 8
    let (width, height) = (numbers["NAXIS1"] ?? 0, numbers["NAXIS2"] ?? 0)
    let samples = bytes.withUnsafeBytes { bytes in
      (0..<width * height).map { index -> Double in
        let place = start + index * size
        if size == 8 {
          let bits = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
          return Double(bitPattern: UInt64(bigEndian: bits))
        }
        let bits = bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
        return Double(Float(bitPattern: UInt32(bigEndian: bits)))
      }
    }
    return try Plane(width: width, height: height, samples: samples)
  }

  static func input() throws -> Plane { try plane("input") }

  /// The input in units of 1e-9 solar brightnesses, as MGN and WOW had it.
  static func scaledInput() throws -> Plane {
    var plane = try input()
    plane.samples = plane.samples.map { $0 * 1e9 }
    return plane
  }

  /// Where the pixels of the input look: CDELT 40″, CRPIX 128.5, RSUN_OBS 943.92″.
  static let sky = SkyGeometry(
    projection: SkyProjection(
      pointing: SIMD2(0, 0), matrix: (SIMD2(1, 0), SIMD2(0, 1)), scale: 40 * arcsecond,
      centre: SIMD2(127.5, 127.5), kind: .tan),
    solarRadius: 943.922731166543 * arcsecond)

  static let arcsecond = Double.pi / 648_000

  /// Where the pixels look in sunkit-image's coordinates.
  static func sunkitGrid(withAngles: Bool = false) throws -> RadialGrid {
    try RadialGrid(
      width: 256, height: 256, sky: sky, convention: .longitudeLatitude, withAngles: withAngles)
  }

  /// How far two pictures differ, in units of the standard deviation of the second.
  struct Difference {
    /// The largest difference.
    var largest: Double
    /// What 99 of 100 differences do not exceed.
    var percentile99: Double
    /// Pixels that only one of them knows.
    var unequalHoles: Int
  }

  static func difference(_ ours: Plane, _ theirs: Plane) -> Difference {
    let known = theirs.samples.filter { !$0.isNaN }
    let mean = known.reduce(0, +) / Double(known.count)
    let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
    let pairs = zip(ours.samples, theirs.samples)
    let differences = pairs.filter { !$0.isNaN && !$1.isNaN }.map { abs($0 - $1) }.sorted()
    return Difference(
      largest: differences[differences.count - 1] / variance.squareRoot(),
      percentile99: differences[differences.count * 99 / 100] / variance.squareRoot(),
      unequalHoles: pairs.filter { $0.isNaN != $1.isNaN }.count)
  }
}
