internal import RealModule

/// A line around the Sun along which the radial magnetic field changes sign, as a latitude for every
/// Carrington longitude.
///
/// The latitude is the periodic spline of fifth degree through the given points: its fourth derivative
/// is continuous.
///
/// How far a point `u` lies from the line is measured from the great circle that touches the line at the
/// point's own longitude λ. With `T = tan β(λ)` the normal of that circle is
/// `(T′ sin λ − T cos λ, −T sin λ − T′ cos λ, 1) / √(1 + T² + T′²)`, so that
/// `sin Θ = (z − c T) / √(1 + T² + T′²)` where `c = √(x² + y²)`. This is exact for every great circle,
/// and for any line it is the normal distance to first order, with a gradient of one on the line.
/// Longitude means nothing at the poles; there the parts of `T` beyond its first harmonic
/// `A cos λ + B sin λ`, and of `T² + T′²` beyond `A² + B²`, fade out with
/// `s = 1 − (1 − q)⁴`, `q = min(1, c² (1 + T²))`: one on the line and towards the equator from it, with
/// three derivatives, and of order c² at the poles, so that two derivatives are continuous there. The
/// derivation is this project's.
public struct NeutralLine: Sendable {
  /// One place on the line.
  public struct Point: Sendable, Hashable {
    /// Carrington longitude, radians.
    public let longitudeRadians: Double
    /// Heliographic latitude, radians.
    public let latitudeRadians: Double

    /// A place from its angles.
    public init(longitudeRadians: Double, latitudeRadians: Double) {
      self.longitudeRadians = longitudeRadians
      self.latitudeRadians = latitudeRadians
    }
  }

  /// How far from the equator points may lie, radians: 75°.
  public static let greatestLatitudeRadians = 75 * Double.pi / 180
  /// How far apart in longitude neighbouring points may lie, radians: 90°.
  public static let greatestGapRadians = Double.pi / 2

  private let spline: PeriodicSpline
  /// The first harmonic of the tangent of the latitude.
  let firstCosine: Double
  let firstSine: Double

  /// A line through points.
  ///
  /// - Parameter points: once around the Sun with longitudes rising or falling all the way; at least
  ///   four, within ``greatestLatitudeRadians``, no gap beyond ``greatestGapRadians``. A last point 2π
  ///   from the first may repeat its latitude. Longitudes may count from anywhere.
  /// - Throws: `CoronaError` naming the first point, from one, that breaks a rule.
  public init(_ points: [Point]) throws(CoronaError) {
    let ordered = try Self.ordered(points, names: (1...max(1, points.count)).map { "point \($0)" })
    try self.init(ordered: ordered, in: "neutral line")
  }

  /// A line from a table of two columns, Carrington longitude and latitude, in degrees.
  ///
  /// - Parameters:
  ///   - bytes: the file's content: a row for each point, empty lines and those beginning with `#` left
  ///     out, one line of column names allowed; further columns are not read.
  ///   - file: its name for messages.
  /// - Throws: `CoronaError` naming file and line.
  public init(csv bytes: [UInt8], file: String) throws(CoronaError) {
    let table = try NumberTable(
      csv: bytes, file: file,
      columns: ["Carrington longitude (degrees)", "latitude (degrees)"], limit: 100_000)
    let degree = Double.pi / 180
    let points = table.rows.map {
      Point(longitudeRadians: $0.values[0] * degree, latitudeRadians: $0.values[1] * degree)
    }
    if points.count >= 4, table.rows.allSatisfy({ abs($0.values[0]) <= 2 * Double.pi + 0.01 }) {
      throw CoronaError(
        .invalidTable,
        "\(file): all longitudes lie within ±6.3°, but a neutral line goes once around the Sun; if "
          + "they are in radians, turn longitudes and latitudes into degrees")
    }
    let ordered = try Self.ordered(
      points, names: table.rows.map { "\(file):\($0.line)" }, in: "\(file): neutral line")
    try self.init(ordered: ordered, in: file)
  }

  private init(ordered points: [Point], in place: String) throws(CoronaError) {
    spline = PeriodicSpline(
      through: points.map(\.longitudeRadians), values: points.map(\.latitudeRadians),
      period: 2 * Double.pi)
    var (cosine, sine) = (0.0, 0.0)
    let samples = 4096
    for index in 0..<samples {
      let longitude = 2 * Double.pi * Double(index) / Double(samples)
      let latitude = spline.value(at: longitude).value
      guard abs(latitude) < 80 * Double.pi / 180 else {
        throw CoronaError(
          .invalidTable,
          "\(place): between the points the smooth line reaches latitude "
            + "\(Self.degrees(latitude))° at longitude \(Self.degrees(longitude))°; it must stay "
            + "within 80°: give more points there")
      }
      cosine += Double.tan(latitude) * Double.cos(longitude)
      sine += Double.tan(latitude) * Double.sin(longitude)
    }
    firstCosine = 2 * cosine / Double(samples)
    firstSine = 2 * sine / Double(samples)
  }

  /// The latitude at a longitude, radians.
  public func latitudeRadians(atLongitude longitude: Double) -> Double {
    spline.value(at: longitude).value
  }

  /// What a direction needs to know about its longitude: `R`, the tangent of the latitude beyond its
  /// first harmonic, `H = T² + T′² − A² − B²`, and their slopes.
  func shape(atLongitude longitude: Double) -> (
    r: Double, h: Double, rSlope: Double, hSlope: Double
  ) {
    let (latitude, slope, curvature) = spline.value(at: longitude)
    let (sine, cosine) = (Double.sin(longitude), Double.cos(longitude))
    let t = Double.tan(latitude)
    let square = 1 + t * t
    let rise = slope * square
    let bend = (curvature + 2 * t * slope * slope) * square
    return (
      t - firstCosine * cosine - firstSine * sine,
      t * t + rise * rise - firstCosine * firstCosine - firstSine * firstSine,
      rise + firstCosine * sine - firstSine * cosine, 2 * rise * (t + bend)
    )
  }

  private static func degrees(_ radians: Double) -> Double {
    (radians * 1800 / Double.pi).rounded() / 10
  }

  /// The points with rising longitudes, without the one that closes the line.
  private static func ordered(
    _ points: [Point], names: [String], in place: String = "neutral line"
  ) throws(CoronaError) -> [Point] {
    guard points.count >= 4, let first = points.first, let last = points.last else {
      throw CoronaError(
        .invalidTable, "\(place) with \(points.count) points: needs at least four, once around")
    }
    for (point, name) in zip(points, names) {
      guard abs(point.latitudeRadians) <= greatestLatitudeRadians * (1 + 1e-12),
        abs(point.longitudeRadians) <= 4.001 * Double.pi
      else {
        throw CoronaError(
          .invalidTable,
          "\(name): longitude \(degrees(point.longitudeRadians))°, latitude "
            + "\(degrees(point.latitudeRadians))°: a neutral line must stay within ±75° of latitude, "
            + "with longitudes within ±720°")
      }
    }
    let sign: Double = last.longitudeRadians > first.longitudeRadians ? 1 : -1
    let closes = abs(abs(last.longitudeRadians - first.longitudeRadians) - 2 * Double.pi) < 1e-9
    if closes, abs(last.latitudeRadians - first.latitudeRadians) > 1e-6 {
      throw CoronaError(
        .invalidTable,
        "\(names[points.count - 1]): the line closes 360° from its first point at another latitude, "
          + "\(degrees(last.latitudeRadians))° instead of \(degrees(first.latitudeRadians))°")
    }
    let open = closes ? Array(points.dropLast()) : points
    for index in open.indices {
      let isLast = index + 1 == open.count
      let step =
        isLast
        ? 2 * Double.pi - sign * (open[index].longitudeRadians - first.longitudeRadians)
        : sign * (open[index + 1].longitudeRadians - open[index].longitudeRadians)
      let name = isLast ? names[0] : names[index + 1]
      guard step > 1e-9 else {
        throw CoronaError(
          .invalidTable,
          "\(name): longitudes must rise or fall all the way, once around the Sun; a line that folds "
            + "back has no single latitude for a longitude")
      }
      guard step <= greatestGapRadians * (1 + 1e-12) || !isLast else {
        throw CoronaError(
          .invalidTable,
          "\(names[index]): the line ends here, \(degrees(step))° of longitude short of its first "
            + "point; it must go once around the Sun, with points at most 90° apart")
      }
      guard step <= greatestGapRadians * (1 + 1e-12) else {
        throw CoronaError(
          .invalidTable,
          "\(name): \(degrees(step))° of longitude after the point before it; points may lie at most "
            + "90° apart")
      }
    }
    return sign > 0 ? open : open.reversed()
  }
}
