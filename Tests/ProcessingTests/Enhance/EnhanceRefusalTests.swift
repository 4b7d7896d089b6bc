import Imagery
import Processing
import Testing

/// What step `enhance` says to what it cannot do.
@Suite("Refusals of step enhance")
struct EnhanceRefusalTests {
  private func picture(_ name: String, width: Int = 8) throws -> Observation {
    let plane = try Plane(
      width: width, height: 8, samples: (0..<8 * width).map { 1 + Double($0 % 7) })
    return try Observation(
      name: name, light: plane, unit: .meanSolarBrightness, level: .measured, kind: "B")
  }

  private func message(
    _ values: [String: StepValue], _ observations: Observation...
  ) throws -> String? {
    #expect(throws: ProcessingError.self) {
      let checked = try StepValues(values, for: EnhanceStep.description)
      _ = try EnhanceStep(checked).process(observations, [:])
    }?.description
  }

  @Test(
    "Parameters that do not fit are refused with what does",
    arguments: [
      (
        ["filter": StepValue.text("nafe")],
        "enhance: filter is nafe, allowed is one of nrgf, fnrgf, rhef, mgn, wow, power, difference"
      ),
      (
        ["filter": .text("nrgf"), "order": .number(5)],
        "enhance: order is known to filter fnrgf, not to nrgf; leave it out"
      ),
      (
        ["filter": .text("wow"), "k": .number(1)],
        "enhance: k is known to filter mgn, not to wow; leave it out"
      ),
      (
        ["range": .numbers([3, 2])],
        "enhance: range is 3.0,2.0, allowed are two radii, the smaller first"
      ),
      (
        ["filter": .text("mgn"), "weights": .numbers([1, 2])],
        "enhance: there are 2 weights for 6 sigmas; give one for each"
      ),
      (
        ["filter": .text("difference"), "base": .text("a.fits")],
        "enhance: base is given and mode is running; set mode to base or base-ratio"
      ),
      (
        ["bins": .number(0)],
        "enhance: bins is 0, allowed is a whole number within 1...65536"
      ),
    ])
  func parameters(values: [String: StepValue], expected: String) throws {
    #expect(try message(values, picture("a")) == expected)
  }

  @Test("Without the place of the Sun radial filters say what is missing")
  func noSky() throws {
    #expect(
      try message(["filter": .text("rhef")], picture("a"))
        == "enhance, a: rhef works by the distance from the Sun's centre and nothing tells where the pixels "
        + "look; the header needs CTYPE, CUNIT, CRPIX, CRVAL, CDELT and RSUN_OBS")
  }

  @Test("A range without pixels is refused")
  func empty() throws {
    var observation = try picture("a")
    observation.sky = FilterVectors.sky
    #expect(
      try message(["range": .numbers([20, 30])], observation)
        == "enhance, a: no pixel with a value lies from 20 to 30 solar radii; give another range or "
        + "application_radius")
    for match in ["none", "sunkit"] {
      for filter in ["nrgf", "fnrgf", "rhef"] {
        let values: [String: StepValue] = [
          "filter": .text(filter), "range": .numbers([20, 30]), "match": .text(match),
        ]
        #expect(try message(values, observation)?.contains("no pixel with a value") == true)
      }
    }
  }

  @Test("A picture without any value is refused")
  func nothing() throws {
    var observation = try picture("a")
    observation.light.samples = observation.light.samples.map { _ in .nan }
    for filter in ["mgn", "wow"] {
      #expect(
        try message(["filter": .text(filter)], observation) == "enhance, a: no pixel has a value")
    }
  }

  @Test("A picture all of which is flagged is refused with the flags and the remedy")
  func allFlagged() throws {
    var observation = try picture("a")
    observation.sky = FilterVectors.sky
    for row in 0..<8 { for column in 0..<8 { observation.mask[column, row].insert(.occulted) } }
    observation.mask[3, 4].insert(.saturated)
    for filter in ["nrgf", "fnrgf", "rhef", "mgn", "wow", "power"] {
      #expect(
        try message(["filter": .text(filter)], observation)
          == "enhance, a: no pixel is left to filter: of 64 are flagged 64 OCCULTED, 1 SATURATED; take a "
          + "picture that reaches beyond the occulter, calibrate again with other limits, or give "
          + "match=sunkit, which heeds no flags")
    }
    let heedless = try StepValues(
      ["filter": .text("mgn"), "match": .text("sunkit")], for: EnhanceStep.description)
    let result = try EnhanceStep(heedless).process([observation], [:])[0]
    #expect(!result.light.samples.contains { $0.isNaN })
  }

  @Test("Pictures that cannot be compared are refused")
  func incomparable() throws {
    let difference: [String: StepValue] = ["filter": .text("difference")]
    #expect(
      try message(difference, picture("a"))
        == "enhance, a: 1 picture, a difference takes at least 2, or name one with base")
    #expect(
      try message(difference, picture("a"), picture("b", width: 9))
        == "enhance, b: pictures of 9 × 8 and 8 × 8 pixels; all must have the same size")
    var (first, second) = (try picture("a"), try picture("b"))
    (first.unit, second.unit) = (.counts, .counts)
    (first.exposureSeconds, second.exposureSeconds) = (1, 10)
    #expect(
      try message(difference, first, second)
        == "enhance, b: it was exposed 10.0 s, a 1.0 s; calibrate both to brightness (step msb) first"
    )
  }

  @Test("Pictures of any size and content are filtered without a trap")
  func smallPictures() throws {
    for (width, height) in [(1, 1), (1, 7), (3, 2), (17, 5), (33, 40)] {
      for kind in 0..<4 {
        let samples = (0..<width * height).map { index -> Double in
          switch kind {
          case 0: 0
          case 1: index.isMultiple(of: 3) ? .nan : Double(index)
          case 2: -1e300 * Double(index % 2)
          default: 1e-300 * 1e-10 * Double(index)
          }
        }
        let plane = try Plane(width: width, height: height, samples: samples)
        var observation = try Observation(
          name: "a", light: plane, unit: .counts, level: .raw, kind: "B")
        observation.sky = SkyGeometry(
          projection: SkyProjection(
            pointing: SIMD2(0.01, 0), matrix: (SIMD2(1, 0), SIMD2(0, 1)), scale: 0.002,
            centre: SIMD2(Double(width) / 2, 0), kind: kind == 0 ? .arc : .tan),
          solarRadius: 0.0046)
        for filter in ["nrgf", "fnrgf", "rhef", "mgn", "wow", "power"] {
          let values = try StepValues(["filter": .text(filter)], for: EnhanceStep.description)
          let result = Result { try EnhanceStep(values).process([observation], [:]) }
          if case .success(let pictures) = result { #expect(pictures[0].light.hasSize(of: plane)) }
          if case .failure(let error) = result {
            #expect((error as? ProcessingError)?.code == .noSolution)
          }
        }
      }
    }
  }
}
