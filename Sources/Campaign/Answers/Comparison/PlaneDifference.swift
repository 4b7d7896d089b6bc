internal import Foundation
internal import Imagery

/// By how much two planes differ.
struct PlaneDifference: Sendable, Codable, Equatable {
  /// EXTNAME, or the unit's number where it has none; `picture` for a PNG file.
  var name: String
  /// Why nothing could be compared; nil if everything was.
  var note: String?
  /// How many samples there are.
  var samples = 0
  /// How many of them differ, NaN in both not counted.
  var differing = 0
  /// How many are NaN in the first only.
  var nan_only_a = 0
  /// How many are NaN in the second only.
  var nan_only_b = 0
  /// The largest absolute difference of samples finite in both, in the plane's unit.
  var largest: Double?
  /// Where it is: column and row, counted from 1 as FITS does (PNG: row 1 at the top), then the plane of a cube.
  var pixel: [Int]?
  /// The largest absolute difference over the largest absolute value of the first.
  var relative: Double?
  /// The root of the mean squared difference, over samples finite in both.
  var rms: Double?
  /// The median of |a − b| / max(|a|, |b|) over samples finite in both and not both zero.
  var relative_median: Double?

  /// Whether the planes are equal.
  var isSame: Bool { note == nil && differing == 0 }

  /// Compares the samples of two units with arrays, piece by piece.
  static func between(
    _ a: FITSFile, _ first: FITSUnitSummary, _ b: FITSFile, _ second: FITSUnitSummary, name: String
  ) throws -> PlaneDifference {
    guard first.lengths == second.lengths else {
      return PlaneDifference(
        name: name, note: "\(size(first)) in A, \(size(second)) in B: not compared")
    }
    let (mine, theirs) = (first.header.string("BUNIT"), second.header.string("BUNIT"))
    guard mine == theirs else {
      return PlaneDifference(
        name: name,
        note: "in '\(mine ?? "no unit")' in A, in '\(theirs ?? "no unit")' in B: not compared")
    }
    guard let size = first.pictureSize, first.planeCount > 0, size.width > 0, size.height > 0 else {
      return PlaneDifference(name: name)
    }
    var sums = DifferenceSums(count: first.lengths.reduce(1, *), width: size.width)
    let band = max(1, min(size.height, (1 << 21) / size.width))
    for plane in 0..<first.planeCount {
      for row in stride(from: 0, to: size.height, by: band) {
        let rows = row..<min(size.height, row + band)
        let left = try a.samples(first, plane: plane, rows: rows)
        let right = try b.samples(second, plane: plane, rows: rows)
        sums.add(left.samples, right.samples, row: row, plane: plane)
      }
    }
    return sums.result(name, isCube: first.planeCount > 1)
  }

  /// Compares the pixels of two pictures.
  static func between(_ a: PNGDecoder.Picture, _ b: PNGDecoder.Picture) -> PlaneDifference {
    func kind(_ picture: PNGDecoder.Picture) -> String {
      "\(picture.width) × \(picture.height), \(picture.channels) × \(picture.bitDepth) bits"
    }
    guard kind(a) == kind(b) else {
      return PlaneDifference(
        name: "picture", note: "\(kind(a)) in A, \(kind(b)) in B: not compared")
    }
    let pixels = a.width * a.height
    var sums = DifferenceSums(count: pixels, width: a.width)
    // Of a colour the channel that differs most counts.
    var (left, right) = ([Double](), [Double]())
    left.reserveCapacity(pixels)
    right.reserveCapacity(pixels)
    for pixel in 0..<pixels {
      let range = pixel * a.channels..<(pixel + 1) * a.channels
      let channel =
        range.max {
          abs(Int(a.samples[$0]) - Int(b.samples[$0]))
            < abs(Int(a.samples[$1]) - Int(b.samples[$1]))
        } ?? range.lowerBound
      left.append(Double(a.samples[channel]))
      right.append(Double(b.samples[channel]))
    }
    sums.add(left, right, row: 0, plane: 0)
    return sums.result("picture", isCube: false)
  }

  private static func size(_ unit: FITSUnitSummary) -> String {
    unit.lengths.map(String.init).joined(separator: " × ")
  }
}

/// The sums a comparison needs, kept while samples come piece by piece.
private struct DifferenceSums {
  private let width: Int
  /// Of very large planes every so manyth sample takes part in the median.
  private let step: Int
  private static let mostRatios = 1 << 22
  private var difference = PlaneDifference(name: "")
  private var seen = 0
  private var finite = 0
  private var squares = 0.0
  private var largest = -1.0
  private var brightest = 0.0
  private var ratios: [Float] = []

  init(count: Int, width: Int) {
    self.width = width
    step = max(1, count / DifferenceSums.mostRatios)
  }

  mutating func add(_ a: [Double], _ b: [Double], row: Int, plane: Int) {
    for (index, (left, right)) in zip(a, b).enumerated() {
      seen += 1
      if left.isNaN || right.isNaN {
        if left.isNaN != right.isNaN {
          difference.differing += 1
          if left.isNaN { difference.nan_only_a += 1 } else { difference.nan_only_b += 1 }
        }
        continue
      }
      if left != right { difference.differing += 1 }
      guard left.isFinite, right.isFinite else { continue }
      finite += 1
      let gap = abs(left - right)
      squares += gap * gap
      brightest = max(brightest, abs(left))
      if gap > largest {
        largest = gap
        difference.pixel = [index % width + 1, row + index / width + 1, plane + 1]
      }
      let size = max(abs(left), abs(right))
      if seen % step == 0, size > 0 { ratios.append(Float(gap / size)) }
    }
  }

  func result(_ name: String, isCube: Bool) -> PlaneDifference {
    var result = difference
    (result.name, result.samples) = (name, seen)
    guard result.differing > 0, finite > 0, largest > 0 else {
      result.pixel = nil
      return result
    }
    if !isCube { result.pixel?.removeLast() }
    func told(_ number: Double) -> Double? { number.isFinite ? number : nil }
    result.largest = told(largest)
    result.relative = brightest > 0 ? told(largest / brightest) : nil
    result.rms = told((squares / Double(finite)).squareRoot())
    let sorted = ratios.sorted()
    result.relative_median = sorted.isEmpty ? nil : told(Double(sorted[sorted.count / 2]))
    return result
  }
}
