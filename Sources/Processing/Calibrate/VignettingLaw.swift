internal import RealModule

/// How much of a round pupil looks past an occulter far before it, by angle.
///
/// Rays, without diffraction. The share of the pupil is that beyond a straight edge,
/// `T(x) = 1 − (acos x − x √(1 − x²))/π`, with x the edge's distance from the pupil's middle in radii of the
/// pupil; or for a round occulter that beyond its circle, by the area that two circles share.
struct VignettingLaw: Sendable, Hashable {
  /// Radius of the pupil, metres.
  let pupil: Double
  /// Distance of the occulter, metres.
  let distance: Double
  /// Angular radius of the occulter, radians.
  let occulter: Double
  /// Whether the occulter's edge counts as a circle.
  let isRound: Bool

  /// Angle over which the transmission runs from none to all: the pupil's width seen from the occulter.
  var rampRadians: Double { 2 * pupil / distance }

  /// Share of the pupil that a direction reaches.
  ///
  /// - Parameter angle: from the occulter's centre, radians.
  func transmission(angle: Double) -> Double {
    isRound ? beyondCircle(angle) : Self.beyondEdge((angle - occulter) * distance / pupil)
  }

  /// The share beyond a straight edge, x radii of the pupil from its middle.
  static func beyondEdge(_ x: Double) -> Double {
    if x <= -1 { return 0 }
    if x >= 1 { return 1 }
    return 1 - (Double.acos(x) - x * (1 - x * x).squareRoot()) / .pi
  }

  private func beyondCircle(_ angle: Double) -> Double {
    let radius = distance * Double.tan(occulter)
    let apart = distance * Double.tan(angle)
    if apart >= radius + pupil { return 1 }
    if apart <= radius - pupil { return 0 }
    guard apart > pupil - radius else { return 1 - radius * radius / (pupil * pupil) }
    // The chord in which the circles cut, from the pupil's middle toward the occulter's.
    let toChord = (apart * apart + (pupil - radius) * (pupil + radius)) / (2 * apart)
    let pupilPart = Self.segment(toChord, pupil)
    let occulterPart = Self.segment(apart - toChord, radius)
    return min(1, max(0, 1 - (pupilPart + occulterPart) / (.pi * pupil * pupil)))
  }

  /// Area of a circle beyond a chord.
  private static func segment(_ toChord: Double, _ radius: Double) -> Double {
    let half = max(0, (radius - toChord) * (radius + toChord)).squareRoot()
    // atan2 keeps the digits that acos of nearly one loses.
    return radius * radius * Double.atan2(y: half, x: toChord) - toChord * half
  }
}
