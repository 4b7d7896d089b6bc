internal import Astronomy
internal import Imagery
internal import Optics

extension FramePlanes {
  /// Lets the camera's blur act on what is measured: total brightness, Q and U; the truth stays sharp.
  ///
  /// Light that the camera has left its mark on already is added after it, and pixels outside the
  /// instrument's field become none.
  mutating func blur(
    by blur: CameraBlur, _ camera: Camera, _ lights: [any SkyLight], workers: Int
  ) async {
    brightness = await blur.blurred(brightness, workers: workers)
    stokesQ = await blur.blurred(stokesQ, workers: workers)
    stokesU = await blur.blurred(stokesU, workers: workers)
    for (layer, light) in zip(layers, lights) where light.isFinished {
      for index in brightness.indices { brightness[index] += layer[index] }
    }
    for index in brightness.indices {
      guard !Mask.Flags(rawValue: mask[index]).contains(.noData) else {
        (brightness[index], stokesQ[index], stokesU[index]) = (.nan, .nan, .nan)
        continue
      }
    }
    findPolarized(camera)
  }

  /// Finds the polarised brightness from Q and U; not a number where they are none.
  mutating func findPolarized(_ camera: Camera) {
    let projection = camera.projection
    for index in polarized.indices {
      let direction = projection.direction(
        column: Double(index % width), row: Double(index / width))
      polarized[index] = Float(
        FrameRenderer.tangential(Double(stokesQ[index]), Double(stokesU[index]), direction))
    }
  }
}
