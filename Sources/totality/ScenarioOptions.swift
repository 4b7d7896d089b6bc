import ArgumentParser
import Astronomy
import Campaign

/// The scenario of a command and the values set over it.
struct ScenarioOptions: ParsableArguments {
  @Argument(
    help: "The scenario file (TOML), or the name of a preset.",
    completion: .file(extensions: ["toml"]))
  var scenario: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a value of the scenario, a TOML value, as in camera.size=[128,128]; repeatable.",
      valueName: "key=value"))
  var assignments: [String] = []

  /// Reads the scenario; a command that makes frames, or explains the scenario, tells its warnings.
  ///
  /// - Parameter more: values of other options, which come before those of `--set`.
  func read(tellingWarnings: Bool = false, adding more: [String] = []) throws -> Scenario {
    let scenario = try Scenario.read(self.scenario, setting: more + assignments)
    if tellingWarnings {
      for warning in scenario.warnings { Terminal.note("warning: \(warning)") }
    }
    return scenario
  }
}

/// Reads an instant of the command line.
func instant(_ text: String, option: String) throws -> Instant {
  do {
    return try Instant.parse(text).instant
  } catch {
    throw CampaignError(.badRequest, "\(option): \(error)")
  }
}
