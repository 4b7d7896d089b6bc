import Processing
import Testing

/// What a chain file may say of a step.
@Suite("Parameters of a step")
struct StepValuesTests {
  private let step = StepDescription(
    name: "despike", kind: "FILTERING", summary: "Removes spikes.",
    parameters: [
      StepParameter("sigmas", .number(1...100, default: 5), "How far a spike stands out."),
      StepParameter("passes", .integer(1...9, default: 1), "How often."),
      StepParameter(
        "range", .numbers(count: 2...2, each: 0...100, default: nil), unit: "solRad", "Where."),
      StepParameter("keep", .boolean(default: true), "Whether spikes are kept in the mask."),
      StepParameter(
        "fill", .choice(["median", "none"], default: "median"), "What takes its place."),
    ])

  @Test("What is left out has its default, or is known to have none")
  func defaults() throws {
    let values = try StepValues([:], for: step)
    #expect(values.number("sigmas") == 5)
    #expect(values.integer("passes") == 1)
    #expect(values.numbers("range") == nil)
    #expect(values.boolean("keep"))
    #expect(values.text("fill") == "median")
    #expect(!values.isGiven("sigmas"))
    #expect(values.summary == "fill=median,keep=true,passes=1,sigmas=5")
  }

  @Test(
    "What is not allowed is refused with what is",
    arguments: [
      (
        "sigma", StepValue.number(5),
        "despike: has no parameter 'sigma'; it has sigmas, passes, range, keep, fill"
      ),
      ("sigmas", .number(0), "despike: sigmas is 0, allowed is a number within 1...100"),
      ("passes", .number(1.5), "despike: passes is 1.5, allowed is a whole number within 1...9"),
      ("range", .numbers([1]), "despike: range is 1, allowed is 2 numbers within 0...100 solRad"),
      ("keep", .text("yes"), "despike: keep is yes, allowed is true or false"),
      ("fill", .text("mean"), "despike: fill is mean, allowed is one of median, none"),
      ("sigmas", .number(.nan), "despike: sigmas is nan, allowed is a number within 1...100"),
    ])
  func refused(name: String, value: StepValue, message: String) throws {
    let error = #expect(throws: ProcessingError.self) { try StepValues([name: value], for: step) }
    #expect(error?.description == message)
  }

  @Test("A step nobody has defined is refused")
  func unknown() {
    let error = #expect(throws: ProcessingError.self) { try StepRegistry.step("sharpen") }
    #expect(error?.code == .unknownStep)
  }

  @Test("Numbers of any size have words")
  func words() {
    // The least whole number has no magnitude among whole numbers.
    for (number, words) in [
      (-9_223_372_036_854_775_808.0, "-9.223372036854776e+18"), (9e18, "9e+18"), (1e308, "1e+308"),
      (-999_999, "-999999"), (1_000_000, "1000000.0"), (2.5, "2.5"), (.nan, "nan"),
    ] {
      #expect(StepValue.number(number).words == words)
    }
  }
}
