internal import Astronomy
internal import Trajectories

/// `sun_line`: exactly on the Sun line, at a steady rate.
struct SunLinePlan: RelativePlan {
  let epoch: Instant
  let range: Double
  let rate: Double
  let stop: Double?

  func build(_ surroundings: MotionSurroundings, reading files: inout DataFiles) throws
    -> any RelativeMotion
  {
    try SunLineMotion(epoch: epoch, range: range, rate: rate, stopRange: stop)
  }

  static func list(_ choice: Choice<(any RelativePlan)?>) {
    choice.table("sun_line", doc: "Exactly on the Sun line, at a steady rate.") { line in
      let epoch = line.optionalInstant(
        "epoch", doc: "When the rate sets in; needed unless the rate is zero.",
        parse: { try Instant.parse($0).instant })
      let range = line.double("range_m", in: .above(0, upTo: 1e9), doc: "Range up to the epoch.")
      let rate = line.double(
        "rate_m_s", in: .closed(-1e4, 1e4), default: 0,
        doc: "Rate of the range after the epoch; positive recedes.")
      let stop = line.optionalDouble(
        "stop_range_m", in: .above(0, upTo: 1e9), doc: "Where the occulter stops and holds.")
      if epoch == nil, rate != 0, !line.isDeclaring {
        line.report(
          "missing, expected a date and time because the rate is not zero",
          remedy: "add epoch = …", at: "epoch")
        return nil
      }
      // Without a rate the range is the same at any time.
      return SunLinePlan(epoch: epoch ?? .utcBegins, range: range, rate: rate, stop: stop)
    }
  }
}

/// `sun_line_table`: ranges along the Sun line and offsets across it at given times.
struct SunLineTablePlan: RelativePlan {
  let epoch: Instant
  let rows: [SunLineTable.Row]

  func build(_ surroundings: MotionSurroundings, reading files: inout DataFiles) throws
    -> any RelativeMotion
  {
    try SunLineTable(epoch: epoch, rows: rows)
  }

  static func list(_ choice: Choice<(any RelativePlan)?>) {
    choice.table("sun_line_table", doc: "Ranges along the Sun line and offsets across it.") {
      table in
      let epoch = table.epoch("When the motion sets in.")
      let times = table.doubles(
        "t_s", count: 2...1_000_000, each: .closed(-1e9, 1e9),
        doc: "Seconds after the epoch, growing.")
      let ranges = table.doubles(
        "range_m", count: 2...1_000_000, each: .above(0, upTo: 1e9), doc: "Range at each time.")
      let north = table.optionalDoubles(
        "north_m", count: 2...1_000_000, doc: "Offset toward solar north at each time.")
      let west = table.optionalDoubles(
        "west_m", count: 2...1_000_000, doc: "Offset toward solar west at each time.")
      for (key, values) in [("range_m", ranges), ("north_m", north), ("west_m", west)] {
        if let values, values.count != times.count, !table.isDeclaring {
          table.report(
            "found \(values.count) values for \(times.count) times",
            remedy: "give one for each of t_s", at: key)
          return nil
        }
      }
      let rows = times.indices.map { index in
        SunLineTable.Row(
          seconds: times[index], range: ranges[index], north: north?[index] ?? 0,
          west: west?[index] ?? 0)
      }
      return epoch.map { SunLineTablePlan(epoch: $0, rows: rows) }
    }
  }
}
