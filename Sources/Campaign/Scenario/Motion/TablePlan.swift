internal import Astronomy
internal import Trajectories

/// `csv`: a table of states.
struct TablePlan: TrajectoryPlan {
  let path: ScenarioPath
  let frame: ReferenceFrame
  let epoch: Instant?

  func build(over span: ClosedRange<Instant>, reading files: inout DataFiles) throws
    -> any Trajectory
  {
    let text = try files.text(path, as: "table")
    return try TrajectoryTable.parse(text, file: path.text, frame: frame, epoch: epoch)
  }

  static func list<Value>(
    _ choice: Choice<Value>, _ wrap: @escaping ((any TrajectoryPlan)?) -> Value
  ) {
    choice.key("csv", doc: "A table of states.") { section in
      wrap(
        TablePlan(
          path: section.path(
            "csv", doc: "The file: columns utc or t_s, x_km, y_km, z_km, vx_km_s, …"),
          frame: section.referenceFrame(),
          epoch: section.optionalInstant(
            "epoch", doc: "When the column t_s counts from zero.",
            parse: { try Instant.parse($0).instant })))
    }
  }
}
