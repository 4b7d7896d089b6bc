internal import Astronomy
internal import Foundation
internal import Geometry
internal import Optics
internal import Trajectories

extension Scenario {
  /// The sensor behind the camera; nil when the scenario has none.
  func rawFrames(_ camera: Camera) throws -> RawFrames? {
    guard let sensor, let optics else { return nil }
    return try RawFrames(sensor, camera: camera, optics: optics, seed: seed)
  }

  /// Whether what optics, stray light and sensor need of each other is there; what is not is reported at
  /// its key.
  func lightPathIsWhole(_ root: SectionReader) -> Bool {
    var isWhole = true
    func require(_ condition: Bool, _ found: String, _ remedy: String, at key: String) {
      guard !condition else { return }
      root.report(found, remedy: remedy, at: key)
      isWhole = false
    }
    let aperture = camera?.apertureMetres
    require(
      optics == nil || aperture != nil, "found optics without the diameter of a pupil",
      "give camera.aperture_m", at: "optics")
    require(
      strayLight == nil || optics != nil, "found stray light without optics",
      "add a section [optics]", at: "stray_light")
    require(
      strayLight?.twilight == nil || !(formation.observer is GroundSite),
      "found air over the Earth's limb before an observer on the ground",
      "leave out stray_light.twilight", at: "stray_light")
    let spread = LightBook(strayLight).spread
    // Shares that make 1 may sum to a little more by rounding.
    require(
      spread <= 1 + 1e-12, "found shares of \(spread) of the light in scatter, veil and ghosts",
      "they must make no more than 1 together", at: "stray_light")
    if let camera {
      let diagonal = hypot(Double(camera.width), Double(camera.height)) * camera.pixelScale
      let widest = strayLight?.ghosts.map(\.radius).max() ?? 0
      require(
        widest <= diagonal / 2,
        String(format: "found a ghost of %g arcsec discs", widest / Angles.arcsecond),
        String(
          format: "take a radius up to half the picture's diagonal, %.0f arcsec",
          diagonal / 2 / Angles.arcsecond), at: "stray_light")
      for ghost in strayLight?.ghosts ?? [] where isWhole {
        do throws(OpticsError) {
          try ghost.requireWork(
            width: camera.width, height: camera.height, pixel: camera.pixelScale)
        } catch {
          require(false, "found a ghost too costly", error.description, at: "stray_light")
        }
      }
    }
    if isWhole { isWhole = blurIsPossible(root) }
    if isWhole { isWhole = lensIsPossible(root) }
    if isWhole, optics?.internalOcculter != nil { isWhole = coronagraphIsPossible(root) }
    guard let sensor else { return isWhole }
    require(
      optics != nil, "found a sensor without optics", "add a section [optics]", at: "sensor")
    require(
      !sensor.isFilm || optics?.fNumber != nil, "found film behind a lens of no f-number",
      "give optics.f_number", at: "sensor")
    let flown = sensor.channels.lazy.compactMap(\.filter).first
      .flatMap { try? Radiometry.aspiics($0) }?.lyotFactor
    require(
      !sensor.isCalibratedInFlight || optics == nil
        || (optics?.transmission == 1 && [1, flown].contains(optics?.lyotFactor)),
      "found a transmission or a Lyot stop beside a filter's flight calibration",
      "leave out optics.transmission and optics.lyot_factor, or sensor.filter", at: "sensor")
    guard isWhole, let camera, let optics else { return isWhole }
    // A passband without a spectrum, or a size without a sensor, is told before the first frame.
    return root.attempt(at: "sensor") { try RawFrames.check(sensor, camera, optics) } != nil
  }

  /// Whether the lens before the internal occulter has an image of the external one, as it stands at first.
  private func lensIsPossible(_ root: SectionReader) -> Bool {
    guard let settings = optics?.internalOcculter else { return true }
    let instant = sequence?.start ?? span.lowerBound
    guard (try? formation.checkCoverage(instant...instant)) != nil,
      let distance = try? formation.view(at: instant).occulter.length
    else { return true }
    let length = settings.focalLengthMillimetres / 1000
    guard length >= distance else { return true }
    root.context.report(
      at: root.path.key("optics").key("focal_length_mm"),
      String(
        format:
          "found a focal length of %g m before an occulter %.6g m away, of which the lens then has no image",
        length, distance), "give one below that distance, 330.348 for ASPIICS")
    return false
  }

  /// Whether wave optics can follow the light through the telescope, as the formation is at first; where it
  /// is not known then, frames tell.
  private func coronagraphIsPossible(_ root: SectionReader) -> Bool {
    guard let optics, optics.hasRing, let settings = optics.internalOcculter, let camera,
      let aperture = camera.apertureMetres
    else { return true }
    // Such a formation may be asked for more than frames, which tell that its wave is not known.
    guard formation.shape.isRound else { return true }
    let instant = sequence?.start ?? span.lowerBound
    guard (try? formation.checkCoverage(instant...instant)) != nil,
      let view = try? formation.view(at: instant)
    else { return true }
    return root.attempt(at: "optics") {
      try CoronagraphResponse.Geometry(
        settings, lyotFactor: optics.lyotFactor, pupilRadius: aperture / 2,
        occulterRadius: formation.shape.radius, distance: view.occulter.length,
        spectrum: camera.spectrum(optics.wavelengthCount),
        sun: SolarSource(angularRadius: view.discs.sunRadius, limbDarkening: law))
    } != nil
  }

  /// Whether focus and blur can be worked out for the sky and for the occulter's edge, as it stands at first.
  private func blurIsPossible(_ root: SectionReader) -> Bool {
    guard let optics, let camera, let aperture = camera.apertureMetres else { return true }
    func report(_ error: any Error, at key: String) -> Bool {
      root.context.report(
        at: root.path.key("optics").key(key), String(describing: error), "")
      return false
    }
    do {
      _ = try CameraOptics.blur(optics, aperture: aperture, camera)
    } catch let error as OpticsError {
      return report(error, at: error.code == .outsideValidity ? "focus_m" : "blur_arcsec")
    } catch {
      return report(error, at: "blur_arcsec")
    }
    let instant = sequence?.start ?? span.lowerBound
    guard optics.hasRing, optics.internalOcculter == nil,
      (try? formation.checkCoverage(instant...instant)) != nil,
      let distance = try? formation.view(at: instant).occulter.length
    else { return true }
    do {
      let pupil = try CircularPupil(
        diameter: aperture, wavelength: camera.passbandNanometres.lowerBound * 1e-9,
        defocus: 1 / distance - 1 / optics.focusMetres)
      _ = try PointSpread(pupil)
      return true
    } catch { return report(error, at: "focus_m") }
  }
}
