internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Imagery

/// Light by layer on the pixels of one frame, in mean solar brightness.
struct RenderedFrame: Sendable {
  /// Total brightness as the camera receives it; not a number behind the occulter.
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
  /// Which pixels the occulter hides wholly or in part.
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
  }
}

extension RenderedFrame {
  /// Largest and median error of the K corona relative to its brightness, where that is a millionth of
  /// the brightest pixel's or more: what is darker does not show, and its error says nothing.
  static func relativeErrors(_ errors: Image, of electrons: Image) -> (
    largest: Double, median: Double
  ) {
    let least = 1e-6 * (electrons.samples.max() ?? 0)
    var ratios = zip(errors.samples, electrons.samples).compactMap { error, light in
      light > 0 && light >= least ? error / light : nil
    }
    ratios.sort()
    return (
      Double(ratios.last ?? 0), ratios.isEmpty ? 0 : Double(ratios[ratios.count / 2])
    )
  }
}

/// Draws frames: the layers of the scene on the camera's pixels, seen past the occulter.
struct FrameRenderer: Sendable {
  let camera: Camera
  /// Rows of a band; the picture does not depend on it.
  static let bandRows = 16

  /// Renders a scene, its bands on as many tasks at a time as asked for.
  func render(_ scene: Scene, workers: Int) async throws -> RenderedFrame {
    let bands = stride(from: 0, to: camera.height, by: Self.bandRows).map {
      $0..<min($0 + Self.bandRows, camera.height)
    }
    let results = try await withThrowingTaskGroup(of: (Int, Band).self) { group in
      var results = [Band?](repeating: nil, count: bands.count)
      var next = 0
      func addTask() {
        guard next < bands.count else { return }
        let index = next
        next += 1
        group.addTask { (index, try self.band(bands[index], scene)) }
      }
      for _ in 0..<max(1, workers) { addTask() }
      while let (index, band) = try await group.next() {
        results[index] = band
        addTask()
      }
      return results.compactMap { $0 }
    }
    return try assemble(results, scene.lights)
  }

  private func assemble(
    _ bands: [Band], _ lights: [any SkyLight]
  ) throws -> RenderedFrame {
    func image(_ samples: (Band) -> [Float]) throws -> Image {
      try Image(width: camera.width, height: camera.height, samples: bands.flatMap(samples))
    }
    let layers = try lights.enumerated().map { index, light in
      RenderedFrame.Layer(
        plane: light.plane, meaning: light.meaning,
        image: try image { $0.layers[index].samples },
        extrapolatedPixels: bands.reduce(0) { $0 + $1.layers[index].extrapolatedPixels })
    }
    let electrons = try image { $0.electrons }
    let errors = try image { $0.errors }
    return RenderedFrame(
      brightness: try image { $0.brightness }, stokesQ: try image { $0.stokesQ },
      stokesU: try image { $0.stokesU }, polarized: try image { $0.polarized },
      electrons: electrons, layers: layers,
      photosphere: try image { $0.photosphere },
      electronErrors: errors,
      relativeElectronErrors: RenderedFrame.relativeErrors(errors, of: electrons),
      mask: try Mask(width: camera.width, height: camera.height, bits: bands.flatMap(\.mask)))
  }

  /// The rows of one band, plane by plane.
  private struct Band: Sendable {
    var brightness: [Float] = []
    var stokesQ: [Float] = []
    var stokesU: [Float] = []
    var polarized: [Float] = []
    var electrons: [Float] = []
    var layers: [Layer] = []
    var photosphere: [Float] = []
    var errors: [Float] = []
    var mask: [UInt8] = []

    struct Layer: Sendable {
      var samples: [Float]
      var extrapolatedPixels: Int
    }

    init(capacity: Int) {
      for plane in [
        \Band.brightness, \.stokesQ, \.stokesU, \.polarized, \.electrons, \.photosphere,
      ] { self[keyPath: plane].reserveCapacity(capacity) }
      mask.reserveCapacity(capacity)
    }
  }

  private func band(_ rows: Range<Int>, _ scene: Scene) throws -> Band {
    let directions = directions(rows)
    let sky = try SkyDirections(west: directions.map(\.x), north: directions.map(\.y))
    var electronLight = scene.electrons.light(of: sky, withErrors: true)
    var layers = try scene.layers.map {
      try $0.light(on: SkyBand(directions: sky, rows: rows, camera: camera))
    }
    if camera.sampling == .mean {
      try PixelMeans(camera: camera, scene: scene).refine(
        &electronLight, &layers, directions: directions, rows: rows)
    }
    let electrons = electronLight.planes
    var band = Band(capacity: directions.count)
    band.errors = electronLight.errors?.map { Float($0) } ?? []
    band.layers = layers.map {
      Band.Layer(
        samples: $0.intensity.map { Float($0) }, extrapolatedPixels: $0.extrapolatedPixels)
    }
    let field = camera.fieldSolarRadii.map {
      let scale = 1 / scene.coronalObserver.distanceSolarRadii
      return ($0.lowerBound * scale)...($0.upperBound * scale)
    }
    for (index, direction) in directions.enumerated() {
      let (open, photosphere) = light(at: index, direction, rows, scene)
      let others = layers.reduce(0) { $0 + ($1.passing == nil ? $1.intensity[index] : 0) }
      let points = layers.reduce(0) { $0 + ($1.passing?[index] ?? 0) }
      let (q, u) = (electrons.Q[index], electrons.U[index])
      let isOcculted = open == 0 && photosphere == 0
      let isOutside = field.map { !$0.contains(direction.sineOfElongation) } ?? false
      func measured(_ value: Double) -> Float { isOcculted || isOutside ? .nan : Float(value) }
      band.brightness.append(
        measured((electrons.I[index] + others) * open + photosphere + points))
      band.stokesQ.append(measured(q * open))
      band.stokesU.append(measured(u * open))
      band.polarized.append(measured(Self.tangential(q, u, direction) * open))
      band.electrons.append(Float(electrons.I[index]))
      band.photosphere.append(Float(photosphere))
      var flags: Mask.Flags = isOcculted ? .occulted : open < 1 ? .vignetted : []
      if isOutside { flags.insert(.noData) }
      band.mask.append(flags.rawValue)
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
  private static func tangential(_ q: Double, _ u: Double, _ direction: Vector3) -> Double {
    let (east, north) = (-direction.x, direction.y)
    let square = east * east + north * north
    guard square > 0 else { return 0 }
    return -(q * (north * north - east * east) + u * 2 * north * east) / square
  }

  /// How much of a pixel the occulter leaves open, and the photosphere's mean radiance in it.
  ///
  /// Pixels cut by the edge of the occulter or of the Sun are averaged over 16 × 16 points.
  private func light(
    at index: Int, _ direction: Vector3, _ rows: Range<Int>, _ scene: Scene
  ) -> (open: Double, photosphere: Double) {
    let discs = scene.view.discs
    let fromSun = direction.angle(to: Vector3(0, 0, 1)) - discs.sunRadius
    // A pixel's corner is 0.71 pixels from its centre.
    let reach = 0.75 * camera.pixelScale
    let fromOcculter = scene.distanceFromOcculter(direction, within: reach)
    if fromOcculter < -reach { return (0, 0) }
    let isCutByOcculter = fromOcculter < reach
    let isCutBySun = fromSun.magnitude < reach
    guard isCutByOcculter || isCutBySun else {
      return (1, fromSun < 0 ? scene.photosphere(direction) : 0)
    }
    let column = Double(index % camera.width)
    let row = Double(rows.lowerBound + index / camera.width)
    let projection = camera.projection
    let points = 16
    var open = 0
    var photosphere = 0.0
    for i in 0..<points {
      for j in 0..<points {
        let point = projection.direction(
          column: column + (Double(i) + 0.5) / Double(points) - 0.5,
          row: row + (Double(j) + 0.5) / Double(points) - 0.5)
        guard !scene.isHidden(point) else { continue }
        open += 1
        photosphere += scene.photosphere(point)
      }
    }
    let count = Double(points * points)
    return (Double(open) / count, photosphere / count)
  }
}
