internal import Astronomy
internal import Trajectories

/// `[occulter.attitude]`: how the occulter's body is turned.
enum AttitudeSection {
  static func read(_ section: SectionReader) -> (any Attitude)? {
    let law = section.variant(
      "kind", as: (any Attitude)?.self, doc: "What the body keeps to."
    ) { kind in
      kind.word("inertial", doc: "The stars.", inertial)
      kind.word("sun-pointing", doc: "The Sun, with one axis.", sunPointing)
      kind.word("local-vertical", doc: "The orbit's radial, along-track, cross-track.") {
        LocalVerticalAttitude(rotation: angles($0))
      }
    }
    let spin = section.optionalSection("spin", doc: "A spin upon that.") { spin in
      Spin(
        axis: spin.vector3("axis", doc: "The axis, in the body's frame."),
        rate: spin.double(
          "rate_deg_s", in: .closed(-360, 360), doc: "Right-handed about the axis.")
          * Angles.degree,
        epoch: spin.instant(
          "epoch", doc: "When the body stands as it would without.",
          parse: { try Instant.parse($0).instant }))
    }
    guard let base = law ?? nil, let spin else { return law ?? nil }
    guard let epoch = spin.epoch else { return nil }
    return section.attempt(at: "spin") {
      try SpinningAttitude(base: base, axis: spin.axis, rate: spin.rate, epoch: epoch)
    }
  }

  private struct Spin {
    var axis: Vector3
    var rate: Double
    var epoch: Instant?
  }

  private static func inertial(_ section: SectionReader) -> (any Attitude)?? {
    let q = section.doubles(
      "quaternion", count: 4...4, each: .closed(-1, 1), default: [0, 0, 0, 1],
      doc: "From the body's frame to the GCRF: x, y, z, then the scalar.")
    guard q.count == 4 else { return nil }
    return section.attempt(at: "quaternion") {
      InertialAttitude(
        rotation: try Rotation.quaternion(x: q[0], y: q[1], z: q[2], scalar: q[3]))
    }
  }

  private static func sunPointing(_ section: SectionReader) -> (any Attitude)?? {
    let axis = section.vector3("axis", doc: "What points at the Sun, in the body's frame.")
    let reference = section.vector3(
      "reference", doc: "What points to the position angle roll_deg, in the body's frame.")
    let roll = section.double(
      "roll_deg", in: .closed(-360, 360), default: 0,
      doc: "From solar north through east, as the observer sees it.")
    return section.attempt(at: "reference") {
      try SunPointingAttitude(axis: axis, reference: reference, roll: roll * Angles.degree)
    }
  }

  private static func angles(_ section: SectionReader) -> Rotation {
    func angle(_ key: String, _ doc: String) -> Double {
      section.double(key, in: .closed(-360, 360), default: 0, doc: doc) * Angles.degree
    }
    return Rotation.yawPitchRoll(
      yaw: angle("yaw_deg", "First, about z, the orbit's normal."),
      pitch: angle("pitch_deg", "Then about the new y."),
      roll: angle("roll_deg", "Last about the new x."))
  }
}
