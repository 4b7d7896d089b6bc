internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Imagery

/// Light by layer on the pixels of one frame, in mean solar brightness.
struct RenderedFrame: Sendable {
  /// Total brightness as the camera receives it; not a number behind the occulter, unless light arises
  /// before it.
  var brightness: Image
  /// Stokes Q, positive for polarisation along solar north–south; not a number when occulted.
  var stokesQ: Image
  /// Stokes U, positive for polarisation along north-east–south-west; not a number when occulted.
  var stokesU: Image
  /// Polarised brightness, positive for polarisation along the limb; not a number when occulted.
  var polarized: Image
  /// The K corona without the occulter.
  var electrons: Image
  /// The light of every other kind without the occulter.
  var layers: [Layer]
  /// What the occulter leaves of the photosphere.
  var photosphere: Image
  /// How far the K corona may be off by the integration along sightlines.
  var electronErrors: Image
  /// Largest and median of that error, as ``relativeErrors(_:of:)`` tells them.
  var relativeElectronErrors: (largest: Double, median: Double)
  /// Which pixels the occulter or the Earth hides wholly or in part.
  var mask: Mask

  /// One kind of light beside that of the electrons.
  struct Layer: Sendable {
    /// The name of its plane.
    var plane: String
    /// What it shows.
    var meaning: String
    /// The light.
    var image: Image
    /// Pixels whose light lies outside the range of the published model.
    var extrapolatedPixels: Int
    /// Whether no occulter hides it.
    var isBeforeOcculter = false
    /// Whether the camera's blur is in it.
    var isFinished = false
  }
}

extension RenderedFrame {
  /// Largest and median error of the K corona relative to its brightness, where that is a millionth of
  /// the brightest pixel's or more: what is darker does not show, and its error says nothing.
  static func relativeErrors(_ errors: Image, of electrons: Image) -> (
    largest: Double, median: Double
  ) {
    let least = 1e-6 * (electrons.samples.max() ?? 0)
    var ratios: [Float] = []
    ratios.reserveCapacity(errors.samples.count)
    for (error, light) in zip(errors.samples, electrons.samples) where light > 0 && light >= least {
      ratios.append(error / light)
    }
    let ordered = OrderStatistics(ratios)
    guard ordered.count > 0 else { return (0, 0) }
    return (
      Double(ordered.value(rank: ordered.count - 1)), Double(ordered.value(rank: ordered.count / 2))
    )
  }
}

/// Draws frames: the layers of the scene on the camera's pixels, seen past the occulter.
struct FrameRenderer: Sendable {
  let camera: Camera
  /// Rows of a band; the picture does not depend on it.
  static let bandRows = 32

  /// Renders a scene, its bands on as many tasks at a time as asked for.
  func render(_ scene: Scene, workers: Int) async throws -> RenderedFrame {
    let bands = stride(from: 0, to: camera.height, by: Self.bandRows).map {
      $0..<min($0 + Self.bandRows, camera.height)
    }
    // Bands are laid into the planes as they come: no band is kept beside them.
    var planes = try await withThrowingTaskGroup(of: FrameBand.self) { group in
      var planes = FramePlanes(camera: camera, lights: scene.lights)
      var rest = bands[...]
      func addTask() {
        guard let rows = rest.popFirst() else { return }
        group.addTask { try self.band(rows, scene) }
      }
      for _ in 0..<max(1, workers) { addTask() }
      while let band = try await group.next() {
        addTask()
        planes.lay(band)
      }
      return planes
    }
    if actsOnPlanes(scene) {
      await planes.pass(scene.optics, camera, scene.lights, workers: workers)
    }
    return try planes.frame(camera, scene.lights)
  }

  /// Whether the optics change the light after the bands: by blur, or by light that they spread.
  private func actsOnPlanes(_ scene: Scene) -> Bool {
    scene.optics.blur != nil || scene.optics.book.spread > 0
      || scene.lights.contains { $0.isFinished }
  }

  private func band(_ rows: Range<Int>, _ scene: Scene) throws -> FrameBand {
    let directions = directions(rows)
    // Closures: key paths would be followed one pixel at a time.
    let sky = try SkyDirections(west: directions.map { $0.x }, north: directions.map { $0.y })
    var electronLight = scene.electrons.light(of: sky, withErrors: true)
    let cover = PixelCover(camera: camera, scene: scene)
    let covered = directions.enumerated().map { index, direction in
      cover.light(
        column: index % camera.width, row: rows.lowerBound + index / camera.width, direction)
    }
    let band = SkyBand(directions: sky, rows: rows, camera: camera, dark: covered.map { $0.dark })
    var layers = try scene.layers.map { try $0.light(on: band) }
    if camera.sampling == .mean {
      try PixelMeans(camera: camera, scene: scene).refine(
        &electronLight, &layers, directions: directions, rows: rows)
    }
    return combined(electronLight, layers, directions, covered, rows, scene)
  }

  /// The light of all kinds as it passes the occulter.
  private func combined(
    _ electronLight: CoronalLight, _ layers: [SkyLayerLight], _ directions: [Vector3],
    _ covered: [PixelCover.Light], _ rows: Range<Int>, _ scene: Scene
  ) -> FrameBand {
    let electrons = electronLight.planes
    var band = FrameBand(rows: rows, pixels: directions.count)
    band.errors = electronLight.errors?.map { Float($0) } ?? []
    band.layers = zip(layers, scene.lights).map { layer, light in
      light.wholePlane == nil ? layer.intensity.map { Float($0) } : []
    }
    band.extrapolatedPixels = layers.map(\.extrapolatedPixels)
    var diffuse = electrons.I
    var points = [Double](repeating: 0, count: directions.count)
    // Where the Earth stands in the picture, it hides what lies behind it.
    let above = scene.optics.openSky(directions, camera)
    var nearer = [Double](repeating: 0, count: above == nil ? 0 : directions.count)
    let isBlurred = scene.optics.blur != nil
    let actsLater = actsOnPlanes(scene)
    for (layer, light) in zip(layers, scene.lights) {
      // What the optics do not act on is added after them.
      if light.isFinished { continue }
      let isNearer = light.isBeforeEarth
      if let passing = layer.passing {
        for index in points.indices {
          points[index] += isNearer ? passing[index] : passing[index] * (above?[index] ?? 1)
        }
      } else if isNearer, above != nil {
        for index in nearer.indices { nearer[index] += layer.intensity[index] }
      } else {
        for index in diffuse.indices { diffuse[index] += layer.intensity[index] }
      }
    }
    let field = camera.fieldSolarRadii.map {
      let scale = 1 / scene.coronalObserver.distanceSolarRadii
      return ($0.lowerBound * scale)...($0.upperBound * scale)
    }
    // Where light arises before the occulter or is blurred behind it, hidden pixels measure it.
    let measuresHidden = isBlurred || scene.lights.contains { $0.isBeforeOcculter }
    for (index, direction) in directions.enumerated() {
      let aboveEarth = above?[index] ?? 1
      let open = covered[index].open
      let photosphere = covered[index].photosphere * aboveEarth
      band.electrons[index] = Float(electrons.I[index])
      band.photosphere[index] = Float(photosphere)
      let isOcculted = open == 0 && covered[index].photosphere == 0
      let isOutside = field.map { !$0.contains(direction.sineOfElongation) } ?? false
      var flags: Mask.Flags = isOcculted ? .occulted : open < 1 ? .vignetted : []
      if aboveEarth < 1 { flags.insert(.earth) }
      if isOutside { flags.insert(.noData) }
      band.mask[index] = flags.rawValue
      // The blur needs the light of pixels, too, that the field's end makes nothing of after it.
      guard !isOcculted || measuresHidden, !isOutside || isBlurred else { continue }
      let (q, u) = (electrons.Q[index] * aboveEarth, electrons.U[index] * aboveEarth)
      let light = diffuse[index] * aboveEarth + (above == nil ? 0 : nearer[index])
      // Optics act on sky and photosphere apart.
      let sky = light * open + points[index]
      band.brightness[index] = Float(actsLater ? sky : sky + photosphere)
      band.stokesQ[index] = Float(q * open)
      band.stokesU[index] = Float(u * open)
      band.polarized[index] = Float(Self.tangential(q, u, direction) * open)
    }
    return band
  }

  private func directions(_ rows: Range<Int>) -> [Vector3] {
    let projection = camera.projection
    var result: [Vector3] = []
    result.reserveCapacity(rows.count * camera.width)
    for row in rows {
      for column in 0..<camera.width {
        result.append(projection.direction(column: Double(column), row: Double(row)))
      }
    }
    return result
  }

  /// `⟂pB = −Q cos 2ψ − U sin 2ψ` with ψ the position angle: signed, so noise does not bias it.
  static func tangential(_ q: Double, _ u: Double, _ direction: Vector3) -> Double {
    let (east, north) = (-direction.x, direction.y)
    let square = east * east + north * north
    guard square > 0 else { return 0 }
    return -(q * (north * north - east * east) + u * 2 * north * east) / square
  }
}
