/// Curves against a distance on two logarithmic axes, or against an angle: numbers and words, no physics.
public struct RadialChart: Sendable, Hashable {
  /// A curve of straight pieces.
  public struct Curve: Sendable, Hashable {
    /// A place of a curve.
    public struct Point: Sendable, Hashable {
      /// The distance in the unit of its axis.
      public var radius: Double
      /// The value in the unit of its axis; one that is not above zero breaks the curve.
      public var value: Double

      /// A place.
      public init(radius: Double, value: Double) {
        self.radius = radius
        self.value = value
      }
    }

    /// The words of the legend.
    public var name: String
    /// The points in the order of distance.
    public var points: [Point]
    /// Standard deviations of the values, drawn as a band; one for each point, or none at all.
    public var errors: [Double] = []
    /// How it is drawn, in pixels of a chart 1400 wide.
    public var stroke: Stroke

    /// A curve.
    public init(_ name: String, _ points: [Point], _ stroke: Stroke) {
      self.name = name
      self.points = points
      self.stroke = stroke
    }
  }

  /// A second scale on the right, in proportion to that on the left.
  public struct RightScale: Sendable, Hashable {
    /// What is measured, with its unit.
    public var label: String
    /// Its value for one of the scale on the left.
    public var factor: Double

    /// A scale.
    public init(label: String, factor: Double) {
      self.label = label
      self.factor = factor
    }
  }

  /// The title.
  public var title: String
  /// The line under the title.
  public var subtitle: String
  /// The distances of the horizontal axis, above zero where its steps are not equal.
  public var radii: ClosedRange<Double>
  /// The values of the vertical axis, above zero.
  public var values: ClosedRange<Double>
  /// Whether the horizontal axis has equal steps: for angles, and for distances from zero on.
  public var hasEqualSteps = false
  /// What the horizontal axis measures, with its unit.
  public var xLabel = ""
  /// What the vertical axis measures, with its unit.
  public var yLabel = ""
  /// A scale on the right, if there is one.
  public var rightScale: RightScale?
  /// A stretch of distances that is marked, or a single distance.
  public var band: ClosedRange<Double>?
  /// Its words.
  public var bandName = ""
  /// What is drawn, the first at the bottom.
  public var curves: [Curve] = []
  /// The width in pixels, 800 to 8192.
  public var width = 1400

  /// A chart between two distances and two values; set the rest afterwards.
  public init(
    title: String, subtitle: String, radii: ClosedRange<Double>, values: ClosedRange<Double>
  ) {
    self.title = title
    self.subtitle = subtitle
    self.radii = radii
    self.values = values
  }

  /// Refuses numbers with which nothing can be drawn.
  func check() throws(ImageryError) {
    let operation = "draw a chart over distance"
    guard (800...8192).contains(width) else {
      throw ImageryError(
        .badSize, operation, "a width of \(width) pixels; 800 to 8192 are possible")
    }
    for (range, name) in [(radii, "distances"), (values, "values")] {
      if name == "distances", hasEqualSteps {
        guard range.lowerBound.isFinite, range.upperBound > range.lowerBound else {
          throw ImageryError(
            .badNumber, operation,
            "the axis of angles reaches from \(range.lowerBound) to \(range.upperBound)")
        }
        continue
      }
      let isUsable =
        range.lowerBound > 1e-200 && range.upperBound < 1e200
        && range.upperBound > 1.001 * range.lowerBound
      guard isUsable else {
        throw ImageryError(
          .badNumber, operation,
          "the axis of \(name) reaches from \(range.lowerBound) to \(range.upperBound); a "
            + "logarithmic axis needs numbers above 0 that grow")
      }
    }
    if let rightScale, !(rightScale.factor > 1e-100 && rightScale.factor < 1e100) {
      throw ImageryError(
        .badNumber, operation,
        "the scale on the right is \(rightScale.factor) times that on the left; it must be above 0")
    }
    for curve in curves where !(curve.errors.isEmpty || curve.errors.count == curve.points.count) {
      throw ImageryError(
        .badNumber, operation,
        "the curve '\(curve.name)' has \(curve.points.count) points and \(curve.errors.count) errors"
      )
    }
    for curve in curves where curve.points.contains(where: { !$0.radius.isFinite }) {
      throw ImageryError(
        .badNumber, operation, "a distance of the curve '\(curve.name)' is no finite number")
    }
  }
}
