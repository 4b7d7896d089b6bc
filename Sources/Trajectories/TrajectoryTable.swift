public import Astronomy
internal import VectorMath

/// Reads a trajectory from comma-separated text.
///
/// The first line that is not a comment names the columns, in any order: `utc` (an instant) or `t_s`
/// (seconds after an epoch given beside the file), `x_km`, `y_km`, `z_km` and, all three or none,
/// `vx_km_s`, `vy_km_s`, `vz_km_s`. Lines that begin with `#` and empty lines are left out.
public enum TrajectoryTable {
  private static let positionColumns = ["x_km", "y_km", "z_km"]
  private static let velocityColumns = ["vx_km_s", "vy_km_s", "vz_km_s"]
  private static let timeColumns = ["utc", "t_s"]

  /// A trajectory from the text of a file.
  ///
  /// - Parameters:
  ///   - text: the whole file.
  ///   - file: its name for messages.
  ///   - frame: the frame of the states, taken at each row's own time.
  ///   - epoch: when `t_s` counts from zero; needed by tables with that column.
  /// - Throws: `TrajectoryError` naming file and line.
  public static func parse(
    _ text: String, file: String, frame: ReferenceFrame, epoch: Instant?
  ) throws(TrajectoryError) -> TabulatedTrajectory {
    var columns: Columns?
    var times: [Instant] = []
    var positions: [Vector3] = []
    var velocities: [Vector3] = []
    for line in CommaSeparatedText(Array(text.utf8)) {
      let cells = line.cells
      let place = "\(file):\(line.number)"
      guard let known = columns else {
        columns = try Columns(names: cells, place: place, hasEpoch: epoch != nil)
        continue
      }
      guard cells.count == known.names.count else {
        throw TrajectoryError(
          .malformedTable,
          "\(place): \(cells.count) cells, but the header names \(known.names.count) columns")
      }
      let time = try known.time(cells, epoch: epoch, place: place)
      if let previous = times.last, time <= previous {
        throw TrajectoryError(
          .malformedTable, "\(place): this row's time does not come after the row before it")
      }
      let rotation = frame.rotationToGCRF(at: time)
      times.append(time)
      positions.append(
        rotation.applied(to: try known.vector(positionColumns, cells, place: place)) * 1000)
      if known.hasVelocity {
        velocities.append(
          rotation.applied(to: try known.vector(velocityColumns, cells, place: place)) * 1000)
      }
    }
    guard let columns else {
      throw TrajectoryError(
        .malformedTable, "\(file): the file is empty; the first line must name the columns")
    }
    do {
      return try TabulatedTrajectory(
        times: times, positions: positions, velocities: columns.hasVelocity ? velocities : nil)
    } catch {
      throw TrajectoryError(error.code, "\(file): \(error.description)")
    }
  }

  private struct Columns {
    let names: [String]

    var hasVelocity: Bool { names.contains(velocityColumns[0]) }

    init(names: [String], place: String, hasEpoch: Bool) throws(TrajectoryError) {
      self.names = names
      let known = timeColumns + positionColumns + velocityColumns
      func fail(_ reason: String) -> TrajectoryError {
        TrajectoryError(
          .malformedTable,
          "\(place): \(reason); known columns are \(known.joined(separator: ", "))")
      }
      for (index, name) in names.enumerated() {
        guard known.contains(name) else { throw fail("unknown column '\(name.prefix(40))'") }
        guard names.firstIndex(of: name) == index else {
          throw fail("column '\(name)' stands twice")
        }
      }
      guard timeColumns.filter(names.contains).count == 1 else {
        throw fail("exactly one of the columns utc and t_s is needed")
      }
      if names.contains("t_s"), !hasEpoch {
        throw fail("column t_s needs the key 'epoch' beside 'csv'")
      }
      for name in positionColumns where !names.contains(name) {
        throw fail("column '\(name)' is missing")
      }
      let velocityCount = velocityColumns.filter(names.contains).count
      guard velocityCount == 0 || velocityCount == 3 else {
        throw fail("give all three velocity columns or none")
      }
    }

    func cell(_ name: String, _ cells: [String]) -> String {
      names.firstIndex(of: name).map { cells[$0] } ?? ""
    }

    func number(_ name: String, _ cells: [String], place: String) throws(TrajectoryError) -> Double
    {
      let text = cell(name, cells)
      guard let value = Double(decimal: text) else {
        throw TrajectoryError(
          .malformedTable, "\(place): column \(name): '\(text.prefix(40))' is not a finite number")
      }
      return value
    }

    func vector(
      _ columns: [String], _ cells: [String], place: String
    ) throws(TrajectoryError) -> Vector3 {
      Vector3(
        try number(columns[0], cells, place: place), try number(columns[1], cells, place: place),
        try number(columns[2], cells, place: place))
    }

    func time(_ cells: [String], epoch: Instant?, place: String) throws(TrajectoryError) -> Instant
    {
      if let epoch, names.contains("t_s") {
        let seconds = try number("t_s", cells, place: place)
        guard seconds.magnitude <= 1e9 else {
          throw TrajectoryError(
            .malformedTable,
            "\(place): column t_s: \(seconds) s is more than 30 years from the epoch")
        }
        return epoch.advanced(bySeconds: seconds)
      }
      do {
        return try Instant.parse(cell("utc", cells)).instant
      } catch {
        throw TrajectoryError(.malformedTable, "\(place): column utc: \(error.description)")
      }
    }
  }
}
