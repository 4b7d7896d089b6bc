internal import Astronomy
internal import Foundation

/// The answer of `totality jmap`: brightness along one position angle against time.
///
/// The map of Sheeley et al. (1999), JGR 104, 24739: what moves away from the Sun draws a line.
public struct JMapAnswer: Sendable {
  /// What a sample tells.
  public enum Difference: String, Sendable, CaseIterable {
    /// Brightness less that of the frame before.
    case running
    /// Brightness less that of the first frame.
    case base
    /// Brightness over that of the first frame.
    case ratio
    /// Brightness itself.
    case none

    /// What a sample is, in words.
    var meaning: String {
      switch self {
      case .running: "brightness less that of the frame before"
      case .base: "brightness less that of the first frame"
      case .ratio: "brightness over that of the first frame"
      case .none: "brightness"
      }
    }
  }

  let positionAngleDegrees: Double
  let widthDegrees: Double
  let difference: Difference
  let runName: String
  let instants: [Instant]
  /// The observer's distance at each instant, solar radii.
  let distances: [Double]
  /// The height of a row in elongation, radians; row `i` is centred at `(i + ½)` of them.
  let step: Double
  /// A column for each instant, from the Sun outwards, mean solar brightness or a ratio.
  let columns: [[Double]]
  /// The mean brightness of each row over all frames; not a number where none shows any.
  let levels: [Double]

  /// Rows are a pixel high, but no more than this many.
  private static let mostRows = 4096

  /// Makes a map of the frames in a run's folder.
  ///
  /// - Parameters:
  ///   - folder: the folder of a run, or of frames.
  ///   - positionAngleDegrees: from solar north through east, −360...360.
  ///   - widthDegrees: of the wedge over which brightness is averaged, above 0, up to 180.
  ///   - difference: what a sample tells.
  /// - Throws: `CampaignError` for values out of range, a folder without frames, or frames that do not
  ///   tell where they look.
  public init(
    folder: String, positionAngleDegrees: Double, widthDegrees: Double, difference: Difference
  ) throws {
    guard (-360...360).contains(positionAngleDegrees) else {
      throw CampaignError(
        .badRequest, "--position-angle \(positionAngleDegrees): must lie in -360...360 degrees")
    }
    guard widthDegrees > 0, widthDegrees <= 180 else {
      throw CampaignError(
        .badRequest, "--width \(widthDegrees): must lie above 0, up to 180 degrees")
    }
    self.positionAngleDegrees = positionAngleDegrees
    self.widthDegrees = widthDegrees
    self.difference = difference
    let paths = try Self.frames(in: folder)
    let least = difference == .none ? 1 : 2
    guard paths.count >= least else {
      throw CampaignError(
        .badRequest,
        "\(folder) holds \(paths.count) frames; a map of differences needs two, --difference none one"
      )
    }
    runName = (folder as NSString).lastPathComponent
    var step = 0.0
    var rows = 0
    var found: [(instant: Instant, distance: Double, column: [Double])] = []
    for path in paths {
      let frame = try FrameFile(path)
      if rows == 0 {
        let reach = frame.reach
        rows = max(1, min(Self.mostRows, Int((reach / frame.pixelScale).rounded(.down))))
        step = reach / Double(rows)
      }
      let column = Self.column(
        frame, rows: rows, step: step, angle: positionAngleDegrees * Angles.degree,
        width: widthDegrees * Angles.degree)
      found.append((frame.instant, frame.distanceSolarRadii, column))
    }
    found.sort { $0.instant < $1.instant }
    for (before, after) in zip(found, found.dropFirst()) where before.instant == after.instant {
      throw CampaignError(
        .badRequest,
        "\(folder) holds two frames of \(after.instant.text()); give a folder of one sequence")
    }
    self.step = step
    instants = found.map(\.instant)
    distances = found.map(\.distance)
    let brightness = found.map(\.column)
    columns = Self.compared(brightness, difference)
    levels = (0..<rows).map { row in
      let values = brightness.map { $0[row] }.filter(\.isFinite)
      return values.reduce(0, +) / Double(values.count)
    }
  }

  /// The frames of a run, or of a folder of frames, in the order of their names.
  private static func frames(in folder: String) throws -> [String] {
    let manager = FileManager.default
    for part in ["/frames", ""] {
      guard let names = try? manager.contentsOfDirectory(atPath: folder + part) else { continue }
      let frames = names.filter { $0.hasSuffix(".fits") && !FrameName.isCompanion($0) }
      if !frames.isEmpty { return frames.sorted().map { folder + part + "/" + $0 } }
    }
    throw CampaignError(
      .badRequest,
      "\(folder) holds no frames (.fits, also looked for in its part frames); make some with "
        + "totality batch")
  }

  /// The means over the wedge, from the Sun outwards; not a number in rows that are not seen whole.
  ///
  /// The mean of what the occulter leaves of a row would change with the occulter: rows begin where the
  /// whole wedge is clear of it.
  private static func column(
    _ frame: FrameFile, rows: Int, step: Double, angle: Double, width: Double
  ) -> [Double] {
    (0..<rows).map { row in
      let elongation = (Double(row) + 0.5) * step
      // A sample for each pixel across the wedge.
      let across = width * sin(elongation) / frame.pixelScale
      let count = max(1, Int(min(across, 1e5).rounded(.up)))
      var sum = 0.0
      var seen = 0
      for index in 0..<count {
        let share = (Double(index) + 0.5) / Double(count) - 0.5
        guard
          let value = frame.brightness(
            elongation: elongation, positionAngle: angle + share * width)
        else { continue }
        guard value.isFinite else { return .nan }
        sum += value
        seen += 1
      }
      return seen > 0 ? sum / Double(seen) : .nan
    }
  }

  private static func compared(_ columns: [[Double]], _ difference: Difference) -> [[Double]] {
    guard let first = columns.first else { return [] }
    let blank = [Double](repeating: .nan, count: first.count)
    switch difference {
    case .none: return columns
    case .running:
      return [blank] + zip(columns.dropFirst(), columns).map { zip($0, $1).map { $0 - $1 } }
    case .base: return columns.map { zip($0, first).map { $0 - $1 } }
    case .ratio: return columns.map { zip($0, first).map { $1 == 0 ? .nan : $0 / $1 } }
    }
  }

  /// The elongation in the middle of a row, radians.
  func elongation(ofRow row: Int) -> Double { (Double(row) + 0.5) * step }

  /// The least distance from the Sun's centre of a row's sightlines at an instant, solar radii.
  func height(ofRow row: Int, atColumn column: Int) -> Double {
    distances[column] * sin(elongation(ofRow: row))
  }
}
