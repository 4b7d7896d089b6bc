public import Astronomy
internal import RealModule
internal import Trajectories

/// Everything that stands before the Sun at one instant, and how much of it that hides together.
///
/// What is hidden is the true union of the outlines: on every ring of the Sun the covered arcs are
/// united, so that bodies which overlap count once. The fraction is never below that of any one body,
/// never above the sum of all, and does not depend on their order.
public struct OcculterUnion: Sendable {
  /// One of the bodies.
  public struct Member: Sendable {
    /// What it is called.
    public let name: String
    /// Its outline, components in the GCRF.
    public let silhouette: Silhouette
    /// Sun and body as circles on the sky.
    public let discs: ApparentDiscs
    /// The direction of its centre, GCRF.
    let middle: Vector3

    /// A body by its outline.
    ///
    /// - Parameters:
    ///   - name: what it is called.
    ///   - silhouette: its outline.
    ///   - middle: the direction of its centre.
    ///   - sun: the direction of the Sun's centre.
    ///   - sunRadius: the Sun's angular radius, radians.
    public init(
      name: String, silhouette: Silhouette, middle: Vector3, sun: Vector3, sunRadius: Double
    ) {
      self.init(
        name: name, silhouette: silhouette, middle: middle,
        discs: silhouette.discs(sun: sun, sunRadius: sunRadius))
    }

    init(name: String, silhouette: Silhouette, middle: Vector3, discs: ApparentDiscs) {
      self.name = name
      self.silhouette = silhouette
      self.middle = middle
      self.discs = discs
    }

    /// Whether it hides any of the Sun.
    public var hidesSome: Bool { discs.anyDepth > 0 }
  }

  /// What the Earth is called among the bodies.
  public static let earthName = "Earth"

  /// The bodies, the formation's own occulter first.
  public let members: [Member]
  /// The direction of the Sun's centre, GCRF.
  public let sun: Vector3
  /// The Sun's angular radius, radians.
  public let sunRadius: Double

  /// A union of bodies before the Sun.
  public init(_ members: [Member], sun: Vector3, sunRadius: Double) {
    self.members = members
    self.sun = sun
    self.sunRadius = sunRadius
  }

  /// The bodies that hide any of the Sun.
  public var hiding: [Member] { members.filter(\.hidesSome) }

  /// All outlines.
  public var silhouette: Silhouette {
    Silhouette(parts: members.flatMap(\.silhouette.parts))
  }

  /// How completely the Sun is covered by all bodies together.
  ///
  /// Annular where one body alone hides any of the Sun and stands wholly before it.
  public var occultationClass: OccultationClass {
    let hiding = hiding
    guard let first = hiding.first else { return .none }
    if hiding.count == 1 { return first.discs.occultationClass }
    if hiding.contains(where: { $0.discs.totalDepth >= 0 }) { return .total }
    let united = Silhouette(parts: hiding.flatMap(\.silhouette.parts))
    return united.nearest(to: sun) <= -sunRadius ? .total : .partial
  }

  /// The covered fraction of the Sun's solid angle, 0...1.
  public var solidAngleObscuration: Double {
    fraction(
      of: { $0.solidAngleObscuration(sun: sun, sunRadius: sunRadius) },
      together: { $0.solidAngleObscuration(sun: sun, sunRadius: sunRadius) })
  }

  /// The covered fraction of the Sun's light, 0...1.
  public func obscuration(law: LimbDarkening) -> Double {
    let rings = LimbDarkenedObscuration(law: law)
    return fraction(
      of: { outline in
        // One cap has a quicker sum of its own.
        if outline.parts.count == 1, outline.parts[0].count == 1, case .cap = outline.parts[0][0] {
          return rings.fraction(outline.discs(sun: sun, sunRadius: sunRadius))
        }
        return rings.fraction(of: outline, sun: sun, sunRadius: sunRadius)
      }, together: { rings.fraction(of: $0, sun: sun, sunRadius: sunRadius) })
  }

  /// The covered fraction of a flat Sun by flat circles, 0...1, for comparison with other tools.
  ///
  /// Angles from the Sun's centre are taken as lengths on a plane; a body that is not round counts as
  /// the circle with the same contacts.
  public var flatDiscObscuration: Double {
    let hiding = hiding
    if hiding.contains(where: { $0.discs.totalDepth >= 0 }) { return 1 }
    guard hiding.count > 1 else { return hiding.first?.discs.flatDiscObscuration ?? 0 }
    let frame = Rotation(around: sun)
    let circles = hiding.map { member -> FlatCircle in
      let local = frame.applied(to: member.middle)
      let across = Double.hypot(local.x, local.y)
      let azimuth =
        across > 0 ? SIMD2(local.x / across, local.y / across) : SIMD2(1, 0)
      return FlatCircle(
        centre: azimuth * member.discs.separation, radius: member.discs.occulterRadius)
    }
    let open = FlatCircle.openArea(ofDisc: sunRadius, behind: circles)
    let share = 1 - open / (Double.pi * sunRadius * sunRadius)
    // Rounding must not contradict what one circle hides alone.
    return min(1, max(hiding.map(\.discs.flatDiscObscuration).max() ?? 0, share))
  }

  /// A fraction by one body in closed form, or of several by rings.
  private func fraction(
    of one: (Silhouette) -> Double, together: (Silhouette) -> Double
  ) -> Double {
    let hiding = hiding
    if hiding.contains(where: { $0.discs.totalDepth >= 0 }) { return 1 }
    let each = hiding.map { one($0.silhouette) }
    guard hiding.count > 1 else { return each.first ?? 0 }
    let united = together(Silhouette(parts: hiding.flatMap(\.silhouette.parts)))
    // Both bounds hold exactly; the ring sum keeps them to 1e-11 only.
    return min(1, each.reduce(0, +), max(each.max() ?? 0, united))
  }
}

extension Formation {
  /// Everything that stands before the Sun in a view: the occulter, its companions and the Earth.
  ///
  /// - Parameters:
  ///   - view: what the observer sees.
  ///   - occulterName: what the formation's own occulter is called.
  ///   - earth: the Earth and its air; nil to leave it out. It is left out, too, for an observer on
  ///     or below its surface.
  /// - Throws: `GeometryError` when the observer is inside a companion.
  public func union(
    in view: FormationView, occulterName: String = "occulter", earth: EarthLimbCondition? = nil
  ) throws(GeometryError) -> OcculterUnion {
    let sun = view.context.sun.direction
    let radius = view.discs.sunRadius
    var members = [
      OcculterUnion.Member(
        name: occulterName, silhouette: view.silhouette, middle: view.occulter.normalized,
        discs: view.discs)
    ]
    for companion in companions {
      members.append(try companion.member(in: view.context, of: self))
    }
    if let outline = earth?.outline(in: view.context) {
      members.append(
        OcculterUnion.Member(
          name: OcculterUnion.earthName, silhouette: Silhouette([outline]),
          middle: -view.context.observer.position.normalized, sun: sun, sunRadius: radius))
    }
    return OcculterUnion(members, sun: sun, sunRadius: radius)
  }
}
