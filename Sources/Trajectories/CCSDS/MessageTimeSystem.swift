public import Astronomy

/// The time system a message's epochs are written in.
public enum MessageTimeSystem: Sendable, Hashable {
  /// A scale of `Astronomy`: UTC, TAI, TT or TDB.
  case scale(TimeScale)
  /// GPS time, TAI − 19 s.
  case gps
  /// A system named in the message that is not converted here, such as UT1, TCB or MET.
  case other(String)

  /// The systems that can be converted, for messages.
  static let convertible = "UTC, TAI, TT, TDB and GPS"

  /// A system from the value of TIME_SYSTEM, in either case of letters.
  public init(_ name: String) {
    let upper = name.uppercased()
    if let scale = TimeScale(rawValue: upper) {
      self = .scale(scale)
    } else {
      self = upper == "GPS" ? .gps : .other(name)
    }
  }

  /// The value of TIME_SYSTEM.
  public var name: String {
    switch self {
    case .scale(let scale): scale.rawValue
    case .gps: "GPS"
    case .other(let name): name
    }
  }

  /// What is wrong with an epoch in this system as it stands; nil when nothing is.
  func complaint(about epoch: MessageEpoch) -> String? {
    let hasLeapLabel = epoch.secondOfDay >= 86_400
    guard case .scale(.utc) = self else {
      guard hasLeapLabel, case .other = self else {
        return hasLeapLabel ? "\(name) has no leap seconds; second 60 does not exist" : nil
      }
      return nil
    }
    guard hasLeapLabel else { return nil }
    let label = CalendarTime(
      date: CalendarDate(daysSince2000: epoch.daysSince2000), secondOfDay: epoch.secondOfDay,
      fraction: 0, scale: .utc)
    return label.exists ? nil : "there is no leap second at the end of \(epoch.text.prefix(10))"
  }
}

/// Turns the epochs of one message into instants.
struct EpochConverter {
  private let system: MessageTimeSystem
  private let place: String
  private var converter = LabelConverter()

  /// A converter; the place (`file:line`) is for messages.
  ///
  /// - Throws: `TrajectoryError` when the time system is not one that can be converted.
  init(_ system: MessageTimeSystem, place: String) throws(TrajectoryError) {
    if case .other(let name) = system {
      throw TrajectoryError(
        .unusableMessage,
        "\(place): the time system \(name) cannot be converted; allowed are "
          + "\(MessageTimeSystem.convertible): rewrite the message in one of them")
    }
    self.system = system
    self.place = place
  }

  /// The instant of an epoch.
  mutating func instant(_ epoch: MessageEpoch) throws(TrajectoryError) -> Instant {
    let date = CalendarDate(daysSince2000: epoch.daysSince2000)
    let scale = if case .scale(let scale) = system { scale } else { TimeScale.tai }
    let label = CalendarTime(
      date: date, secondOfDay: epoch.secondOfDay, fraction: epoch.fraction, scale: scale)
    do {
      let instant = try converter.instant(of: label)
      return system == .gps ? instant.advanced(bySeconds: 19) : instant
    } catch {
      throw TrajectoryError(.unusableMessage, "\(place): epoch \(epoch.text): \(error.description)")
    }
  }

  /// The useable time of a segment, cut to what it holds.
  ///
  /// - Parameters:
  ///   - start: where the useable time begins.
  ///   - stop: where it ends.
  ///   - instants: those of the states or attitudes, increasing.
  ///   - kind: what one of them is called in messages.
  mutating func useable(
    _ start: MessageEpoch, _ stop: MessageEpoch, of instants: [Instant], each kind: String
  ) throws(TrajectoryError) -> ClosedRange<Instant> {
    guard let first = instants.first, let last = instants.last else {
      throw TrajectoryError(.unusableMessage, "\(place): the segment has no \(kind)s")
    }
    let from = max(first, try instant(start))
    let to = min(last, try instant(stop))
    guard from <= to else {
      throw TrajectoryError(
        .unusableMessage,
        "\(place): no \(kind) lies in the useable time; correct USEABLE_START_TIME and "
          + "USEABLE_STOP_TIME")
    }
    return from...to
  }
}
