internal import VectorMath

/// How the light of a picture is found.
public enum SightlineMethod: String, Sendable, Hashable {
  /// Every sightline is integrated.
  case general
  /// A profile of brightness against impact parameter is integrated and interpolated.
  case spherical
  /// A few such profiles, whose shares depend on the position angle from an axis.
  case axial
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
  private let profile: PictureProfile?

  /// - Parameter method: `general` even where profiles would do.
  init(_ corona: KCorona, _ observer: CoronalObserver, method: SightlineMethod) {
    setup = corona.setup
    scale = corona.scale
    self.observer = observer
    tail = SightlineTail(behind: observer.distanceSolarRadii, setup)
    profile = method == .general ? nil : PictureProfile(corona, observer)
    self.method = profile.map { $0.isSpherical ? .spherical : .axial } ?? .general
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
      let used = Swift.min(8, count - start)
      let west = Self.eight(directions.west, at: start)
      let north = Self.eight(directions.north, at: start)
      if let profile, profile.store(west, north, &light, at: start, count: used) { continue }
      let group = SightlineGroup(west: west, north: north, from: observer)
      let integral = SightlineIntegral(along: group, setup, tail: tail, &space)
      var (total, polarized) = (integral.total * scale, integral.polarized * scale)
      var error = integral.error * scale
      profile?.replace(&total, &polarized, &error, group)
      light.store(
        total, polarized, error: error, west: group.west, north: group.north, at: start,
        count: used)
    }
    return light
  }

  /// Eight numbers from an index on; the last one fills up what is missing.
  @inline(__always)
  private static func eight(_ values: [Double], at start: Int) -> Double8 {
    if start <= values.count - 8 {
      return values.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: start * MemoryLayout<Double>.stride, as: Double8.self)
      }
    }
    var result = Double8.zero
    for lane in 0..<8 { result[lane] = values[Swift.min(start + lane, values.count - 1)] }
    return result
  }
}

extension KCorona {
  /// Works out once what all sightlines of a picture share.
  ///
  /// A smooth corona that is the same in every direction, or whose parts go with even powers of the
  /// cosine of the latitude about one axis (up to the eighth), is integrated along some thousand
  /// sightlines for each profile, between which the picture is interpolated to 1e-10; other coronae,
  /// and pictures too small for it to pay, sightline by sightline.
  ///
  /// - Parameters:
  ///   - observer: where the picture is taken.
  ///   - sightlines: how many sightlines the whole picture has; only the choice depends on it.
  public func prepared(for observer: CoronalObserver, sightlines: Int) -> PreparedCorona {
    guard let polynomial = AxialPolynomial(setup) else {
      return PreparedCorona(self, observer, method: .general)
    }
    let least = 10_000 * (polynomial.degree + 1)
    let method: SightlineMethod =
      sightlines < least ? .general : polynomial.degree == 0 ? .spherical : .axial
    return PreparedCorona(self, observer, method: method)
  }
}
