internal import Imagery

/// The rows of one band of a frame, plane by plane; see ``RenderedFrame``.
struct FrameBand: Sendable {
  let rows: Range<Int>
  /// Not a number where nothing is measured, as Q, U and the polarised brightness.
  var brightness: [Float]
  var stokesQ: [Float]
  var stokesU: [Float]
  var polarized: [Float]
  var electrons: [Float]
  var photosphere: [Float]
  var errors: [Float] = []
  var layers: [[Float]] = []
  /// For each layer.
  var extrapolatedPixels: [Int] = []
  var mask: [UInt8]

  init(rows: Range<Int>, pixels: Int) {
    self.rows = rows
    let nothing = [Float](repeating: .nan, count: pixels)
    (brightness, stokesQ, stokesU, polarized) = (nothing, nothing, nothing, nothing)
    (electrons, photosphere) = (nothing, nothing)
    mask = [UInt8](repeating: 0, count: pixels)
  }
}

/// The planes of a whole frame while its bands come in, in any order.
struct FramePlanes {
  let width: Int
  var brightness: [Float]
  var stokesQ: [Float]
  var stokesU: [Float]
  var polarized: [Float]
  private var electrons: [Float]
  private(set) var photosphere: [Float]
  private var errors: [Float]
  private(set) var layers: [[Float]]
  /// Whether a layer was there before any band.
  private let isWhole: [Bool]
  private var extrapolatedPixels: [Int]
  private(set) var mask: [UInt8]

  init(camera: Camera, lights: [any SkyLight]) {
    width = camera.width
    func plane() -> [Float] { [Float](repeating: 0, count: camera.width * camera.height) }
    (brightness, stokesQ, stokesU, polarized) = (plane(), plane(), plane(), plane())
    (electrons, photosphere, errors) = (plane(), plane(), plane())
    // A plane that is there already is shared, not copied.
    isWhole = lights.map { $0.wholePlane != nil }
    layers = lights.map { $0.wholePlane ?? plane() }
    extrapolatedPixels = [Int](repeating: 0, count: lights.count)
    mask = [UInt8](repeating: 0, count: camera.width * camera.height)
  }

  /// Puts a band in its place.
  mutating func lay(_ band: FrameBand) {
    let range = band.rows.lowerBound * width..<band.rows.upperBound * width
    brightness.replaceSubrange(range, with: band.brightness)
    stokesQ.replaceSubrange(range, with: band.stokesQ)
    stokesU.replaceSubrange(range, with: band.stokesU)
    polarized.replaceSubrange(range, with: band.polarized)
    electrons.replaceSubrange(range, with: band.electrons)
    photosphere.replaceSubrange(range, with: band.photosphere)
    errors.replaceSubrange(range, with: band.errors)
    mask.replaceSubrange(range, with: band.mask)
    for index in layers.indices {
      if !isWhole[index] { layers[index].replaceSubrange(range, with: band.layers[index]) }
      extrapolatedPixels[index] += band.extrapolatedPixels[index]
    }
  }

  /// Gives a kind of light its plane.
  mutating func setLayer(_ index: Int, _ samples: [Float]) { layers[index] = samples }

  /// The frame, when all bands are there.
  consuming func frame(_ camera: Camera, _ lights: [any SkyLight]) throws -> RenderedFrame {
    func image(_ samples: [Float]) throws -> Image {
      try Image(width: camera.width, height: camera.height, samples: samples)
    }
    let electronImage = try image(electrons)
    let errorImage = try image(errors)
    return RenderedFrame(
      brightness: try image(brightness), stokesQ: try image(stokesQ), stokesU: try image(stokesU),
      polarized: try image(polarized), electrons: electronImage,
      layers: try lights.enumerated().map { index, light in
        RenderedFrame.Layer(
          plane: light.plane, meaning: light.meaning, image: try image(layers[index]),
          extrapolatedPixels: extrapolatedPixels[index], isBeforeOcculter: light.isBeforeOcculter,
          isFinished: light.isFinished)
      },
      photosphere: try image(photosphere), electronErrors: errorImage,
      relativeElectronErrors: RenderedFrame.relativeErrors(errorImage, of: electronImage),
      mask: try Mask(width: camera.width, height: camera.height, bits: mask))
  }
}
