/// The models of the F corona that a scenario may call by name.
public enum DustCatalogue {
  /// Every model, in the order in which they are listed to users.
  public static let models: [any DustCorona] = [
    FCorona.koutchmy2000, PowerLawDust.koutchmyLamy1985, FCorona.allen1977, PowerLawDust.skylab,
    LineOfSightDust.standard,
  ]

  /// Every name, in the same order.
  public static var names: [String] { models.map(\.name) }

  /// The model of a name; case does not matter, and underscores count as hyphens.
  ///
  /// - Throws: `CoronaError` listing the known models.
  public static func model(named name: String) throws(CoronaError) -> any DustCorona {
    let canonical = String(name.lowercased().map { $0 == "_" ? "-" : $0 })
    for model in models where model.name == canonical { return model }
    throw CoronaError(
      .unknownDustModel,
      "dust model \"\(name)\" is not known;\(NameSuggestion.words(for: canonical, among: names))"
        + " known models: \(names.joined(separator: ", "))")
  }
}
