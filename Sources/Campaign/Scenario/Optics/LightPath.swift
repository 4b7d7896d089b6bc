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
    guard let sensor else { return isWhole }
    require(
      optics != nil, "found a sensor without optics", "add a section [optics]", at: "sensor")
    require(
      !sensor.isFilm || optics?.fNumber != nil, "found film behind a lens of no f-number",
      "give optics.f_number", at: "sensor")
    require(
      sensor.filter == nil || (optics?.transmission == 1 && optics?.lyotFactor == 1),
      "found a transmission or a Lyot stop beside a filter's flight calibration",
      "leave out optics.transmission and optics.lyot_factor, or sensor.filter", at: "sensor")
    guard isWhole, let camera, let optics else { return isWhole }
    // A passband without a spectrum, or a size without a sensor, is told before the first frame.
    return root.attempt(at: "sensor") { try RawFrames.check(sensor, camera, optics) } != nil
  }
}
