import ArgumentParser
import Campaign

/// `totality metrology`.
struct MetrologyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrology",
    abstract: "Tell what photometers around the pupil read, and where readings say the pupil is.",
    discussion: """
      The scenario's [metrology] says where the photometers are. With --readings their light is turned \
      into the pupil's place in the shadow, with its deviation.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "The instant, such as 2025-05-23T10:00:00Z.")
  var at: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "More places to compute readings at: metres added to the pupil's, pairs separated by ';'.",
      valueName: "west,north;…"))
  var offsets: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Readings as fractions of the whole Sun's light, one for each photometer.",
      valueName: "r1,r2,…"))
  var readings: String?

  @Option(help: "Deviation of a reading (default: what the scenario says).")
  var sigma: Double?

  @Flag(help: "Take the range as known and seek the offset alone.")
  var fixRange = false

  @Option(help: "How the answer is written; csv: the computed readings.")
  var format = Format.table

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let answer = try MetrologyAnswer(
        options.read(), at: try instant(at, option: "--at"), offsets: try offsetsAsked(),
        readings: try readings.map { try numbers($0, option: "--readings") }, sigma: sigma,
        fixesRange: fixRange)
      let text =
        switch format {
        case .table: answer.table()
        case .json: try answer.json()
        case .csv: answer.csv()
        }
      try Terminal.deliver(text, to: output)
      for note in answer.notes { Terminal.note(note) }
    }
  }

  private func offsetsAsked() throws -> [SIMD2<Double>] {
    guard let offsets else { return [] }
    return try offsets.split(separator: ";", omittingEmptySubsequences: false).map { text in
      let pair = try numbers(String(text), option: "--offsets")
      guard pair.count == 2 else {
        throw CampaignError(
          .badRequest, "--offsets '\(text)': write two numbers, west,north, in metres")
      }
      return SIMD2(pair[0], pair[1])
    }
  }

  private func numbers(_ text: String, option: String) throws -> [Double] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Double(part.filter { $0 != " " }), number.isFinite else {
        throw CampaignError(.badRequest, "\(option) '\(text)': '\(part)' is not a number")
      }
      return number
    }
  }
}
