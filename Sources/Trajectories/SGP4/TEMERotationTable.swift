internal import Astronomy
internal import RealModule

/// The rotation from TEME to the GCRF over a span, from nodes six hours apart.
///
/// Precession and nutation cost a hundred microseconds an instant and change by 1e-11 rad/s: the
/// cubic through four nodes is exact to 1e-11 rad, since nutation has no term faster than a few days
/// above that size.
struct TEMERotationTable: Sendable {
  private static let stepSeconds = 21_600.0
  private let start: Instant
  private let nodes: [Rotation]
  private let span: ClosedRange<Instant>

  /// A table for a span, with a node more at either end.
  init(over span: ClosedRange<Instant>) {
    self.span = span
    let length = span.upperBound.seconds(since: span.lowerBound)
    let count = Int((length / Self.stepSeconds).rounded(.up)) + 3
    start = span.lowerBound.advanced(bySeconds: -Self.stepSeconds)
    var nodes: [Rotation] = []
    nodes.reserveCapacity(count + 1)
    for index in 0...count {
      nodes.append(
        ReferenceFrame.teme.rotationToGCRF(
          at: start.advanced(bySeconds: Double(index) * Self.stepSeconds)))
    }
    self.nodes = nodes
  }

  /// The rotation at an instant; outside the span it is computed in full.
  func rotation(at instant: Instant) -> Rotation {
    guard span.contains(instant) else { return ReferenceFrame.teme.rotationToGCRF(at: instant) }
    let steps = instant.seconds(since: start) / Self.stepSeconds
    let index = min(max(Int(steps), 1), nodes.count - 3)
    let x = steps - Double(index)
    // Lagrange's weights for nodes at −1, 0, 1, 2.
    let (a, b, c, d) = (
      -x * (x - 1) * (x - 2) / 6, (x * x - 1) * (x - 2) / 2, -x * (x + 1) * (x - 2) / 2,
      x * (x * x - 1) / 6
    )
    let (n0, n1, n2, n3) = (nodes[index - 1], nodes[index], nodes[index + 1], nodes[index + 2])
    let first = n0.xAxis * a + n1.xAxis * b + n2.xAxis * c + n3.xAxis * d
    let second = n0.yAxis * a + n1.yAxis * b + n2.yAxis * c + n3.yAxis * d
    let xAxis = first.normalized
    let yAxis = (second - xAxis * xAxis.dot(second)).normalized
    return Rotation(xAxis: xAxis, yAxis: yAxis, zAxis: xAxis.cross(yAxis))
  }
}
