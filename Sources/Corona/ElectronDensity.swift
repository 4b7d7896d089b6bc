internal import VectorMath

/// Distances of eight points from the Sun's centre, in the three forms density models use.
public struct CoronalRadii: Sendable {
  /// Distances, solar radii.
  public var radius: SIMD8<Double>
  /// Their reciprocals.
  public var inverse: SIMD8<Double>

  /// Their logarithms where `isLogarithmKnown`, zeros elsewhere.
  private let knownLogarithm: SIMD8<Double>
  private let isLogarithmKnown: Bool

  /// Radii whose logarithms and reciprocals the caller has at hand.
  public init(radius: SIMD8<Double>, logarithm: SIMD8<Double>, inverse: SIMD8<Double>) {
    self.radius = radius
    self.inverse = inverse
    knownLogarithm = logarithm
    isLogarithmKnown = true
  }

  /// Radii with their reciprocals.
  public init(radius: SIMD8<Double>, inverse: SIMD8<Double>) {
    self.radius = radius
    self.inverse = inverse
    knownLogarithm = .zero
    isLogarithmKnown = false
  }

  /// Radii alone, positive.
  public init(radius: SIMD8<Double>) {
    self.init(radius: radius, inverse: 1 / radius)
  }

  /// Their natural logarithms; computed at each call unless the caller had them at hand.
  public var logarithm: SIMD8<Double> {
    isLogarithmKnown ? knownLogarithm : .log(radius)
  }
}

/// Directions of eight points seen from the Sun's centre: unit vectors in the Carrington frame.
///
/// The frame turns with the Sun: x towards Carrington longitude zero on the solar equator, z towards
/// solar north.
public struct CoronalDirections: Sendable {
  /// Components towards Carrington longitude 0° on the equator.
  public var x: SIMD8<Double>
  /// Components towards Carrington longitude 90° on the equator.
  public var y: SIMD8<Double>
  /// Components towards solar north: the sine of the heliographic latitude.
  public var z: SIMD8<Double>

  /// Directions from their components, of unit length together.
  @inlinable @inline(__always)
  public init(x: SIMD8<Double>, y: SIMD8<Double>, z: SIMD8<Double>) {
    self.x = x
    self.y = y
    self.z = z
  }
}

/// Eight points in the corona.
public struct CoronalPoints: Sendable {
  /// How far they are from the Sun's centre.
  public var radii: CoronalRadii
  /// In which direction they lie.
  public var directions: CoronalDirections

  /// Points from distance and direction.
  @inlinable @inline(__always)
  public init(radii: CoronalRadii, directions: CoronalDirections) {
    self.radii = radii
    self.directions = directions
  }
}

/// A model of the free electrons in the corona.
///
/// Models answer for eight points at once and lane by lane: a lane's value depends on that lane
/// only. They are asked at every distance from one solar radius to infinity, whatever their stated
/// range, because a sightline does not end where a fit does; the range is there to be reported.
public protocol ElectronDensity: Sendable {
  /// The model's name as written in scenarios and headers.
  var name: String { get }
  /// Where the model comes from.
  var source: String { get }
  /// Distances for which the source made the fit, solar radii.
  var fittedRadii: ClosedRange<Double> { get }
  /// What a user must know before trusting the model outside its purpose; nil where nothing is odd.
  ///
  /// Catalogue, headers and profiles repeat it, as a sentence without a full stop.
  var caution: String? { get }

  /// Electrons per cubic centimetre at eight points.
  func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double>

  /// The model as a sum of power laws times shapes, where it is one; nil otherwise.
  ///
  /// Sightlines through such a model cost no exponential per point. The sum must equal
  /// ``electronsPerCubicCentimetre(at:)`` to rounding.
  var separableParts: [SeparablePart]? { get }

  /// What stays the same when the model is turned; decides how few sightlines a picture needs.
  var symmetry: DensitySymmetry { get }

  /// Surfaces where the density or its slope jumps, so that sightlines are cut there.
  ///
  /// A model that leaves one out costs accuracy, never correctness: a rule that runs across a crease
  /// converges slowly. Thin shells are not creases but ``LocalisedDensity``.
  var creases: [DensityCrease] { get }

  /// Whether the density has no jumps in any derivative, creases apart.
  ///
  /// Where it has, as a spline does, pictures are not interpolated by polynomials of a high degree.
  var isAnalytic: Bool { get }

  /// The least angle, seen from the Sun's centre, over which the density changes by a factor of two
  /// or three, radians; such as the half-width of a belt.
  ///
  /// Sightlines are divided until that angle is resolved as the quality asks. A model that is flatter
  /// than half a radian everywhere need not say anything.
  var angularScaleRadians: Double { get }
}

extension ElectronDensity {
  /// Models need no word of caution unless they say so.
  public var caution: String? { nil }

  /// Models are not separable unless they say so.
  public var separableParts: [SeparablePart]? { nil }

  /// Models have no symmetry unless they say so.
  public var symmetry: DensitySymmetry { .none }

  /// Models are smooth unless they say otherwise.
  public var creases: [DensityCrease] { [] }

  /// Models are analytic unless they say otherwise.
  public var isAnalytic: Bool { true }

  /// Models are flat unless they say otherwise.
  public var angularScaleRadians: Double { 1 }

  /// Electrons per cubic centimetre at one point.
  ///
  /// - Parameters:
  ///   - radius: distance from the Sun's centre, solar radii, positive.
  ///   - latitudeRadians: heliographic latitude.
  ///   - longitudeRadians: Carrington longitude.
  public func electronsPerCubicCentimetre(
    radius: Double, latitudeRadians: Double, longitudeRadians: Double
  ) -> Double {
    let direction = HeliographicFrame.direction(
      latitudeRadians: latitudeRadians, longitudeRadians: longitudeRadians)
    let points = CoronalPoints(
      radii: CoronalRadii(radius: SIMD8(repeating: radius)),
      directions: CoronalDirections(
        x: SIMD8(repeating: direction.x), y: SIMD8(repeating: direction.y),
        z: SIMD8(repeating: direction.z)))
    return electronsPerCubicCentimetre(at: points)[0]
  }
}
