import ArgumentParser
import Campaign

/// The program: one command for each question.
@main
struct Totality: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "totality",
    abstract: "Plan, simulate and process artificial solar eclipses.",
    discussion: """
      A scenario file (TOML) says who flies where, what the sky holds and what is photographed. \
      Begin with one that ships with the program:

        totality scenario init astp-1975 -o astp.toml
        totality windows astp.toml
        totality render astp.toml --at 1975-07-19T12:06:40Z -o out

      Exit codes: 0 done, 3 some frames failed, 4 no window, 64 usage, 65 bad scenario or data, \
      66 input missing, 73 cannot create output, 74 input/output error, 75 stopped or another run is at \
      work (the same command goes on), 1 anything else.
      """,
    version: Version.current,
    subcommands: [
      WindowsCommand.self, TimelineCommand.self, ShadowCommand.self, EphemerisCommand.self,
      ManoeuvresCommand.self, HoldCommand.self, UncertaintyCommand.self,
      RequirementsCommand.self, MetrologyCommand.self,
      ProfileCommand.self, SkyCommand.self, EjectionCommand.self, DiffractionCommand.self,
      BudgetCommand.self, RenderCommand.self,
      BatchCommand.self, StatusCommand.self, VerifyCommand.self, DiffCommand.self,
      ReportCommand.self, MovieCommand.self, ViewCommand.self,
      GatherCommand.self, SlurmCommand.self,
      CalibrationCommand.self, MastersCommand.self, ProcessCommand.self,
      MergeCommand.self, RegisterCommand.self, StrayCommand.self, DemodCommand.self,
      SubtractDustCommand.self, EnhanceCommand.self,
      PolarCommand.self, InvertCommand.self, MeasureCommand.self,
      ClosedLoopCommand.self, JMapCommand.self,
      GalleryCommand.self, ScenarioCommand.self,
    ])
}
