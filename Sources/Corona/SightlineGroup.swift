internal import VectorMath

/// Eight neighbouring sightlines: the lanes of the hot loop.
///
/// A sightline touches the sphere of radius ρ at its tangent point. From there, at the distance `s`
/// towards the observer, it passes `ρ tangent + s back`, in the Carrington frame and solar radii;
/// both vectors have unit length and are perpendicular.
struct SightlineGroup {
  /// Impact parameters ρ, solar radii.
  var impactParameter: Double8
  /// Unit vectors from the Sun's centre to the tangent points.
  var tangent: CoronalDirections
  /// Unit vectors along the sightlines, from the Sun's side back to the observer.
  var back: CoronalDirections
  /// Sines of the elongations; zero for parallel sightlines.
  var sineOfElongation: Double8
  /// Components of the position angle: towards west and north, squares summing to one.
  var west: Double8
  var north: Double8

  /// Sightlines of an observer.
  ///
  /// - Parameters:
  ///   - west: components of the unit directions towards solar west.
  ///   - north: components towards solar north.
  @inline(__always)
  init(west: Double8, north: Double8, from observer: CoronalObserver) {
    let square = west * west + north * north
    let sine = Double8.sqrt(square)
    // Towards the very centre of the Sun any position angle will do: north. The square of a number
    // below 1e-154 underflows, so that the test is on the root.
    let isCentre = sine .== 0
    let divisor = sine.replacing(with: 1, where: isCentre)
    let unitWest = (west / divisor).replacing(with: 0, where: isCentre)
    let unitNorth = (north / divisor).replacing(with: 1, where: isCentre)
    self.init(
      impactParameter: observer.distanceSolarRadii * sine, sineOfElongation: sine,
      cosineOfElongation: .sqrt((1 - square).replacing(with: 0, where: square .> 1)),
      west: unitWest, north: unitNorth, observer: observer)
  }

  /// Sightlines from impact parameter and position angle.
  @inline(__always)
  init(
    impactParameter: Double8, sineOfElongation: Double8, cosineOfElongation: Double8,
    west: Double8, north: Double8, observer: CoronalObserver
  ) {
    self.impactParameter = impactParameter
    self.sineOfElongation = sineOfElongation
    self.west = west
    self.north = north
    let (o, w, n) = (observer.towardsObserver, observer.west, observer.north)
    // The direction on the sky in the Carrington frame, then turned by the elongation.
    let x = w.x * west + n.x * north
    let y = w.y * west + n.y * north
    let z = w.z * west + n.z * north
    let (sine, cosine) = (sineOfElongation, cosineOfElongation)
    tangent = CoronalDirections(
      x: sine * o.x + cosine * x, y: sine * o.y + cosine * y, z: sine * o.z + cosine * z)
    back = CoronalDirections(
      x: cosine * o.x - sine * x, y: cosine * o.y - sine * y, z: cosine * o.z - sine * z)
  }
}

extension SightlineGroup {
  /// The directions `a tangent + b back`, of unit length where `a² + b² = 1`.
  @inline(__always)
  func direction(tangent a: Double8, back b: Double8) -> CoronalDirections {
    CoronalDirections(
      x: .multiplyAdd(tangent.x, a, back.x * b),
      y: .multiplyAdd(tangent.y, a, back.y * b),
      z: .multiplyAdd(tangent.z, a, back.z * b))
  }
}
