internal import Astronomy
internal import RealModule
internal import VectorMath

/// The surface of the graduated cylindrical shell in its own frame.
///
/// The axis of the rope, in the plane z = 0 and mirrored at x = 0: a leg from the Sun's centre along
/// `(sin α, cos α)` to the height `h`, then a circle about `(0, b)` with radius ϱ that goes on smoothly,
/// `b = h / cos α`, `ϱ = h tan α`, `h = H (1 − κ) cos α / (1 + sin α)` for a leading edge at `H`.
/// The surface is where the distance from the axis is κ times the distance from the Sun (Thernisien
/// 2011, §2): a cone of half-angle `arcsin κ` about a leg; about the circle, in its meridian plane at the
/// angle β, a circle with centre and radius
///
///     X₀ = (ϱ + b κ² sin β) / (1 − κ²),   R² = X₀² + (b² κ² − ϱ²) / (1 − κ²).
///
/// The depth is the distance from that centre (from the axis, on a leg) less the radius. It is
/// continuous where leg and circle join (there `X₀ = ϱ`, `R = h tan δ`), its slope is so on the surface.
struct GraduatedCylindricalSurface: SkinSurface, Hashable {
  let leadingEdge: Double
  let halfAngle: Double
  let aspect: Double

  /// Height of a leg, `h`.
  let legHeight: Double
  /// Height of the circle's centre, `b`.
  let centreHeight: Double
  /// Radius of the circular part of the axis, ϱ.
  let axisRadius: Double
  let sine: Double
  let cosine: Double
  let tangent: Double
  /// `tan δ`, radius of a leg over the way along it.
  let slope: Double
  /// `X₀ = offset + offsetSlope · sin β`.
  let offset: Double
  let offsetSlope: Double
  /// `R² − X₀²`.
  let excess: Double
  /// A box about the surface: half its extents along x and z, and its lower end along y.
  private let extentAcross: Double
  private let extentOfPlane: Double
  private let lowest: Double

  init(leadingEdge: Double, halfAngle: Double, aspect: Double) {
    self.leadingEdge = leadingEdge
    self.halfAngle = halfAngle
    self.aspect = aspect
    sine = Double.sin(halfAngle)
    cosine = Double.cos(halfAngle)
    tangent = sine / cosine
    let square = aspect * aspect
    legHeight = leadingEdge * (1 - aspect) * cosine / (1 + sine)
    centreHeight = legHeight / cosine
    axisRadius = legHeight * tangent
    slope = aspect / ((1 - aspect) * (1 + aspect)).squareRoot()
    offset = axisRadius / (1 - square)
    offsetSlope = centreHeight * square / (1 - square)
    excess =
      (centreHeight * centreHeight * square - axisRadius * axisRadius) / (1 - square)
    let front = offset + offsetSlope
    extentOfPlane = (front * front + excess).squareRoot()
    (extentAcross, lowest) = Self.extents(
      halfAngle: halfAngle, centreHeight: centreHeight, offset: offset, offsetSlope: offsetSlope,
      excess: excess)
  }

  /// Bounds on x and y over the surface: in each piece of β the widest circle, at the best angle.
  private static func extents(
    halfAngle: Double, centreHeight: Double, offset: Double, offsetSlope: Double, excess: Double
  ) -> (across: Double, lowest: Double) {
    let pieces = 64
    let step = (halfAngle + 0.5 * Double.pi) / Double(pieces)
    var across = 0.0
    var lowest = 0.0
    for piece in 0..<pieces {
      let from = -halfAngle + Double(piece) * step
      let centre = offset + offsetSlope * Double.sin(from + step)
      let reach = centre + Swift.max(centre * centre + excess, 0).squareRoot()
      let nearest = from + step < 0 ? from + step : Swift.max(from, 0)
      across = Swift.max(across, reach * Double.cos(nearest))
      lowest = Swift.min(lowest, centreHeight + reach * Double.sin(from))
    }
    return (across, lowest)
  }

  /// Centre `X₀` and radius of the cross-section at an angle β.
  @inline(__always)
  func section(sineOfBeta: Double) -> (centre: Double, radius: Double) {
    let centre = offset + offsetSlope * sineOfBeta
    return (centre, Swift.max(centre * centre + excess, 0).squareRoot())
  }

  @inline(__always)
  func depth(at point: Vector3) -> Double {
    let x = abs(point.x)
    let v = point.y - centreHeight
    if v < -x * tangent {
      let along = x * sine + point.y * cosine
      guard along > 0 else { return point.length }
      let across = x * cosine - point.y * sine
      return (across * across + point.z * point.z).squareRoot() - along * slope
    }
    let s = Swift.max((x * x + v * v).squareRoot(), .leastNormalMagnitude)
    let (centre, radius) = section(sineOfBeta: v / s)
    let across = s - centre
    return (across * across + point.z * point.z).squareRoot() - radius
  }

  @inline(__always)
  func depth(x signed: Double8, y: Double8, z: Double8) -> Double8 {
    let x = signed.replacing(with: -signed, where: signed .< 0)
    let v = y - centreHeight
    let isLeg = v .< -x * tangent
    var result = Double8.zero
    if any(isLeg) {
      let along = x * sine + y * cosine
      let across = x * cosine - y * sine
      let cone = Double8.sqrt(across * across + z * z) - along * slope
      result = cone.replacing(
        with: Double8.sqrt(x * x + y * y + z * z), where: .!(along .> 0))
      if all(isLeg) { return result }
    }
    let inPlane = Double8.sqrt(x * x + v * v)
    let s = inPlane.replacing(
      with: .leastNormalMagnitude, where: inPlane .< .leastNormalMagnitude)
    let centre = offset + offsetSlope * (v / s)
    let square = centre * centre + excess
    let across = s - centre
    let front =
      Double8.sqrt(across * across + z * z)
      - Double8.sqrt(square.replacing(with: 0, where: square .< 0))
    return front.replacing(with: result, where: isLeg)
  }

  /// `(d − κ r) / (1 + κ)`, `d` the distance from the axis, `r` from the Sun.
  ///
  /// Both distances change by no more than the way. With the axis point of one meridian plane kept,
  /// `d − κ r` vanishes on that plane's circle, which is as far away as the depth tells; hence the
  /// clearance is no larger than the depth.
  @inline(__always)
  func clearance(at point: Vector3) -> Double {
    let x = abs(point.x)
    let v = point.y - centreHeight
    let distance = point.length
    let fromAxis: Double
    if v < -x * tangent {
      let across = x * cosine - point.y * sine
      fromAxis =
        x * sine + point.y * cosine > 0
        ? (across * across + point.z * point.z).squareRoot() : distance
    } else {
      let across = (x * x + v * v).squareRoot() - axisRadius
      fromAxis = (across * across + point.z * point.z).squareRoot()
    }
    return (fromAxis - aspect * distance) / (1 + aspect)
  }

  func span(of line: SkinLine, margin: Double) -> ClosedRange<Double>? {
    var range = (-Double.infinity, Double.infinity)
    let (across, plane) = (extentAcross + margin, extentOfPlane + margin)
    range = line.within(range, 2, -plane, plane)
    guard range.0 < range.1 else { return nil }
    range = line.within(range, 1, lowest - margin, leadingEdge + margin)
    guard range.0 < range.1 else { return nil }
    range = line.within(range, 0, -across, across)
    guard range.0 < range.1 else { return nil }
    // The farthest point of the surface from the Sun is the nose.
    guard let chord = line.chord(centre: .zero, radius: leadingEdge + margin) else { return nil }
    let lower = Swift.max(range.0, chord.lowerBound)
    let upper = Swift.min(range.1, chord.upperBound)
    return lower < upper ? lower...upper : nil
  }

  /// The planes x = 0 between the legs and of the joints; the axes of thin legs; the line through the
  /// circle's centre where the loop has no hole.
  func addCuts(of line: SkinLine, skin: EjectionSkin, to cuts: inout CutList) {
    let (o, d) = (line.origin, line.direction)
    cuts.add(-o.x / d.x)
    let v = o.y - centreHeight
    for side in [1.0, -1.0] {
      let place = -(v + side * o.x * tangent) / (d.y + side * d.x * tangent)
      if side * (o.x + place * d.x) > 0 { cuts.add(place) }
    }
    for side in [1.0, -1.0] {
      let axis = Vector3(side * sine, cosine, 0)
      let place = Self.nearest(o, d, to: axis)
      let along = (o + d * place).dot(axis)
      if along > 0, along < legHeight, along * slope < skin.innerReach { cuts.add(place) }
    }
    if aspect > sine {
      cuts.add(Self.nearest(o - Vector3(0, centreHeight, 0), d, to: Vector3(0, 0, 1)))
    }
  }

  /// Where a line comes nearest to another through the origin, or no number where they are parallel.
  private static func nearest(_ o: Vector3, _ d: Vector3, to axis: Vector3) -> Double {
    let flat = d - axis * d.dot(axis)
    return -o.dot(flat) / flat.lengthSquared
  }
}
