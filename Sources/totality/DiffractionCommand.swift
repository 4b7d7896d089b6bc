import ArgumentParser
import Campaign

/// `totality diffraction`.
struct DiffractionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diffraction",
    abstract: "Tell what light does at the edge of an occulter.",
    discussion: """
      Lengths are metres; light is in units of what arrives with nothing in the way. The edge is one \
      thin, sharp edge of something opaque: rounded rims, edges behind each other and light scattered \
      by the body are left out.
      """,
    subcommands: [Point.self, Shadow.self, Ring.self, Lyot.self])

  /// How an answer that is one table is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, json
  }

  /// Numbers separated by commas.
  static func numbers(_ text: String, option: String) throws -> [Double] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let number = Double(word.filter { $0 != " " }), number.isFinite else {
        throw CampaignError(
          .badRequest, "\(option) '\(text)': '\(word)' is not a number; write 450,550,650")
      }
      return number
    }
  }
}
