internal import Wave

/// Profiles of coronagraphs that were computed already, for all frames that this process makes.
///
/// A profile depends on its geometry alone, so that keeping it changes no frame. It is stale, and another
/// computed, when the telescope, the wavelengths or the law of limb darkening differ, or when the occulter's
/// distance or the Sun's radius have changed by more than the steps of ``CoronagraphResponse/Geometry``.
actor CoronagraphProfiles {
  /// Those of this process.
  static let shared = CoronagraphProfiles()

  /// The most that are kept; a profile holds some kilobytes.
  private static let most = 256

  private var listener: (@Sendable (String) -> Void)?
  private var hasTold = false

  /// Lets somebody hear when the first of them is computed, which takes seconds.
  func announce(to listener: @escaping @Sendable (String) -> Void) { self.listener = listener }

  private var made: [CoronagraphResponse.Geometry: Task<CoronagraphResponse, any Error>] = [:]

  /// The profile of a geometry; frames that ask for the same one at a time wait for one computation.
  func response(
    for geometry: CoronagraphResponse.Geometry
  ) async throws -> CoronagraphResponse {
    if let task = made[geometry] { return try await task.value }
    if made.count >= Self.most { made.removeAll() }
    if !hasTold {
      hasTold = true
      listener?(
        "following the wave through internal occulter and Lyot stop, some seconds for every distance of "
          + "the occulter")
    }
    let task = Task.detached { try await CoronagraphResponse(geometry) }
    made[geometry] = task
    return try await task.value
  }
}
