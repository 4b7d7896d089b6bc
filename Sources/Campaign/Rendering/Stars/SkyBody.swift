internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

/// A star or a planet as the observer of a frame sees it.
struct SkyBody: Sendable {
  /// What stands before it.
  enum Cover: Sendable, Hashable {
    /// The Sun's globe.
    case sun
    /// The occulter.
    case occulter
    /// A further body, by its name.
    case body(String)
    /// The horizon of a place on the ground.
    case horizon
  }

  /// Its name.
  var name: String
  /// Its Bayer designation; empty when there is none.
  var designation: String
  /// The planet, or nil for a star.
  var planet: PlanetSight?
  /// Magnitude in Johnson V.
  var visualMagnitude: Double
  /// Unit vector toward it, GCRF axes.
  var direction: Vector3
  /// The same on the axes (west, north, sunward) of the Sun's sky.
  var place: Vector3
  /// What hides it; nil when it is seen.
  var cover: Cover?

  /// The angle from the Sun's centre, radians.
  var elongation: Double { place.angle(to: Vector3(0, 0, 1)) }

  /// The angle about the Sun's centre from solar north through east, radians, `0..<2π`.
  var positionAngle: Double {
    let angle = atan2(-place.x, place.y)
    return angle < 0 ? angle + 2 * Double.pi : angle
  }
}

/// Stars and planets to be drawn and listed.
struct SkyBodies: Sendable {
  /// The stars.
  let catalogue: StarCatalogue
  /// Where the planets are; nil when they are left out.
  let planets: PlanetEphemeris?
  /// Nothing fainter is drawn or listed, mag.
  let limitingMagnitude: Double
  /// The Earth's motion, the same that places the Sun.
  let earth: EarthEphemeris
  /// How directions are corrected, as that of the Sun.
  let treatment: SunTreatment

  /// What stands within an angle of the Sun's centre, the brightest first.
  ///
  /// - Parameters:
  ///   - view: observer, Sun and occulter at an instant.
  ///   - orientation: the Sun's axes on the observer's sky.
  ///   - reach: radians.
  ///   - others: what may hide a body beside the Sun and the occulter.
  func seen(
    in view: FormationView, _ orientation: SolarOrientation, within reach: Double,
    behind others: [OcculterUnion.Member]
  ) -> [SkyBody] {
    let context = view.context
    let sky = ApparentSky(
      from: context.observer, at: context.instant, earth: earth, treatment: treatment)
    /// The components on the Sun's sky; nil too far from it.
    func place(_ direction: Vector3) -> Vector3? {
      guard direction.angle(to: context.sun.direction) <= reach else { return nil }
      return Vector3(
        direction.dot(orientation.skyWest), direction.dot(orientation.skyNorth),
        direction.dot(context.sun.direction))
    }
    var bodies: [SkyBody] = []
    for star in catalogue.stars where star.visualMagnitude <= limitingMagnitude {
      let direction = sky.direction(of: star)
      guard let place = place(direction) else { continue }
      bodies.append(
        SkyBody(
          name: star.name, designation: star.designation, planet: nil,
          visualMagnitude: star.visualMagnitude, direction: direction, place: place,
          cover: Self.cover(direction, distance: .infinity, view, others)))
    }
    if let planets {
      for planet in Planet.allCases {
        let sight = sky.sight(of: planet, in: planets)
        guard sight.visualMagnitude <= limitingMagnitude, let place = place(sight.direction) else {
          continue
        }
        bodies.append(
          SkyBody(
            name: planet.name, designation: "", planet: sight,
            visualMagnitude: sight.visualMagnitude, direction: sight.direction, place: place,
            cover: Self.cover(sight.direction, distance: sight.distance, view, others)))
      }
    }
    return bodies.sorted { ($0.visualMagnitude, $0.name) < ($1.visualMagnitude, $1.name) }
  }

  /// What hides a body in a direction, at a distance in metres.
  ///
  /// A body is hidden as a whole by the union of all outlines, or not at all.
  private static func cover(
    _ direction: Vector3, distance: Double, _ view: FormationView, _ others: [OcculterUnion.Member]
  ) -> SkyBody.Cover? {
    let sun = view.context.sun
    if distance > sun.distance, direction.angle(to: sun.direction) < view.discs.sunRadius {
      return .sun
    }
    // No star or planet comes before a spacecraft, or before the Moon.
    if isBehindOcculter(direction, view) { return .occulter }
    return others.first { $0.silhouette.contains(direction) }.map { .body($0.name) }
  }

  private static func isBehindOcculter(_ direction: Vector3, _ view: FormationView) -> Bool {
    let toward = view.occulter.normalized
    let fromCentre = direction.angle(to: toward)
    guard let outline = view.outline else { return fromCentre < view.discs.occulterRadius }
    guard fromCentre <= outline.farthest(from: toward) else { return false }
    return outline.contains(direction)
  }
}

extension Camera {
  /// The place of a body in the picture, the first pixel's centre being (0, 0); nil outside it, and
  /// outside the instrument's field.
  ///
  /// - Parameters:
  ///   - body: the star or planet.
  ///   - sunDistanceSolarRadii: from the observer to the Sun.
  func pixel(of body: SkyBody, sunDistanceSolarRadii: Double) -> SIMD2<Double>? {
    guard let pixel = projection.pixel(of: body.place), pixel.x >= -0.5, pixel.y >= -0.5,
      pixel.x < Double(width) - 0.5, pixel.y < Double(height) - 0.5
    else { return nil }
    let distance = sunDistanceSolarRadii * sin(body.elongation)
    guard fieldSolarRadii?.contains(distance) ?? true else { return nil }
    return pixel
  }
}
