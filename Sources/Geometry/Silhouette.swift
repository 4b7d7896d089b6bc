public import Astronomy

/// An occulter, or several, as seen from the observer: outlines on the sky.
///
/// What is covered is the union of all outlines, so that overlapping occulters never count twice.
/// Outlines belong to parts: a part is a piece of the body whose covered directions move no faster
/// than its points do, which is what the certified search relies on.
public struct Silhouette: Sendable, Hashable {
  /// The outlines of every part, components in the frame of the directions asked for (GCRF).
  public let parts: [[Outline]]

  /// Each outline a part of its own.
  public init(_ outlines: [Outline]) { parts = outlines.map { [$0] } }

  /// Parts of several outlines each, such as the two rims and the sides of a cylinder.
  public init(parts: [[Outline]]) { self.parts = parts.filter { !$0.isEmpty } }

  /// What is covered by this silhouette or by another.
  public func union(_ other: Silhouette) -> Silhouette {
    Silhouette(parts: parts + other.parts)
  }

  /// The signed distance from a direction to the outline, radians: negative when it is covered.
  ///
  /// The radius of the largest circle about the direction that is wholly clear or, negative, wholly
  /// covered by the union of the outlines; `c − b` for a cap. Half a turn when there is no outline.
  public func nearest(to sun: Vector3) -> Double { LocalSilhouette(self, around: sun).nearest }

  /// The greatest distance of a covered point from a direction, radians; `c + b` for a cap.
  public func farthest(from sun: Vector3) -> Double { LocalSilhouette(self, around: sun).farthest }

  /// Whether a direction of length one is covered.
  public func contains(_ direction: Vector3) -> Bool {
    parts.contains { $0.contains { $0.contains(direction) } }
  }

  /// The covered stretches of the ring of a radius, in radians below π/2, about a direction.
  ///
  /// Position angles run right about as the observer sees them, from an axis of no meaning.
  public func coveredArcs(onRing radius: Double, around sun: Vector3) -> CoveredArcs {
    LocalSilhouette(self, around: sun).arcs(radius: radius)
  }

  /// The Sun and the two circles about its centre between which the outline lies.
  ///
  /// The occulter's radius is half the difference of the farthest and the nearest distance, its
  /// separation half their sum: for a cap its own radius and separation, for any other outline those
  /// of the circle with the same contacts, magnitude and size ratio.
  public func discs(sun: Vector3, sunRadius: Double) -> ApparentDiscs {
    LocalSilhouette(self, around: sun).discs(sunRadius: sunRadius)
  }
}

/// A silhouette in the frame whose z axis points at the Sun's centre.
struct LocalSilhouette {
  let parts: [LocalPart]

  init(_ silhouette: Silhouette, around sun: Vector3) {
    let frame = Rotation(around: sun)
    parts = silhouette.parts.map { outlines in
      LocalPart(outlines.map { LocalOutline($0.rotated(by: frame)) })
    }
  }

  /// All outlines, whatever part they belong to.
  var outlines: [LocalOutline] { parts.flatMap(\.outlines) }

  /// The signed distance to the union, radians.
  var nearest: Double {
    let distances = parts.map(\.nearest)
    guard let least = distances.min() else { return .pi }
    if least >= 0 || parts.count == 1 { return least }
    return -LocalPart(outlines).coveredRadius
  }

  /// The greatest distance of a covered point, radians.
  var farthest: Double { parts.map(\.farthest).max() ?? .pi }

  func discs(sunRadius: Double) -> ApparentDiscs {
    let (near, far) = (nearest, farthest)
    return ApparentDiscs(
      sunRadius: sunRadius, occulterRadius: (far - near) / 2, separation: (far + near) / 2)
  }

  /// The covered arcs of a ring about the z axis, united.
  func arcs(radius: Double) -> CoveredArcs {
    var arcs = CoveredArcs()
    for part in parts {
      for outline in part.outlines { outline.addArcs(radius: radius, to: &arcs) }
    }
    arcs.unite()
    return arcs
  }
}
