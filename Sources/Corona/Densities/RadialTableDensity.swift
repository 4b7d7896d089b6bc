internal import RealModule
internal import VectorMath

/// A spherical corona from a table of distances and densities.
///
/// The logarithm of the density is the natural cubic spline in the logarithm of the distance, so that
/// value, slope and curvature are continuous; as it ends without curvature, the power laws that
/// continue it on both sides join it just as smoothly. Nothing has to be cut at the knots.
public struct RadialTableDensity: ElectronDensity {
  /// The model's name as written in scenarios and headers.
  public let name = "radial-table"
  /// Where the table comes from.
  public let source: String
  /// The distances that the table covers, solar radii.
  public let fittedRadii: ClosedRange<Double>
  /// The power laws that stand for the corona inside and outside the table.
  public let caution: String?
  /// The power of `1/r` inside the first point.
  public let innerExponent: Double
  /// The power of `1/r` outside the last point.
  public let outerExponent: Double

  /// Cubics in the logarithm of the distance: the first and the last are the power laws.
  private let pieces: [SIMD4<Double>]
  /// Where the pieces count from: the first knot twice, then every other.
  private let anchors: [Double]
  /// For evenly spaced logarithms, the piece in which each bin begins.
  private let bins: [Int32]
  private let binsPerUnit: Double

  /// A model through points.
  ///
  /// - Parameters:
  ///   - points: distances in solar radii, one or more and rising, and electrons per cubic centimetre,
  ///     positive; at least two points.
  ///   - source: where they come from, for headers.
  /// - Throws: `CoronaError` naming the first point, from one, that breaks a rule, or the slope at the
  ///   end when the density would grow without bound outwards, or slopes beyond r^±30 at the ends.
  public init(
    points: [(radius: Double, electronsPerCubicCentimetre: Double)], source: String
  ) throws(CoronaError) {
    try self.init(
      points.map { ($0.radius, $0.electronsPerCubicCentimetre) }, source: source,
      names: points.indices.map { "point \($0 + 1)" }, place: "radial table")
  }

  /// A model from a table of two columns, distance in solar radii and electrons per cubic centimetre.
  ///
  /// - Parameters:
  ///   - bytes: the file's content: a row for each point, empty lines and those beginning with `#` left
  ///     out, one line of column names allowed; further columns are not read.
  ///   - file: its name for messages and headers.
  /// - Throws: `CoronaError` naming file and line.
  public init(csv bytes: [UInt8], file: String) throws(CoronaError) {
    let table = try NumberTable(
      csv: bytes, file: file,
      columns: ["distance (solar radii)", "electrons per cubic centimetre"], limit: 100_000)
    try self.init(
      table.rows.map { ($0.values[0], $0.values[1]) }, source: "table \(file)",
      names: table.rows.map { "\(file):\($0.line)" }, place: file)
  }

  private init(
    _ points: [(Double, Double)], source: String, names: [String], place: String
  ) throws(CoronaError) {
    guard points.count >= 2, let first = points.first, let last = points.last else {
      throw CoronaError(
        .invalidTable, "\(place): found \(points.count) points; a radial table needs at least two")
    }
    var previous = 0.0
    for ((radius, density), name) in zip(points, names) {
      guard radius >= 1, radius <= 1e5, radius > previous * (1 + 1e-9) else {
        throw CoronaError(
          .invalidTable,
          "\(name): distance \(radius): distances must rise from row to row, within 1...1e5 solar "
            + "radii from the Sun's centre"
            + (radius > 1e5 ? "; divide kilometres by 695700" : ""))
      }
      guard density > 0, density <= 1e30 else {
        throw CoronaError(
          .invalidTable,
          "\(name): density \(density): must be positive, in electrons per cubic centimetre (the "
            + "table is interpolated in its logarithm)")
      }
      previous = radius
    }
    let spline = CubicSpline(
      naturalThrough: points.map { Double.log($0.0) }, values: points.map { Double.log($0.1) })
    let inner = spline.coefficients(of: 0)
    let end = spline.coefficients(of: points.count - 2)
    let step = spline.knots[points.count - 1] - spline.knots[points.count - 2]
    let slope = (3 * end.w * step + 2 * end.z) * step + end.y
    guard slope <= 0 else {
      throw CoronaError(
        .invalidTable,
        "\(names[points.count - 1]): the density grows outwards at the table's end, as r^"
          + "\(Self.rounded(slope)); end the table where it falls")
    }
    for (exponent, row) in [(inner.y, 0), (slope, points.count - 2)]
    where exponent.magnitude > Self.greatestExponent {
      throw CoronaError(
        .invalidTable,
        "\(names[row]) and \(names[row + 1]): between these rows the density goes as r^"
          + "\(Self.rounded(exponent)), which would be continued beyond the table; at its ends it must "
          + "stay within r^-30...r^30: look for a slip, or leave a row out")
    }
    innerExponent = -inner.y
    outerExponent = -slope
    self.source = source
    fittedRadii = first.0...last.0
    caution =
      "outside its table continued as r^\(Self.rounded(inner.y)) inwards from \(first.0) and "
      + "r^\(Self.rounded(slope)) outwards from \(last.0) solar radii"
    let count = points.count
    pieces =
      [SIMD4(inner.x, inner.y, 0, 0)] + (0..<count - 1).map { spline.coefficients(of: $0) }
      + [SIMD4(spline.values[count - 1], slope, 0, 0)]
    anchors = [spline.knots[0]] + spline.knots
    let length = spline.knots[count - 1] - spline.knots[0]
    let number = min(4 * count, 65536)
    binsPerUnit = Double(number) / length
    var piece = 1
    bins = (0..<number).map { bin in
      let start = spline.knots[0] + Double(bin) / Double(number) * length
      while piece + 1 < count, spline.knots[piece] <= start { piece += 1 }
      return Int32(piece)
    }
  }

  /// Steeper than any published law of the corona, whose steepest term falls as r^-17 or so.
  private static let greatestExponent = 30.0

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    var logarithm = Double8.zero
    let outside = pieces.count - 1
    for lane in 0..<8 {
      let x = points.radii.logarithm[lane]
      var piece = 0
      if x >= anchors[outside] {
        piece = outside
      } else if x > anchors[0] {
        piece = Int(bins[min(Int((x - anchors[0]) * binsPerUnit), bins.count - 1)])
        // Rounding may put a point into the bin before or after its own.
        while x < anchors[piece], piece > 1 { piece -= 1 }
        while piece + 1 < outside, x >= anchors[piece + 1] { piece += 1 }
      }
      let t = x - anchors[piece]
      let c = pieces[piece]
      logarithm[lane] = ((c.w * t + c.z) * t + c.y) * t + c.x
    }
    return .exp(logarithm)
  }

  /// The same in every direction.
  public var symmetry: DensitySymmetry { .spherical }
}
