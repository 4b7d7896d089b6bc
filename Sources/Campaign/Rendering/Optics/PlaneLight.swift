internal import Corona

/// Light worked out for the whole picture of one frame.
struct PlaneLight: SkyLight, SkyLayer {
  let plane: String
  let meaning: String
  let cards: [SkyLightCard]
  /// Row by row from the bottom, mean solar brightness.
  let samples: [Float]
  let width: Int

  /// Whether it arises in the camera or at the occulter's edge, so that no occulter hides it.
  var isBeforeOcculter = true

  /// Whether the camera's blur is in it.
  var isFinished = false

  /// Whether optics have still to take the shares from it that they spread.
  var isIncoming = false

  /// The camera, what floats about it and the Earth's air are before the Earth.
  var isBeforeEarth: Bool { true }

  var isDiffuse: Bool { false }
  var wholePlane: [Float]? { samples }

  func layer(_ moment: SkyMoment) -> any SkyLayer { self }

  func light(on band: SkyBand) -> SkyLayerLight {
    let rows = samples[band.rows.lowerBound * width..<band.rows.upperBound * width]
    let light = rows.map { Double($0) }
    return SkyLayerLight(intensity: light, passing: isBeforeOcculter ? light : nil)
  }
}

/// The occulter's dark side where it hides the sky.
struct DarkSideLight: SkyLight, SkyLayer {
  /// Mean solar brightness of the dark side.
  let brightness: Double
  let cards: [SkyLightCard]

  var plane: String { "DARKSIDE" }
  var meaning: String { "occulter's dark side in Earthshine" }
  var isDiffuse: Bool { false }
  var isBeforeOcculter: Bool { true }

  func layer(_ moment: SkyMoment) -> any SkyLayer { self }

  func light(on band: SkyBand) -> SkyLayerLight {
    let light = band.dark.map { brightness * $0 }
    return SkyLayerLight(intensity: light, passing: light)
  }
}
