/// What exposures are taken for; exposures of different series never share a random number.
public enum ExposureSeries: UInt32, Sendable, Hashable, CaseIterable {
  /// Frames of the sky.
  case frames = 0
  /// Darks, flats and biases that calibrate the device.
  case calibration = 1
}

/// One opening of the shutter: how long, which frame, and the seed of all that chance decides in it.
public struct Exposure: Sendable, Hashable {
  /// Exposure time, seconds.
  public let seconds: Double
  /// Number of the frame; with the seed it decides every random number.
  public let frame: Int
  /// Seed of the random numbers.
  public let seed: UInt64
  /// Which series the frame is numbered in.
  public let series: ExposureSeries

  /// The longest exposure, seconds: a day.
  public static let longest = 86_400.0

  /// An exposure.
  ///
  /// - Parameters:
  ///   - seconds: above 0, at most a day.
  ///   - frame: 0 or more, below 2³².
  ///   - seed: any number.
  ///   - series: which series the frame is numbered in.
  /// - Throws: `SensorsError` outside these ranges.
  public init(
    seconds: Double, frame: Int, seed: UInt64, series: ExposureSeries = .frames
  ) throws(SensorsError) {
    guard seconds > 0, seconds <= Self.longest else {
      throw SensorsError(
        .valueOutOfRange,
        "exposure: found \(seconds) s, must be above 0 and at most \(Self.longest) s")
    }
    guard UInt32(exactly: frame) != nil else {
      throw SensorsError(
        .valueOutOfRange, "frame: found number \(frame), must be 0 or more and below 4294967296")
    }
    self.seconds = seconds
    self.frame = frame
    self.seed = seed
    self.series = series
  }
}

/// A series of exposures of the same scene, short for what is bright and long for what is faint.
public struct ExposureBracket: Sendable, Hashable {
  /// Exposure times in the order they are taken, seconds.
  public let seconds: [Double]

  /// The bracket of ASPIICS in its wide band: 0.1, 1 and 10 s.
  ///
  /// Source: level-2 files and notebooks of the Royal Observatory of Belgium; merged they span a factor
  /// of a thousand in brightness, from one to three solar radii.
  public static let aspiics = ExposureBracket(trusted: [0.1, 1, 10])

  /// A bracket of exposure times.
  ///
  /// - Parameter seconds: 1...100 times, each above 0 and at most a day, no two alike.
  /// - Throws: `SensorsError` otherwise.
  public init(seconds: [Double]) throws(SensorsError) {
    guard (1...100).contains(seconds.count) else {
      throw SensorsError(
        .valueOutOfRange, "bracket: has \(seconds.count) exposure times, must have 1...100")
    }
    for time in seconds { _ = try Exposure(seconds: time, frame: 0, seed: 0) }
    guard Set(seconds).count == seconds.count else {
      throw SensorsError(
        .valueOutOfRange,
        "bracket: \(seconds) s has an exposure time twice; give each once, frames repeat the bracket"
      )
    }
    self.seconds = seconds
  }

  private init(trusted seconds: [Double]) { self.seconds = seconds }

  /// The exposures of one run through the bracket, numbered from a first frame.
  ///
  /// - Parameters:
  ///   - first: number of the first frame; the others follow it.
  ///   - seed: seed of the random numbers.
  ///   - step: exposure times are rounded to multiples of it, at least one; 0 leaves them as they are.
  ///     ASPIICS is commanded in steps of 0.123 ms.
  /// - Throws: `SensorsError` for frames or steps out of range.
  public func exposures(
    firstFrame first: Int, seed: UInt64, step: Double = 0
  ) throws(SensorsError) -> [Exposure] {
    try SensorsError.require(step, in: 0...Exposure.longest, "step of the exposure time", "s")
    // Checked alone first, so that the numbers after it cannot overflow.
    _ = try Exposure(seconds: seconds[0], frame: first, seed: seed)
    var exposures: [Exposure] = []
    for (number, time) in seconds.enumerated() {
      let rounded = step > 0 ? max(1, (time / step).rounded()) * step : time
      try exposures.append(Exposure(seconds: rounded, frame: first + number, seed: seed))
    }
    return exposures
  }

  /// The longest time of the bracket that keeps a rate below a limit, or the shortest time of all.
  ///
  /// - Parameters:
  ///   - limit: the highest count that is trusted, such as 13 400 numbers.
  ///   - rate: counts a second.
  public func longestBelow(_ limit: Double, rate: Double) -> Double {
    let shortest = seconds.min() ?? 0
    return seconds.filter { $0 * rate <= limit }.max() ?? shortest
  }
}
