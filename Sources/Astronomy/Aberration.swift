internal import CERFA

/// The shift of directions by an observer's own motion.
public enum Aberration {
  /// The direction in which a moving observer sees light that comes from a given direction.
  ///
  /// Source: ERFA `ab`, relativistic aberration with the Sun's potential (Urban & Seidelmann 2013,
  /// eq. 7.40; Klioner 2003).
  ///
  /// - Parameters:
  ///   - direction: unit vector toward the source, corrected for light time, BCRS axes.
  ///   - sunDistance: from the observer to the Sun, m.
  ///   - observerVelocity: the observer's barycentric velocity, m/s, below that of light.
  /// - Returns: the unit vector of the apparent direction.
  public static func applied(
    to direction: Vector3, sunDistance: Double, observerVelocity: Vector3
  ) -> Vector3 {
    let beta = observerVelocity / PhysicalConstants.speedOfLight
    var natural = (direction.x, direction.y, direction.z)
    var velocity = (beta.x, beta.y, beta.z)
    var proper = (0.0, 0.0, 0.0)
    let inverseLorentzFactor = (1 - beta.lengthSquared).squareRoot()
    withUnsafeMutablePointer(to: &natural) { natural in
      withUnsafeMutablePointer(to: &velocity) { velocity in
        withUnsafeMutablePointer(to: &proper) { proper in
          natural.withMemoryRebound(to: Double.self, capacity: 3) { natural in
            velocity.withMemoryRebound(to: Double.self, capacity: 3) { velocity in
              proper.withMemoryRebound(to: Double.self, capacity: 3) { proper in
                eraAb(
                  natural, velocity, sunDistance / PhysicalConstants.astronomicalUnit,
                  inverseLorentzFactor, proper)
              }
            }
          }
        }
      }
    }
    return Vector3(proper.0, proper.1, proper.2).normalized
  }
}
