internal import Astronomy
internal import Corona

/// What the corona is made of.
struct CoronaSettings: Sendable {
  /// Some of the electrons.
  struct Part: Sendable {
    /// The factor on the density.
    var weight = 1.0
    /// The electrons.
    var density: any EvolvingDensity
  }

  /// The electrons, part by part; at least one.
  var electrons: [Part]
  /// How electrons scatter.
  var kernel: ThomsonKernel
  /// Thomson's cross-section, and the solar radius in which sightlines are measured.
  var constants: CoronaConstants
  /// How finely sightlines are integrated.
  var quality: Quality
  /// The light besides that of the electrons.
  var lights: [any SkyLight]

  /// The light of the electrons at an instant.
  ///
  /// - Throws: `CoronaError` where a part says nothing for the instant.
  func electronCorona(at instant: Instant) throws -> KCorona {
    KCorona(
      density: try density(at: instant), kernel: kernel, constants: constants, quality: quality)
  }

  /// Whether the electrons do no more than turn with the Sun.
  var isSteady: Bool { electrons.allSatisfy { $0.density is SteadyDensity } }

  /// The names of the electrons at an instant.
  func electronsText(at instant: Instant) -> String {
    (try? density(at: instant).name) ?? "unknown"
  }

  /// The electrons at an instant.
  ///
  /// - Throws: `CoronaError` where a part says nothing for the instant.
  func density(at instant: Instant) throws -> any ElectronDensity {
    if electrons.count == 1, electrons[0].weight == 1 {
      return try electrons[0].density.density(at: instant)
    }
    return try SumDensity(
      electrons.map { .init(weight: $0.weight, density: try $0.density.density(at: instant)) })
  }

  /// The electrons that only turn with the Sun: models and cubes, but no ejection; nil without any.
  func steadyDensity() throws(CoronaError) -> (any ElectronDensity)? {
    var parts: [SumDensity.Part] = []
    for part in electrons {
      if let steady = part.density as? SteadyDensity {
        parts.append(.init(weight: part.weight, density: steady.density))
      } else if let cube = part.density as? CubeElectrons {
        parts.append(.init(weight: part.weight, density: cube.density))
      }
    }
    guard !parts.isEmpty else { return nil }
    return try SumDensity(parts)
  }
}
