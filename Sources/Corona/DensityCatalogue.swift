/// The density models that a scenario may call by name.
public enum DensityCatalogue {
  /// Every model, in the order in which they are listed to users.
  public static let models: [any ElectronDensity] = [
    LatitudeBlendedDensity.saito1977,
    PowerLawDensity.saito1977Equator,
    PowerLawDensity.saito1977PolarHole,
    PowerLawDensity.saito1977EquatorialHole,
    PowerLawDensity.leblanc1998,
    PowerLawDensity.baumbachAllen,
  ]

  /// Every canonical name, in the same order.
  public static var names: [String] { models.map(\.name) }

  private static let aliases = [
    "saito1977-eq": "saito1977-equator",
    "saito1977-polarhole": "saito1977-polar-hole",
    "saito1977-eqhole": "saito1977-equatorial-hole",
  ]

  /// The model of a name.
  ///
  /// - Parameter name: a canonical name, or one of the short names that older tables use
  ///   (`saito1977_eq`, `saito1977_polarhole`, `saito1977_eqhole`). Case does not matter, and
  ///   underscores count as hyphens.
  /// - Throws: `CoronaError` naming the nearest known models.
  public static func model(named name: String) throws(CoronaError) -> any ElectronDensity {
    let hyphenated = String(name.lowercased().map { $0 == "_" ? "-" : $0 })
    let canonical = aliases[hyphenated] ?? hyphenated
    for model in models where model.name == canonical {
      return model
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
