import ArgumentParser
import Campaign

/// `totality profile`.
struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Print the brightness of K and F corona against the distance from the Sun.",
    discussion: """
      Brightness is in units of the mean solar disc unless --unit names another, as [output] unit \
      does. The observer is at infinity unless a distance is given. B_F is nan outside the range of \
      its model.

      Models: \(ProfileAnswer.modelNames.joined(separator: ", ")). --list tells their sources, the \
      distances they were fitted for and what to beware of.

      Dust: \(ProfileAnswer.dustNames.joined(separator: ", ")).
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, json
  }

  @Option(help: "The density model.")
  var model: String?

  @Flag(help: "List the density models with source, range and cautions, and end.")
  var list = false

  @Option(
    help: ArgumentHelp(
      "Linear coefficient u, or the name of a law: neckel, uniform.", valueName: "u|law"))
  var limbDarkening = "neckel"

  @Option(help: "Wavelength for the law neckel, nm.")
  var wavelengthNm = 550.0

  @Option(help: "Radii in solar radii, separated by commas.")
  var radii: String?

  @Option(parsing: .unconditional, help: "Heliographic latitude of the limb, degrees.")
  var latitude = 0.0

  @Option(help: "Distance of the observer, au.")
  var distanceAu: Double?

  @Option(help: "The model of the F corona; koutchmy2000 when left out.")
  var dust: String?

  @Option(help: "Take the F corona from a scenario's [corona] dust, with fan, exponent and scale.")
  var scenario: String?

  @Option(
    help: "msb, disc-centre, watts (W m-2 sr-1) or photons (s-1 cm-2 sr-1 in a band).",
    transform: Self.unit)
  var unit = OutputUnit.msb

  @Option(help: ArgumentHelp("The band photons are counted in.", valueName: "from,to"))
  var bandNm: String?

  @Option(
    help: "Thomson's cross-section and solar radius: codata2022, or nrl1996 as LASCO's tools.")
  var constants = "codata2022"

  @Option(help: "How the answer is written.")
  var format = Format.csv

  func run() async throws {
    try await Terminal.run {
      if list {
        let answer = DensityListAnswer()
        try Terminal.result(format == .json ? answer.json() : answer.text())
        return
      }
      guard let model else {
        throw CampaignError(
          .badRequest, "--model is missing: name a density model; --list tells them all")
      }
      let answer = try ProfileAnswer(
        model: model, law: try totality.limbDarkening(limbDarkening, wavelengthNm: wavelengthNm),
        radii: try radiiAsked(), latitudeDegrees: latitude,
        distanceAU: distanceAu, dust: dust, scenario: try scenario.map { try Scenario.read($0) },
        constants: constants, unit: unit, bandNanometres: try band())
      for note in answer.notes { Terminal.note(note) }
      try Terminal.result(format == .json ? answer.json() : answer.csv())
    }
  }

  private static func unit(_ text: String) throws -> OutputUnit {
    guard let unit = OutputUnit(rawValue: text) else {
      let names = OutputUnit.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--unit '\(text)': choose one of \(names)")
    }
    return unit
  }

  private func band() throws -> ClosedRange<Double>? {
    guard let bandNm else { return nil }
    let ends = bandNm.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.filter { $0 != " " })
    }
    guard ends.count == 2, let from = ends[0], let to = ends[1], from < to else {
      throw CampaignError(
        .badRequest, "--band-nm '\(bandNm)': write two wavelengths in nm, as in 540,570")
    }
    return from...to
  }

  private func radiiAsked() throws -> [Double] {
    guard let radii else { return ProfileAnswer.standardRadii }
    return try radii.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let radius = Double(text.filter { $0 != " " }) else {
        throw CampaignError(
          .badRequest, "--radii '\(radii)': '\(text)' is not a number; write 1.05,1.5,2")
      }
      return radius
    }
  }
}
