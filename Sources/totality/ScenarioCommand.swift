import ArgumentParser
import Campaign

/// `totality scenario`.
struct ScenarioCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenario",
    abstract: "Start, check and explain scenario files.",
    subcommands: [Initialize.self, Validate.self, Show.self, Schema.self])

  /// `totality scenario init`.
  struct Initialize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: "Print a scenario that ships with the program.")

    @Argument(
      help: "One of \(Preset.allCases.map(\.rawValue).joined(separator: ", ")).",
      completion: .list(Preset.allCases.map(\.rawValue)))
    var preset: String

    @Option(name: .shortAndLong, help: "Write it to a file; an existing file is left alone.")
    var output: String?

    func run() async throws {
      try await Terminal.run {
        guard let preset = Preset(rawValue: preset) else {
          throw CampaignError(
            .badRequest,
            "there is no preset '\(preset)'; presets are "
              + Preset.allCases.map(\.rawValue).joined(separator: ", "))
        }
        if let output, output != "-" {
          try OutputFile.create(preset.text, at: output)
        } else {
          try Terminal.result(preset.text)
        }
      }
    }
  }

  /// `totality scenario validate`.
  struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "validate", abstract: "Check a scenario and list every problem.")

    @OptionGroup var options: ScenarioOptions

    func run() async throws {
      try await Terminal.run {
        let scenario = try options.read(tellingWarnings: true)
        try Terminal.result("\(options.scenario): valid; \(scenario.contents)\n")
      }
    }
  }

  /// `totality scenario show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print a scenario, or every value in force.")

    @OptionGroup var options: ScenarioOptions

    @Flag(help: "Print every value in force with its origin: file and line, default or --set.")
    var effective = false

    func run() async throws {
      try await Terminal.run {
        let scenario = try options.read(tellingWarnings: true)
        try Terminal.result(
          effective ? scenario.effectiveTextWithOrigins : scenario.overview())
      }
    }
  }

  /// `totality scenario schema`.
  struct Schema: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema", abstract: "Print what a scenario may hold.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case json, toml
    }

    @Option(help: "json: JSON Schema; toml: a commented template.")
    var format = Format.json

    func run() async throws {
      try await Terminal.run {
        try Terminal.result(format == .json ? Scenario.schema.jsonSchema : Scenario.schema.template)
      }
    }
  }
}
