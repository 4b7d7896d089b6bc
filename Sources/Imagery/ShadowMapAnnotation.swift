/// The share of the Sun's disc that is visible across a plane behind an occulter, with all that
/// is drawn over it; lengths in metres, the origin on the shadow axis.
public struct ShadowMapAnnotation: Sendable, Hashable {
  /// A circle around the shadow axis, such as the edge of the umbra.
  public struct Ring: Sendable, Hashable {
    /// The name, such as "umbra"; the radius is added to it.
    public var name: String
    /// The radius in metres.
    public var radiusMetres: Double
    /// The colour.
    public var colour: Colour

    /// A named circle.
    public init(_ name: String, radiusMetres: Double, colour: Colour) {
      self.name = name
      self.radiusMetres = radiusMetres
      self.colour = colour
    }

    /// The edge of full shadow.
    public static func umbra(radiusMetres: Double) -> Ring {
      Ring("umbra", radiusMetres: radiusMetres, colour: Colour(64, 186, 255))
    }

    /// The circle on which half of the Sun's light remains.
    public static func halfLight(radiusMetres: Double) -> Ring {
      Ring("half light", radiusMetres: radiusMetres, colour: Colour(255, 196, 84))
    }

    /// The edge of any shadow.
    public static func penumbra(radiusMetres: Double) -> Ring {
      Ring("penumbra", radiusMetres: radiusMetres, colour: Colour(235, 92, 70))
    }
  }

  /// An edge of the shadow of a body that is not round, as straight pieces in any order.
  public struct Edge: Sendable, Hashable {
    /// A straight piece, in metres.
    public struct Piece: Sendable, Hashable {
      /// The beginning: along the horizontal and the vertical axis.
      public var start: SIMD2<Double>
      /// The end.
      public var end: SIMD2<Double>

      /// A piece.
      public init(from start: SIMD2<Double>, to end: SIMD2<Double>) {
        self.start = start
        self.end = end
      }
    }

    /// The name, such as "umbra".
    public var name: String
    /// The colour.
    public var colour: Colour
    /// The pieces.
    public var pieces: [Piece]

    /// A named edge.
    public init(_ name: String, _ pieces: [Piece], colour: Colour) {
      self.name = name
      self.pieces = pieces
      self.colour = colour
    }
  }

  /// The body that stands in the shadow, projected along the light onto the plane.
  public struct Body: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The outline of the whole, as straight pieces in any order.
    public var outline: [Edge.Piece]
    /// The outlines of its parts that lie inside.
    public var seams: [Edge.Piece]

    /// A named body.
    public init(_ name: String, outline: [Edge.Piece], seams: [Edge.Piece] = []) {
      self.name = name
      self.outline = outline
      self.seams = seams
    }
  }

  /// A point of the way the camera takes through the plane.
  public struct TrackPoint: Sendable, Hashable {
    /// The place along the horizontal axis, in metres.
    public var xMetres: Double
    /// The place along the vertical axis, in metres.
    public var yMetres: Double
    /// The time or other words beside the dot; empty for a bend without a dot.
    public var label: String

    /// A point of the track.
    public init(xMetres: Double, yMetres: Double, label: String = "") {
      self.xMetres = xMetres
      self.yMetres = yMetres
      self.label = label
    }
  }

  /// The opening of the camera in the plane.
  public struct Pupil: Sendable, Hashable {
    /// The place of the centre along the horizontal axis, in metres.
    public var xMetres: Double
    /// The place of the centre along the vertical axis, in metres.
    public var yMetres: Double
    /// The radius in metres.
    public var radiusMetres: Double

    /// A pupil.
    public init(xMetres: Double, yMetres: Double, radiusMetres: Double) {
      self.xMetres = xMetres
      self.yMetres = yMetres
      self.radiusMetres = radiusMetres
    }
  }

  /// The title.
  public var title: String
  /// The line under the title.
  public var subtitle: String
  /// Half the side of the square the fractions cover, in metres.
  public var extentMetres: Double
  /// Circles around the axis.
  public var rings: [Ring]
  /// Edges of the shadow that are no circles.
  public var edges: [Edge]
  /// The body that stands in the shadow, if it is to be drawn.
  public var body: Body?
  /// What stands at the arrow upward; empty for no arrows.
  public var upName: String
  /// What stands at the arrow to the right.
  public var rightName: String
  /// The camera's pupil, drawn to scale, if there is one.
  public var pupil: Pupil?
  /// The words beside the pupil.
  public var pupilLabel: String
  /// The way of the camera, in the order of time.
  public var track: [TrackPoint]
  /// The words under the horizontal axis; the unit (m, km or mm) is added.
  public var xLabel: String
  /// The words beside the vertical axis; the unit is added.
  public var yLabel: String
  /// What the colours show.
  public var quantity: String
  /// The colour map.
  public var colourMap: ColourMap
  /// Lines at the bottom: version, run, scenario; at most two are shown.
  public var footer: [String]
  /// The width of the picture in pixels, 600 to 4096.
  public var width: Int

  /// An annotation of the needed facts; set the others afterwards.
  public init(title: String, subtitle: String = "", extentMetres: Double) {
    self.title = title
    self.subtitle = subtitle
    self.extentMetres = extentMetres
    rings = []
    edges = []
    body = nil
    upName = ""
    rightName = ""
    pupil = nil
    pupilLabel = "pupil"
    track = []
    xLabel = "across the shadow axis"
    yLabel = "across the shadow axis"
    quantity = "visible share of the Sun's light"
    colourMap = .shade
    footer = []
    width = 1080
  }

  /// Refuses numbers with which nothing can be drawn.
  func check(_ fractions: Image) throws(ImageryError) {
    let operation = "draw a shadow map"
    guard (600...4096).contains(width) else {
      throw ImageryError(
        .badSize, operation, "a width of \(width) pixels; 600 to 4096 are possible")
    }
    guard fractions.width == fractions.height else {
      throw ImageryError(
        .badSize, operation,
        "a grid of \(fractions.width) × \(fractions.height) fractions; it must be square")
    }
    var positive = [("extent", extentMetres)]
    positive += rings.map { ("radius of the \($0.name)", $0.radiusMetres) }
    for (name, number) in positive where !(number.isFinite && number > 0 && number < 1e12) {
      throw ImageryError(
        .badNumber, operation, "the \(name) is \(number) m; it must be positive")
    }
    if let radius = pupil?.radiusMetres, !(radius.isFinite && radius >= 0) {
      throw ImageryError(
        .badNumber, operation, "the radius of the pupil is \(radius) m; it must not be negative")
    }
    var places = track.flatMap { [$0.xMetres, $0.yMetres] }
    let pieces = edges.flatMap(\.pieces) + (body.map { $0.outline + $0.seams } ?? [])
    places += pieces.flatMap { [$0.start.x, $0.start.y, $0.end.x, $0.end.y] }
    if let pupil { places += [pupil.xMetres, pupil.yMetres] }
    for number in places where !number.isFinite {
      throw ImageryError(.badNumber, operation, "a place is \(number) m; it must be finite")
    }
  }
}
