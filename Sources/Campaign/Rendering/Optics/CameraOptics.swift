internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Optics
internal import Trajectories
internal import VectorMath

/// What optics and stray light add to one frame, worked out once.
struct CameraOptics: Sendable {
  /// How much of the pupil looks past the occulter; nil for a pinhole.
  let vignetting: Vignetting?
  /// What hides the occulter's edge inside the telescope; nil without it.
  let internalOcculter: InternalOcculter?
  /// The same without the occulter; nil for a pinhole and without an internal occulter.
  let internalVignetting: Vignetting?
  /// What pupil, film and jitter make of the sky's light; nil where they change nothing.
  let blur: CameraBlur?
  /// The planes of light beside that of the sky.
  private(set) var lights: [any SkyLight] = []
  /// Where the Earth stands in the picture; nil where pictures leave it out.
  private(set) var earth: EarthLimb?
  /// What was left out and why, for headers and for standard error.
  private(set) var remarks: [String] = []
  /// Where the light goes.
  private(set) var book = LightBook.clean
  /// What scatters the sky's light; nil where nothing does.
  private(set) var scatter: PictureScatter?
  /// What veils; nil where nothing does.
  private(set) var veil: StrayLightSettings.Veil?
  /// Second images of all that the camera sees.
  private(set) var ghosts: [Ghost] = []

  /// A pinhole in clean vacuum.
  static let none = CameraOptics()

  private init() {
    (vignetting, internalOcculter, internalVignetting, blur) = (nil, nil, nil, nil)
  }

  /// The optics of a frame.
  ///
  /// - Parameters:
  ///   - settings: what the scenario says of optics and stray light.
  ///   - law: the Sun's limb darkening.
  init(
    _ settings: (optics: OpticsSettings, stray: StrayLightSettings?), camera: Camera,
    formation: Formation, view: FormationView, orientation: SolarOrientation, law: LimbDarkening
  ) async throws {
    guard let aperture = camera.apertureMetres else {
      throw CampaignError(.badRequest, "optics need camera.aperture_m; give the pupil's diameter")
    }
    let (optics, stray) = settings
    let frame = try ShadowFrame(sun: view.context.sun.direction, up: orientation.skyNorth)
    let bodies = formation.bodies(in: view) { $0.isNearSun }
    let outline = try DiffractingOutline(of: bodies, frame: frame)
    internalOcculter = optics.internalOcculter.map {
      InternalOcculter($0, camera: camera, distance: view.occulter.length)
    }
    let seen = formation.bodies(in: view) { $0.isNearSun || $0.mayHide(in: camera, orientation) }
    (vignetting, internalVignetting) = try Self.vignetting(
      optics, pupilRadius: aperture / 2, seen,
      // No body more than those near the Sun: the same outline.
      seen.count == bodies.count ? outline : DiffractingOutline(of: seen, frame: frame),
      internalOcculter, frame, view, orientation)
    let blur = CameraBlur(
      blur: try Self.blur(optics, aperture: aperture, camera), width: camera.width,
      height: camera.height)
    self.blur = optics.hasPointSpread && !blur.blur.isSharp ? blur : nil
    let sun = try SolarSource(angularRadius: view.discs.sunRadius, limbDarkening: law)
    let wavelength = camera.middleWavelengthMetres
    let sees = try SeenSun(sun, past: outline, pupilRadius: aperture / 2, view)
    let ring = try ring(outline, sun, aperture, wavelength, optics, camera)
    book = LightBook(stray)
    (ghosts, veil) = (stray?.ghosts ?? [], stray?.veil)
    scatter = try stray?.scatter.map {
      try PictureScatter(
        $0, width: camera.width, height: camera.height, pixel: camera.pixelScale)
    }
    var passing = Passing(openFlux: internalOcculter == nil ? ring?.flux ?? 0 : 0, filtered: nil)
    var planes: [@Sendable () async throws -> PlaneLight] = []
    if let ring, optics.hasRing {
      var geometry: CoronagraphResponse.Geometry?
      if let internalOcculter {
        guard formation.shape.isRound else {
          throw CampaignError(
            .badRequest,
            "optics.internal_occulter_mm behind an occulter of the shape \(formation.shape.name): the "
              + "wave is followed past discs and spheres alone; take one of them, or set optics.ring = "
              + "false for frames without the line on its edge")
        }
        geometry = try CoronagraphResponse.Geometry(
          internalOcculter.settings, lyotFactor: optics.lyotFactor, pupilRadius: aperture / 2,
          occulterRadius: formation.shape.radius, distance: internalOcculter.distance,
          spectrum: camera.spectrum(optics.wavelengthCount), sun: sun)
      }
      let toward = frame.components(of: view.occulter)
      let middle = SIMD2(toward.x, toward.y) / toward.distance
      if let remark = internalOcculter?.remark(
        middle: middle, occulterRadius: formation.shape.radius)
      {
        remarks.append(remark)
      }
      if let internalOcculter, let geometry {
        passing = Passing(
          openFlux: 0,
          filtered: FilteredLine(ring, geometry, behind: internalOcculter, middle: middle))
      }
      let law = geometry.map { $0.name(internalOcculter?.settings) }
      planes.append { [filtered = passing.filtered] in
        let samples: [Float]
        if let filtered {
          let light = try await filtered.ring()
          samples = await blur.jittered(light.plane(camera), workers: 1)
        } else {
          samples = try camera.sunCentred { try ring.plane(on: $0) }
        }
        return Self.light(of: ring, samples, camera, law: law)
      }
    }
    if let stray {
      let inside =
        try stray.veil == nil || sees.flux == 0
        ? 0
        : sunInside(sun, bodies, frame, view, orientation, aperture, sees)
      planes += try Self.planes(
        stray, ring, passing, sees, veiling: inside, sun, wavelength, camera)
    }
    if let twilight = stray?.twilight {
      let limb = try Self.limb(view, orientation)
      earth = limb
      planes.append(try Self.plane(twilight, limb, camera))
    }
    lights = try await Self.made(planes)
    if let earthshine = stray?.earthshine { lights.append(try Self.light(of: earthshine, sun)) }
    if let law = stray?.scatter { lights.append(SpreadLight.scatter(law)) }
    if !ghosts.isEmpty { lights.append(SpreadLight.ghosts(ghosts)) }
    if sees.flux > 0 {
      remarks.append(
        "The photosphere is seen: its own diffraction, in the pupil and at the occulter's edge before it, "
          + "is not in the picture")
    }
  }

  /// What comes of the photosphere to the lenses behind an internal occulter, or to all without one; mean
  /// solar brightness times steradians.
  private func sunInside(
    _ sun: SolarSource, _ bodies: [DiffractingOutline.Body], _ frame: ShadowFrame,
    _ view: FormationView, _ orientation: SolarOrientation, _ aperture: Double, _ sees: SeenSun
  ) throws -> Double {
    guard let internalOcculter else { return sees.flux }
    guard !internalOcculter.covers(Vector3(0, 0, 1), reach: 1.01 * sun.angularRadius) else {
      return 0
    }
    let body = internalOcculter.body(sun: view.context.sun.direction, orientation)
    let union = try DiffractingOutline(of: bodies + [body], frame: frame)
    return try SeenSun(sun, past: union, pupilRadius: aperture / 2, view).flux
  }

  /// What comes of the line on the occulter's edge to the lenses behind it.
  struct Passing: Sendable {
    /// Brightness summed over the sky without an internal occulter, mean solar brightness times steradians.
    var openFlux: Double
    /// What is left of it behind an internal occulter; nil without one.
    var filtered: FilteredLine?

    /// Brightness summed over the sky, mean solar brightness times steradians.
    func flux() async throws -> Double {
      guard let filtered else { return openFlux }
      return try await filtered.ring().flux
    }
  }

  /// What pupil, focus, film and jitter make of the sky.
  static func blur(
    _ optics: OpticsSettings, aperture: Double, _ camera: Camera
  ) throws -> PictureBlur {
    try PictureBlur(
      diameter: aperture * optics.lyotFactor,
      wavelengths: camera.wavelengths(optics.wavelengthCount),
      focusDistance: optics.hasPointSpread ? optics.focusMetres : .infinity,
      deviation: optics.blurRadians, pixel: camera.pixelScale)
  }

  /// Planes of light, worked out beside each other, in their order.
  private static func made(
    _ planes: [@Sendable () async throws -> PlaneLight]
  ) async throws -> [PlaneLight] {
    struct Made: Sendable {
      var index: Int
      var light: PlaneLight
    }
    return try await withThrowingTaskGroup(of: Made.self) { group in
      for (index, plane) in planes.enumerated() {
        group.addTask { Made(index: index, light: try await plane()) }
      }
      var made: [Made] = []
      for try await plane in group { made.append(plane) }
      return made.sorted { $0.index < $1.index }.map(\.light)
    }
  }

  /// What the pupil sees past all that stands before it, and past the internal occulter alone.
  private static func vignetting(
    _ optics: OpticsSettings, pupilRadius: Double, _ bodies: [DiffractingOutline.Body],
    _ outline: DiffractingOutline, _ internalOcculter: InternalOcculter?, _ frame: ShadowFrame,
    _ view: FormationView, _ orientation: SolarOrientation
  ) throws -> (whole: Vignetting?, inside: Vignetting?) {
    guard optics.hasVignetting else { return (nil, nil) }
    guard let internalOcculter else {
      return (try Vignetting(outline: outline, pupilRadius: pupilRadius), nil)
    }
    let body = internalOcculter.body(sun: view.context.sun.direction, orientation)
    let inside = try Vignetting(
      outline: DiffractingOutline(of: [body], frame: frame), pupilRadius: pupilRadius)
    let toward = frame.components(of: view.occulter.normalized)
    // An exact circle, and no union to be found, where it hides the occulter wholly.
    let coversAll =
      bodies.count == 1
      && internalOcculter.covers(
        Vector3(toward.x, toward.y, toward.distance), reach: view.discs.occulterRadius)
    guard !coversAll else { return (inside, inside) }
    let union = try DiffractingOutline(of: bodies + [body], frame: frame)
    return (try Vignetting(outline: union, pupilRadius: pupilRadius), inside)
  }

  /// The line on the occulter's edge; nil where all of the edge stands before the Sun, and, with a remark,
  /// where a part of it is seen too far beside the Sun.
  private mutating func ring(
    _ outline: DiffractingOutline, _ sun: SolarSource, _ aperture: Double, _ wavelength: Double,
    _ optics: OpticsSettings, _ camera: Camera
  ) throws -> RingImage? {
    let blur = max(optics.blurRadians, 1e-9)
    let spectrum = camera.wavelengths(optics.wavelengthCount).map {
      SpectralSample(wavelength: $0, weight: 1)
    }
    // Pieces as wide as a third of a pixel leave no corner in the line.
    let elements = try outline.elements(widestAngle: max(camera.pixelScale / 3, 1e-6))
    let glow = try EdgeGlow(source: sun, wavelengthMetres: wavelength)
    let camera = RingOptics(
      pupilDiameter: aperture, focusDistance: optics.focusMetres, spectrum: spectrum, blur: blur)
    let made = Result { () throws(OpticsError) in
      try RingImage(elements, glow: glow, optics: camera)
    }
    if case .failure(let error) = made, error.code == .outsideValidity {
      remarks.append(
        "Neither line on the occulter's edge nor its scatter and veil: \(error.description)")
      return nil
    }
    let ring = try made.get()
    return ring.flux > 0 ? ring : nil
  }
}

extension Camera {
  /// The middle of the passband, metres.
  var middleWavelengthMetres: Double {
    (passbandNanometres.lowerBound + passbandNanometres.upperBound) / 2 * 1e-9
  }

  /// The nodes of Gauss's rule over the passband with the Sun's photons at each; beyond the table of
  /// ``SolarSpectrum`` with equal photons.
  func spectrum(_ count: Int) -> [SpectralSample] {
    let (low, high) = (passbandNanometres.lowerBound, passbandNanometres.upperBound)
    guard high > low else { return [SpectralSample(wavelength: middleWavelengthMetres, weight: 1)] }
    return GaussLegendre(order: count).nodes(from: low, to: high).map { node in
      let photons = try? SolarSpectrum.photonRadiance(atNanometres: node.abscissa)
      let isTold =
        SolarSpectrum.nanometres.contains(low) && SolarSpectrum.nanometres.contains(high)
      return SpectralSample(
        wavelength: node.abscissa * 1e-9, weight: node.weight * (isTold ? photons ?? 1 : 1))
    }
  }

  /// Wavelengths in the middles of equal parts of the passband, metres.
  func wavelengths(_ count: Int) -> [Double] {
    let width = passbandNanometres.upperBound - passbandNanometres.lowerBound
    guard width > 0 else { return [middleWavelengthMetres] }
    return (0..<count).map {
      (passbandNanometres.lowerBound + width * (Double($0) + 0.5) / Double(count)) * 1e-9
    }
  }
}

extension DiffractingOutline {
  /// Distance of the nearest corner or circle, metres.
  var nearestDistance: Double {
    loops.reduce(Double.infinity) { least, loop in
      switch loop {
      case .circle(_, _, _, let distance): min(least, distance)
      case .polygon(let vertices): vertices.reduce(least) { min($0, $1.distance) }
      }
    }
  }
}
