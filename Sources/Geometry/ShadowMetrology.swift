public import Astronomy
internal import RealModule

/// Where a pupil stands in a shadow: its centre from the axis, and the plane behind the occulter.
public struct ShadowPlace: Sendable, Hashable {
  /// From the shadow's axis toward solar west, m.
  public var west: Double
  /// From the shadow's axis toward solar north, m.
  public var north: Double
  /// Distance behind the occulter's centre along the axis, m.
  public var range: Double

  /// A place in metres.
  public init(west: Double, north: Double, range: Double) {
    self.west = west
    self.north = north
    self.range = range
  }
}

/// Photometers on the plane of a pupil, and what they read in the shadow of an occulter.
///
/// PROBA-3 carries eight of them around the coronagraph's aperture, in two sets of four (Casti et
/// al., SPIE 11180, 1118082, 2019). Each reads the light that the occulter leaves of the Sun with its
/// limb darkening; here that is the exact covered fraction of ``LimbDarkenedObscuration``, not a fit.
/// Light diffracted by the occulter's edge is not part of it.
public struct ShadowPhotometers: Sendable {
  /// The photometers' places from the pupil's centre toward solar west and north, m.
  public let points: [SIMD2<Double>]
  /// The occulter.
  public let shape: OcculterShape
  /// The rotation from the body's frame to axes of which x points to solar north, y to solar west and
  /// z at the Sun; of no effect on the round shapes.
  public let attitude: Rotation
  /// The photosphere's radius, m.
  public let sunRadius: Double
  /// From the pupil to the Sun's centre, m.
  public let sunDistance: Double
  /// The limb-darkening law.
  public let law: LimbDarkening

  private let light: LimbDarkenedObscuration

  /// Photometers at given places.
  ///
  /// - Throws: `GeometryError` when there are none, a place is no number, or the occulter is no body.
  public init(
    points: [SIMD2<Double>], shape: OcculterShape, attitude: Rotation = .identity,
    sunRadius: Double = PhysicalConstants.nominalSolarRadius, sunDistance: Double,
    law: LimbDarkening
  ) throws(GeometryError) {
    guard !points.isEmpty, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
      throw GeometryError(
        .valueOutOfRange, "\(points.count) photometer(s): at least one, each with finite places")
    }
    try shape.check()
    self.points = points
    self.shape = shape
    self.attitude = attitude
    self.sunRadius = sunRadius
    self.sunDistance = sunDistance
    self.law = law
    light = LimbDarkenedObscuration(law: law)
  }

  /// Places evenly spread on a circle, the first toward solar west, then on toward north.
  public static func ring(radius: Double, count: Int) -> [SIMD2<Double>] {
    (0..<max(0, count)).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(count)
      return SIMD2(radius * Double.cos(angle), radius * Double.sin(angle))
    }
  }

  /// What the photometers read, as a fraction of the whole Sun's light on a plane square to it.
  ///
  /// - Returns: one number from 0 to 1 for each point; not a number inside the occulter.
  public func irradiances(at place: ShadowPlace) -> [Double] {
    guard shape.isRound else { return points.map { shapedIrradiance(at: place, point: $0) } }
    return points.map { point in
      let here = Vector3(place.west + point.x, place.north + point.y, 0)
      let occulter = Vector3(0, 0, place.range) - here
      // The axis runs through both centres; the Sun stands where the pupil's centre sees it.
      let sun = Vector3(0, 0, sunDistance) - here
      guard let radius = shape.angularRadius(at: occulter.length) else { return .nan }
      return 1
        - light.fraction(
          ApparentDiscs(
            sunRadius: angularRadius(ofSphere: sunRadius, at: sun.length), occulterRadius: radius,
            separation: occulter.angle(to: sun)))
    }
  }

  /// What one photometer reads behind a body that is not round.
  private func shapedIrradiance(at place: ShadowPlace, point: SIMD2<Double>) -> Double {
    // North, west, Sun are right-handed.
    let here = Vector3(place.north + point.y, place.west + point.x, 0)
    let sun = Vector3(0, 0, sunDistance) - here
    let outline = try? shape.silhouette(
      at: Vector3(0, 0, place.range) - here, attitude: attitude)
    guard let outline else { return .nan }
    return 1
      - light.fraction(
        of: outline, sun: sun.normalized,
        sunRadius: angularRadius(ofSphere: sunRadius, at: sun.length))
  }

  /// The derivatives of the readings by west, north and range, per metre, by central differences.
  ///
  /// Steps of 10 µm and 10 mm against a quadrature error of 1e-11 leave 1e-6 and 1e-9 per metre.
  func derivatives(at place: ShadowPlace) -> [Vector3] {
    func difference(_ step: Double, _ change: (inout ShadowPlace, Double) -> Void) -> [Double] {
      var (low, high) = (place, place)
      change(&low, -step)
      change(&high, step)
      return zip(irradiances(at: high), irradiances(at: low)).map { ($0 - $1) / (2 * step) }
    }
    let west = difference(1e-5) { $0.west += $1 }
    let north = difference(1e-5) { $0.north += $1 }
    let range = difference(1e-2) { $0.range += $1 }
    return points.indices.map { Vector3(west[$0], north[$0], range[$0]) }
  }

  /// The shadow on the photometers' plane; of the sphere that holds a body that is not round.
  public func shadow(range: Double) -> ShadowCone {
    ShadowCone(
      shape: shape, distance: range, sunRadius: sunRadius, sunDistance: sunDistance - range)
  }
}
