internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Imagery
internal import Optics
internal import Trajectories

/// Builds the cards of a frame: science/imaging.md §2.2, card by card.
struct FrameHeader {
  let scenario: Scenario
  let camera: Camera
  let scene: Scene
  let frameIndex: Int?
  /// Creation time for DATE, from `SOURCE_DATE_EPOCH` or the start of the run.
  let created: Instant
  /// The relative errors that integration leaves in the K corona.
  let electronErrors: (largest: Double, median: Double)
  /// Human words for HISTORY, one line each.
  var history: [String]
  /// How raw numbers were recorded; nil for brightness.
  var recording: Recording? = nil

  /// One exposure of a sensor.
  struct Recording {
    /// The length of the exposure, s.
    var seconds: Double
    /// What the light passed.
    var channel: RawChannel
    /// What is told of the numbers.
    var cards: [FITSCard]
  }

  /// What distinguishes one plane from another.
  struct Plane {
    var name: String
    var meaning: String
    var type: String
    var isBrightness = true
    /// Whether it holds the numbers of a converter.
    var isRaw = false
    /// Whether the camera has left its mark on it.
    var isMeasured = false

    static let brightness = Plane(
      name: "B", meaning: "total brightness of all light", type: "phot.radiance;em.opt",
      isMeasured: true)
    static let stokesQ = Plane(
      name: "Q", meaning: "Stokes Q", type: "phys.polarization.stokes.Q", isMeasured: true)
    static let stokesU = Plane(
      name: "U", meaning: "Stokes U", type: "phys.polarization.stokes.U", isMeasured: true)
    static let polarized = Plane(
      name: "PB", meaning: "polarised brightness, + tangential",
      type: "phot.radiance;phys.polarization", isMeasured: true)
    static let electrons = Plane(
      name: "K", meaning: "K corona without occulter (truth)", type: "phot.radiance;em.opt")
    static let electronErrors = Plane(
      name: "KERR", meaning: "error of K left by the integration",
      type: "stat.error;phot.radiance")
    static func layer(_ layer: RenderedFrame.Layer) -> Plane {
      Plane(
        name: layer.plane,
        meaning: layer.meaning
          + (layer.isBeforeOcculter ? " (truth)" : " without occulter (truth)"),
        type: "phot.radiance;em.opt", isMeasured: layer.isFinished)
    }
    static let photosphere = Plane(
      name: "PHOTOSPH", meaning: "photosphere past the occulter", type: "phot.radiance;em.opt")
    static let raw = Plane(
      name: "RAW", meaning: "numbers as recorded", type: "instr.det;phot.count",
      isBrightness: false, isRaw: true)
    static let mask = Plane(
      name: "MASK", meaning: "flag bits", type: "meta.code", isBrightness: false)
  }

  func header(
    _ plane: Plane, file: String, statistics: ImageStatistics?
  ) throws -> FITSHeader {
    var header = FITSHeader()
    try appendFile(plane, file, to: &header)
    try appendOrigin(to: &header)
    try appendTime(recording?.seconds ?? camera.exposureSeconds, to: &header)
    try appendCoordinates(to: &header)
    try appendObserver(to: &header)
    try appendOcculter(to: &header)
    try appendCompanions(to: &header)
    try appendData(plane, to: &header)
    try appendProvenance(to: &header)
    if let statistics { try header.append(statistics) }
    for line in history { try header.append(FITSCard.history(FITSText.transliterated(line))) }
    return header
  }

  private func appendFile(_ plane: Plane, _ file: String, to header: inout FITSHeader) throws {
    try header.append(FITSCard.section("File"))
    try header.append("EXTNAME", plane.name, "name of this HDU")
    try header.append("FILENAME", file, "file name")
    try header.append("DATE", Self.date(created), unit: "UTC", "file creation")
    try header.append("ORIGIN", "totality", "software that created the file")
    try header.append("LEVEL", recording == nil ? "L2" : "L0", "product level, see DESCRPTN")
    try header.append("VERSION", 1, "processing version of this file")
    try header.append("SOLARNET", 0.5, "partially SOLARNET compliant")
    // Flags are none: SOLARNET would ask them for a unit.
    let isObserved = plane.isBrightness || plane.isRaw
    try header.append(
      "OBS_HDU", isObserved ? 1 : 0, "1 = HDU holds observational (simulated) data")
    try header.append("DESCRPTN", "synthetic frame, \(scenario.eclipseKind)", "contents")
    try header.append("SIMULATD", true, "T = rendered, not observed")
  }

  private func appendOrigin(to header: inout FITSHeader) throws {
    func text(_ value: String) -> String { String(FITSText.transliterated(value).prefix(60)) }
    try header.append(FITSCard.section("Origin of the data"))
    try header.append("PROJECT", text(scenario.name), "scenario")
    try header.append("MISSION", text(scenario.observerName), "mission")
    try header.append(
      "OBSRVTRY", Self.guarded(text(scenario.observerName), against: ["PUNCH"]), "camera platform")
    try header.append("TELESCOP", text(scenario.observerName), "telescope / platform")
    try header.append("INSTRUME", text(camera.name), "instrument")
    try header.append("DETECTOR", "VIS", "detector")
    try header.append("FILTER", recording?.channel.filterName ?? "white", "filter")
    try header.append("OBJECT", "solar corona", "object")
    try header.append("OBS_MODE", scenario.eclipseKind, "kind of observation")
    if recording != nil { try header.append("IMAGETYP", "OBJECT", "OBJECT, DARK, FLAT or BIAS") }
  }

  /// sunpy takes the mission's own map classes, with broken colours, for some name beginnings.
  private static func guarded(_ name: String, against prefixes: [String]) -> String {
    prefixes.contains { name.uppercased().hasPrefix($0) } ? "sim " + name : name
  }

  private func appendTime(_ seconds: Double, to header: inout FITSHeader) throws {
    let half = seconds / 2
    let begin = scene.instant.advanced(bySeconds: -half)
    let end = scene.instant.advanced(bySeconds: half)
    try header.append(FITSCard.section("Time"))
    try header.append("TIMESYS", "UTC", "time scale of all dates here")
    try header.append("DATE-OBS", Self.date(begin), unit: "UTC", "start of exposure (= DATE-BEG)")
    try header.append("DATE-BEG", Self.date(begin), unit: "UTC", "start of exposure")
    try header.append(
      "DATE-AVG", Self.date(scene.instant), unit: "UTC", "mid exposure (observer epoch)")
    try header.append("DATE-END", Self.date(end), unit: "UTC", "end of exposure")
    try header.append("MJD-OBS", Self.modifiedJulianDate(begin), unit: "d", "MJD of DATE-OBS")
    try header.append("MJD-BEG", Self.modifiedJulianDate(begin), unit: "d", "MJD of DATE-BEG")
    try header.append(
      "MJD-AVG", Self.modifiedJulianDate(scene.instant), unit: "d", "MJD of DATE-AVG")
    try header.append("MJD-END", Self.modifiedJulianDate(end), unit: "d", "MJD of DATE-END")
    try header.append("DATEREF", Self.date(begin), unit: "UTC", "zero point of time WCS")
    try header.append("MJDREF", Self.modifiedJulianDate(begin), unit: "d", "MJD of DATEREF")
    try header.append("XPOSURE", seconds, unit: "s", "accumulated exposure")
    try header.append("EXPTIME", seconds, unit: "s", "accumulated exposure")
    try header.append("TELAPSE", seconds, unit: "s", "elapsed time")
  }

  private func appendCoordinates(to header: inout FITSHeader) throws {
    let centre = camera.referencePixel
    let (first, second) = camera.rotationMatrix
    try header.append(FITSCard.section("World coordinates"))
    try header.append("WCSNAME", "Helioprojective-cartesian", "HPC as seen by the observer below")
    try header.append("WCSAXES", 2, "number of WCS axes")
    try header.append(
      "CTYPE1", "HPLN-\(camera.projectionKind.code)", "HPC longitude (solar x, + west)")
    try header.append(
      "CTYPE2", "HPLT-\(camera.projectionKind.code)", "HPC latitude (solar y, + north)")
    try header.append("CNAME1", "HPLN", "solar x")
    try header.append("CNAME2", "HPLT", "solar y")
    try header.append("CUNIT1", "arcsec", "unit of axis 1")
    try header.append("CUNIT2", "arcsec", "unit of axis 2")
    try header.append("CRPIX1", centre.x, unit: "pix", "boresight, first pixel centre = 1.0")
    try header.append("CRPIX2", centre.y, unit: "pix", "boresight")
    try header.append("CRVAL1", camera.pointingArcseconds.x, unit: "arcsec", "value at CRPIX1")
    try header.append("CRVAL2", camera.pointingArcseconds.y, unit: "arcsec", "value at CRPIX2")
    try header.append("CDELT1", camera.pixelScaleArcseconds, unit: "arcsec", "plate scale")
    try header.append("CDELT2", camera.pixelScaleArcseconds, unit: "arcsec", "plate scale")
    try header.append("PC1_1", first.x, "rotation matrix")
    try header.append("PC1_2", first.y, "rotation matrix")
    try header.append("PC2_1", second.x, "rotation matrix")
    try header.append("PC2_2", second.y, "rotation matrix")
    try header.append("LONPOLE", 180.0, unit: "deg", "native longitude of celestial pole")
    try header.append(
      "LATPOLE", camera.pointingArcseconds.y / 3600, unit: "deg", "native latitude of pole")
  }

  private func appendObserver(to header: inout FITSHeader) throws {
    let orientation = scene.orientation
    let degrees = 1 / Angles.degree
    let radius = scenario.formation.sunRadius
    let apparent =
      angularRadius(ofSphere: radius, at: orientation.distance) / Angles.arcsecond
    let site = scenario.formation.observer as? GroundSite
    let fixed =
      site?.fixedPosition
      ?? ReferenceFrame.gcrfToEarthFixed(at: scene.instant)
      .applied(to: scene.view.context.observer.position)
    try header.append(FITSCard.section("Observer (at DATE-AVG)"))
    try header.append(
      "HGLN_OBS", orientation.stonyhurstLongitude * degrees, unit: "deg",
      "Stonyhurst heliographic longitude")
    try header.append(
      "HGLT_OBS", orientation.latitude * degrees, unit: "deg", "heliographic latitude (B0)")
    try header.append("DSUN_OBS", orientation.distance, unit: "m", "distance to Sun centre")
    try header.append(
      "DSUN_AU", orientation.distance / PhysicalConstants.astronomicalUnit, unit: "AU",
      "distance to Sun centre")
    try header.append(
      "CRLN_OBS", orientation.carringtonLongitude * degrees, unit: "deg",
      "Carrington longitude (L0)")
    try header.append(
      "CRLT_OBS", orientation.latitude * degrees, unit: "deg", "Carrington latitude (B0)")
    try header.append("RSUN_REF", radius, unit: "m", "solar radius used")
    try header.append("RSUN_OBS", apparent, unit: "arcsec", "apparent photospheric radius")
    try header.append("RSUN_ARC", apparent, unit: "arcsec", "apparent photospheric radius")
    try header.append("SOLAR_B0", orientation.latitude * degrees, unit: "deg", "B0")
    try header.append("CAR_ROT", orientation.carringtonRotation, "Carrington rotation number")
    try header.append(
      "GEOX_OBS", fixed.x, unit: "m",
      site == nil ? "ITRS X (not fixed to ground)" : "ITRS X, fixed to ground")
    try header.append("GEOY_OBS", fixed.y, unit: "m", "ITRS Y")
    try header.append("GEOZ_OBS", fixed.z, unit: "m", "ITRS Z")
    if let angle = scenario.sunAboveEarthLimb(in: scene.view.context) {
      try header.append("EARTHLMB", angle * degrees, unit: "deg", "Sun centre above Earth limb")
    }
    try header.append(
      "SUNDIR", scenario.formation.treatment.rawValue, "apparent = light time and aberration")
  }

  private func appendOcculter(to header: inout FITSHeader) throws {
    let view = scene.view
    let place = Self.helioprojective(scene.occulterDirection)
    try header.append(FITSCard.section("Occulter"))
    try header.append(
      "OCCULTER", String(FITSText.transliterated(scenario.occulterName).prefix(60)),
      "occulting body")
    try header.append("OCC_SHAP", scenario.formation.shape.name, "outline")
    try header.append(
      "OCC_RADM", scenario.formation.shape.radius, unit: "m", "radius of the occulter")
    try header.append("OCC_DIST", view.occulter.length, unit: "m", "observer to occulter")
    try header.append(
      "OCC_RAD", view.discs.occulterRadius / Angles.arcsecond, unit: "arcsec",
      "angular radius of the occulter")
    try header.append("OCC_RSUN", view.discs.sizeRatio, "the same over the Sun's")
    try header.append("OCC_X", place.x, unit: "arcsec", "HPLN of occulter centre")
    try header.append("OCC_Y", place.y, unit: "arcsec", "HPLT of occulter centre")
    if let pixel = camera.projection.pixel(of: scene.occulterDirection) {
      try header.append("OCC_PIX1", pixel.x + 1, unit: "pix", "occulter centre")
      try header.append("OCC_PIX2", pixel.y + 1, unit: "pix", "occulter centre")
    }
    if let aperture = camera.apertureMetres {
      try header.append("APERTURE", aperture, unit: "m", "diameter of the pupil")
    }
    if let inside = scene.optics.internalOcculter {
      try header.append(
        "IO_RADMM", inside.settings.radiusMillimetres, unit: "mm", "internal occulter's radius")
      try header.append(
        "IO_FOCMM", inside.settings.focalLengthMillimetres, unit: "mm", "focal length before it")
      try header.append(
        "IO_RAD", inside.radius / Angles.arcsecond, unit: "arcsec", "the same on the sky")
    }
    try header.append(
      "OCC_CLAS", view.discs.occultationClass.rawValue, "none, partial, total or annular")
    try header.append("OCC_MAG", view.discs.magnitude, "covered fraction of the diameter")
    try header.append(
      "OCC_FRAC", view.solidAngleObscuration, "covered fraction, solid angle")
    try header.append(
      "OCC_FRLD", view.obscuration(law: scenario.law),
      "covered fraction of the light")
    if let shadow = view.shadow {
      try header.append("UMBRA", shadow.umbraRadius, unit: "m", "umbra at the observer")
      try header.append("PENUMBRA", shadow.penumbraRadius, unit: "m", "penumbra there")
    }
    try header.append(
      "OFF_AXIS", view.offsetFromAxis.length, unit: "m", "pupil from the shadow axis")
  }

  private func appendData(_ plane: Plane, to header: inout FITSHeader) throws {
    try header.append(FITSCard.section("Data"))
    let channel = recording?.channel
    let isPolarised = plane.isRaw && channel?.polariserDegrees != nil
    try header.append(
      "BTYPE", plane.type + (isPolarised ? ";phys.polarization.linear" : ""), "type of data (UCD)")
    try header.append("BNAME", plane.meaning, "what the array holds")
    let passband = channel?.passbandNanometres ?? camera.passbandNanometres
    try header.append(
      "WAVELNTH",
      channel?.settings.filter?.wavelengthNanometres ?? scenario.wavelengthNanometres, unit: "nm",
      "effective wavelength")
    try header.append("WAVEUNIT", "nm", "unit of WAVELNTH")
    try header.append("WAVEMIN", passband.lowerBound, unit: "nm", "passband start")
    try header.append("WAVEMAX", passband.upperBound, unit: "nm", "passband end")
    if let field = camera.fieldSolarRadii {
      try header.append(
        "FIELDMIN", field.lowerBound, unit: "solRad", "nearest the instrument shows")
      try header.append("FIELDMAX", field.upperBound, unit: "solRad", "farthest it shows")
    }
    guard plane.isBrightness else {
      if plane.isRaw {
        try header.append("BUNIT", "DN", "numbers of the converter")
        for card in recording?.cards ?? [] { try header.append(card) }
      } else {
        for card in try Mask.cards() { try header.append(card) }
      }
      return
    }
    try appendUnit(to: &header)
    try header.append("BSUN_DEF", Self.meanSolarBrightness, unit: "W m-2 sr-1", "one B_sun")
    try header.append("POLCCONV", "(+HPLT,-HPLN,+HPRZ)", "reference system of Stokes vectors")
    try header.append("POLCANGL", 0.0, unit: "deg", "rotation of it")
    if scene.optics.book.spread > 0 {
      try header.append(
        "DIRECT", scene.optics.book.direct, "share of all light that is not spread by lenses")
    }
    if let optics = scenario.optics {
      // The planes of light that the camera itself makes have its pattern in any case.
      let isSky = ["B", "Q", "U", "PB"].contains(plane.name)
      try header.append(
        "BLURRED", plane.isMeasured && (!isSky || scene.optics.blur != nil),
        "whether the camera's blur is in it")
      try header.append(
        "BLURSIG", optics.blurRadians / Angles.arcsecond, unit: "arcsec",
        "blur by film, jitter; not pupil's")
    }
    try header.append("LIMBDARK", scenario.law.name, "limb-darkening law")
    if let corona = scenario.corona {
      try header.append(
        "K_MODEL", String(scene.corona.density.name.prefix(60)), "electron density")
      if !corona.lights.contains(where: { $0.plane == "F" }) {
        try header.append("F_MODEL", "none", "dust corona")
      }
      for card in scene.lights.flatMap(\.cards) {
        try header.append(card.keyword, card.value, card.comment)
      }
      try header.append(
        "KERRMAX", electronErrors.largest, "largest relative error of K (> 1e-6 of max)")
      try header.append("KERRMED", electronErrors.median, "median relative error of K")
      try header.append("KMETHOD", scene.electrons.method.rawValue, "how sightlines are found")
      try appendSky(to: &header)
      try header.append("THOMCONS", scene.corona.constants.name, "constants of scattering")
      try header.append(
        "THOMSIGM", scene.corona.constants.thomsonCrossSectionSquareCentimetres, unit: "cm2",
        "Thomson cross-section")
      try header.append(
        "THOMRSUN", scene.corona.constants.solarRadiusCentimetres / 100, unit: "m",
        "solar radius along sightlines")
      try header.append("QUALITY", scene.corona.quality.rawValue, "line-of-sight quadrature")
    }
  }

  private func appendSky(to header: inout FITSHeader) throws {
    guard let sky = scenario.sky, scene.skyBodies != nil else { return }
    let seen = scene.bodiesInView(of: camera)
    try header.append("STARMLIM", sky.limitingMagnitude, unit: "mag", "faintest V drawn")
    try header.append("NSTARS", seen.count { $0.body.planet == nil }, "stars in view")
    try header.append("NPLANETS", seen.count { $0.body.planet != nil }, "planets in view")
  }

  private func appendProvenance(to header: inout FITSHeader) throws {
    try header.append(FITSCard.section("Provenance"))
    try header.append("CREATOR", "totality \(Version.current)", "software")
    try header.append("VERS_SW", Version.current, "software version")
    try header.append("PRSTEP1", "SIMULATION", "processing step")
    try header.append("PRPROC1", "totality render", "procedure")
    try header.append("PRPVER1", Version.current, "version")
    var parameters = "scenario=\(scenario.name),seed=\(scenario.seed)"
    if let frameIndex { parameters += ",frame=\(frameIndex)" }
    for override in scenario.overrides { parameters += "," + FITSText.transliterated(override) }
    try header.append("PRPARA1", parameters, "parameters")
    try header.append("SCENSHA", scenario.identity)
    try header.append("RUNID", scenario.runIdentifier, "scenario and version")
    if let frameIndex { try header.append("FRAMEIDX", frameIndex, "frame index in the sequence") }
  }

  /// Helioprojective longitude and latitude of a direction, seconds of arc.
  static func helioprojective(_ direction: Vector3) -> SIMD2<Double> {
    SIMD2(
      atan2(direction.x, direction.z),
      atan2(direction.y, (direction.x * direction.x + direction.z * direction.z).squareRoot()))
      / Angles.arcsecond
  }

  /// A date for FITS: UTC without the trailing Z, three decimals unless more are needed.
  static func date(_ instant: Instant) -> String {
    var text = String(instant.text(fractionDigits: 9).dropLast())
    for _ in 0..<6 where text.hasSuffix("0") { text.removeLast() }
    return text
  }

  static func modifiedJulianDate(_ instant: Instant) -> Double {
    let label = instant.label(in: .utc)
    // 2000-01-01 is MJD 51544.
    return 51_544 + Double(label.date.daysSince2000)
      + (Double(label.secondOfDay) + label.fraction) / 86_400
  }
}
