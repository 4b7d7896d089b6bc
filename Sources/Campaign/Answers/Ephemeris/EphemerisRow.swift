internal import Astronomy
internal import Geometry
internal import Trajectories

/// Observer and occulter at one instant.
struct EphemerisRow: Sendable {
  let instant: Instant
  /// The observer about the Earth, GCRF.
  let observer: StateVector
  /// From the observer to the occulter; nil when it was not asked for.
  let components: RelativeComponents?
  /// The angle from the Sun's centre to the occulter's, radians.
  let separation: Double

  /// From the observer to the occulter, GCRF; zero when it was not asked for.
  var relative: RelativeState {
    components?.inertial ?? RelativeState(position: .zero, velocity: .zero)
  }

  /// The occulter about the Earth, GCRF.
  var occulter: StateVector {
    StateVector(
      position: observer.position + relative.position,
      velocity: observer.velocity + relative.velocity)
  }

  init(_ formation: Formation, at instant: Instant, hasOcculter: Bool) {
    self.instant = instant
    guard hasOcculter else {
      observer = formation.observer.state(at: instant)
      components = nil
      separation = 0
      return
    }
    let context = formation.context(at: instant)
    observer = context.observer
    let state = RelativeState(
      position: formation.occulter.position(in: context),
      velocity: formation.relativeVelocity(in: context))
    components = RelativeComponents(state, in: context)
    separation = context.sun.direction.angle(to: state.position)
  }
}

/// A column of the table: its name with the unit, the decimals, and where the number comes from.
struct EphemerisColumn: Sendable {
  let name: String
  let decimals: Int
  let value: @Sendable (EphemerisRow) -> Double

  /// The columns of a subject; all there are without one.
  static func columns(of subject: EphemerisAnswer.Subject?) -> [EphemerisColumn] {
    switch subject {
    case .observer: state("", \.observer)
    case .occulter: state("", \.occulter)
    case .relative: relativeColumns
    case nil: state("observer_", \.observer) + state("occulter_", \.occulter) + relativeColumns
    }
  }

  // Twelve decimals of a kilometre are the last bits of a low orbit's position.
  private static func state(
    _ prefix: String, _ source: @escaping @Sendable (EphemerisRow) -> StateVector
  ) -> [EphemerisColumn] {
    components(["x_km", "y_km", "z_km"], prefix, 12) { source($0).position / 1000 }
      + components(["vx_km_s", "vy_km_s", "vz_km_s"], prefix, 15) { source($0).velocity / 1000 }
  }

  private static var relativeColumns: [EphemerisColumn] {
    components(["x_m", "y_m", "z_m"], "relative_", 9, { $0.relative.position })
      + components(["vx_m_s", "vy_m_s", "vz_m_s"], "relative_", 12, { $0.relative.velocity })
      + components(
        ["radial_m", "along_track_m", "cross_track_m"], "", 9,
        {
          $0.components?.localVertical.position ?? .zero
        })
      + components(["sun_range_m", "sun_north_m", "sun_west_m"], "", 9) { row in
        row.components.map { Vector3($0.range, $0.north, $0.west) } ?? .zero
      }
      + [
        EphemerisColumn(name: "range_m", decimals: 9) { $0.relative.position.length },
        EphemerisColumn(name: "separation_arcsec", decimals: 9) {
          $0.separation / Angles.arcsecond
        },
      ]
  }

  private static func components(
    _ names: [String], _ prefix: String, _ decimals: Int,
    _ vector: @escaping @Sendable (EphemerisRow) -> Vector3
  ) -> [EphemerisColumn] {
    names.indices.map { index in
      EphemerisColumn(name: prefix + names[index], decimals: decimals) { vector($0)[index] }
    }
  }
}
