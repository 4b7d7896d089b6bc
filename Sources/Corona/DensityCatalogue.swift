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
    let ranked = names.map { (distance: editDistance(canonical, $0), name: $0) }
    let near = ranked.filter { $0.distance <= 4 || $0.name.hasPrefix(canonical) }
      .filter { _ in !canonical.isEmpty }
    let suggestion =
      near.isEmpty
      ? ""
      : " did you mean "
        + near.sorted { $0.distance < $1.distance }.map(\.name)
        .joined(separator: " or ") + "?"
    throw CoronaError(
      .unknownDensityModel,
      "density model \"\(name)\" is not known;\(suggestion)"
        + " known models: \(names.joined(separator: ", "))")
  }

  /// Levenshtein's distance: how many letters to change, add or drop.
  private static func editDistance(_ first: String, _ second: String) -> Int {
    let target = Array(second)
    var previous = Array(0...target.count)
    for (row, letter) in first.enumerated() {
      var current = [row + 1]
      for column in target.indices {
        let substitution = previous[column] + (target[column] == letter ? 0 : 1)
        current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[target.count]
  }
}

extension ElectronDensity {
  /// The model in one line: name, source, range, and what to beware of.
  public var summary: String {
    "\(name): \(source); \(fittedRadii.lowerBound) to \(fittedRadii.upperBound) solar radii"
      + (caution.map { "; caution: \($0)" } ?? "")
  }
}
