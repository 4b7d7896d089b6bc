internal import Astronomy
internal import Corona

/// `[corona]`.
struct CoronaSection {
  /// How many parts may be added to the background.
  static let allowedParts = 0...50

  private let background: String
  private let belt: StreamerBeltPlan?
  private let parts: [WeightedPart]
  private let dust: DustPlan
  private let emission: EmissionPlan?
  private let quality: Quality
  private let constants: String

  private struct WeightedPart {
    let weight: Double
    let plan: any DensityPlan
    /// Where what goes wrong while building is told.
    let section: SectionReader
  }

  init?(_ section: SectionReader) {
    background = section.string(
      "electrons", length: 1...64, default: "saito1977",
      doc: "Density model, or none: \(DensityCatalogue.names.joined(separator: ", ")).")
    dust = DustPlan(section)
    constants = section.choice(
      "constants", of: CoronaConstants.published.map(\.name), default: "codata2022",
      doc: "Thomson's cross-section of CODATA 2022, or the numbers in the tools of the LASCO team.")
    let quality = section.choice(
      "quality", as: Quality.self, default: .standard, doc: "How finely sightlines are integrated.")
    self.quality = quality
    belt = section.optionalSection(
      "streamer_belt", doc: "A belt of streamers added to the background.", StreamerBeltPlan.init)
    emission = section.optionalSection(
      "emission", doc: "A line of the E corona through a narrow filter.", EmissionPlan.init)
    let found = section.sections(
      "part", count: Self.allowedParts, doc: "Electrons added to the background."
    ) { part, _ in
      Self.part(part, quality: quality)
    }
    parts = found.compactMap { $0 }
    if background != Self.nothing {
      let name = background
      _ = section.attempt(at: "electrons") { try DensityCatalogue.model(named: name) }
    } else if !section.isDeclaring, found.isEmpty, belt == nil {
      section.report(
        "found no electrons at all", remedy: "name a model, or add [[corona.part]]",
        at: "electrons")
    }
    // A part with a problem must not count as absent.
    if parts.count < found.count { return nil }
  }

  private static let nothing = "none"

  /// The set named; that of CODATA with the scenario's own radius, others as published.
  private func scatteringConstants(_ sunRadius: Double) throws -> CoronaConstants {
    let set = try CoronaConstants.named(constants)
    guard set == .codata2022 else { return set }
    return try CoronaConstants(
      name: set.name,
      thomsonCrossSectionSquareCentimetres: set.thomsonCrossSectionSquareCentimetres,
      solarRadiusCentimetres: sunRadius * 100)
  }

  private static func part(_ section: SectionReader, quality: Quality) -> WeightedPart? {
    let weight = section.double(
      "weight", in: .closed(0, 1e6), default: 1, doc: "A factor on the part's density.")
    let plan = section.variant("kind", as: (any DensityPlan)?.self, doc: "What is added.") {
      DensityPlans.list($0, quality: quality)
    }
    guard let plan = plan ?? nil else { return nil }
    return WeightedPart(weight: weight, plan: plan, section: section)
  }

  /// The corona; nil when parts have problems, all of which are then told at their own places.
  ///
  /// - Parameters:
  ///   - sunRadius: the scenario's, m: models tell densities against distance in solar radii, and
  ///     sightlines are as long as those.
  func build(
    law: LimbDarkening, sunRadius: Double, reading files: inout DataFiles
  ) throws -> CoronaSettings? {
    var electrons: [CoronaSettings.Part] = []
    if background != Self.nothing {
      electrons.append(
        .init(density: SteadyDensity(try DensityCatalogue.model(named: background))))
    }
    if let belt { electrons.append(.init(density: try belt.build(reading: &files))) }
    var built: [CoronaSettings.Part] = []
    for part in parts {
      let density = part.section.attempt(at: part.plan.fileKey) {
        try part.plan.build(reading: &files)
      }
      if let density { built.append(.init(weight: part.weight, density: density)) }
    }
    guard built.count == parts.count else { return nil }
    electrons += built
    var settings = CoronaSettings(
      electrons: electrons, kernel: try ThomsonKernel(limbDarkening: law),
      constants: try scatteringConstants(sunRadius), quality: quality,
      lights: try dust.build().map { [DustLight($0)] } ?? [])
    if let emission {
      settings.lights.append(try emission.build(over: settings, reading: &files))
    }
    return settings
  }
}
