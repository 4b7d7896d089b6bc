public import Astronomy
internal import RealModule

/// A spacecraft as sunlight and thin air push it.
public struct PushedCraft: Sendable, Hashable {
  /// Mass, kg.
  public var mass: Double
  /// Area that sunlight falls on, m²; of the observer only what the occulter leaves in the light.
  public var sunlitArea: Double
  /// Radiation pressure coefficient: 1 absorbs all light, 2 mirrors it back.
  public var radiationCoefficient: Double
  /// Area across the flow of air, m².
  public var dragArea: Double
  /// Drag coefficient, about 2.2.
  public var dragCoefficient: Double

  /// A craft in kilograms and square metres.
  ///
  /// - Throws: `TrajectoryError` when the mass is not positive or another number is negative.
  public init(
    mass: Double, sunlitArea: Double = 0, radiationCoefficient: Double = 1.3,
    dragArea: Double = 0, dragCoefficient: Double = 2.2
  ) throws(TrajectoryError) {
    guard mass > 0, mass.isFinite else {
      throw TrajectoryError(.valueOutOfRange, "mass \(mass) kg: must be positive")
    }
    for (name, value, unit) in [
      ("sunlit area", sunlitArea, " m²"),
      ("radiation pressure coefficient", radiationCoefficient, ""),
      ("drag area", dragArea, " m²"), ("drag coefficient", dragCoefficient, ""),
    ] {
      guard value >= 0, value.isFinite else {
        throw TrajectoryError(
          .valueOutOfRange, "\(name) \(value)\(unit): must be zero or positive")
      }
    }
    self.mass = mass
    self.sunlitArea = sunlitArea
    self.radiationCoefficient = radiationCoefficient
    self.dragArea = dragArea
    self.dragCoefficient = dragCoefficient
  }
}

/// Where the density of the air comes from.
public enum AirDensity: Sendable, Hashable {
  /// The mean atmosphere of `ExponentialAtmosphere`.
  case exponential
  /// A given density, kg/m³, the same everywhere.
  case given(Double)
}

/// The forces by which two craft close together are pushed apart, beside gravity.
public struct DifferentialForces: Sendable, Hashable {
  /// The occulter.
  public var occulter: PushedCraft
  /// The observer.
  public var observer: PushedCraft
  /// The density of the air.
  public var air: AirDensity

  /// Solar radiation pressure on a black plate one astronomical unit from the Sun, N/m².
  ///
  /// Source: Montenbruck & Gill, Satellite Orbits, eq. 3.69.
  public static let radiationPressure = 4.56e-6

  /// Forces from the two craft.
  public init(occulter: PushedCraft, observer: PushedCraft, air: AirDensity = .exponential) {
    self.occulter = occulter
    self.observer = observer
    self.air = air
  }

  /// The acceleration of the occulter less that of the observer by sunlight, m/s², GCRF.
  ///
  /// `P (1 au/D)² C_R A/m` away from the Sun for each (Montenbruck & Gill eq. 3.75); nothing in the
  /// umbra of a spherical Earth, everything in its penumbra.
  public func radiation(in context: FormationContext) -> Vector3 {
    let sun = context.sun
    guard !Self.isInUmbra(context) else { return .zero }
    let scale = PhysicalConstants.astronomicalUnit / sun.distance
    func strength(_ craft: PushedCraft) -> Double {
      craft.radiationCoefficient * craft.sunlitArea / craft.mass
    }
    return sun.direction
      * (Self.radiationPressure * scale * scale * (strength(observer) - strength(occulter)))
  }

  /// The acceleration of the occulter less that of the observer by the air, m/s², GCRF.
  ///
  /// `−½ ρ C_D A/m |u| u` for each, `u` the velocity in the air, which turns with the Earth
  /// (Montenbruck & Gill eq. 3.97); both craft meet the same air at the same speed.
  public func drag(in context: FormationContext) -> Vector3 {
    let r = context.observer.position
    let wind = Vector3(-EarthRotation.rate * r.y, EarthRotation.rate * r.x, 0)
    let flow = context.observer.velocity - wind
    func strength(_ craft: PushedCraft) -> Double {
      craft.dragCoefficient * craft.dragArea / craft.mass
    }
    return flow
      * (0.5 * density(at: r) * flow.length * (strength(observer) - strength(occulter)))
  }

  /// The density at a place, kg/m³; heights count from the Earth's ellipsoid, good to 50 m.
  private func density(at r: Vector3) -> Double {
    switch air {
    case .given(let value): return value
    case .exponential:
      let sine = r.z / r.length
      let ground =
        PhysicalConstants.earthEquatorialRadius
        * (1 - PhysicalConstants.earthFlattening * sine * sine)
      return ExponentialAtmosphere.density(height: r.length - ground)
    }
  }

  /// Whether the whole Sun is behind a spherical Earth.
  static func isInUmbra(_ context: FormationContext) -> Bool {
    let r = context.observer.position
    let ratio = min(1, PhysicalConstants.earthEquatorialRadius / r.length)
    let sunRadius = angularRadius(
      ofSphere: PhysicalConstants.nominalSolarRadius, at: context.sun.distance)
    return context.sun.direction.angle(to: -r) < Double.asin(ratio) - sunRadius
  }
}
