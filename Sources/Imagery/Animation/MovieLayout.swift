internal import Foundation

/// What all frames of a movie have in common: their size, their scale and the words that do not change.
public struct MovieLayout: Sendable, Hashable {
  /// How samples become colours.
  public enum Scale: Sendable, Hashable {
    /// Equal ratios are equal steps.
    case logarithmic(LogScale)
    /// Equal differences are equal steps; the ends must differ.
    case linear(ClosedRange<Double>)

    var colours: ColourScale {
      switch self {
      case .logarithmic(let scale): .logarithmic(scale)
      case .linear(let range): .linear(range)
      }
    }
  }

  /// The side of the square picture in pixels, 320 to 4096; it is the frame's width, made even.
  public var side: Int
  /// The first line.
  public var title: String
  /// A word in a frame at the top right, such as "SYNTHETIC"; empty for none.
  public var badge: String
  /// The scale of all frames; nil when no frame holds a sample that could be shown.
  public var scale: Scale?
  /// Where the scale comes from, such as "of all frames" or "given".
  public var scaleOrigin: String
  /// The colour map.
  public var colourMap: ColourMap
  /// What the colour bar shows.
  public var quantity: String
  /// The line at the bottom.
  public var footer: String
  /// The end of the bar for the magnitude of the occultation; nil to leave the bar out.
  public var depthEnd: Double?
  /// How many lines of words each frame has room for beside its clock, 0 to 20.
  public var lineCount: Int

  /// A layout of the needed facts; set the others afterwards.
  public init(title: String, side: Int = 512) {
    self.title = title
    self.side = side
    badge = ""
    scale = nil
    scaleOrigin = "of all frames"
    colourMap = .corona
    quantity = ""
    footer = ""
    depthEnd = nil
    lineCount = 0
  }

  /// The columns and rows of every frame, both even, as films in half-size colour need.
  public var size: (width: Int, height: Int) {
    let height = panelTop + Double(side) + stripHeight
    return (side + side % 2, 2 * Int((height / 2).rounded(.up)))
  }

  /// Letters keep their size in small movies, where they would be too small to read.
  var unit: Double { Double(max(side, 460)) / 512 }
  /// Where the picture begins, pixels from the top.
  var panelTop: Double { (34 * unit).rounded() }
  private var stripHeight: Double {
    let lines = Double(lineCount) * 16 + (depthEnd == nil ? 0 : 24)
    return (34 + lines + 66) * unit
  }

  /// The words about the scale, the same in every frame.
  public var scaleWords: String {
    let limits =
      switch scale {
      case .logarithmic(let scale):
        "log₁₀ \(Self.number(scale.low)) … \(Self.number(scale.high))"
      case .linear(let range):
        "linear \(ColourBar.short(range.lowerBound)) … \(ColourBar.short(range.upperBound))"
      case nil: "none, no frame holds light"
      }
    return "one scale for all frames: \(limits) (\(scaleOrigin))"
  }

  private static func number(_ value: Double) -> String {
    String(format: "%.2f", value).replacingOccurrences(of: "-", with: "−")
  }

  /// Refuses numbers with which nothing can be drawn.
  func check() throws(ImageryError) {
    guard (320...4096).contains(side), (0...20).contains(lineCount) else {
      throw ImageryError(
        .badSize, "draw a movie",
        "a width of \(side) pixels with \(lineCount) lines; 320 to 4096 and up to 20 are possible")
    }
    if case .linear(let range) = scale,
      !(range.lowerBound.isFinite && range.upperBound.isFinite
        && range.lowerBound < range.upperBound)
    {
      throw ImageryError(
        .badNumber, "draw a movie",
        "the linear scale reaches from \(range.lowerBound) to \(range.upperBound); it needs two numbers "
          + "that grow")
    }
    if let depthEnd, !(depthEnd.isFinite && depthEnd >= 1) {
      throw ImageryError(
        .badNumber, "draw a movie", "the depth bar ends at \(depthEnd); 1 or more is possible")
    }
  }
}

/// What one frame of a movie says.
public struct MovieCaption: Sendable, Hashable {
  /// How deep the eclipse is.
  public struct Depth: Sendable, Hashable {
    /// The magnitude of the occultation: the share of the Sun's diameter that is covered, above 1 in totality.
    public var magnitude: Double
    /// What it amounts to, such as "total".
    public var word: String

    /// A depth.
    public init(magnitude: Double, word: String) {
      (self.magnitude, self.word) = (magnitude, word)
    }
  }

  /// Where the pixels of an image look.
  public struct Place: Sendable, Hashable {
    /// The Sun: centre and radius of the photosphere.
    public var sun: FrameAnnotation.Circle
    /// The edge of the occulter, if there is one.
    public var occulter: FrameAnnotation.Circle?
    /// Whether the occulter is round and its edge as sharp as that of a knife seen by a pinhole.
    public var isOcculterSharp = false
    /// The angle of the header's PC matrix, by which the image is turned to bring solar north up.
    public var rollRadians: Double

    /// A place.
    public init(
      sun: FrameAnnotation.Circle, occulter: FrameAnnotation.Circle?, rollRadians: Double
    ) {
      (self.sun, self.occulter, self.rollRadians) = (sun, occulter, rollRadians)
    }
  }

  /// The clock, such as "1975-07-19 12:04:40.0 UTC".
  public var clock: String
  /// Which frame it is, such as "frame 12 of 60".
  public var counter: String
  /// Further lines, such as the values of a sweep.
  public var lines: [String]
  /// How deep the eclipse is; nil when it is not known.
  public var depth: Depth?
  /// Where the pixels look; nil to draw the image as it lies.
  public var place: Place?

  /// A caption.
  public init(clock: String, counter: String) {
    (self.clock, self.counter) = (clock, counter)
    (lines, depth, place) = ([], nil, nil)
  }
}
