public import Astronomy
internal import RealModule

/// What it takes to hold an occulter at a place of the Sun line.
public struct StationKeeping: Sendable {
  /// Where the occulter is held.
  public let place: SunLinePlace
  /// Sunlight and air; nil when only gravity and geometry count.
  public let forces: DifferentialForces?
  /// Whether the line held is that of the apparent or of the geometric Sun.
  public let treatment: SunTreatment

  /// A place to hold.
  ///
  /// - Throws: `TrajectoryError` when the place is not finite or is the observer's own.
  public init(
    place: SunLinePlace, forces: DifferentialForces? = nil, treatment: SunTreatment = .apparent
  ) throws(TrajectoryError) {
    guard place.distance > 0, place.distance.isFinite else {
      throw TrajectoryError(
        .valueOutOfRange, "the place to hold is \(place.distance) m away: must be positive")
    }
    self.place = place
    self.forces = forces
    self.treatment = treatment
  }

  /// The acceleration the thrusters must give the occulter against the observer, by cause.
  ///
  /// Along west, north and sunward of the Sun line, m/s².
  public struct Demand: Sendable, Hashable {
    /// Against the tide: the difference of the attraction of the Earth, exact for two bodies.
    public var tide: Vector3
    /// To turn with the Sun line.
    public var turning: Vector3
    /// Against the difference of the pressure of sunlight.
    public var radiation: Vector3
    /// Against the difference of the drag of the air.
    public var drag: Vector3

    /// All of it.
    public var total: Vector3 { tide + turning + radiation + drag }
  }

  /// The acceleration needed at an instant.
  ///
  /// `a = p̈ − Δg − Δa`, with p the held place. The Sun line turns unevenly by the observer's
  /// orbital motion, through parallax and aberration: `s̈ = −r̈/D + d(r̈)/dt/c` across the line. The
  /// squares of the rates of turning, 4e-14 s⁻² times the distance, are left out.
  public func demand(in context: FormationContext) -> Demand {
    let frame = SunLineFrame(sun: context.sun.direction)
    let (r, v) = (context.observer.position, context.observer.velocity)
    let p = place.vector(toward: context.sun)
    let distance = r.length
    let strength =
      PhysicalConstants.earthGravitationalParameter / (distance * distance * distance)
    let fall = r * -strength
    let fallRate = (r * (3 * r.dot(v) / (distance * distance)) - v) * strength
    var swing = fall * (-1 / context.sun.distance)
    if treatment == .apparent { swing += fallRate * (1 / PhysicalConstants.speedOfLight) }
    // North is kept toward the Sun's pole, so the axes also twist about the line, by the tangent of
    // the latitude of the Sun's direction.
    let sine = SolarOrientation.northPole.dot(frame.sun)
    let tangent = sine / ((1 - sine) * (1 + sine)).squareRoot()
    let spinUp = frame.sun.cross(swing) - frame.sun * (swing.dot(frame.west) * tangent)
    return Demand(
      tide: frame.components(-DifferentialGravity.twoBody.acceleration(of: p, at: r)),
      turning: frame.components(spinUp.cross(p)),
      radiation: frame.components(-(forces?.radiation(in: context) ?? .zero)),
      drag: frame.components(-(forces?.drag(in: context) ?? .zero)))
  }

  /// What a hold costs over a span of time.
  public struct Budget: Sendable, Hashable {
    /// The integral of the acceleration needed, m/s.
    public var deltaV: Double
    /// The same for each cause alone; together they are more than the whole where they oppose.
    public var tide: Double
    /// For turning with the Sun line alone, m/s.
    public var turning: Double
    /// Against radiation pressure alone, m/s.
    public var radiation: Double
    /// Against drag alone, m/s.
    public var drag: Double
    /// The largest acceleration met, m/s².
    public var peakAcceleration: Double
    /// How far the quadrature may be off: its change when every second point is left out, m/s.
    public var quadratureError: Double
  }

  /// The cost of a hold by Simpson's rule.
  ///
  /// The points are `0.05 √(q³/μ)` apart or less, with q the perigee distance, 40 s on a low orbit.
  /// Where the Earth hides the Sun the radiation pressure jumps; the quadrature error tells.
  ///
  /// - Parameters:
  ///   - span: the time of the hold.
  ///   - context: observer and Sun at an instant of the span.
  /// - Throws: `TrajectoryError` when the observer is on no ellipse or the span is longer than a
  ///   hundred thousand points.
  public func budget(
    over span: ClosedRange<Instant>, context: (Instant) -> FormationContext
  ) throws(TrajectoryError) -> Budget {
    let seconds = span.upperBound.seconds(since: span.lowerBound)
    let orbit = try ReferenceOrbit(context(span.lowerBound).observer)
    let perigee = (1 - orbit.eccentricity) / orbit.inverseAxis
    let step = 0.05 * (perigee * perigee * perigee / ReferenceOrbit.mu).squareRoot()
    guard seconds / step < 1e5 else {
      throw TrajectoryError(
        .valueOutOfRange,
        "a hold of \(seconds) s is too long to sum up: at most \(1e5 * step) s on this orbit")
    }
    // Panels of four intervals, so that the rule can be applied with every second point left out.
    let panels = max(1, Int((seconds / (4 * step)).rounded(.up)))
    var sums = [Double](repeating: 0, count: 5)
    var coarse = 0.0
    var peak = 0.0
    let fine: [Double] = [1, 4, 2, 4, 1]
    let rough: [Double] = [2, 0, 8, 0, 2]
    let interval = seconds / Double(4 * panels)
    for panel in 0..<panels {
      for point in 0...4 {
        let time = Double(4 * panel + point) * interval
        let demand = demand(in: context(span.lowerBound.advanced(bySeconds: time)))
        let total = demand.total.length
        peak = max(peak, total)
        coarse += rough[point] * total
        for (index, part) in [
          total, demand.tide.length, demand.turning.length, demand.radiation.length,
          demand.drag.length,
        ].enumerated() {
          sums[index] += fine[point] * part
        }
      }
    }
    let scaled = sums.map { $0 * interval / 3 }
    return Budget(
      deltaV: scaled[0], tide: scaled[1], turning: scaled[2], radiation: scaled[3],
      drag: scaled[4], peakAcceleration: peak,
      quadratureError: (scaled[0] - coarse * interval / 3).magnitude)
  }
}

extension SunLineFrame {
  /// Components toward west, north and the Sun.
  func components(_ vector: Vector3) -> Vector3 {
    Vector3(vector.dot(west), vector.dot(north), vector.dot(sun))
  }

  /// The vector with components toward west, north and the Sun.
  func vector(_ components: Vector3) -> Vector3 {
    west * components.x + north * components.y + sun * components.z
  }
}
