import Imagery
import Processing
import Testing

/// What the calibrating steps do with odd and wrong pictures.
@Suite("Steps of the calibration")
struct CalibrationStepTests {
  private let cards: [String: Double] = [
    "GAIN": 0.1, "READNOIS": 70, "A_PHOT": 2.36e10, "SATURATE": 16_383, "BIASLEVL": 300,
    "DARKRATE": 10,
  ]

  private func raw(_ samples: [Double], width: Int, without card: String? = nil) throws
    -> Observation
  {
    try observation(samples, width: width, cards: cards.filter { $0.key != card })
  }

  @Test("Saturated pixels are lost with a margin of five read noises, and grow and bloom as told")
  func saturate() throws {
    var samples = [Double](repeating: 1000, count: 81)
    samples[40] = 16_350
    let plain = try run(SaturateStep.self, raw(samples, width: 9))
    #expect(plain.light[4, 4].isNaN && plain.mask.count(of: .saturated) == 1)
    let strict = try run(SaturateStep.self, raw(samples, width: 9), ["margin": .number(0)])
    #expect(strict.mask.count(of: .saturated) == 0)
    let grown = try run(SaturateStep.self, raw(samples, width: 9), ["grow": .number(1)])
    #expect(grown.mask.count(of: .saturated) == 9 && grown.light[5, 5].isNaN)
    let bloomed = try run(SaturateStep.self, raw(samples, width: 9), ["bloom": .number(3)])
    #expect((1...7).allSatisfy { bloomed.light[4, $0].isNaN })
    #expect(bloomed.mask.count(of: .saturated) == 7 && !bloomed.light[4, 8].isNaN)
    // A saturated pixel at the edge grows inward only.
    samples[0] = 16_383
    let corner = try run(
      SaturateStep.self, raw(samples, width: 9), ["grow": .number(2), "margin": .number(0)])
    #expect(corner.mask.count(of: .saturated) == 9)
    // Film: dense, so that small numbers are full.
    var film = try raw(samples, width: 9)
    try film.header.append("SATSENSE", "below")
    let dense = try run(
      SaturateStep.self, film, ["level": .number(1000), "margin": .number(0)])
    #expect(dense.mask.count(of: .saturated) == 79)
  }

  @Test("An overscan gives each row its own offset and is dropped")
  func overscan() throws {
    // Rows with offsets 100, 200, 300; the last two columns see no light.
    let samples = (1...3).flatMap { row in
      [1.0, 2, 3, 0, 0].map { $0 + Double(row) * 100 }
    }
    let made = try run(
      BiasStep.self, raw(samples, width: 5), ["overscan_columns": .numbers([4, 5])])
    for row in 0..<3 {
      #expect((0..<3).map { made.light[$0, row] } == [1, 2, 3])
      #expect(made.light[3, row].isNaN && made.mask[4, row] == .noData)
    }
    let rows = try run(
      BiasStep.self, raw([1, 2, 3, 10, 20, 30], width: 3), ["overscan_rows": .numbers([1, 1])])
    #expect((0..<3).map { rows.light[$0, 1] } == [9, 18, 27])
    #expect(
      refusal(BiasStep.self, [try raw(samples, width: 5)], ["overscan_columns": .numbers([4, 9])])?
        .description
        == "bias, frame: overscan_columns is 4.0 to 9.0, must be whole numbers, rising, within 1 to 5, "
        + "and leave some of the picture")
  }

  @Test("The bend is undone by a quadratic, by points, or by the file's own table alike")
  func linearity() throws {
    func electrons() throws -> Observation {
      let biased = try run(BiasStep.self, raw([300, 1300, 5300, 10_300], width: 2))
      return try run(GainStep.self, biased)
    }
    let quadratic = try run(
      LinearityStep.self, electrons(), ["share": .number(0.02), "range": .number(134_000)])
    // e (1 − 0.02 e/134000) = 100000 at e = 101 538.9 by hand: root of the quadratic.
    let share = 0.02 / 134_000
    let exact = (1 - (1 - 4 * share * 1e5).squareRoot()) / (2 * share)
    #expect(abs(quadratic.light.samples[3] - exact) < 1e-6)
    let places = (0...100).map { Double($0) * 2000 }
    let points = places.flatMap { [$0, $0 * (1 - share * $0)] }
    let curve = try run(LinearityStep.self, electrons(), ["curve": .numbers(points)])
    var tabulated = try electrons()
    let response = MeasuredTable(
      name: "RESPONSE", columns: ["ELECTRON", "DN"],
      rows: places.map { [$0, 0.1 * $0 * (1 - share * $0)] })
    tabulated.response = response
    let table = try run(LinearityStep.self, tabulated)
    let named = try run(LinearityStep.self, electrons(), ["table": .text("t")], ["t": tabulated])
    #expect(named.light == table.light)
    for index in 0..<4 {
      #expect(abs(curve.light.samples[index] - quadratic.light.samples[index]) < 0.15)
      #expect(abs(table.light.samples[index] - curve.light.samples[index]) < 1e-6)
    }
    #expect(abs((quadratic.noise?.fullElectrons ?? 0) - 164_900) < 200)
    #expect(
      refusal(LinearityStep.self, [try electrons()], ["curve": .numbers([100, 98, 1000, 960])])?
        .description.contains("curve begins at 98.0 seeming electrons") == true)
    #expect(
      refusal(LinearityStep.self, [try electrons()], ["curve": .numbers([0, 0, 2, 2, 1, 3])])?
        .description
        == "linearity: curve has 6 numbers that are no rising curve; give pairs of true and seeming "
        + "electrons, both larger from pair to pair")
    #expect(
      refusal(LinearityStep.self, [try electrons()])?.description
        == "linearity, frame: nothing tells the response: the file has no table RESPONSE, its header "
        + "neither LINEAR = T nor NLSHARE; give law = \"straight\", a table, a curve, or share and range"
    )
    #expect(
      refusal(LinearityStep.self, [try electrons()], ["law": .text("table")])?.description
        == "linearity, frame: the file holds no table RESPONSE; give table, a file that holds it, or "
        + "another law: straight, quadratic with share and range, curve, film")
  }

  @Test("A flat field's own error and its dead pixels go into the result")
  func flat() throws {
    var one = try observation([100, 100, 100, 100], width: 2, unit: .electrons)
    one.uncertainty = try Plane(width: 2, height: 2, samples: [10, 10, 10, 10])
    var master = try observation([2000, 1000, 0, 2000], width: 2, unit: .electrons, name: "flat")
    master.uncertainty = try Plane(width: 2, height: 2, samples: [0, 100, 0, 200])
    let made = try run(
      FlatStep.self, one, ["master": .text("f"), "normalise": .text("median")], ["f": master])
    // Median 1500: 100/(1000/1500) = 150 ± √(15² + (150 · 0.1)²).
    #expect(abs(made.light.samples[1] - 150) < 1e-12)
    #expect(abs((made.uncertainty?.samples[1] ?? 0) - 15 * 2.0.squareRoot()) < 1e-9)
    #expect(made.light.samples[2].isNaN && made.mask[0, 1] == .badPixel)
    #expect(refusal(FlatStep.self, [one])?.code == .missingKnowledge)
  }

  @Test("Of several flat fields the one of the exposure's filter is taken, and none of another")
  func filters() throws {
    func through(_ filter: String?, _ level: Double, polariser: Double? = nil) throws -> Observation
    {
      var made = try observation(
        [level, 2 * level, level, level], width: 2, unit: .electrons,
        name: "\(filter ?? "none") \(level)")
      if let filter { try made.header.set(FITSCard("FILTER", .string(filter))) }
      made.polariserDegrees = polariser
      return made
    }
    let flats = [
      "a": try through("P0", 1000), "b": try through("WB", 3000),
      "c": try through("rotating", 100, polariser: 2),
      "d": try through("rotating", 10, polariser: 178),
    ]
    let all = ["master": StepValue.texts(["a", "b", "c", "d"])]
    let one = try run(FlatStep.self, try through("WB", 30), all, flats)
    #expect(one.steps.last?.result.contains("WB 3000.0") == true)
    // An axis of 179 degrees is one of −1.
    let turned = try run(FlatStep.self, try through("rotating", 30, polariser: -1), all, flats)
    #expect(turned.steps.last?.result.contains("rotating 10.0") == true)
    #expect(
      refusal(FlatStep.self, [try through("P60", 30)], ["master": .texts(["a", "b"])], flats)?
        .description
        == "flat, P60 30.0: no flat field is of its filter 'P60': P0 1000.0 is of 'P0', WB 3000.0 is of 'WB'; "
        + "give master one of each filter, or any_filter = true")
    let any = try run(
      FlatStep.self, try through("P60", 30),
      ["master": .text("a"), "any_filter": .boolean(true)], flats)
    #expect(any.steps.map(\.step) == ["flat"])
    // One of its own filter goes before one that tells none, whichever is named first.
    let mixed = ["u": try through(nil, 7), "b": flats["b"]].compactMapValues { $0 }
    let own = try run(
      FlatStep.self, try through("WB", 30),
      ["master": .texts(["u", "b"]), "any_filter": .boolean(true)], mixed)
    #expect(own.steps.last?.result.contains("WB 3000.0") == true)
    #expect(own.steps.last?.usedPictures == ["b"])
    #expect(
      refusal(FlatStep.self, [try through(nil, 30)], ["master": .texts(["a", "b"])], flats)?
        .description.contains("its header has no FILTER, and the flat fields are of several")
        == true)
    // A header without filter tells nothing against a flat field.
    let untold = try run(FlatStep.self, try through(nil, 30), ["master": .text("a")], flats)
    #expect(untold.steps.map(\.step) == ["flat"])
  }

  @Test("A flat field counts as one in the middle, or in all where the middle is dark")
  func middle() throws {
    let even = try observation(
      [Double](repeating: 10, count: 400), width: 20, unit: .electrons)
    // Bright in the middle, as where light falls off from it.
    var field = [Double](repeating: 0.8, count: 400)
    for row in 9...10 { for column in 9...10 { field[row * 20 + column] = 1.6 } }
    let flat = try observation(field, width: 20, unit: .electrons, name: "flat")
    let made = try run(FlatStep.self, even, ["master": .text("f")], ["f": flat])
    #expect(made.light[0, 0] == 20 && made.light[9, 9] == 10)
    for row in 9...10 { for column in 9...10 { field[row * 20 + column] = 0 } }
    let occulted = try observation(field, width: 20, unit: .electrons, name: "flat")
    let whole = try run(FlatStep.self, even, ["master": .text("f")], ["f": occulted])
    #expect(whole.light[0, 0] == 10 && whole.light[9, 9].isNaN)
  }

  @Test("The fall of light from the boresight is undone once: not where a flat field held it")
  func falloff() throws {
    var one = try observation(
      [100, 100, 100, 100], width: 4, unit: .electrons, cards: ["A_PHOT": 10, "GAIN": 0.1])
    one.sky = sky(arcsecondsPerPixel: 3600 * 10, centre: SIMD2(0, 0))
    let undone = try run(BrightnessStep.self, one)
    // tan θ = 3 · 10° in radians; the pixel's solid angle and the pupil fall as cos⁴ θ.
    let tangent = 30 * Double.pi / 180
    let share = 1 / ((1 + tangent * tangent) * (1 + tangent * tangent))
    #expect(abs(undone.light[3, 0] / undone.light[0, 0] * share - 1) < 1e-12)
    #expect(undone.light[0, 0] == 1)
    var flat = one
    flat.light = Plane(like: one.light, repeating: 1)
    let flattened = try run(FlatStep.self, one, ["master": .text("f")], ["f": flat])
    #expect(try run(BrightnessStep.self, flattened).light[3, 0] == 1)
    let told = try run(BrightnessStep.self, one, ["falloff": .boolean(false)])
    #expect(told.light[3, 0] == 1)
  }

  @Test(
    "What neither header nor parameters tell is named, with card and parameter",
    arguments: [
      (
        "BIASLEVL",
        "bias, frame: the header has no number BIASLEVL and no level is given; give level, a number within "
          + "-1000000000.0...1000000000.0 numbers"
      ),
      (
        "GAIN",
        "gain, frame: the header has no number GAIN and no gain is given; give gain, a number within "
          + "1e-09...1000000000.0 numbers per electron"
      ),
      (
        "READNOIS",
        "gain, frame: the header has no number READNOIS and no read_noise is given; give read_noise, a "
          + "number within 0...1000000000.0 electrons"
      ),
      (
        "DARKRATE",
        "dark, frame: the header has no number DARKRATE and no rate is given; give rate, a number within "
          + "0...1000000000.0 electrons per second"
      ),
      (
        "SATURATE",
        "saturate, frame: the header has no number SATURATE and no level is given; give level, a number "
          + "within 1...4294967296.0 numbers"
      ),
      (
        "A_PHOT",
        "msb, frame: the header has no number A_PHOT and no a_phot is given; give a_phot, a number within "
          + "1e-06...1e+30 numbers per second"
      ),
    ])
  func missing(card: String, message: String) throws {
    var one = try raw([1000, 1000], width: 2, without: card)
    var said: String?
    for step in [
      SaturateStep.self, BiasStep.self, GainStep.self, DarkStep.self, BrightnessStep.self,
    ] as [any ProcessingStep.Type] {
      if let error = refusal(step, [one]) {
        said = error.description
        #expect(error.code == .missingKnowledge)
        break
      }
      one = try run(step, one)
    }
    #expect(said == message)
  }

  @Test("Wrong order, wrong units, wrong sizes and wrong cards are refused with what to do")
  func refusals() throws {
    let one = try raw([1000, 1000], width: 2)
    #expect(
      refusal(GainStep.self, [one])?.description
        == "gain, frame: the numbers still hold a bias of 300.0 by the header's BIASLEVL, which would count "
        + "as light; run bias before, with level=0 if it is subtracted already")
    let biased = try run(BiasStep.self, one)
    #expect(refusal(SaturateStep.self, [biased])?.code == .unsuitableInput)
    #expect(refusal(BiasStep.self, [biased])?.code == .unsuitableInput)
    var inverse = biased
    inverse.header.remove("GAIN")
    try inverse.header.append("GAIN", 2.5, unit: "electron/DN")
    #expect(
      refusal(GainStep.self, [inverse])?.description.contains(
        "the header's GAIN = 2.5 is told as electrons for each number") == true)
    var negative = biased
    negative.header.remove("GAIN")
    try negative.header.append("GAIN", -0.1)
    #expect(
      refusal(GainStep.self, [negative])?.description
        == "gain, frame: the header's GAIN is -0.1, allowed is a number within 1e-09...1000000000.0 numbers "
        + "per electron; give gain to overrule it")
    #expect(
      refusal(DarkStep.self, [biased])?.description
        == "dark, frame: holds numbers of the converter, must hold electrons; run gain before dark, and msb "
        + "after it")
    var electrons = try run(GainStep.self, biased)
    electrons.exposureSeconds = nil
    #expect(
      refusal(DarkStep.self, [electrons])?.description
        == "dark, frame: the exposure time is not known: the header has neither XPOSURE nor EXPTIME; tell "
        + "it where the picture is read, as in XPOSURE=10")
    electrons.exposureSeconds = 0
    #expect(
      refusal(BrightnessStep.self, [electrons])?.description
        == "msb, frame: the exposure time is 0.0 s, must be above 0")
    let small = try observation([1], width: 1, unit: .electrons, name: "small")
    #expect(
      refusal(FlatStep.self, [electrons], ["master": .text("s")], ["s": small])?.description
        == "flat, frame: master s has 1 × 1 pixels, the picture 2 × 1 pixels; both must be the same"
    )
    #expect(
      refusal(DarkStep.self, [electrons], ["rate": .number(1), "law": .numbers([1, 2])])?
        .description
        == "dark: rate and law exclude each other; give one")
    #expect(refusal(MergeStep.self, [electrons])?.code == .unsuitableInput)
  }
}
