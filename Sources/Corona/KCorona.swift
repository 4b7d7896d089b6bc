internal import VectorMath

/// The K corona: photospheric light scattered by free electrons, in mean solar brightness.
///
/// `B = K₀ R☉ ∫ nₑ [2T − P ρ²/r²] ds / m` and `pB = K₀ R☉ ∫ nₑ P ρ²/r² ds / m`, `m` the disc mean of
/// the limb-darkening law; the sightline runs from the observer to infinity, or to the photosphere
/// where it meets it. Source: science/corona.md §2.
public struct KCorona: Sendable {
  /// Where the electrons are.
  public let density: any ElectronDensity
  /// How they scatter, with the limb-darkening law.
  public let kernel: ThomsonKernel
  /// The physical constants.
  public let constants: CoronaConstants
  /// How finely pictures are integrated.
  public let quality: Quality

  /// What does not depend on the sightline.
  let setup: SightlineSetup
  /// From electrons per cubic centimetre times solar radii to mean solar brightness.
  let scale: Double

  /// A corona from its electrons.
  public init(
    density: any ElectronDensity, kernel: ThomsonKernel,
    constants: CoronaConstants = .codata2022, quality: Quality = .standard
  ) {
    self.density = density
    self.kernel = kernel
    self.constants = constants
    self.quality = quality
    setup = SightlineSetup(
      density: density, kernel: kernel, table: quality == .reference ? nil : ThomsonTable(kernel)
    ) { SightlineRule(quality, width: $0) }
    scale = constants.scatteringPerElectronColumn / kernel.discMean
  }

  /// Whether the light is smooth across the sky but for the Sun's limb: no part of the density has edges,
  /// creases or jumps in its derivatives.
  public var isSmooth: Bool {
    setup.split.isAnalytic && setup.split.creased == nil && setup.split.localised.isEmpty
  }

  /// How many points of the corona a sightline off the disc is made of, localised parts apart.
  public var samplesPerSightline: Int {
    var count = setup.hasSmoothPart ? 2 * setup.rule.pairs.count + setup.rule.tailOrder : 0
    if setup.split.creased != nil {
      let panels = setup.split.creases.count + 2
      for panel in 0..<panels {
        let nodes = setup.rule.creased.rule(panel, of: panels).nodes.count
        count += panel == panels - 1 ? nodes : 2 * nodes
      }
    }
    return count
  }

  /// Intensity and polarisation of a set of sightlines, each integrated by itself.
  ///
  /// The result of a sightline depends on that sightline alone, to the last bit: a picture may be cut
  /// into bands anywhere. Whole pictures are faster by ``prepared(for:sightlines:perSquareRadius:)``.
  ///
  /// - Returns: planes as long as the set, in mean solar brightness.
  public func radiance(
    of directions: SkyDirections, from observer: CoronalObserver
  ) -> StokesPlanes {
    PreparedCorona(self, observer, tellsErrors: false)
      .radiance(of: directions)
  }

  /// The same with the error that the integration leaves.
  ///
  /// - Parameters:
  ///   - directions: of the sightlines.
  ///   - observer: who looks.
  ///   - withErrors: whether to keep the error of every sightline, a fourth plane.
  public func light(
    of directions: SkyDirections, from observer: CoronalObserver, withErrors: Bool = false
  ) -> CoronalLight {
    PreparedCorona(self, observer).light(of: directions, withErrors: withErrors)
  }
}
