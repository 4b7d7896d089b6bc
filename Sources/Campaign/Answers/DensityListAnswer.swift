internal import Corona

/// The answer of `totality profile --list`: the density models and what to know about each.
public struct DensityListAnswer: Sendable {
  /// The list.
  public init() {}

  /// A paragraph for each model: name and range, source, caution.
  public func text() -> String {
    DensityCatalogue.models.map { model in
      let range = "\(model.fittedRadii.lowerBound) to \(model.fittedRadii.upperBound) solar radii"
      let lines = [
        "\(model.name) (\(range); \(Self.symmetryText(model)))", "  \(model.source)",
      ]
      return (lines + (model.caution.map { ["  caution: \($0)"] } ?? []))
        .joined(separator: "\n")
    }.joined(separator: "\n") + "\n"
  }

  private struct Document: Encodable {
    struct Model: Encodable {
      var name: String
      var source: String
      var fitted_rsun: [Double]
      var symmetry: String
      var caution: String?
    }
    var schema = "totality.densities/1"
    var models: [Model]
  }

  /// The JSON document (schema `totality.densities/1`).
  public func json() throws -> String {
    try JSONOutput.text(
      Document(
        models: DensityCatalogue.models.map {
          .init(
            name: $0.name, source: $0.source,
            fitted_rsun: [$0.fittedRadii.lowerBound, $0.fittedRadii.upperBound],
            symmetry: Self.symmetryText($0), caution: $0.caution)
        }))
  }

  private static func symmetryText(_ model: any ElectronDensity) -> String {
    switch model.symmetry {
    case .spherical: "spherical"
    case .axial: "depends on latitude"
    case .none: "three-dimensional"
    }
  }
}
