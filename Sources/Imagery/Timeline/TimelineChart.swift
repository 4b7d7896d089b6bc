/// Curves over time in panels one above the other, with bands, marks and stretches: numbers and
/// words, no physics.
///
/// Times are in seconds after any origin; ticks give them names.
public struct TimelineChart: Sendable, Hashable {
  /// A curve of straight pieces.
  public struct Curve: Sendable, Hashable {
    /// A place of a curve.
    public struct Point: Sendable, Hashable {
      /// The time in seconds.
      public var seconds: Double
      /// The value in the unit of its scale.
      public var value: Double

      /// A place.
      public init(seconds: Double, value: Double) {
        self.seconds = seconds
        self.value = value
      }
    }

    /// The words of the legend; empty for none.
    public var name: String
    /// The points in the order of time; a value that is no number breaks the curve.
    public var points: [Point]
    /// How it is drawn.
    public var stroke: Stroke
    /// Whether it belongs to the scale on the right.
    public var usesRightScale: Bool

    /// A curve.
    public init(
      _ name: String, _ points: [Point], _ stroke: Stroke, usesRightScale: Bool = false
    ) {
      self.name = name
      self.points = points
      self.stroke = stroke
      self.usesRightScale = usesRightScale
    }
  }

  /// One plot of the stack.
  public struct Panel: Sendable, Hashable {
    /// The scale on the left.
    public var left: PlotScale
    /// A second scale on the right, if there is one.
    public var right: PlotScale?
    /// What is drawn.
    public var curves: [Curve]
    /// The share of the height this panel takes.
    public var weight: Double

    /// A plot.
    public init(left: PlotScale, right: PlotScale? = nil, curves: [Curve], weight: Double) {
      self.left = left
      self.right = right
      self.curves = curves
      self.weight = weight
    }
  }

  /// A stretch of time that is coloured or hatched.
  public struct Band: Sendable, Hashable {
    /// The beginning in seconds.
    public var start: Double
    /// The end in seconds.
    public var end: Double
    /// The colour.
    public var colour: Colour
    /// Whether it is drawn as slanted lines.
    public var isHatched: Bool
    /// The words of the legend; bands of the same name are named once.
    public var name: String

    /// A stretch of time.
    public init(
      from start: Double, to end: Double, _ colour: Colour, isHatched: Bool = false, name: String
    ) {
      self.start = start
      self.end = end
      self.colour = colour
      self.isHatched = isHatched
      self.name = name
    }
  }

  /// A moment with a label above the plots.
  public struct Mark: Sendable, Hashable {
    /// The time in seconds.
    public var seconds: Double
    /// The first line of the label, bold, such as "C1"; empty for a line alone.
    public var name: String
    /// The second line, such as the time; empty for none.
    public var text: String
    /// The colour of line and label.
    public var colour: Colour

    /// A moment.
    public init(_ name: String, text: String = "", atSeconds seconds: Double, _ colour: Colour) {
      self.seconds = seconds
      self.name = name
      self.text = text
      self.colour = colour
    }
  }

  /// A narrow row under the plots with stretches and moments of its own.
  public struct Lane: Sendable, Hashable {
    /// The words beside it.
    public var label: String
    /// What it looks like where there is no stretch.
    public var background: Colour
    /// Its stretches.
    public var bands: [Band]
    /// Its moments, named inside the lane.
    public var marks: [Mark]

    /// A row.
    public init(_ label: String, background: Colour, bands: [Band], marks: [Mark]) {
      self.label = label
      self.background = background
      self.bands = bands
      self.marks = marks
    }
  }

  /// A tick of the axis of time.
  public struct Tick: Sendable, Hashable {
    /// The time in seconds.
    public var seconds: Double
    /// Its name; empty for a small tick.
    public var text: String
    /// The same moment by further clocks, one line each under the name.
    public var more: [String]

    /// A tick.
    public init(atSeconds seconds: Double, text: String = "", more: [String] = []) {
      self.seconds = seconds
      self.text = text
      self.more = more
    }
  }

  /// The title.
  public var title: String
  /// The line under the title.
  public var subtitle: String
  /// The time at the left edge, seconds.
  public var start: Double
  /// The time at the right edge, seconds.
  public var end: Double
  /// The plots from top to bottom.
  public var panels: [Panel]
  /// Stretches drawn through all plots, the first at the bottom.
  public var bands: [Band]
  /// Moments drawn through all plots.
  public var marks: [Mark]
  /// A row under the plots, if there is one.
  public var lane: Lane?
  /// Ticks of the axis of time.
  public var ticks: [Tick]
  /// What the lines of names under the axis are, beside its left end; empty where ``timeLabel`` says it.
  public var clockNames: [String]
  /// The words under the axis of time.
  public var timeLabel: String
  /// What the list under the axis names; empty for no heading.
  public var listTitle: String
  /// A list under the axis, set in columns.
  public var list: [String]
  /// Lines at the bottom.
  public var footer: [String]
  /// The width in pixels, 800 to 8192.
  public var width: Int

  /// A chart of a stretch of time; set the rest afterwards.
  public init(title: String, subtitle: String, from start: Double, to end: Double) {
    self.title = title
    self.subtitle = subtitle
    self.start = start
    self.end = end
    panels = []
    bands = []
    marks = []
    lane = nil
    ticks = []
    clockNames = []
    timeLabel = ""
    listTitle = ""
    list = []
    footer = []
    width = 1400
  }

  /// Refuses numbers with which nothing can be drawn.
  func check() throws(ImageryError) {
    let operation = "draw a timeline"
    guard (800...8192).contains(width) else {
      throw ImageryError(
        .badSize, operation, "a width of \(width) pixels; 800 to 8192 are possible")
    }
    guard start.isFinite, end.isFinite, end > start, end - start < 1e12 else {
      throw ImageryError(
        .badNumber, operation, "the time reaches from \(start) s to \(end) s; it must grow")
    }
    guard !panels.isEmpty else {
      throw ImageryError(.badSize, operation, "there is no panel; give at least one")
    }
    for panel in panels {
      try panel.left.check(operation)
      try panel.right?.check(operation)
      guard panel.weight > 0, panel.weight < 1e6 else {
        throw ImageryError(
          .badNumber, operation, "the weight of a panel is \(panel.weight); it must be positive")
      }
      for curve in panel.curves where curve.points.contains(where: { !$0.seconds.isFinite }) {
        throw ImageryError(
          .badNumber, operation, "a time of the curve '\(curve.name)' is no finite number")
      }
    }
    let times =
      (bands + (lane?.bands ?? [])).flatMap { [$0.start, $0.end] }
      + (marks + (lane?.marks ?? [])).map(\.seconds) + ticks.map(\.seconds)
    guard times.allSatisfy(\.isFinite) else {
      throw ImageryError(
        .badNumber, operation, "the time of a band, mark or tick is no finite number")
    }
  }
}
