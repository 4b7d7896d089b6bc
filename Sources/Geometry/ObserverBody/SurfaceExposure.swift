public import Astronomy
internal import RealModule
internal import Trajectories

/// How much of the sunward surface of a piece of the observer's body lies in the occulter's shadow.
///
/// The sunward surface is what the Sun's centre would light if there were no occulter: what is turned
/// to it, is not inside another piece, and is not in the shadow of another piece of the same body.
public struct SurfaceExposure: Sendable, Hashable {
  /// The part from which the Sun is wholly covered, m².
  public var umbra = 0.0
  /// The part from which it is covered in part, in the antumbra too, m².
  public var penumbra = 0.0
  /// The part from which it is whole, m².
  public var fullSun = 0.0
  /// What is left out of the sunward surface because another piece of the body shades it, m².
  public var ownShadow = 0.0
  /// The sunward surface as the Sun sees it, m².
  public var crossSection = 0.0
  /// The cross-section times the visible fraction of the light, m².
  public var light = 0.0

  /// The sunward surface, m².
  public var sunward: Double { umbra + penumbra + fullSun }

  /// Nothing.
  public init() {}

  /// The sum of two.
  public static func + (a: SurfaceExposure, b: SurfaceExposure) -> SurfaceExposure {
    var sum = a
    sum.umbra += b.umbra
    sum.penumbra += b.penumbra
    sum.fullSun += b.fullSun
    sum.ownShadow += b.ownShadow
    sum.crossSection += b.crossSection
    sum.light += b.light
    return sum
  }
}

extension Formation {
  /// How the pieces of the observer's body are lit at the instant of a view, in their order.
  ///
  /// The surface is cut into triangles whose corners each see occulter and Sun from where they are; the
  /// edges of umbra and penumbra run through a triangle where the depths, linear between its corners,
  /// change sign. At most 1681 corners for each face and, unless there are many, 12 000 in all; errors
  /// are of the second order in their distance, but for the borders of own shadows, which are as sharp
  /// as a ninth of a triangle.
  ///
  /// - Throws: `GeometryError` when the body's attitude is not known at the instant.
  public func exposure(
    of body: ObserverBody, in view: FormationView, law: LimbDarkening
  ) throws(GeometryError) -> [SurfaceExposure] {
    try body.checkCoverage(at: view.context.instant)
    let lighting = BodyLighting(self, body, view, law)
    let patches = body.pieces.map { $0.patches(facing: lighting.sun) }
    let count = max(1, patches.reduce(0) { $0 + $1.count })
    let cells = min(40, max(8, Int((12_000 / Double(count)).squareRoot())))
    return patches.indices.map { index in
      patches[index].reduce(SurfaceExposure()) { sum, patch in
        sum + lighting.exposure(of: patch, ofPiece: index, cells: cells)
      }
    }
  }
}

/// The light on places of the observer's body at one instant.
private struct BodyLighting {
  /// The direction to the Sun, body frame.
  let sun: Vector3
  private let formation: Formation
  private let body: ObserverBody
  private let view: FormationView
  private let toGCRF: Rotation
  private let balls: [BoundingBall]
  private let rings: LimbDarkenedObscuration

  init(_ formation: Formation, _ body: ObserverBody, _ view: FormationView, _ law: LimbDarkening) {
    self.formation = formation
    self.body = body
    self.view = view
    toGCRF = body.attitude.rotation(in: view.context)
    sun = toGCRF.undone(on: view.context.sun.direction).normalized
    balls = body.pieces.map(\.ball)
    rings = LimbDarkenedObscuration(law: law)
  }

  /// What a place sees: how far the Sun is from being touched and from being covered, radians, positive
  /// in penumbra and umbra, and the visible fraction of its light.
  private struct Sight {
    var partial: Double
    var total: Double
    var light: Double
  }

  func exposure(of patch: SurfacePatch, ofPiece piece: Int, cells: Int) -> SurfaceExposure {
    var sum = SurfaceExposure()
    let step = 1 / Double(cells)
    func row(_ j: Int) -> [Sight] {
      (0...cells).map { sight(patch.point(Double($0) * step, Double(j) * step)) }
    }
    var lower = row(0)
    for j in 0..<cells {
      let upper = row(j + 1)
      for i in 0..<cells {
        let (u, v) = (Double(i) * step, Double(j) * step)
        add(
          [lower[i], lower[i + 1], upper[i + 1]],
          Triangle(patch, (u, v), (step, 0), (step, step)), piece: piece, to: &sum)
        add(
          [lower[i], upper[i + 1], upper[i]],
          Triangle(patch, (u, v), (step, step), (0, step)), piece: piece, to: &sum)
      }
      lower = upper
    }
    return sum
  }

  /// A triangle of a patch's coordinates: a corner and the ways to the two others.
  private struct Triangle {
    let patch: SurfacePatch
    let corner, first, second: (Double, Double)

    init(
      _ patch: SurfacePatch, _ corner: (Double, Double), _ first: (Double, Double),
      _ second: (Double, Double)
    ) {
      self.patch = patch
      (self.corner, self.first, self.second) = (corner, first, second)
    }

    func at(_ a: Double, _ b: Double) -> (u: Double, v: Double) {
      (corner.0 + first.0 * a + second.0 * b, corner.1 + first.1 * a + second.1 * b)
    }

    /// The surface, m².
    var area: Double {
      let (u, v) = at(1.0 / 3, 1.0 / 3)
      return patch.area(u, v) * (first.0 * second.1 - first.1 * second.0).magnitude / 2
    }
  }

  /// The middles of the nine equal triangles in one, as shares of the ways to its corners.
  private static let ninths: [SIMD2<Double>] = {
    let upright: [SIMD2<Double>] = [[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [0, 2]]
    let turned: [SIMD2<Double>] = [[0, 0], [1, 0], [0, 1]]
    return upright.map { ($0 + 1.0 / 3) / 3 } + turned.map { ($0 + 2.0 / 3) / 3 }
  }()

  private func add(
    _ corners: [Sight], _ triangle: Triangle, piece: Int, to sum: inout SurfaceExposure
  ) {
    let (u, v) = triangle.at(1.0 / 3, 1.0 / 3)
    let normal = triangle.patch.normal(u, v)
    let ninth = triangle.area / 9
    var area = 0.0
    for share in Self.ninths {
      let (u, v) = triangle.at(share.x, share.y)
      // Just outside, so that faces that touch are inside one another and flush ones are not.
      let outside = triangle.patch.point(u, v) + normal * (1e-7 * balls[piece].radius)
      switch standing(of: outside, piece: piece) {
      case .inside: break
      case .shaded: sum.ownShadow += ninth
      case .free: area += ninth
      }
    }
    guard area != 0 else { return }
    let umbra = Self.positiveShare(corners.map(\.total))
    let shadow = max(umbra, Self.positiveShare(corners.map(\.partial)))
    sum.umbra += area * umbra
    sum.penumbra += area * (shadow - umbra)
    sum.fullSun += area * (1 - shadow)
    let crossSection = area * normal.dot(sun)
    sum.crossSection += crossSection
    sum.light += crossSection * corners.reduce(0) { $0 + $1.light } / 3
  }

  /// How a place stands to the other pieces of the body.
  private enum Standing {
    case inside
    case shaded
    case free
  }

  private func standing(of place: Vector3, piece: Int) -> Standing {
    var isShaded = false
    for (other, part) in body.pieces.enumerated() where other != piece {
      let ball = balls[other]
      let offset = ball.centre - place
      let along = offset.dot(sun)
      // No ray to the Sun meets what its ball does not hold.
      guard along > -ball.radius, (offset - sun * along).length <= ball.radius else { continue }
      if part.contains(place) { return .inside }
      isShaded = isShaded || part.isMet(from: place, along: sun)
    }
    return isShaded ? .shaded : .free
  }

  /// The share of a triangle in which a function, linear between the corners, is positive.
  private static func positiveShare(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let (low, middle, high) = (sorted[0], sorted[1], sorted[2])
    if low >= 0 { return 1 }
    if high <= 0 { return 0 }
    if middle <= 0 { return high * high / ((high - low) * (high - middle)) }
    return 1 - low * low / ((high - low) * (middle - low))
  }

  /// What a place of the body sees, body frame, m.
  private func sight(_ place: Vector3) -> Sight {
    let here = toGCRF.applied(to: place - body.pupil)
    let sun = view.context.sun.direction * view.context.sun.distance - here
    let occulter = view.occulter - here
    let radius = angularRadius(ofSphere: formation.sunRadius, at: sun.length)
    guard formation.shape.isRound else {
      return sight(occulter, sun: sun.normalized, radius: radius)
    }
    guard let angle = formation.shape.angularRadius(at: occulter.length) else {
      return Sight(partial: radius, total: radius, light: 0)
    }
    let discs = ApparentDiscs(
      sunRadius: radius, occulterRadius: angle, separation: sun.angle(to: occulter))
    return Sight(
      partial: discs.anyDepth, total: discs.totalDepth,
      light: 1 - rings.fraction(discs))
  }

  /// The same behind a body that is not round; inside it there is no light.
  private func sight(
    _ occulter: Vector3, sun: Vector3, radius: Double
  ) -> Sight {
    guard let outline = try? formation.shape.silhouette(at: occulter, attitude: view.bodyToGCRF)
    else { return Sight(partial: radius, total: radius, light: 0) }
    let nearest = outline.nearest(to: sun)
    let (partial, total) = (radius - nearest, -nearest - radius)
    let light =
      partial <= 0
      ? 1 : total >= 0 ? 0 : 1 - rings.fraction(of: outline, sun: sun, sunRadius: radius)
    return Sight(partial: partial, total: total, light: light)
  }
}
