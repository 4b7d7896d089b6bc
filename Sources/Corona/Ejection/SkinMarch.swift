internal import Astronomy
internal import VectorMath

/// Finds where a line runs through the skin of a surface.
///
/// Away from the skin it goes on by the distance that the surface certifies to be free (sphere tracing:
/// Hart 1996, The Visual Computer 12, 527); near and in the skin by four fifths of its width, where the
/// depth is smooth, with a parabola through three places for what may rise or dip between them. Ends
/// lie where the depth is that of the skin's ends, and at depth zero, where the widths change.
struct SkinMarch<Surface: SkinSurface> {
  private let surface: Surface
  private let line: SkinLine
  private let outerReach: Double
  private let innerReach: Double
  private let outerWidth: Double
  private let innerWidth: Double
  private let tolerance: Double
  /// The share of the width of a layer that a step through it may take.
  private static var stepInWidths: Double { 0.8 }

  private(set) var stretches: [SightlineStretch] = []
  private var here = Sample(place: 0, depth: 0)
  private var before: Sample?
  private var start = 0.0
  private var steepest = 0.0

  private struct Sample {
    var place: Double
    var depth: Double
  }

  /// The stretches of a sightline.
  static func stretches(
    along sightline: Sightline, surface: Surface, placement: EjectionPlacement, skin: EjectionSkin
  ) -> [SightlineStretch] {
    let line = SkinLine(sightline, placement)
    guard let span = surface.span(of: line, margin: skin.outerReach) else { return [] }
    let lower = Swift.max(span.lowerBound, sightline.reach.lowerBound)
    let upper = Swift.min(span.upperBound, sightline.reach.upperBound)
    guard lower < upper else { return [] }
    var cuts = CutList()
    surface.addCuts(of: line, skin: skin, to: &cuts)
    var march = SkinMarch(surface, line, skin)
    var from = lower
    for index in 0..<cuts.count where cuts[index] > from && cuts[index] < upper {
      march.run(from: from, to: cuts[index])
      from = cuts[index]
    }
    march.run(from: from, to: upper)
    return march.stretches
  }

  private init(_ surface: Surface, _ line: SkinLine, _ skin: EjectionSkin) {
    self.surface = surface
    self.line = line
    outerReach = skin.outerReach
    innerReach = skin.innerReach
    outerWidth = skin.outerSolarRadii
    innerWidth = skin.innerSolarRadii ?? .infinity
    tolerance = 5e-5 * skin.finest
  }

  /// Layers from the outside in: free space, outer skin, inner skin, hollow.
  @inline(__always)
  private func layer(_ depth: Double) -> Int {
    depth > outerReach ? 0 : depth > 0 ? 1 : depth >= -innerReach ? 2 : 3
  }

  @inline(__always)
  private func depth(_ place: Double) -> Double { surface.depth(at: line.point(place)) }

  private mutating func run(from lower: Double, to upper: Double) {
    here = Sample(place: lower, depth: depth(lower))
    before = nil
    start = lower
    steepest = 0
    while here.place < upper {
      let step = step()
      // Comparing places, not lengths: a step below the last bit must not stand still.
      let target = here.place + step
      let place = target < upper && target > here.place ? target : upper
      let next = Sample(place: place, depth: depth(place))
      if let before, layer(before.depth) == layer(here.depth),
        layer(next.depth) == layer(here.depth),
        let turn = turn(before, here, next), layer(turn.depth) != layer(here.depth)
      {
        here = before
        advance(to: turn)
      }
      let previous = here
      advance(to: next)
      before = previous.place < here.place ? previous : nil
    }
    close(at: upper)
  }

  /// How far the next sample may be.
  private func step() -> Double {
    switch layer(here.depth) {
    case 0:
      let free = surface.clearance(at: line.point(here.place)) - outerReach
      return Swift.max(free, Self.stepInWidths * outerWidth)
    case 1:
      return Self.stepInWidths * outerWidth
    case 2 where innerReach == .infinity:
      let free = -surface.clearance(at: line.point(here.place))
      return Swift.max(free, Self.stepInWidths * outerWidth)
    case 2:
      return Self.stepInWidths * innerWidth
    default:
      let free = -surface.clearance(at: line.point(here.place)) - innerReach
      return Swift.max(free, Self.stepInWidths * innerWidth)
    }
  }

  /// The vertex of the parabola through three samples, where it lies between them and the depth has its
  /// least or greatest value there.
  private func turn(_ a: Sample, _ b: Sample, _ c: Sample) -> Sample? {
    let (left, right) = (b.depth - a.depth, c.depth - b.depth)
    guard left * right <= 0, left != right else { return nil }
    let (p, q) = (b.place - a.place, c.place - b.place)
    guard p > 0, q > 0 else { return nil }
    let (slopeLeft, slopeRight) = (left / p, right / q)
    let curvature = (slopeRight - slopeLeft) / (p + q)
    guard curvature != 0 else { return nil }
    let vertex = b.place - 0.5 * (slopeLeft * q + slopeRight * p) / ((p + q) * curvature)
    guard vertex > a.place, vertex < c.place else { return nil }
    return Sample(place: vertex, depth: depth(vertex))
  }

  /// Goes on to a sample and ends a stretch wherever a layer begins on the way.
  private mutating func advance(to next: Sample) {
    let slope = abs(next.depth - here.depth) / Swift.max(next.place - here.place, .ulpOfOne)
    while layer(here.depth) != layer(next.depth) {
      let inward = next.depth < here.depth
      let current = layer(here.depth)
      let border = inward ? current : current - 1
      let level = border == 0 ? outerReach : border == 1 ? 0 : -innerReach
      let crossing = crossing(of: level, until: next)
      steepest = Swift.max(steepest, slope)
      close(at: crossing)
      start = crossing
      steepest = slope
      // Beyond the border by definition: the sign of a rounded depth must not bring it back.
      here = Sample(place: crossing, depth: inward ? level.nextDown : level.nextUp)
      if border == 2, inward { here.depth = (-innerReach).nextDown }
      if border == 1, inward { here.depth = -Double.leastNonzeroMagnitude }
    }
    steepest = Swift.max(steepest, slope)
    here = next
  }

  /// The place between here and the next sample where the depth passes a level.
  private func crossing(of level: Double, until next: Sample) -> Double {
    let bracket = bracketedRoot(
      of: { depth($0) - level }, between: here.place, and: next.place,
      valueAtFirst: here.depth - level, valueAtSecond: next.depth - level,
      tolerance: tolerance)
    return Swift.max(bracket?.estimate ?? next.place, here.place)
  }

  /// Ends the stretch that began at `start`, where it lies in the skin.
  private mutating func close(at end: Double) {
    let layer = layer(here.depth)
    guard layer == 1 || layer == 2, end > start else { return }
    let length = end - start
    let width = layer == 1 ? outerWidth : innerWidth
    // A slope below the width over the length changes the density by less than a factor e.
    let scale = Swift.min(width / Swift.max(steepest, 1e-9), length)
    stretches.append(SightlineStretch(start...end, scale: scale))
  }
}
