internal import Astronomy
internal import Corona
internal import Geometry

/// A kind of unpolarised light that the sky holds beside the K corona: dust, emission, stars.
///
/// What does not depend on the instant; a ``SkyLayer`` is made of it for each frame.
protocol SkyLight: Sendable {
  /// The name of its plane: EXTNAME in the companion file, at most eight capital letters.
  var plane: String { get }
  /// What the plane shows, for a card's comment.
  var meaning: String { get }
  /// What headers tell of it; the first card names the model.
  var cards: [SkyLightCard] { get }
  /// Whether it arises before the occulter, so that a hidden pixel measures it.
  var isBeforeOcculter: Bool { get }
  /// Whether it arises before the Earth, so that the Earth does not hide it where it stands in the picture.
  var isBeforeEarth: Bool { get }
  /// Whether it is as the camera leaves it, so that its blur does not act again.
  var isFinished: Bool { get }
  /// Whether optics have still to take the shares from it that they spread, as from all that is not finished.
  var isIncoming: Bool { get }
  /// The light on all pixels, where it is worked out already; nil where bands bring it.
  var wholePlane: [Float]? { get }

  /// The light at a frame's instant.
  func layer(_ moment: SkyMoment) throws -> any SkyLayer
}

extension SkyLight {
  /// The sky lies behind.
  var isBeforeOcculter: Bool { false }
  /// What lies before the occulter does.
  var isBeforeEarth: Bool { isBeforeOcculter }
  /// A camera blurs the sky.
  var isFinished: Bool { false }
  /// What a camera has not seen comes in.
  var isIncoming: Bool { !isFinished }
  /// Most light comes by bands.
  var wholePlane: [Float]? { nil }
}

/// A header card about a kind of light.
struct SkyLightCard: Sendable {
  /// The keyword, at most eight characters.
  var keyword: String
  /// The value; long ones go on in CONTINUE records.
  var value: String
  /// The comment.
  var comment: String
}

/// What layers are prepared for: the instant, the observer and the camera of a frame.
struct SkyMoment: Sendable {
  /// The middle of the exposure.
  let instant: Instant
  /// Observer, Sun and occulter.
  let view: FormationView
  /// What stands before the Sun beside the occulter.
  let companions: [OcculterUnion.Member]
  /// The Sun's axes on the observer's sky.
  let orientation: SolarOrientation
  /// The observer as the corona sees it.
  let coronalObserver: CoronalObserver
  /// What the pupil sees past what stands before it.
  let optics: CameraOptics
}

/// The light of one kind on the pixels of one frame, drawn band by band.
protocol SkyLayer: Sendable {
  /// Whether the light is a brightness of directions, that a pixel averages; stars are not.
  var isDiffuse: Bool { get }
  /// The light on a band, in mean solar brightness, as if there were no occulter.
  func light(on band: SkyBand) throws -> SkyLayerLight
}

extension SkyLayer {
  /// Most light is.
  var isDiffuse: Bool { true }
}

/// Some rows of a frame, or places in them.
struct SkyBand: Sendable {
  /// Where the pixels' centres look, from the first row's left to the last row's right; for diffuse
  /// layers also any other places.
  let directions: SkyDirections
  /// The rows, from the bottom.
  let rows: Range<Int>
  /// The camera.
  let camera: Camera
  /// How much of every pixel the occulter's dark side fills, as the pupil sees it; none for places that are
  /// no pixels.
  var dark: [Double] = []
}

/// The light of one kind on a band.
struct SkyLayerLight: Sendable {
  /// One number per pixel, mean solar brightness.
  var intensity: [Double]
  /// Pixels whose light lies outside the range of the published model.
  var extrapolatedPixels = 0
  /// What reaches the camera past the occulter, for points that are seen or hidden as a whole; nil for
  /// light of which each pixel loses the share that the occulter covers.
  var passing: [Double]? = nil
}
