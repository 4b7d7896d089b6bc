extension EnhanceStep {
  /// The filters there are.
  enum Filter: String, CaseIterable {
    case nrgf, fnrgf, rhef, mgn, wow, power, difference

    /// Whether it works ring by ring about the Sun's centre.
    var isRadial: Bool { [.nrgf, .fnrgf, .rhef].contains(self) }
  }

  /// What the step is.
  public static let description = StepDescription(
    name: "enhance", kind: "SPATIAL-FILTERING",
    summary: "Brings out structure: takes away the fall of brightness or evens out contrast.",
    parameters: commonParameters + radialParameters + scaleParameters + otherParameters)

  private static let radii = 0.0...100_000

  private static let commonParameters = [
    StepParameter(
      "filter", .choice(Filter.allCases.map(\.rawValue), default: "nrgf"), "Which filter."),
    StepParameter(
      "match", .choice(["none", "sunkit"], default: "none"),
      "Whose choices are taken: sunkit reproduces sunkit-image 0.6.1 where it differs."),
    StepParameter(
      "range", .numbers(count: 2...2, each: radii, default: nil), unit: "solRad",
      "From which distance to which pixels are worked on and kept; all that have a value by default."
    ),
    StepParameter(
      "application_radius", .number(radii, default: nil), unit: "solRad",
      "Pixels nearer than this are left out; 1 by default for nrgf, fnrgf and rhef."),
  ]

  private static let radialParameters = [
    StepParameter(
      "bins", .integer(1...RadialBins.largestCount, default: nil),
      "How many rings; by default as wide as a pixel, for fnrgf wide enough for its segments."),
    StepParameter(
      "upsilon", .numbers(count: 1...2, each: 0.01...10, default: nil),
      "Exponent of the ranks of rhef, or that below and that above the middle; 0.35 by default."),
    StepParameter(
      "order", .integer(1...100, default: nil),
      "Order of the Fourier sums of fnrgf; 3 by default, since 20 takes out streamers and leaves noise."
    ),
    StepParameter(
      "segments", .integer(4...4096, default: nil), "Segments of a ring of fnrgf; 130 by default."),
    StepParameter(
      "attenuation", .numbers(count: 2...4, each: -10...10, default: nil),
      "Weights of the first and last order of fnrgf, of the mean or of mean and deviation; 1,0 by default: 1,1 takes out more of what is wide."
    ),
    StepParameter(
      "mix", .numbers(count: 2...2, each: -1e6...1e6, default: nil),
      "Shares of the brightness and of the filtered picture of fnrgf; 0,1 by default."),
    StepParameter(
      "floor", .number(0...1, default: nil),
      "Least deviation of fnrgf as a share of its mean round the ring; 0.2 by default."),
  ]

  private static let scaleParameters = [
    StepParameter(
      "sigmas", .numbers(count: 1...16, each: 0.3...500, default: nil), unit: "pix",
      "Widths of the Gaussians of mgn; 1.25,2.5,5,10,20,40 by default."),
    StepParameter(
      "truncate", .number(0.5...10, default: nil),
      "Where the Gaussians of mgn are cut off, in their widths; 3 by default."),
    StepParameter(
      "k", .number(0...1000, default: nil),
      "How much the arc tangent of mgn holds back strong contrast; 0.7 by default."),
    StepParameter(
      "gamma", .number(0.1...100, default: nil),
      "The global picture of mgn and wow is the brightness to the power of 1/gamma; 3.2 by default."
    ),
    StepParameter(
      "h", .number(0...1, default: nil),
      "Share of the global picture; 0.7 by default for mgn, 0 for wow."),
    StepParameter(
      "weights", .numbers(count: 1...17, each: -1000...1000, default: nil),
      "Weight of each scale of mgn or wow, finest first; 1 by default."),
    StepParameter(
      "scales", .integer(1...16, default: nil),
      "Number of scales of wow; as many as the picture allows by default."),
    StepParameter(
      "denoise", .numbers(count: 1...16, each: 0...1000, default: nil),
      "Thresholds of the scales of wow in units of the noise, finest first; none by default."),
  ]

  private static let otherParameters = [
    StepParameter(
      "exponent", .number(-20...20, default: nil),
      "Power of the distance by which filter power multiplies; 2.5 by default."),
    StepParameter(
      "mode",
      .choice(["running", "base", "running-ratio", "base-ratio"], default: "running"),
      "What filter difference takes: the difference from, or ratio to, the picture before or the first."
    ),
    StepParameter(
      "base", .picture, "The picture to compare with instead of the first, for base and base-ratio."
    ),
  ]

  /// The filters that know a parameter; nil for those that all know.
  private static func filters(of parameter: String) -> [Filter]? {
    switch parameter {
    case "bins": [.nrgf, .fnrgf, .rhef]
    case "upsilon": [.rhef]
    case "order", "segments", "attenuation", "mix", "floor": [.fnrgf]
    case "sigmas", "truncate", "k": [.mgn]
    case "gamma", "h", "weights": [.mgn, .wow]
    case "scales", "denoise": [.wow]
    case "exponent": [.power]
    case "mode", "base": [.difference]
    default: nil
    }
  }

  /// Refuses parameters that another filter has, and those that exclude each other.
  static func check(_ values: StepValues, for filter: Filter) throws(ProcessingError) {
    for parameter in description.parameters where values.isGiven(parameter.name) {
      guard let owners = filters(of: parameter.name), !owners.contains(filter) else { continue }
      let names = owners.map(\.rawValue).joined(separator: ", ")
      throw ProcessingError(
        .badParameter, "enhance",
        "\(parameter.name) is known to filter \(names), not to \(filter.rawValue); leave it out")
    }
    if let range = values.numbers("range"), range[0] >= range[1] {
      throw ProcessingError(
        .badParameter, "enhance",
        "range is \(range[0]),\(range[1]), allowed are two radii, the smaller first")
    }
    if values.text("base") != nil, values.text("mode")?.hasPrefix("running") == true {
      throw ProcessingError(
        .badParameter, "enhance",
        "base is given and mode is \(values.text("mode") ?? ""); set mode to base or base-ratio")
    }
    if filter == .mgn, let weights = values.numbers("weights"),
      weights.count != values.numbers("sigmas")?.count ?? 6
    {
      throw ProcessingError(
        .badParameter, "enhance",
        "there are \(weights.count) weights for \(values.numbers("sigmas")?.count ?? 6) sigmas; give one "
          + "for each")
    }
  }
}
