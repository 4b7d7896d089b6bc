internal import VectorMath

/// How the light of a picture is found.
public enum SightlineMethod: String, Sendable, Hashable {
  /// Every sightline is integrated.
  case general
  /// A profile of brightness against impact parameter is integrated and interpolated.
  case spherical
  /// A few such profiles, whose shares depend on the position angle from an axis.
  case axial
  /// Polynomials of impact parameter and position angle, cell by cell.
  case surface
  /// The same, shared by the pictures of a sequence and blended for the time of each.
  case sequence
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
  private let table: Table
  /// Nil where nobody asks for errors.
  private let errorScale: SightlineErrorScale?
  /// Nil where nobody asks for errors, or no part has kinks.
  private let kinkScale: KinkErrorScale?

  /// What holds the light of all but thin and small structures.
  private enum Table: Sendable {
    case none
    case profile(PictureProfile)
    case surface(PictureSurface)
    case blended(BlendedSurface)
  }

  init(_ corona: KCorona, _ observer: CoronalObserver, profile: PictureProfile) {
    // Only sightlines next to the limb and far out need a scale of errors: half as good will do.
    self.init(
      corona, observer, .profile(profile), profile.isSpherical ? .spherical : .axial,
      SightlineErrorScale(corona, observer, groupsAnOctave: 1))
  }

  init(_ corona: KCorona, _ observer: CoronalObserver, surface: PictureSurface) {
    self.init(corona, observer, .surface(surface), .surface, surface.errorScale)
  }

  init(
    _ corona: KCorona, _ observer: CoronalObserver, blended: BlendedSurface,
    errorScale: SightlineErrorScale?
  ) {
    self.init(corona, observer, .blended(blended), .sequence, errorScale)
  }

  /// Every sightline by itself.
  ///
  /// - Parameter tellsErrors: whether sightlines come with errors, for which some are integrated twice.
  init(_ corona: KCorona, _ observer: CoronalObserver, tellsErrors: Bool = true) {
    self.init(
      corona, observer, .none, .general,
      tellsErrors ? SightlineErrorScale(corona, observer, groupsAnOctave: 2) : nil,
      tellsErrors: tellsErrors)
  }

  private init(
    _ corona: KCorona, _ observer: CoronalObserver, _ table: Table, _ method: SightlineMethod,
    _ errorScale: SightlineErrorScale?, tellsErrors: Bool = true
  ) {
    setup = corona.setup
    scale = corona.scale
    self.observer = observer
    tail = SightlineTail(behind: observer.distanceSolarRadii, corona.setup)
    self.table = table
    self.method = method
    self.errorScale = errorScale
    kinkScale = tellsErrors ? KinkErrorScale(setup, observer, tail) : nil
  }

  /// Intensity and polarisation of some sightlines, in mean solar brightness.
  public func radiance(of directions: SkyDirections) -> StokesPlanes {
    light(of: directions).planes
  }

  /// The same with the error that the integration leaves.
  ///
  /// - Parameters:
  ///   - directions: of the sightlines.
  ///   - withErrors: whether to keep the error of every sightline, a fourth plane.
  public func light(of directions: SkyDirections, withErrors: Bool = false) -> CoronalLight {
    var light = CoronalLight(count: directions.count, withErrors: withErrors)
    var missing: [Int] = []
    switch table {
    case .none:
      missing = Array(0..<directions.count)
    case .profile(let profile):
      read(&light, directions, &missing) {
        profile.reading($0.impactParameter, west: $0.west, north: $0.north)
      }
    case .surface(let surface):
      let reader = surface.reader(for: directions)
      read(&light, directions, &missing) {
        reader.reading($0.impactParameter, west: $0.west, north: $0.north)
      }
    case .blended(let surface):
      let reader = surface.reader(for: directions)
      read(&light, directions, &missing) {
        reader.reading($0.impactParameter, west: $0.west, north: $0.north)
      }
    }
    integrate(&light, directions, missing)
    return light
  }

  /// Reads eight sightlines at a time from a table and tells which it does not hold.
  @inline(__always)
  private func read(
    _ light: inout CoronalLight, _ directions: SkyDirections, _ missing: inout [Int],
    _ reading: (SightlineGroup) -> PictureReading
  ) {
    let count = directions.count
    let hasLocalised = !setup.split.localised.isEmpty
    for start in stride(from: 0, to: count, by: 8) {
      let group = SightlineGroup(
        west: Self.eight(directions.west, at: start),
        north: Self.eight(directions.north, at: start), from: observer)
      let found = reading(group)
      var sum = Sum(found)
      if hasLocalised {
        sum.add(localised(along: group), scale)
        // The rest of those lanes is to come.
        sum.error.replace(with: 0, where: .!found.isFound)
      }
      let lanes = Swift.min(8, count - start)
      light.store(
        sum.total, sum.polarized, error: sum.error, west: group.west, north: group.north,
        at: start, count: lanes)
      guard !all(found.isFound) else { continue }
      for lane in 0..<lanes where !found.isFound[lane] { missing.append(start + lane) }
    }
  }

  /// Integrates some sightlines, eight at a time: a lane does not depend on its neighbours.
  private func integrate(
    _ light: inout CoronalLight, _ directions: SkyDirections, _ indices: [Int]
  ) {
    let hasLocalised = !setup.split.localised.isEmpty
    var space = SightlineWorkspace(setup)
    for start in stride(from: 0, to: indices.count, by: 8) {
      let chosen = indices[start..<Swift.min(start + 8, indices.count)]
      let group = SightlineGroup(
        west: Self.eight(directions.west, chosen), north: Self.eight(directions.north, chosen),
        from: observer)
      let integral = SightlineIntegral(smoothAlong: group, setup, tail: tail, &space)
      var sum = Sum(
        integral, scale,
        error: errorScale?.error(of: integral, impactParameter: group.impactParameter))
      if hasLocalised { sum.add(localised(along: group), scale) }
      light.store(
        sum.total, sum.polarized, error: sum.error, west: group.west, north: group.north,
        at: chosen)
    }
  }

  private func localised(along group: SightlineGroup) -> SightlineIntegral {
    var integral = SightlineIntegral()
    integral.addLocalised(group, setup, tail, scale: kinkScale)
    return integral
  }

  /// Light of eight sightlines in mean solar brightness.
  private struct Sum {
    var total: Double8
    var polarized: Double8
    var error: Double8

    @inline(__always)
    init(_ integral: SightlineIntegral, _ scale: Double, error: Double8?) {
      total = integral.total * scale
      polarized = integral.polarized * scale
      self.error = (error ?? .zero) * scale
    }

    /// What was read; nothing where nothing was found.
    @inline(__always)
    init(_ reading: PictureReading) {
      total = Double8.zero.replacing(with: reading.total, where: reading.isFound)
      polarized = Double8.zero.replacing(with: reading.polarized, where: reading.isFound)
      error = Double8.zero.replacing(with: reading.error, where: reading.isFound)
    }

    @inline(__always)
    mutating func add(_ integral: SightlineIntegral, _ scale: Double) {
      total += integral.total * scale
      polarized += integral.polarized * scale
      error += integral.localisedError * scale
    }
  }

  /// The numbers at up to eight places; the last one fills up what is missing.
  @inline(__always)
  private static func eight(_ values: [Double], _ places: ArraySlice<Int>) -> Double8 {
    var result = Double8.zero
    for lane in 0..<8 {
      result[lane] = values[places[Swift.min(places.startIndex + lane, places.endIndex - 1)]]
    }
    return result
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
  /// The light of a corona that is the same in every direction, or whose parts go with even powers of the
  /// cosine of the latitude about one axis (up to the eighth), is integrated along some thousand
  /// sightlines for each profile, between which the picture is interpolated to 1e-10. That of any other
  /// smooth corona is interpolated to 3e-10 in impact parameter and position angle, where the picture has
  /// more sightlines than that takes. Thin and small structures, coronae with creases and pictures too
  /// small for it to pay are integrated sightline by sightline.
  ///
  /// - Parameters:
  ///   - observer: where the picture is taken.
  ///   - sightlines: how many sightlines the whole picture has; only the choice depends on it.
  ///   - perSquareRadius: how many of them a square solar radius of the sky holds; only the choice
  ///     depends on it. Zero, for one that is not known, keeps to profiles.
  public func prepared(
    for observer: CoronalObserver, sightlines: Int, perSquareRadius: Double = 0
  ) -> PreparedCorona {
    if hasProfile(sightlines: sightlines), let profile = PictureProfile(self, observer) {
      return PreparedCorona(self, observer, profile: profile)
    }
    if perSquareRadius > 0,
      let surface = PictureSurface(self, observer, perSquareRadius: perSquareRadius)
    {
      return PreparedCorona(self, observer, surface: surface)
    }
    return PreparedCorona(self, observer)
  }

  /// Whether profiles are what pictures of so many sightlines are read from.
  func hasProfile(sightlines: Int) -> Bool {
    AxialPolynomial(setup).map { sightlines / 10_000 >= $0.degree + 1 } ?? false
  }
}
