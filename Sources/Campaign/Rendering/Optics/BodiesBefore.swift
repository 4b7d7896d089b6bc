internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Optics
internal import Trajectories

/// A companion of the occulter as the observer sees it.
struct SeenCompanion {
  /// From the observer, metres, GCRF.
  let offset: Vector3
  /// The angle that its sphere covers about that direction, radians.
  let reach: Double
  let view: FormationView

  /// Whether it may stand before the Sun or send light of its edge into the pupil.
  var isNearSun: Bool {
    offset.angle(to: view.context.sun.direction) < 2 * (reach + view.discs.sunRadius) + 0.01
  }

  /// Whether it may hide a part of the sky in the picture.
  ///
  /// What stands more than 75 degrees from the Sun is in no picture.
  func mayHide(in camera: Camera, _ orientation: SolarOrientation) -> Bool {
    let sun = view.context.sun.direction
    guard offset.angle(to: sun) + reach < 75 * Angles.degree else { return false }
    let toward = Vector3(
      offset.dot(orientation.skyWest), offset.dot(orientation.skyNorth), offset.dot(sun))
    return toward.angle(to: camera.projection.boresight) < camera.halfDiagonalRadians + 2 * reach
  }
}

extension Formation {
  /// What stands before the sky as bodies with depth, the occulter first.
  ///
  /// - Parameter isMeant: which companions count; the occulter always does.
  func bodies(
    in view: FormationView, where isMeant: (SeenCompanion) -> Bool
  ) -> [DiffractingOutline.Body] {
    let context = view.context
    func turned(_ shape: OcculterShape, _ attitude: any Attitude) -> Rotation {
      shape.isRound ? .identity : attitude.rotation(in: context)
    }
    let occulter = DiffractingOutline.Body(
      shape: shape, offset: view.occulter, attitude: turned(shape, attitude))
    return [occulter]
      + companions.compactMap { companion in
        let offset = companion.motion.position(in: context)
        let seen = SeenCompanion(
          offset: offset, reach: companion.shape.radius / offset.length, view: view)
        guard isMeant(seen) else { return nil }
        return .init(
          shape: companion.shape, offset: offset,
          attitude: turned(companion.shape, companion.attitude))
      }
  }

  /// What stands before the Sun as bodies with depth, the occulter first.
  ///
  /// A companion behind the observer, or far from the Sun on the sky, hides nothing of it.
  func diffractingBodies(in view: FormationView) -> [DiffractingOutline.Body] {
    bodies(in: view) { $0.isNearSun }
  }
}
