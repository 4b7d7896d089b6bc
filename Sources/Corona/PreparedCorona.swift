internal import VectorMath

/// How the light of a picture is found.
public enum SightlineMethod: String, Sendable, Hashable {
  /// Every sightline is integrated.
  case general
  /// A profile of brightness against impact parameter is integrated and interpolated.
  case spherical
}

/// A corona ready for one picture: what all its sightlines share is worked out once.
///
/// Bands of a picture may be asked for in any order and on any thread, and do not depend on how the
/// picture is cut.
public struct PreparedCorona: Sendable {
  /// How the sightlines are found.
  public let method: SightlineMethod

  private let setup: SightlineSetup
  private let scale: Double
  private let observer: CoronalObserver
  private let tail: SightlineTail
  private let profile: SphericalProfile?

  init(_ corona: KCorona, _ observer: CoronalObserver, method: SightlineMethod) {
    setup = corona.setup
    scale = corona.scale
    self.observer = observer
    tail = SightlineTail(behind: observer.distanceSolarRadii, setup)
    profile = method == .spherical ? SphericalProfile(corona, observer) : nil
    self.method = profile == nil ? .general : method
  }

  /// Intensity and polarisation of some sightlines, in mean solar brightness.
  public func radiance(of directions: SkyDirections) -> StokesPlanes {
    light(of: directions).planes
  }

  /// The same with the error that the integration leaves.
  ///
  /// - Parameter withErrors: whether to keep the error of every sightline, a fourth plane.
  public func light(of directions: SkyDirections, withErrors: Bool = false) -> CoronalLight {
    let count = directions.count
    var light = CoronalLight(count: count, withErrors: withErrors)
    var space = SightlineWorkspace(setup)
    for start in stride(from: 0, to: count, by: 8) {
      var west = Double8.zero
      var north = Double8.zero
      for lane in 0..<8 {
        // The last group is filled up with its own last sightline.
        let index = Swift.min(start + lane, count - 1)
        west[lane] = directions.west[index]
        north[lane] = directions.north[index]
      }
      let used = Swift.min(8, count - start)
      if let profile, profile.store(west, north, &light, at: start, count: used) { continue }
      let group = SightlineGroup(west: west, north: north, from: observer)
      let integral = SightlineIntegral(along: group, setup, tail: tail, &space)
      var (total, polarized) = (integral.total * scale, integral.polarized * scale)
      var error = integral.error * scale
      profile?.replace(&total, &polarized, &error, group.impactParameter)
      light.store(
        total, polarized, error: error, west: group.west, north: group.north, at: start,
        count: used)
    }
    return light
  }
}

extension KCorona {
  /// Works out once what all sightlines of a picture share.
  ///
  /// A smooth corona that is the same in every direction is integrated at `reference` quality along
  /// some two thousand sightlines, between which the picture is interpolated to 1e-10; other coronae,
  /// and pictures with fewer sightlines than ``SphericalProfile`` needs, sightline by sightline.
  ///
  /// - Parameters:
  ///   - observer: where the picture is taken.
  ///   - sightlines: how many sightlines the whole picture has; only the choice depends on it.
  public func prepared(for observer: CoronalObserver, sightlines: Int) -> PreparedCorona {
    let isSmooth = setup.split.creased == nil && setup.split.localised.isEmpty
    let isSpherical = density.symmetry == .spherical && isSmooth && sightlines >= 10_000
    return PreparedCorona(self, observer, method: isSpherical ? .spherical : .general)
  }
}
