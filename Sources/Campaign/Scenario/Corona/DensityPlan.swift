internal import Corona

/// Electrons as a scenario gives them, read but not yet built.
///
/// Each way to give them has a file of its own in this folder and a line in ``DensityPlans``.
protocol DensityPlan: Sendable {
  /// The electrons.
  func build(reading files: inout DataFiles) throws -> any EvolvingDensity
  /// The key that names the file with the electrons, at which its problems are told; nil without one.
  var fileKey: String? { get }
}

extension DensityPlan {
  /// None.
  var fileKey: String? { nil }
}

/// Every way to give electrons in `[[corona.part]]`.
enum DensityPlans {
  /// Declares the ways.
  ///
  /// - Parameter quality: how finely sightlines are integrated, which some defaults follow.
  static func list(_ choice: Choice<(any DensityPlan)?>, quality: Quality) {
    ModelPlan.list(choice)
    StreamerBeltPlan.list(choice)
    NeutralLineBeltPlan.list(choice)
    CurrentSheetPlan.list(choice)
    SlabStreamerPlan.list(choice)
    PlumeRingPlan.list(choice)
    PlumePlan.list(choice)
    RadialTablePlan.list(choice)
    CubePlan.list(choice, quality: quality)
    GraduatedCylindricalPlan.list(choice)
    EllipsoidPlan.list(choice)
    ShellPlan.list(choice)
  }
}

/// `model`: a model of the catalogue.
struct ModelPlan: DensityPlan {
  let name: String

  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word("model", doc: "A model of the catalogue.") { section in
      let name = section.string(
        "model", length: 1...64,
        doc: "Its name: \(DensityCatalogue.names.joined(separator: ", ")).")
      guard !section.isDeclaring else { return nil }
      guard section.attempt(at: "model", { try DensityCatalogue.model(named: name) }) != nil
      else { return nil }
      return ModelPlan(name: name)
    }
  }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    SteadyDensity(try DensityCatalogue.model(named: name))
  }
}
