internal import Astronomy
internal import Geometry
internal import Trajectories

extension Scenario {
  /// Everything that stands before the Sun in a view: occulter, companions and, for a spacecraft, the
  /// Earth with its air.
  ///
  /// - Throws: `GeometryError` when the observer is inside a companion.
  func union(in view: FormationView) throws(GeometryError) -> OcculterUnion {
    // At height zero a place is neither in nor out of the spheroid; its answers give altitudes.
    let isOnGround = formation.observer is GroundSite
    return try formation.union(
      in: view, occulterName: occulterName, earth: isOnGround ? nil : earthLimb(.sunlit))
  }
}

/// What all bodies together hide, as answers give it (`all_bodies` in JSON).
struct UnionDocument: Encodable {
  struct Body: Encodable {
    var name: String
    var `class`: String
    var obscuration: Double
  }
  var `class`: String
  var obscuration: Double
  var obscuration_limb_darkened: Double
  var obscuration_flat_disc: Double
  /// Those that hide any of the Sun, the scenario's occulter first.
  var hiding: [Body]

  init(_ union: OcculterUnion, law: LimbDarkening) {
    `class` = union.occultationClass.rawValue
    obscuration = union.solidAngleObscuration
    obscuration_limb_darkened = union.obscuration(law: law)
    obscuration_flat_disc = union.flatDiscObscuration
    hiding = union.hiding.map { member in
      Body(
        name: member.name, class: member.discs.occultationClass.rawValue,
        obscuration: OcculterUnion([member], sun: union.sun, sunRadius: union.sunRadius)
          .solidAngleObscuration)
    }
  }

  /// The bodies that hide something, in words.
  var names: String { hiding.map(\.name).joined(separator: ", ") }
}
