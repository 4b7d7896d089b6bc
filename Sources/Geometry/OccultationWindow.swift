public import Astronomy

/// The instant at which two limbs touch, with the bracket that encloses it.
public struct Contact: Sendable, Hashable {
  /// The instant.
  public var instant: Instant
  /// Width of the bracket that contains the root, s.
  public var bracketSeconds: Double

  /// A contact from its parts.
  public init(instant: Instant, bracketSeconds: Double) {
    self.instant = instant
    self.bracketSeconds = bracketSeconds
  }
}

/// A stretch of totality or annularity; an absent contact lies outside the span.
public struct CentralPhase: Sendable, Hashable {
  /// Total or annular.
  public var occultationClass: OccultationClass
  /// When it begins.
  public var start: Contact?
  /// When it ends.
  public var end: Contact?

  /// A phase from its parts.
  public init(occultationClass: OccultationClass, start: Contact?, end: Contact?) {
    self.occultationClass = occultationClass
    self.start = start
    self.end = end
  }
}

/// The kind of a whole window.
public enum WindowClass: String, Sendable, Hashable {
  /// Never more than a part of the Sun is covered.
  case partial
  /// The central phase is total.
  case total
  /// The central phase is annular.
  case annular
  /// Total and annular phases in one window.
  case hybrid
}

/// The deepest moment of a window.
public struct GreatestOccultation: Sendable, Hashable {
  /// When it is.
  public var instant: Instant
  /// The circles then.
  public var discs: ApparentDiscs
  /// Covered fraction of the solid angle.
  public var obscuration: Double
  /// Covered fraction of the light.
  public var limbDarkenedObscuration: Double
}

/// A stretch of time during which some of the Sun is covered.
public struct OccultationWindow: Sendable, Hashable {
  /// Its kind.
  public var windowClass: WindowClass
  /// First contact, or nil when the window is cut by the span's start.
  public var first: Contact?
  /// Fourth contact, or nil when the window is cut by the span's end.
  public var fourth: Contact?
  /// Totalities and annularities inside, in order.
  public var phases: [CentralPhase]
  /// The deepest moment.
  public var greatest: GreatestOccultation

  /// Second contact: the beginning of the first central phase.
  public var second: Contact? { phases.first?.start }
  /// Third contact: the end of the last central phase.
  public var third: Contact? { phases.last?.end }
  /// Whether the window was already open when the span begins.
  public var isCutAtStart: Bool { first == nil }
  /// Whether the window is still open when the span ends.
  public var isCutAtEnd: Bool { fourth == nil }
}

/// All windows of a span, with the proof that none is missing.
public struct WindowSearchResult: Sendable, Hashable {
  /// The span searched.
  public var span: ClosedRange<Instant>
  /// The windows in order of time.
  public var windows: [OccultationWindow]
  /// Every occultation, totality or annularity deeper than this angle was found, radians.
  public var certifiedDepth: Double
  /// How often the geometry was evaluated in the search for contacts.
  public var evaluations: Int
}
