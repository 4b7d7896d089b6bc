public import Astronomy
internal import RealModule

/// How far the leading edge of an ejection is from the Sun's centre as time goes on.
public enum HeightTime: Sendable, Hashable {
  /// Constant speed from a height at a reference instant.
  case linear(reference: Instant, heightSolarRadii: Double, kilometresPerSecond: Double)
  /// Constant acceleration; speed and height at a reference instant.
  case quadratic(
    reference: Instant, heightSolarRadii: Double, kilometresPerSecond: Double,
    metresPerSecondSquared: Double)
  /// Measured heights, with straight lines between them.
  case table([Entry])

  /// One measured height.
  public struct Entry: Sendable, Hashable {
    /// When.
    public let instant: Instant
    /// The height then, solar radii.
    public let heightSolarRadii: Double

    /// A height at an instant.
    public init(instant: Instant, heightSolarRadii: Double) {
      self.instant = instant
      self.heightSolarRadii = heightSolarRadii
    }
  }

  /// The nominal solar radius (IAU 2015 resolution B3), kilometres.
  static let kilometresPerSolarRadius = 695_700.0

  /// Lets the law pass if an ejection can move so, and says what is wrong otherwise.
  ///
  /// - Throws: `CoronaError` for numbers that are not finite or beyond 1e5 km/s, 1e6 m/s²; for a
  ///   speed that is not positive; for a table with fewer than two entries, whose instants or heights
  ///   do not rise, or that rises faster than 1e5 km/s; for an acceleration that has the ejection come down from afar first.
  public func validated() throws(CoronaError) -> HeightTime {
    switch self {
    case .linear(_, let height, let speed):
      try Self.validate(height, speed)
    case .quadratic(_, let height, let speed, let acceleration):
      try Self.validate(height, speed)
      try CoronaError.require(
        acceleration, in: -1e6...1e6, "ejection's acceleration",
        "must lie in -1e6...1e6 m/s²")
      if acceleration > 0 {
        let turning = height - Self.rise(speed, acceleration)
        guard turning < 1 else {
          throw CoronaError(
            .unphysicalParameter,
            "ejection's acceleration \(acceleration) m/s²: followed back in time its leading edge "
              + "comes no lower than \(turning) solar radii, where it stands still; must bring it "
              + "down to the photosphere, by less acceleration or more speed")
        }
      }
    case .table(let entries):
      try Self.check(entries, places: [])
    }
    return self
  }

  private static func validate(_ height: Double, _ speed: Double) throws(CoronaError) {
    try CoronaError.require(
      height, in: 0.01...1e4, "ejection's height", "must lie in 0.01...1e4 solar radii")
    try CoronaError.require(
      speed, in: 0.001...1e5, "ejection's speed", "must lie in 0.001...1e5 km/s")
  }

  /// Lets a table of heights pass if an ejection can move so, and says where it is wrong otherwise.
  ///
  /// - Parameters:
  ///   - entries: the table.
  ///   - places: the entries' file and line for messages; where there are none, their numbers from one.
  /// - Throws: `CoronaError` for fewer than two entries, instants or heights that do not rise, a height
  ///   outside 0.01...1e4 solar radii, or a speed between two entries above 1e5 km/s.
  public static func check(_ entries: [Entry], places: [String]) throws(CoronaError) {
    guard entries.count >= 2 else {
      throw CoronaError(
        .unphysicalParameter,
        "ejection's height-time table with \(entries.count) entries: must have two or more")
    }
    func fail(_ index: Int, _ words: String) -> CoronaError {
      let table = "ejection's height-time table: "
      return CoronaError(
        .unphysicalParameter,
        (places.indices.contains(index) ? "\(places[index]): " : "") + table + words)
    }
    for (index, entry) in entries.enumerated() {
      guard (0.01...1e4).contains(entry.heightSolarRadii) else {
        throw fail(
          index,
          "height \(entry.heightSolarRadii) of entry \(index + 1) must lie in 0.01...1e4 solar radii"
        )
      }
      guard index > 0 else { continue }
      let before = entries[index - 1]
      guard before.instant < entry.instant else {
        throw fail(
          index,
          "entry \(index + 1) at \(entry.instant.text()) is not after entry \(index) at "
            + "\(before.instant.text()); instants must rise")
      }
      guard before.heightSolarRadii < entry.heightSolarRadii else {
        throw fail(
          index,
          "height \(entry.heightSolarRadii) of entry \(index + 1) is not above "
            + "\(before.heightSolarRadii) of entry \(index); heights must rise")
      }
      let speed = speed(from: before, to: entry)
      guard speed <= greatestSpeed else {
        throw fail(
          index,
          "from entry \(index) to entry \(index + 1) the leading edge moves at \(speed.rounded()) km/s; "
            + "must be at most 1e5 km/s, a third of the speed of light: check instants and heights, "
            + "which are in solar radii")
      }
    }
  }

  /// A third of the speed of light; ten times the fastest ejections seen, kilometres per second.
  private static let greatestSpeed = 1e5

  /// The speed between two entries, kilometres per second.
  private static func speed(from a: Entry, to b: Entry) -> Double {
    (b.heightSolarRadii - a.heightSolarRadii) * kilometresPerSolarRadius
      / b.instant.seconds(since: a.instant)
  }

  /// How far an accelerated body has risen since it stood still, solar radii, signed as `a`.
  private static func rise(_ speed: Double, _ acceleration: Double) -> Double {
    speed * speed / (2 * acceleration * 1e-3) / kilometresPerSolarRadius
  }

  /// Height and radial speed of the leading edge at an instant; nil before it leaves the photosphere.
  ///
  /// - Throws: `CoronaError` where a decelerated ejection has come to rest, and outside a table that
  ///   does not begin in the photosphere.
  public func state(at instant: Instant) throws(CoronaError) -> Motion? {
    let motion: Motion?
    switch self {
    case .linear(let reference, let height, let speed):
      let elapsed = instant.seconds(since: reference)
      motion = Motion(
        heightSolarRadii: height + speed * elapsed / Self.kilometresPerSolarRadius,
        kilometresPerSecond: speed)
    case .quadratic(let reference, let height, let speed, let acceleration):
      motion = try Self.accelerated(
        instant.seconds(since: reference), reference, height, speed, acceleration)
    case .table(let entries):
      motion = try Self.interpolated(entries, at: instant)
    }
    guard let motion, motion.heightSolarRadii > 1 else { return nil }
    return motion
  }

  /// Height and speed of a leading edge.
  public struct Motion: Sendable, Hashable {
    /// Distance from the Sun's centre, solar radii.
    public let heightSolarRadii: Double
    /// Radial speed.
    public let kilometresPerSecond: Double
  }

  private static func accelerated(
    _ elapsed: Double, _ reference: Instant, _ height: Double, _ speed: Double,
    _ metresPerSecondSquared: Double
  ) throws(CoronaError) -> Motion? {
    let acceleration = metresPerSecondSquared * 1e-3
    let now = speed + acceleration * elapsed
    guard now > 0 else {
      // Speeding up, it has not begun: at the turning point it is below the photosphere.
      if acceleration > 0 { return nil }
      let rest = reference.advanced(bySeconds: -speed / acceleration)
      throw CoronaError(
        .outsideModel,
        "ejection decelerated by \(-metresPerSecondSquared) m/s²: comes to rest at \(rest.text()), "
          + "\(height - rise(speed, metresPerSecondSquared)) solar radii from the Sun's centre, and "
          + "would fall back; take a height-time table for later instants")
    }
    let travelled = elapsed * (speed + 0.5 * acceleration * elapsed)
    let reached = height + travelled / kilometresPerSolarRadius
    guard now <= greatestSpeed || reached <= 1 else {
      let limit = reference.advanced(bySeconds: (greatestSpeed - speed) / acceleration)
      throw CoronaError(
        .outsideModel,
        "ejection accelerated by \(metresPerSecondSquared) m/s²: moves at \(now.rounded()) km/s at "
          + "\(reference.advanced(bySeconds: elapsed).text()); must stay within 1e5 km/s, where it is at "
          + "\(limit.text()): take less acceleration, or a height-time table")
    }
    return Motion(heightSolarRadii: reached, kilometresPerSecond: now)
  }

  private static func interpolated(
    _ entries: [Entry], at instant: Instant
  ) throws(CoronaError) -> Motion? {
    guard let first = entries.first, let last = entries.last else { return nil }
    if instant < first.instant, first.heightSolarRadii <= 1 { return nil }
    guard instant >= first.instant, instant <= last.instant else {
      throw CoronaError(
        .outsideModel,
        "ejection's height at \(instant.text()): its table runs from \(first.instant.text()) to "
          + "\(last.instant.text()); add entries, the first at one solar radius or below")
    }
    let index = entries.firstIndex { instant <= $0.instant } ?? entries.count - 1
    let (a, b) = (entries[Swift.max(index, 1) - 1], entries[Swift.max(index, 1)])
    let speed = (b.heightSolarRadii - a.heightSolarRadii) / b.instant.seconds(since: a.instant)
    return Motion(
      heightSolarRadii: a.heightSolarRadii + speed * instant.seconds(since: a.instant),
      kilometresPerSecond: speed * kilometresPerSolarRadius)
  }
}
