public import Astronomy

/// One line of sight through the corona, in the Carrington frame and solar radii.
///
/// It touches the sphere of radius ``impactParameter`` at its tangent point; places on it are told by
/// their signed distance from there, growing towards the observer.
public struct Sightline: Sendable, Hashable {
  /// The least distance from the Sun's centre, solar radii, zero or more.
  public let impactParameter: Double
  /// The unit vector from the Sun's centre to the tangent point.
  public let tangent: Vector3
  /// The unit vector along the sightline towards the observer, perpendicular to ``tangent``.
  public let back: Vector3
  /// Where scattered light is gathered: from the near photosphere or minus infinity, up to the
  /// observer or infinity.
  public let reach: ClosedRange<Double>

  /// A sightline from its parts.
  ///
  /// - Parameters:
  ///   - impactParameter: solar radii, zero or more.
  ///   - tangent: unit vector from the Sun's centre to the nearest point.
  ///   - back: unit vector towards the observer, perpendicular to `tangent`.
  ///   - observerDistance: the observer's distance from the Sun's centre, solar radii; infinity for
  ///     parallel sightlines.
  public init(
    impactParameter: Double, tangent: Vector3, back: Vector3, observerDistance: Double = .infinity
  ) {
    self.impactParameter = impactParameter
    self.tangent = tangent
    self.back = back
    let far =
      impactParameter < 1
      ? ((1 - impactParameter) * (1 + impactParameter)).squareRoot() : -Double.infinity
    let squared = (observerDistance - impactParameter) * (observerDistance + impactParameter)
    reach = far...Swift.max(far, Swift.max(squared, 0).squareRoot())
  }

  /// The place at a distance from the tangent point towards the observer, Carrington frame.
  public func point(at distance: Double) -> Vector3 {
    tangent * impactParameter + back * distance
  }
}
