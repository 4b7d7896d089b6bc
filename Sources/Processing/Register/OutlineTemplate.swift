internal import Imagery
internal import RealModule

/// The outline of an occulter of any shape: points with their outward normals, evenly spaced.
struct OutlineTemplate {
  /// Columns and rows from the template's origin, pixels.
  private(set) var points: [SIMD2<Double>] = []
  /// Unit vectors outwards.
  private(set) var normals: [SIMD2<Double>] = []

  static let pointCount = 720

  /// The outline of a polygon.
  ///
  /// - Parameter corners: columns and rows from the origin, in either sense, closed by itself.
  /// - Returns: nil for fewer than three corners or no area.
  init?(corners: [SIMD2<Double>]) {
    let count = corners.count
    guard count >= 3, corners.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
    var lengths: [Double] = []
    var area = 0.0
    for index in corners.indices {
      let (here, next) = (corners[index], corners[(index + 1) % count])
      lengths.append(((next - here) * (next - here)).sum().squareRoot())
      area += 0.5 * (here.x * next.y - here.y * next.x)
    }
    let length = lengths.reduce(0, +)
    guard length > 0, abs(area) > 1e-9 * length * length else { return nil }
    // Points keep half a spacing from corners, where the normal jumps.
    let spacing = length / Double(Self.pointCount)
    for index in corners.indices {
      let (here, next) = (corners[index], corners[(index + 1) % count])
      let number = Int((lengths[index] / spacing).rounded(.down))
      guard number > 0 else { continue }
      let along = (next - here) / lengths[index]
      let outward = area > 0 ? SIMD2(along.y, -along.x) : SIMD2(-along.y, along.x)
      for step in 0..<number {
        let place = (Double(step) + 0.5) / Double(number)
        points.append(here + (next - here) * place)
        normals.append(outward)
      }
    }
  }

  /// The silhouette in a picture: along each of 720 rays from its middle, where dark meets bright.
  ///
  /// Pixels flagged as occulted, or unknown, count as dark and the others as bright if there are any such;
  /// else the light itself decides, the other way round where the middle is brighter than the picture's edge,
  /// as in a picture of the outline that has ones behind the occulter.
  ///
  /// - Parameter origin: what the points are counted from, and a place behind the occulter.
  /// - Returns: nil when fewer than a third of the rays meet an edge.
  init?(silhouette observation: Observation, origin: SIMD2<Double>) {
    let plane = Self.shade(observation, origin)
    let search = EdgeSearch(plane: plane)
    let reach = 0.5 * Double(max(plane.width, plane.height))
    var ring: [SIMD2<Double>?] = []
    for number in 0..<Self.pointCount {
      let angle = 2 * Double.pi * Double(number) / Double(Self.pointCount)
      let outward = SIMD2(Double.cos(angle), Double.sin(angle))
      let ray = EdgeRay(origin: origin + outward * (0.5 * reach), outward: outward)
      let edge = search.edge(
        ray, .vignetted, smoothing: 1, inward: 0.5 * reach, outward: 0.5 * reach)
      ring.append(edge.map { outward * (0.5 * reach + $0) })
    }
    for number in ring.indices {
      // The tangent from neighbours five rays away, against the pixels' steps.
      let before = ring[(number + Self.pointCount - 5) % Self.pointCount]
      let after = ring[(number + 5) % Self.pointCount]
      guard let here = ring[number], let before, let after else { continue }
      let tangent = after - before
      let length = (tangent * tangent).sum().squareRoot()
      guard length > 0 else { continue }
      points.append(here)
      normals.append(SIMD2(tangent.y, -tangent.x) / length)
    }
    if points.count < Self.pointCount / 3 { return nil }
  }

  private static func shade(_ observation: Observation, _ origin: SIMD2<Double>) -> Plane {
    let light = observation.light
    let isDark = light.samples.indices.map {
      light.samples[$0].isNaN || observation.mask.bits[$0] & Mask.Flags.occulted.rawValue != 0
    }
    if isDark.contains(true) {
      return Plane(like: light, samples: isDark.map { $0 ? 0 : 1 })
    }
    let column = min(max(Int(origin.x.rounded()), 0), light.width - 1)
    let row = min(max(Int(origin.y.rounded()), 0), light.height - 1)
    let border = (light.samples.first ?? 0) + (light.samples.last ?? 0)
    let isInverted = 2 * light[column, row] > border
    return isInverted ? Plane(like: light, samples: light.samples.map { -$0 }) : light
  }

  /// The outline magnified.
  func scaled(by factor: Double) -> OutlineTemplate {
    var scaled = self
    scaled.points = points.map { $0 * factor }
    return scaled
  }

  /// The outline turned counter-clockwise by an angle, radians.
  func turned(by angle: Double) -> OutlineTemplate {
    let (sine, cosine) = (Double.sin(angle), Double.cos(angle))
    func turn(_ vector: SIMD2<Double>) -> SIMD2<Double> {
      SIMD2(cosine * vector.x - sine * vector.y, sine * vector.x + cosine * vector.y)
    }
    var turned = self
    turned.points = points.map { turn($0) }
    turned.normals = normals.map { turn($0) }
    return turned
  }

  /// The greatest distance of a point from the origin, pixels.
  var extent: Double { points.map { ($0 * $0).sum().squareRoot() }.max() ?? 0 }
}

/// Where an outline lies in a picture.
public struct OutlinePlace: Sendable, Hashable {
  /// Column and row of the outline's origin, counted from 0.
  public var origin: SIMD2<Double>
  /// How far it is turned counter-clockwise against the template, radians.
  public var turn: Double
  /// How much larger it is than the template.
  public var scale: Double
  /// How many of its points met an edge.
  public var pointCount: Int
  /// Root mean square of their distances from it, pixels.
  public var scatter: Double
  /// Standard deviation of the origin along one axis, pixels.
  public var originError: Double
}

/// Lays an outline over a picture: each point looks along its normal for the edge, and all are moved together.
///
/// Offsets `d` along normals `n` at places `p` from the origin obey `d = n·t + φ (p × n) + s (p·n)` for a small
/// move `t`, turn `φ` and growth `s`; least squares, points beyond the clip left out, until it rests. The
/// scheme of active contours: Blake and Isard 1998, Active Contours, chapter 6.
struct OutlineFitter {
  let plane: Plane
  let kind: EdgeKind
  let clipSigmas: Double
  /// Whether the outline may turn and grow, or only move.
  let turns: Bool
  let grows: Bool

  /// - Parameters:
  ///   - guess: column and row of the origin, counted from 0.
  ///   - reach: how far the outline may be off, pixels.
  /// - Returns: nil where fewer than a third of the points meet an edge, or their edges do not agree.
  func place(_ template: OutlineTemplate, near guess: SIMD2<Double>, reach: Double) -> OutlinePlace?
  {
    let search = EdgeSearch(plane: plane)
    var place = OutlinePlace(
      origin: guess, turn: 0, scale: 1, pointCount: 0, scatter: .infinity, originError: .infinity)
    var window = reach
    for pass in 0..<24 {
      let outline = template.scaled(by: place.scale).turned(by: place.turn)
      guard let move = step(search, outline, place.origin, window, isFine: pass > 6) else {
        return nil
      }
      place.origin += move.shift
      place.turn += move.turn
      place.scale *= 1 + move.growth
      (place.pointCount, place.scatter) = (move.count, move.scatter)
      place.originError = move.error
      window = max(5, min(window * 0.7, 4 * move.scatter + 5))
      let rest = (move.shift * move.shift).sum().squareRoot() + abs(move.turn) * outline.extent
      if pass > 8, rest < 1e-4 { break }
    }
    return place.scatter < 0.25 * window ? place : nil
  }

  private struct Move {
    var shift: SIMD2<Double>
    var turn, growth: Double
    var count: Int
    var scatter, error: Double
  }

  private func step(
    _ search: EdgeSearch, _ outline: OutlineTemplate, _ origin: SIMD2<Double>, _ window: Double,
    isFine: Bool
  ) -> Move? {
    var rays = zip(outline.points, outline.normals).map {
      EdgeRay(origin: origin + $0, outward: $1)
    }
    if isFine,
      let slopes = CoronalSlopes(search, rays, from: 5, to: 5 + max(10, 0.2 * outline.extent))
    {
      for index in rays.indices { rays[index].slope = slopes.slope(atRay: index) }
    }
    var terms: [[Double]] = []
    var offsets: [Double] = []
    for (index, ray) in rays.enumerated() {
      guard
        let offset = search.edge(ray, kind, smoothing: 1, inward: window, outward: window)
      else { continue }
      let (p, n) = (outline.points[index], outline.normals[index])
      var row = [n.x, n.y]
      if turns { row.append(p.x * n.y - p.y * n.x) }
      if grows { row.append((p * n).sum()) }
      terms.append(row)
      offsets.append(offset)
    }
    guard 3 * offsets.count >= rays.count, offsets.count >= 24 else { return nil }
    return clipped(terms, offsets, least: max(24, rays.count / 3))
  }

  private func clipped(_ terms: [[Double]], _ offsets: [Double], least: Int) -> Move? {
    var isKept = [Bool](repeating: true, count: offsets.count)
    var solution: [Double] = []
    var (square, kept) = (0.0, 0)
    var inverse: [[Double]] = []
    for _ in 0..<12 {
      let size = terms[0].count
      var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
      var right = [Double](repeating: 0, count: size)
      for (index, row) in terms.enumerated() where isKept[index] {
        for i in 0..<size {
          right[i] += row[i] * offsets[index]
          for j in 0..<size { matrix[i][j] += row[i] * row[j] }
        }
      }
      guard let found = NormalEquations.solve(matrix, right),
        let covariance = NormalEquations.inverse(matrix)
      else { return nil }
      (solution, inverse) = (found, covariance)
      let residuals = terms.indices.map { index in
        offsets[index] - zip(terms[index], found).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let spread =
        1.4826 * CircleFit.median(zip(residuals, isKept).filter(\.1).map { abs($0.0) })
      let next = residuals.map { abs($0) <= max(clipSigmas * spread, 1e-6) }
      kept = next.count { $0 }
      square = zip(residuals, next).filter(\.1).reduce(0) { $0 + $1.0 * $1.0 }
      if next == isKept { break }
      isKept = next
      guard kept >= least else { return nil }
    }
    let scatter = (square / Double(max(1, kept))).squareRoot()
    return Move(
      shift: SIMD2(solution[0], solution[1]), turn: turns ? solution[2] : 0,
      growth: grows ? solution[solution.count - 1] : 0, count: kept, scatter: scatter,
      error: scatter * max(inverse[0][0], inverse[1][1]).squareRoot())
  }
}
