internal import Corona

/// `radial-table`: a spherical corona from a file.
struct RadialTablePlan: DensityPlan {
  private let path: ScenarioPath

  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word("radial-table", doc: "A spherical corona from a table.") { section in
      RadialTablePlan(
        path: section.path(
          "csv",
          doc: "The file: rows of distance in solar radii and electrons per cubic centimetre, "
            + "distances rising; '#' begins a comment, further columns are not read."))
    }
  }

  var fileKey: String? { "csv" }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    let bytes = try files.bytes(path, as: "radial table")
    return SteadyDensity(try RadialTableDensity(csv: bytes, file: path.text))
  }
}
