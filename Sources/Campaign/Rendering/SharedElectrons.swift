internal import Astronomy
internal import Corona
internal import Geometry
internal import Synchronization

/// The light of a scenario's electrons, of which frames share what stays the same.
///
/// Electrons that only turn with the Sun are worked out once; where the sequence has many frames, so is
/// their brightness at a few instants, from which that of all frames follows: see `CoronaSequence`.
final class SharedElectrons: Sendable {
  private let settings: CoronaSettings
  private let camera: Camera
  private let formation: Formation
  private let sequence: FrameSequence?
  private let ready = Mutex<Ready?>(nil)

  private struct Ready: Sendable {
    let corona: KCorona
    let sequence: CoronaSequence?
  }

  init(
    _ settings: CoronaSettings, _ camera: Camera, _ formation: Formation,
    _ sequence: FrameSequence?
  ) {
    self.settings = settings
    self.camera = camera
    self.formation = formation
    self.sequence = sequence
  }

  /// The light of the electrons at an instant.
  ///
  /// - Throws: `CoronaError` where a part says nothing for the instant.
  func corona(at instant: Instant) throws -> KCorona {
    guard settings.isSteady else { return try settings.electronCorona(at: instant) }
    return try shared(at: instant).corona
  }

  /// The same, ready for a frame of the sequence; nil where that shares nothing with others.
  func prepared(at instant: Instant, for observer: CoronalObserver) throws -> PreparedCorona? {
    guard settings.isSteady, let sequence else { return nil }
    return try shared(at: instant).sequence?.prepared(
      for: observer, atSeconds: instant.seconds(since: sequence.start))
  }

  /// How many nodes of the sequence frames at some instants need; 0 where they share none.
  func nodeCount(at instants: [Instant]) throws -> Int {
    guard settings.isSteady, let sequence, let first = instants.first else { return 0 }
    return try shared(at: first).sequence?.nodeCount(
      atSeconds: instants.map { $0.seconds(since: sequence.start) }) ?? 0
  }

  /// What does not depend on the instant.
  private func shared(at instant: Instant) throws -> Ready {
    if let known = ready.withLock({ $0 }) { return known }
    let corona = try settings.electronCorona(at: instant)
    // Frames that wait here would wait for its panels, too.
    return ready.withLock { ready in
      if let ready { return ready }
      let shared = Ready(
        corona: corona,
        sequence: sequence.flatMap {
          CoronaSequence(
            corona, of: FramePictures($0, camera, formation, isSmooth: corona.isSmooth))
        })
      ready = shared
      return shared
    }
  }
}
