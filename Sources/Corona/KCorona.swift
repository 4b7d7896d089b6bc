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

  private let setup: SightlineSetup
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
    setup = SightlineSetup(density: density, kernel: kernel, rule: SightlineRule(quality))
    scale = constants.scatteringPerElectronColumn / kernel.discMean
  }

  /// Intensity and polarisation of a set of sightlines.
  ///
  /// The result of a sightline depends on that sightline alone, to the last bit: a picture may be cut
  /// into bands anywhere.
  ///
  /// - Returns: planes as long as the set, in mean solar brightness.
  public func radiance(
    of directions: SkyDirections, from observer: CoronalObserver
  ) -> StokesPlanes {
    let tail = SightlineTail(behind: observer.distanceSolarRadii, setup)
    var lanes = SeparableLanes(setup.plan)
    let count = directions.count
    var planes = StokesPlanes(count: count)
    for start in stride(from: 0, to: count, by: 8) {
      var west = Double8.zero
      var north = Double8.zero
      for lane in 0..<8 {
        // The last group is filled up with its own last sightline.
        let index = Swift.min(start + lane, count - 1)
        west[lane] = directions.west[index]
        north[lane] = directions.north[index]
      }
      let group = SightlineGroup(west: west, north: north, from: observer)
      let integral = SightlineIntegral(along: group, setup, tail: tail, lanes: &lanes)
      let total = integral.total * scale
      let polarized = integral.polarized * scale
      // cos 2ψ = n² − w² and sin 2ψ = −2 w n, east being −w.
      let q = polarized * (group.west * group.west - group.north * group.north)
      let u = 2 * polarized * (group.west * group.north)
      for lane in 0..<Swift.min(8, count - start) {
        planes.I[start + lane] = total[lane]
        planes.Q[start + lane] = q[lane]
        planes.U[start + lane] = u[lane]
      }
    }
    return planes
  }
}
