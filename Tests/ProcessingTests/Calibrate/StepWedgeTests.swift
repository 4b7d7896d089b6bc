import Imagery
import Processing
import RealModule
import Sensors
import Testing

/// The density curve that a step wedge tells is that of the film it was exposed on.
@Suite("Step wedges")
struct StepWedgeTests {
  private static let side = 120

  /// A film without halation and blur, whose grain is that of large pixels.
  private func film(grain: Bool) throws -> PhotographicFilm {
    var design = try FilmDesign.illustrative70mm(
      format: FrameFormat(width: Self.side, height: Self.side))
    design.effects = grain ? [.grain] : []
    design.bits = 16
    return try PhotographicFilm(design)
  }

  /// Thirty-six fields of 20 × 20 pixels, 0.12 of a decade from step to step.
  private var wedge: MeasuredTable {
    MeasuredTable(
      name: "WEDGE", columns: StepWedgeReading.columns,
      rows: (0..<36).map { step in
        let (column, row) = (Double(step % 6), Double(step / 6))
        return [
          Double(step + 1), -2.9 + 0.12 * Double(step), 20 * column + 6, 20 * column + 15,
          20 * row + 6, 20 * row + 15,
        ]
      })
  }

  private func scan(_ film: PhotographicFilm, number: Int = 0) throws -> Observation {
    let light = (0..<Self.side * Self.side).map { index in
      let step = index / Self.side / 20 * 6 + index % Self.side / 20
      return Double.exp10(-2.9 + 0.12 * Double(step)) / 0.02
    }
    let frame = try film.expose(light, Exposure(seconds: 0.02, frame: number, seed: 5))
    return try observation(
      frame.numbers.map { Double($0) }, width: Self.side,
      cards: ["SCANMAX": 65_535, "FOG": 0.25], seconds: 0.02, name: "wedge\(number)")
  }

  @Test("Fields give the film's densities, to the scanner's rounding without grain")
  func exact() throws {
    let film = try film(grain: false)
    let curve = try StepWedgeReading.curve(of: [scan(film)], wedge: wedge)
    #expect(curve.name == "RESPONSE" && curve.rows.count == 36)
    for row in curve.rows {
      let density = film.design.curve.density(row[0])
      let step = Double.exp10(density - 0.25) / 65_535 / Double.log(10)
      #expect(abs(row[1] - density) <= step, "\(row[0]): \(row[1]) for \(density)")
    }
  }

  @Test("With grain the curve rises and its errors are those it tells")
  func grainy() throws {
    let film = try film(grain: true)
    let scans = try (0..<4).map { try scan(film, number: $0) }
    let curve = try StepWedgeReading.curve(of: scans, wedge: wedge)
    let densities = try #require(curve.column("DENSITY"))
    #expect(zip(densities, densities.dropFirst()).allSatisfy { $0 < $1 })
    let pulls = curve.rows.filter { $0[2] > 1e-4 }.map {
      ($0[1] - film.design.curve.density($0[0])) / $0[2]
    }
    try #require(pulls.count > 20)
    let mean = pulls.reduce(0, +) / Double(pulls.count)
    let square = pulls.reduce(0) { $0 + $1 * $1 } / Double(pulls.count)
    // Some twenty to thirty-six independent fields: four of their standard errors.
    #expect(abs(mean) < 4 / Double(pulls.count).squareRoot(), "\(mean)")
    #expect(abs(square - 1) < 4 * (2 / Double(pulls.count)).squareRoot(), "\(square)")
  }

  @Test("Film measured by the curve gives the light that the law of its cards gives")
  func measured() throws {
    let film = try film(grain: false)
    var master = try scan(film)
    master.response = try StepWedgeReading.curve(of: [master], wedge: wedge)
    let light = (0..<Self.side * Self.side).map { Double.exp10(-1.9 + Double($0) / 7200) }
    let frame = try film.expose(light, Exposure(seconds: 1, frame: 9, seed: 5))
    var raw = try observation(
      frame.numbers.map { Double($0) }, width: Self.side,
      cards: ["SCANMAX": 65_535, "FOG": 0.25, "GRANULAR": 0, "PIXPITCH": film.design.pitch])
    try raw.header.append("SENSOR", "film-70mm")
    let made = try run(LinearityStep.self, raw, ["table": .text("m")], ["m": master])
    #expect(made.unit == .luxSeconds)
    // Between points 0.12 of a decade apart the monotone cubic is within a third of a per cent.
    let worst = zip(made.light.samples, light).map { abs($0 / $1 - 1) }.max() ?? .nan
    #expect(worst < 0.0035, "\(worst)")
  }

  @Test("Unexposed film evens the scanner and tells the fog")
  func unexposed() throws {
    let film = try film(grain: false)
    // A scanner whose lamp falls off to the right by a tenth of its density scale.
    let fall = (0..<Self.side * Self.side).map {
      Double.exp10(-0.1 * Double($0 % Self.side) / Double(Self.side))
    }
    func scanned(_ lux: Double) throws -> Observation {
      let light = [Double](repeating: lux, count: fall.count)
      let frame = try film.expose(light, Exposure(seconds: 1, frame: 9, seed: 5))
      var raw = try observation(
        zip(frame.numbers, fall).map { Double($0) * $1 }, width: Self.side,
        cards: [
          "SCANMAX": 65_535, "FOG": 0.25, "GAMMA": 0.65, "TOE": -2.4, "SHOULDER": 0.8,
          "TOEWIDTH": 0.45, "SHOUWIDT": 0.6, "GRANULAR": 0, "PIXPITCH": film.design.pitch,
        ])
      try raw.header.append("SENSOR", "film-70mm")
      return raw
    }
    let clear = try scanned(0)
    let even = try run(
      LinearityStep.self, scanned(0.1), ["unexposed": .text("u")], ["u": clear])
    let samples = even.light.samples
    #expect((samples.max() ?? 0) / (samples.min() ?? 0) - 1 < 1e-3)
    // The lamp's median, 0.05 of density, is taken for fog: the light is lower by that alone.
    let plain = try run(LinearityStep.self, scanned(0.1)).light.samples
    #expect((plain.max() ?? 0) / (plain.min() ?? 1) > 1.2)
  }

  @Test("Wedges that tell no curve are refused with words")
  func refused() throws {
    let scan = try scan(film(grain: false))
    func message(_ wedge: MeasuredTable) -> String? {
      let error = #expect(throws: ProcessingError.self) {
        try StepWedgeReading.curve(of: [scan], wedge: wedge)
      }
      return error?.description
    }
    var bare = wedge
    bare.columns[1] = "H"
    #expect(
      message(bare)
        == "read a step wedge, wedge0: the table of its fields must have the columns STEP, LOGH, COLUMN1, "
        + "COLUMN2, ROW1, ROW2; it has STEP, H, COLUMN1, COLUMN2, ROW1, ROW2")
    var outside = wedge
    outside.rows[2][3] = 500
    #expect(
      message(outside)
        == "read a step wedge, wedge0: field 3 of the wedge lies at columns 46.0 to 500.0, rows 6.0 to 15.0, "
        + "must be whole numbers, rising, within 120 × 120 pixels")
    var short = wedge
    short.rows = Array(wedge.rows.prefix(2))
    #expect(
      message(short)
        == "read a step wedge, wedge0: only 2 of its 2 steps differ in density; expose a longer range"
    )
  }

  @Test("Steps of detectors let film pass, unless they are told to do something")
  func passing() throws {
    var scan = try scan(film(grain: false))
    try scan.header.append("SENSOR", "film-70mm")
    for step: any ProcessingStep.Type in [
      SaturateStep.self, BiasStep.self, GainStep.self, DarkStep.self,
    ] {
      let made = try run(step, scan)
      #expect(made.light == scan.light && made.unit == .counts && made.steps.count == 1)
    }
    #expect(
      refusal(BiasStep.self, [scan], ["level": .number(3)])?.description
        == "bias, wedge0: is scanned film, which has none of it; leave its parameters out, linearity takes "
        + "film from numbers to light")
  }
}
