import ArgumentParser
import Campaign

/// Which files a frame is written to.
struct ProductOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Files of each frame, a comma list of b, planes, raw, picture, preview; b is always written "
        + "(default: as [output] of the scenario says).", valueName: "list"))
  var products: String?

  /// The words of the list and the keys of the scenario they switch.
  private static let keys: [(word: String, key: String)] = [
    ("planes", "output.planes"), ("raw", "output.raw"), ("picture", "output.annotated"),
    ("preview", "output.preview"),
  ]

  /// The list as values of the scenario; values the user sets come after them.
  func assignments() throws -> [String] {
    guard let products else { return [] }
    let words = products.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for word in words where word != "b" && !Self.keys.contains(where: { $0.word == word }) {
      throw CampaignError(
        .badRequest,
        "--products: '\(word)' is no product; allowed are b, planes, raw, picture and preview, with "
          + "commas between them")
    }
    return Self.keys.map { "\($0.key)=\(words.contains($0.word))" }
  }
}
