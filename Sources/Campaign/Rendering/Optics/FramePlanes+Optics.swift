internal import Astronomy
internal import Imagery
internal import Optics

extension FramePlanes {
  /// Lets the optics act on what is measured, total brightness, Q and U; planes of the sky stay as they are.
  ///
  /// First pupil, film and jitter blur what comes from the sky. Then each share of the light goes where
  /// ``LightBook`` has it, and light that the camera has left its mark on already is added. Pixels outside
  /// the instrument's field become none before light is spread: what lies outside the picture or the field
  /// spreads into no pixel.
  mutating func pass(
    _ optics: CameraOptics, _ camera: Camera, _ lights: [any SkyLight], workers: Int
  ) async {
    let seesSun = photosphere.contains { $0 > 0 }
    var sun = seesSun ? photosphere : []
    if let blur = optics.blur {
      brightness = await blur.blurred(brightness, workers: workers)
      stokesQ = await blur.blurred(stokesQ, workers: workers)
      stokesU = await blur.blurred(stokesU, workers: workers)
      if seesSun { sun = await blur.blurred(sun, workers: workers) }
      dropOutside()
    }
    await spread(by: optics, camera, lights, sun: sun, workers: workers)
  }

  /// Makes nothing of pixels outside the instrument's field.
  private mutating func dropOutside() {
    for index in brightness.indices where Mask.Flags(rawValue: mask[index]).contains(.noData) {
      (brightness[index], stokesQ[index], stokesU[index]) = (.nan, .nan, .nan)
    }
  }

  /// Gives each share of the light its place.
  ///
  /// - Parameter sun: the photosphere as blurred; empty where none is seen.
  private mutating func spread(
    by optics: CameraOptics, _ camera: Camera, _ lights: [any SkyLight], sun: [Float],
    workers: Int
  ) async {
    func index(_ plane: String) -> Int? {
      lights.firstIndex { $0.plane == plane && $0.isFinished }
    }
    let (sky, q, u) = (brightness, stokesQ, stokesU)
    // The line as it comes in; its plane is to hold what goes straight.
    let linePlace = lights.firstIndex { $0.isFinished && $0.isIncoming }
    let line = linePlace.map { layers[$0] } ?? []
    /// All that comes in.
    func incoming() -> [Float] {
      sky.indices.map { sky[$0] + (sun.isEmpty ? 0 : sun[$0]) + (line.isEmpty ? 0 : line[$0]) }
    }
    var added = Stokes(q: [], u: [])
    if let place = index("SKYSCAT"), let scatter = optics.scatter {
      let planes = await scatter.scattered([sky, q, u], workers: workers)
      setLayer(place, planes[0])
      added.add(planes[1], planes[2])
    }
    if let place = index("VEIL"), let veil = optics.veil {
      let pixel = veil.share / veil.steradians
      let light = Float(pixel * Self.flux(sky, camera))
      setLayer(place, layers[place].map { $0 + light })
      let (x, y) = (Float(pixel * Self.flux(q, camera)), Float(pixel * Self.flux(u, camera)))
      added.add(q.map { _ in x }, u.map { _ in y })
    }
    if let place = index("GHOST") {
      var sum = [[Float]](repeating: [Float](repeating: 0, count: sky.count), count: 3)
      let planes = [incoming(), q, u]
      for ghost in optics.ghosts {
        let images = await ghost.pictures(
          of: planes, width: width, axis: camera.projection.centre, pixel: camera.pixelScale,
          workers: workers)
        for plane in sum.indices {
          for index in sky.indices { sum[plane][index] += images[plane][index] }
        }
      }
      setLayer(place, sum[0])
      added.add(sum[1], sum[2])
    }
    let direct = Float(optics.book.direct)
    if direct < 1, let linePlace { setLayer(linePlace, line.map { direct * $0 }) }
    let sum = DetectorLight(
      camera, direct: direct, incoming: sun.isEmpty ? [sky] : [sky, sun],
      finished: zip(layers, lights).filter { $0.1.isFinished }.map(\.0),
      q: .init(incoming: q, spread: added.q), u: .init(incoming: u, spread: added.u))
    let planes = await sum.planes(workers: workers)
    (brightness, polarized) = (planes.brightness, planes.polarized)
    (stokesQ, stokesU) = (planes.stokesQ, planes.stokesU)
  }

  /// Polarised light that is spread.
  private struct Stokes {
    var q: [Float]
    var u: [Float]

    mutating func add(_ x: [Float], _ y: [Float]) {
      guard !q.isEmpty else {
        (q, u) = (x, y)
        return
      }
      for index in q.indices {
        q[index] += x[index]
        u[index] += y[index]
      }
    }
  }

  /// A plane's sum over the sky, its unit times steradians; what is no number is nothing.
  private static func flux(_ plane: [Float], _ camera: Camera) -> Double {
    let projection = camera.projection
    var sum = 0.0
    for (index, light) in plane.enumerated() where light.isFinite && light != 0 {
      let direction = projection.direction(
        column: Double(index % camera.width), row: Double(index / camera.width))
      let angle = direction.angle(to: projection.boresight)
      sum += Double(light) * camera.projectionKind.relativeSolidAngle(atAngle: angle)
    }
    return sum * camera.pixelScale * camera.pixelScale
  }
}
