/// The density models that a scenario may call by name.
public enum DensityCatalogue {
  /// Every model, in the order in which they are listed to users.
  public static let models: [any ElectronDensity] = [
    LatitudeBlendedDensity.saito1977,
    PowerLawDensity.saito1977Equator,
    PowerLawDensity.saito1977PolarHole,
    PowerLawDensity.saito1977EquatorialHole,
    Saito1970Density(),
    PowerLawDensity.baumbachAllen,
    PowerLawDensity.baumbachAllenTwoTerm,
    ExponentialDensity.newkirk1961,
    PowerLawDensity.leblanc1998,
    PowerLawDensity.guhathakurta1996Pole,
    PowerLawDensity.guhathakurta1996SheetCentre,
    CurrentSheetDensity.equatorial,
    PowerLawDensity.cranmer1999,
    PowerLawDensity.gibson1999,
    ExponentialDensity.sittlerGuhathakurta1999Streamer,
    ExponentialDensity.sittlerGuhathakurta1999Pole,
    PowerLawDensity.mannParkerFit,
    ExponentialDensity.goryaev2014Streamer,
    ExponentialDensity.goryaev2014Background,
    PowerLawDensity.nrlHayes,
  ]

  /// Every canonical name, in the same order.
  public static var names: [String] { models.map(\.name) }

  private static let aliases = [
    "saito1977-eq": "saito1977-equator",
    "saito1977-polarhole": "saito1977-polar-hole",
    "saito1977-eqhole": "saito1977-equatorial-hole",
    "newkirk": "newkirk1961",
    "leblanc": "leblanc1998",
    "cranmer": "cranmer1999",
    "gibson": "gibson1999",
    "mann-parker": "mann1999-parker-fit",
    "goryaev2014": "goryaev2014-streamer",
    "guhathakurta1996": "guhathakurta1996-sheet",
  ]

  /// Scenario sections for the models that take parameters or files and so have no name here.
  private static let parametrised = [
    "streamer-belt", "guhathakurta-sheet", "neutral-line-belt", "slab-streamer", "plume", "plumes",
    "radial-table", "cube",
  ]

  /// The model of a name.
  ///
  /// - Parameter name: a canonical name, or one of the short names that older tables use
  ///   (`saito1977_eq`, `saito1977_polarhole`, `saito1977_eqhole`). Case does not matter, and
  ///   underscores count as hyphens.
  /// - Throws: `CoronaError` naming the nearest known models, or the section of a scenario where the
  ///   name belongs to a model with parameters.
  public static func model(named name: String) throws(CoronaError) -> any ElectronDensity {
    let hyphenated = String(name.lowercased().map { $0 == "_" ? "-" : $0 })
    let canonical = aliases[hyphenated] ?? hyphenated
    for model in models where model.name == canonical {
      return model
    }
    if parametrised.contains(canonical) {
      throw CoronaError(
        .unknownDensityModel,
        "density model \"\(name)\" needs parameters, which a name cannot give: describe it in a "
          + "scenario as [[corona.part]] with kind = \"\(canonical)\"")
    }
    let suggestion = NameSuggestion.words(for: canonical, among: names)
    throw CoronaError(
      .unknownDensityModel,
      "density model \"\(name)\" is not known;\(suggestion)"
        + " known models: \(names.joined(separator: ", "))")
  }
}

extension ElectronDensity {
  /// The model in one line: name, source, range, and what to beware of.
  public var summary: String {
    "\(name): \(source); \(fittedRadii.lowerBound) to \(fittedRadii.upperBound) solar radii"
      + (caution.map { "; caution: \($0)" } ?? "")
  }
}
