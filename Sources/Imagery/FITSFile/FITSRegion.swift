/// Rows of one plane of an array, checked against the array's size.
struct FITSRegion {
  let width: Int
  let rows: Range<Int>
  /// The place of the plane's first sample in the whole array; its rows follow one another without
  /// gaps, since every axis before and between the picture's two has the length 1.
  let planeStart: Int
  /// For each axis of the array the coordinate that is fixed, nil for the picture's two axes.
  let fixed: [Int?]

  var sampleCount: Int { width * rows.count }

  init(
    _ unit: FITSUnitSummary, plane: Int, rows: Range<Int>?, limits: FITSLimits, path: String?
  ) throws(ImageryError) {
    let operation = "read samples of FITS unit \(unit.number)"
    guard let axes = unit.pictureAxes, let size = unit.pictureSize else {
      throw ImageryError(
        .wrongHDU, operation, path: path, "it holds no array but: \(unit.kind.rawValue)")
    }
    guard plane >= 0, plane < unit.planeCount else {
      throw ImageryError(
        .wrongHDU, operation, path: path,
        "plane \(plane) is asked for; the planes count from 0 to \(unit.planeCount - 1)")
    }
    let rows = rows ?? 0..<size.height
    guard rows.lowerBound >= 0, rows.upperBound <= size.height, !rows.isEmpty else {
      throw ImageryError(
        .wrongHDU, operation, path: path,
        "rows \(rows.lowerBound) to \(rows.upperBound - 1) are asked for; the rows count from 0 "
          + "to \(size.height - 1)")
    }
    let (count, isTooLarge) = size.width.multipliedReportingOverflow(by: rows.count)
    guard !isTooLarge, count <= min(limits.samples, Image.largestPixelCount) else {
      throw ImageryError(
        .badSize, operation, path: path,
        "\(size.width) × \(rows.count) samples are more than the \(limits.samples) allowed; "
          + "read fewer rows at once, or bin or crop the image")
    }
    width = size.width
    self.rows = rows
    var strides: [Int] = []
    var product = 1
    for length in unit.lengths {
      strides.append(product)
      product *= length  // checked when the header was read
    }
    var rest = plane
    var start = 0
    var fixed: [Int?] = []
    for (axis, length) in unit.lengths.enumerated() {
      if axis == axes.across || axis == axes.up {
        fixed.append(nil)
        continue
      }
      fixed.append(rest % length)
      start += rest % length * strides[axis]
      rest /= length
    }
    planeStart = start
    self.fixed = fixed
  }
}
