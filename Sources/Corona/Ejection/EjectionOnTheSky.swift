internal import Astronomy
internal import RealModule

extension CoronalObserver {
  /// The angle of an ejection's nose from the plane of the sky, positive towards the observer, radians.
  public func angleFromSkyPlaneRadians(of placement: EjectionPlacement) -> Double {
    Double.asin(Swift.min(Swift.max(placement.nose.dot(towardsObserver), -1), 1))
  }

  /// The position angle at which an ejection's nose is seen, from north through east, radians in 0..<2π.
  public func positionAngleRadians(of placement: EjectionPlacement) -> Double {
    let angle = Double.atan2(y: -placement.nose.dot(west), x: placement.nose.dot(north))
    return angle < 0 ? angle + 2 * Double.pi : angle
  }

  /// How far from the Sun's centre a point above an ejection's nose is seen.
  ///
  /// - Parameters:
  ///   - placement: of the ejection, as the observer sees it.
  ///   - heightSolarRadii: the point's distance from the Sun's centre, zero or more.
  /// - Returns: the elongation, radians, and the least distance of its sightline from the Sun's centre,
  ///   solar radii.
  public func apparentHeight(
    of placement: EjectionPlacement, heightSolarRadii: Double
  ) -> (elongationRadians: Double, impactParameter: Double) {
    let point = placement.nose * heightSolarRadii
    let towards = point.dot(towardsObserver)
    let across = (point - towardsObserver * towards).length
    let elongation = Double.atan2(y: across, x: distanceSolarRadii - towards)
    return (elongation, distanceSolarRadii * Double.sin(elongation))
  }
}
