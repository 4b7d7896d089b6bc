internal import Corona

extension SectionReader {
  /// Reads the name of a model that is the same in every direction; nil after a problem.
  func radialLaw(_ key: String, default fallback: String, doc: String) -> (any ElectronDensity)? {
    let name = string(
      key, length: 1...64, default: fallback, doc: "\(doc) A spherical model of the catalogue.")
    return attempt(at: key) {
      let model = try DensityCatalogue.model(named: name)
      guard model.symmetry == .spherical else {
        let spherical = DensityCatalogue.models.filter { $0.symmetry == .spherical }.map(\.name)
        throw CampaignError(
          .badRequest,
          "\(model.name) is not the same in every direction; choose one of "
            + spherical.joined(separator: ", "))
      }
      return model
    }
  }
}
