public import Astronomy
internal import RealModule

/// One segment of an SPK kernel: the motion of one body relative to another over a stretch of time.
///
/// Source: NAIF, SPK Required Reading (N0067).
public struct SPKSegment: Sendable, Hashable {
  /// The segment's name.
  public let name: String
  /// The NAIF code of the body that moves.
  public let target: Int
  /// The NAIF code of the body it moves about.
  public let center: Int
  /// The NAIF code of the frame.
  public let frame: Int
  /// How the motion is represented.
  public let dataType: Int
  /// TDB seconds past J2000 at the start.
  public let firstEpoch: Double
  /// TDB seconds past J2000 at the end.
  public let lastEpoch: Double

  /// Addresses of the first and the last number.
  let addresses: ClosedRange<Int>

  /// The types of segment that can be evaluated.
  public static let supportedTypes = [2, 3, 8, 9, 12, 13]

  /// The stretch of time covered.
  public var coverage: ClosedRange<Instant> {
    EphemerisClock.instant(firstEpoch)...EphemerisClock.instant(lastEpoch)
  }

  /// A segment from its summary.
  init(_ summary: DoubleArrayFile.Summary, file: DoubleArrayFile) throws(TrajectoryError) {
    name = PrintableBytes.text(summary.name)
    (firstEpoch, lastEpoch) = (summary.doubles[0], summary.doubles[1])
    (target, center) = (summary.integers[0], summary.integers[1])
    (frame, dataType) = (summary.integers[2], summary.integers[3])
    let (first, last) = (summary.integers[4], summary.integers[5])
    func failure(_ reason: String) -> TrajectoryError {
      TrajectoryError(
        .malformedKernel,
        "\(file.name): byte \(summary.offset): segment '\(PrintableBytes.text(summary.name))': "
          + reason)
    }
    guard firstEpoch <= lastEpoch, firstEpoch.magnitude <= EphemerisClock.limit,
      lastEpoch.magnitude <= EphemerisClock.limit
    else {
      throw failure(
        "it covers \(firstEpoch) to \(lastEpoch) s past J2000, which is no stretch of time")
    }
    guard first >= 1, first <= last else {
      throw failure("its numbers should stand at addresses \(first) to \(last)")
    }
    addresses = first...last
    _ = try file.double(at: last)
  }

  /// The name and the bodies, for messages.
  var label: String { "segment '\(name)' (\(target) about \(center))" }

  /// What turns the segment's vectors into the GCRF.
  ///
  /// SPICE's J2000 is the frame of its ephemerides, the ICRF (NAIF, Frames Required Reading).
  func rotation(file: String) throws(TrajectoryError) -> Rotation {
    switch frame {
    case 1: return .identity
    case 17: return Self.eclipticToEquator
    default:
      let name = Self.frameNames[frame].map { " (\($0))" } ?? ""
      throw TrajectoryError(
        .unsupportedKernel,
        "\(file): \(label): frame \(frame)\(name) is not supported; supported are 1 (J2000, ICRF "
          + "axes) and 17 (ECLIPJ2000)")
    }
  }

  /// The obliquity of SPICE's frame ECLIPJ2000, 84381.448″ (IAU 1976; Lieske 1977).
  private static let eclipticToEquator: Rotation = {
    let angle = 84_381.448 * Angles.arcsecond
    let (c, s) = (Double.cos(angle), Double.sin(angle))
    return Rotation(
      xAxis: Vector3(1, 0, 0), yAxis: Vector3(0, c, -s), zAxis: Vector3(0, s, c))
  }()

  private static let frameNames = [
    2: "B1950", 3: "FK4", 13: "GALACTIC", 14: "DE-200", 16: "MARSIAU", 18: "ECLIPB1950",
    10013: "IAU_EARTH", 10020: "IAU_MOON", 13000: "ITRF93",
  ]

  /// What other types of segment are.
  static let typeNames = [
    1: "modified difference arrays", 5: "two-body propagation of states",
    10: "two-line elements", 14: "Chebyshev, uneven steps", 15: "precessing conic",
    17: "equinoctial elements", 18: "ESOC Hermite/Lagrange", 19: "ESOC piecewise",
    20: "Chebyshev, velocity only", 21: "extended modified difference arrays",
  ]
}
