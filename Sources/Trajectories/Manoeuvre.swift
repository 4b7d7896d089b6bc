public import Astronomy

/// The axes in which a change of velocity or an acceleration is given.
public enum ManoeuvreFrame: String, Sendable, Hashable, CaseIterable {
  /// Radial, along-track and cross-track of the observer.
  case localVertical = "local-vertical"
  /// Toward solar west, toward solar north, and toward the Sun.
  case sunLine = "sun-line"
  /// The axes of the GCRF.
  case inertial

  /// A vector given in these axes, along those of the GCRF.
  func gcrf(_ vector: Vector3, in context: FormationContext) -> Vector3 {
    switch self {
    case .localVertical: LocalVerticalFrame(context.observer).axes.undone(on: vector)
    case .sunLine: SunLineFrame(sun: context.sun.direction).vector(vector)
    case .inertial: vector
    }
  }
}

/// When a coast or a hold ends.
public enum StepEnd: Sendable, Hashable {
  /// A number of seconds after it began.
  case after(Double)
  /// At an instant.
  case at(Instant)
  /// When the occulter's distance from the observer is first a number of metres; of a coast only.
  case distance(Double)
  /// Never: it is the last step.
  case never
}

/// One step of an occulter's motion near the observer.
public enum Manoeuvre: Sendable, Hashable {
  /// A sudden change of the relative velocity, m/s.
  case impulse(deltaV: Vector3, ManoeuvreFrame)
  /// A constant acceleration, m/s², along axes that turn with their frame.
  case burn(acceleration: Vector3, ManoeuvreFrame, seconds: Double)
  /// Free flight.
  case coast(until: StepEnd)
  /// The place on the Sun line where the occulter is, held by thrust; what it moves at first is
  /// stopped.
  case hold(until: StepEnd)
}

/// How the attraction is taken in free flight and in burns.
public enum CoastModel: String, Sendable, Hashable, CaseIterable {
  /// To first order: Yamanaka and Ankersen.
  case yamanakaAnkersen = "yamanaka-ankersen"
  /// Exact for two bodies.
  case twoBody = "two-body"

  var gravity: DifferentialGravity { self == .twoBody ? .twoBody : .linear }
}

/// What was done in a stretch of time, and what it costs.
public struct ManoeuvreRecord: Sendable, Hashable {
  /// What was done.
  public enum Kind: String, Sendable, Hashable {
    /// A sudden change of velocity.
    case impulse
    /// Free flight, which costs nothing.
    case coast
    /// A constant acceleration.
    case burn
    /// The stop at the beginning of a hold, taken as sudden.
    case stop
    /// The thrust against tide and turning while holding.
    case hold
  }

  /// The step it belongs to, counted from zero.
  public var step: Int
  /// What was done.
  public var kind: Kind
  /// When it began.
  public var start: Instant
  /// When it ended; nil for a coast or a hold without end.
  public var end: Instant?
  /// The change of velocity spent, m/s; nil for a hold without end.
  public var deltaV: Double?
  /// Toward west, north and Sun: the change of velocity of an impulse or a stop, m/s, and the
  /// acceleration at the beginning of a burn or a hold, m/s²; zero for a coast.
  public var direction: Vector3
}
