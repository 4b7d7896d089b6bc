import ArgumentParser

/// `totality enhance`.
struct EnhanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enhance",
    abstract: "Bring out the structure of the corona by a filter.",
    discussion: "Filters: nrgf, fnrgf, rhef, mgn, wow, power, difference.")

  @OptionGroup var options: StepOptions

  @Option(help: "Which filter.")
  var filter: String

  @Flag(help: "Draw a .png of the picture before and the picture after the filter, side by side.")
  var pair = false

  func run() async throws {
    try await options.run("enhance", setting: ["filter=\(filter)"], isPair: pair)
  }
}

/// `totality merge`.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join exposures of one scene by inverse variance.",
    discussion: """
      Exposures must be in mean solar brightness: totality process --until L2 leads raw ones there.
      """)

  @OptionGroup var options: StepOptions

  func run() async throws { try await options.run("merge", areOneGroup: true) }
}

/// `totality register`.
struct RegisterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Put the Sun in the middle and north up: by header, limb or coronal structure.")

  @OptionGroup var options: StepOptions

  func run() async throws { try await options.run("register") }
}

/// `totality demod`.
struct DemodCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demod",
    abstract: "Turn pictures through three or more polarisers into B and pB.")

  @OptionGroup var options: StepOptions

  func run() async throws { try await options.run("demod", areOneGroup: true) }
}

/// `totality polar`.
struct PolarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "polar",
    abstract: "Map a picture to distance from the Sun and position angle.")

  @OptionGroup var options: StepOptions

  func run() async throws { try await options.run("polar") }
}

/// `totality invert`.
struct InvertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invert",
    abstract: "Find the density of electrons from polarised brightness, by position angle.")

  @OptionGroup var options: StepOptions

  func run() async throws { try await options.run("invert") }
}

/// `totality measure`.
struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure profiles of brightness along the distance or around the Sun.")

  @OptionGroup var options: StepOptions

  @Option(help: "What is measured: radial, azimuthal, streamers or annuli.")
  var profile: String

  func run() async throws { try await options.run("measure", setting: ["profile=\(profile)"]) }
}

/// `totality stray`.
struct StrayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stray",
    abstract: "Subtract a model of stray light: ring, scatter or veil.",
    discussion: """
      The model is a picture in mean solar brightness of the same size, taken as it is, times --set \
      amplitude=…, or with the amplitude that fits best between two radii, --set fit=1.2,3.
      """)

  @OptionGroup var options: StepOptions

  @Option(help: "The picture of the stray light.", completion: .file(extensions: ["fits"]))
  var model: String

  func run() async throws { try await options.run("stray", setting: ["model=\(model)"]) }
}

/// `totality fsub`.
struct SubtractDustCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fsub",
    abstract: "Subtract the F corona: a published model's, or what never changes.",
    discussion: """
      One picture is freed of a model (--set model=koutchmy2000); of a sequence, --set \
      method=percentile subtracts what is always there.
      """)

  @OptionGroup var options: StepOptions

  func run() async throws { try await options.run("fsub") }
}
