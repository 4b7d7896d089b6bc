internal import Astronomy
public import Trajectories

/// A further body that may stand before the Sun: a second craft, a cast-off stage, the Moon.
///
/// It counts in the union of all that hides the Sun at an instant, `OcculterUnion`. Contacts and
/// windows stay those of the formation's own occulter.
public struct Companion: Sendable {
  /// What it is called in answers and messages.
  public let name: String
  /// Its motion relative to the observer.
  public let motion: any RelativeMotion
  /// Its body.
  public let shape: OcculterShape
  /// How the body is turned; of no effect on the round shapes.
  public let attitude: any Attitude

  /// A body from its parts.
  ///
  /// - Throws: `GeometryError`, naming the companion, when the shape is no body.
  public init(
    name: String, motion: any RelativeMotion, shape: OcculterShape,
    attitude: any Attitude = InertialAttitude()
  ) throws(GeometryError) {
    do {
      try shape.check()
    } catch {
      throw GeometryError(error.code, "companion '\(name)': \(error.description)")
    }
    self.name = name
    self.motion = motion
    self.shape = shape
    self.attitude = attitude
  }

  /// Its outline as seen in a context.
  ///
  /// - Throws: `GeometryError`, naming the companion, when the observer is inside it, or it is as far
  ///   away as the Sun.
  func member(
    in context: FormationContext, of formation: Formation
  ) throws(GeometryError) -> OcculterUnion.Member {
    do {
      let offset = motion.position(in: context)
      try formation.checkSunIsBeyond(offset.length, in: context)
      let outline = try shape.silhouette(at: offset, attitude: attitude.rotation(in: context))
      return OcculterUnion.Member(
        name: name, silhouette: outline, middle: offset.normalized, sun: context.sun.direction,
        sunRadius: angularRadius(ofSphere: formation.sunRadius, at: context.sun.distance))
    } catch {
      throw GeometryError(
        error.code,
        "companion '\(name)' at \(context.instant.text(fractionDigits: 3)): \(error.description)")
    }
  }
}
