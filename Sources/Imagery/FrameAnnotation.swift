/// Everything an annotated picture says beside the image: numbers and words, no physics.
public struct FrameAnnotation: Sendable, Hashable {
  /// A circle in FITS pixels, the centre of the first pixel being (1, 1).
  public struct Circle: Sendable, Hashable {
    /// The column of the centre.
    public var x: Double
    /// The row of the centre.
    public var y: Double
    /// The radius in pixels.
    public var radius: Double

    /// A circle.
    public init(x: Double, y: Double, radius: Double) {
      self.x = x
      self.y = y
      self.radius = radius
    }
  }

  /// A point of light to be named, in FITS pixels.
  public struct Mark: Sendable, Hashable {
    /// The column.
    public var x: Double
    /// The row.
    public var y: Double
    /// Its name.
    public var label: String

    /// A mark.
    public init(x: Double, y: Double, label: String) {
      self.x = x
      self.y = y
      self.label = label
    }
  }

  /// The first line, such as "Soyuz 19 — artificial eclipse by Apollo".
  public var title: String
  /// The second line, usually the instant of mid-exposure.
  public var subtitle: String
  /// A word in a frame at the top right, such as "SYNTHETIC"; empty for none.
  public var badge: String
  /// Lines under it: frame number, exposure, product; at most two are shown.
  public var productLines: [String]
  /// The Sun: the centre and the radius of the photosphere.
  public var sun: Circle
  /// The words on the Sun, such as "Sun 1 R☉ = 15.73′"; one label, lines apart.
  public var sunLabel: [String]
  /// The edge of the occulter, if there is one.
  public var occulter: Circle?
  /// Whether the occulter is round and its edge as sharp as that of a knife seen by a pinhole.
  public var isOcculterSharp = false
  /// The words on the occulter, such as "Apollo", "2.14 R☉ = 33.62′".
  public var occulterLabel: [String]
  /// Stars and planets, the most important first: each gets a small ring, and its name where that
  /// leaves room for the other words.
  public var marks: [Mark]
  /// The angle of the header's PC matrix (PC1_1 = cos, PC1_2 = −sin), by which the image is
  /// turned counter-clockwise to bring solar north up.
  public var rollRadians: Double
  /// The arc seconds of a pixel, for the footer; nil to leave them out.
  public var pixelScaleArcseconds: Double?
  /// The brightness scale; nil to choose one from the image.
  public var scale: LogScale?
  /// A linear scale in place of the logarithmic one, for what has both signs; its ends must differ.
  public var linearScale: ClosedRange<Double>?
  /// The colour map.
  public var colourMap: ColourMap
  /// What the colour bar shows.
  public var quantity: String
  /// Lines at the bottom: version, run, scenario; at most two are shown.
  public var footer: [String]
  /// The side of the square image panel in pixels, 400 to 8192.
  public var side: Int

  /// An annotation of the needed facts; set the others afterwards.
  public init(title: String, subtitle: String, sun: Circle) {
    self.title = title
    self.subtitle = subtitle
    self.sun = sun
    badge = ""
    productLines = []
    sunLabel = []
    occulter = nil
    occulterLabel = []
    marks = []
    rollRadians = 0
    pixelScaleArcseconds = nil
    scale = nil
    linearScale = nil
    colourMap = .corona
    quantity = "brightness, B / mean brightness of the solar disc"
    footer = []
    side = 1080
  }

  /// Whether the limits of the scale were given.
  var isScaleFixed: Bool { scale != nil || linearScale != nil }

  /// Refuses numbers with which nothing can be drawn.
  func check() throws(ImageryError) {
    guard (400...8192).contains(side) else {
      throw ImageryError(
        .badSize, "draw an annotated frame", "a side of \(side) pixels; 400 to 8192 are possible")
    }
    if let range = linearScale,
      !(range.lowerBound.isFinite && range.upperBound.isFinite
        && range.lowerBound < range.upperBound)
    {
      throw ImageryError(
        .badNumber, "draw an annotated frame",
        "the linear scale reaches from \(range.lowerBound) to \(range.upperBound); it needs two numbers "
          + "that grow")
    }
    var numbers = [("roll", rollRadians), ("Sun's x", sun.x), ("Sun's y", sun.y)]
    if let occulter { numbers += [("occulter's x", occulter.x), ("occulter's y", occulter.y)] }
    for mark in marks { numbers += [("mark's x", mark.x), ("mark's y", mark.y)] }
    for (name, number) in numbers where !number.isFinite || abs(number) > 1e9 {
      throw ImageryError(.badNumber, "draw an annotated frame", "the \(name) is \(number)")
    }
    var sizes = [("Sun's radius", sun.radius)]
    if let occulter { sizes.append(("occulter's radius", occulter.radius)) }
    if let pixelScaleArcseconds { sizes.append(("pixel scale", pixelScaleArcseconds)) }
    for (name, number) in sizes where !(number.isFinite && number > 0 && number < 1e9) {
      throw ImageryError(
        .badNumber, "draw an annotated frame", "the \(name) is \(number); it must be positive")
    }
  }
}
