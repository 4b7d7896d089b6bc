internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Optics

/// How much of each pixel the occulter leaves open, and how much photosphere shows in it.
///
/// Pixels cut by the edge of the occulter or of the Sun are averaged over 16 × 16 points; all others are
/// told by comparing cosines, without an angle. A camera with optics sees the edge with its whole pupil:
/// every point then counts with the share of the pupil that it reaches.
struct PixelCover {
  private let camera: Camera
  private let scene: Scene
  private let projection: SkyProjection
  /// A pixel's corner is 0.71 pixels from its centre; radians.
  private let reach: Double
  /// Directions whose cosine with the occulter's is above are hidden, if nothing else stands there.
  private let cosineOfHidden: Double
  /// Directions whose cosine with the occulter's is below are clear of it.
  private let cosineOfClear: Double
  private let hasCompanions: Bool
  /// Sines of the elongations between which pixels may be cut by the Sun's limb.
  private let limb: ClosedRange<Double>
  private let vignetting: Vignetting?
  /// The same past the internal occulter alone; nil without one.
  private let inside: Vignetting?
  /// Points a side of a pixel that is averaged.
  private let points: Int

  init(camera: Camera, scene: Scene) {
    self.camera = camera
    self.scene = scene
    projection = camera.projection
    vignetting = scene.optics.vignetting
    inside = scene.optics.internalVignetting
    // As seen from the pupil's rim the edge stands this much aside.
    let parallax = vignetting.map { $0.pupilRadius / $0.outline.nearestDistance } ?? 0
    points = parallax > camera.pixelScale ? 4 : 16
    reach = 0.75 * camera.pixelScale + parallax
    let hidden = scene.hiddenRadius - reach
    cosineOfHidden = hidden > 0 ? cos(hidden) : 2
    let clear = scene.darkReach + reach
    cosineOfClear = clear < Double.pi ? cos(clear) : -2
    hasCompanions = !scene.companions.isEmpty
    let radius = scene.view.discs.sunRadius
    limb = sin(max(0, radius - reach))...sin(min(radius + reach, Double.pi / 2))
  }

  /// What comes to a pixel past the occulter, and from it.
  struct Light: Sendable {
    /// The share of it that what lies behind the occulter reaches, 0 to 1.
    var open: Double
    /// The photosphere's mean radiance in it, mean solar brightness.
    var photosphere: Double
    /// The share of it that the occulter's own dark side reaches: what is not open, less what the internal
    /// occulter hides.
    var dark: Double
  }

  /// The light of a pixel whose middle looks along a direction.
  func light(column: Int, row: Int, _ direction: Vector3) -> Light {
    let place = occultation(of: direction)
    if place == .hidden {
      return Light(open: 0, photosphere: 0, dark: shareInside(of: direction))
    }
    let sine = direction.sineOfElongation
    let isBehindCamera = direction.z <= 0
    if place == .cut || (limb.contains(sine) && !isBehindCamera) {
      return averaged(Double(column), Double(row))
    }
    let isBeforeSun = sine < limb.lowerBound && !isBehindCamera
    return Light(open: 1, photosphere: isBeforeSun ? scene.photosphere(direction) : 0, dark: 0)
  }

  private enum Place { case hidden, cut, clear }

  private func occultation(of direction: Vector3) -> Place {
    let cosine = direction.dot(scene.occulterDirection)
    if cosine > cosineOfHidden { return .hidden }
    if !hasCompanions, cosine < cosineOfClear { return .clear }
    let distance = scene.distanceFromOcculter(direction, within: reach)
    return distance < -reach ? .hidden : distance < reach ? .cut : .clear
  }

  private func averaged(_ column: Double, _ row: Double) -> Light {
    var (open, photosphere, unmasked) = (0.0, 0.0, 0.0)
    for i in 0..<points {
      for j in 0..<points {
        let point = projection.direction(
          column: column + (Double(i) + 0.5) / Double(points) - 0.5,
          row: row + (Double(j) + 0.5) / Double(points) - 0.5)
        let share = share(of: point)
        unmasked += share < 1 ? shareInside(of: point) : 1
        guard share > 0 else { continue }
        open += share
        photosphere += share * scene.photosphere(point)
      }
    }
    let count = Double(points * points)
    return Light(
      open: open / count, photosphere: photosphere / count,
      dark: max(0, (unmasked - open) / count))
  }

  /// The share of the pupil that a direction reaches.
  private func share(of direction: Vector3) -> Double {
    guard let vignetting else { return scene.isHidden(direction) ? 0 : 1 }
    guard direction.z > 0 else { return 1 }
    return vignetting.transmission(
      tangentX: direction.x / direction.z, tangentY: direction.y / direction.z)
  }
  /// The share of the pupil that a direction before the occulter reaches past the internal one.
  private func shareInside(of direction: Vector3) -> Double {
    guard let occulter = scene.optics.internalOcculter else { return 1 }
    guard let inside else { return occulter.distance(of: direction) < 0 ? 0 : 1 }
    guard direction.z > 0 else { return 1 }
    return inside.transmission(
      tangentX: direction.x / direction.z, tangentY: direction.y / direction.z)
  }
}
