/// The rotation from an inertial frame to the GCRF at many instants.
///
/// Frames of date move by 50″ a year and a few arcseconds a fortnight; kept as Chebyshev polynomials over
/// two days they follow ERFA within 1e-12 rad, instead of 90 µs for each instant. A stretch
/// takes 1 ms when it is first asked for; all series of a frame, in all threads, share what is
/// computed.
public struct FrameSeries: Sendable {
  /// The frame.
  public let frame: ReferenceFrame
  private let constant: Rotation?
  private let moving: ChebyshevTable?

  /// A frame followed in time, or held as it was at an epoch.
  public init(_ frame: ReferenceFrame, frozenAt epoch: Instant? = nil) {
    self.frame = frame
    switch frame {
    case .gcrf, .eme2000: moving = nil
    case .meanOfDate: moving = epoch == nil ? Self.meanOfDate : nil
    case .trueOfDate: moving = epoch == nil ? Self.trueOfDate : nil
    case .teme: moving = epoch == nil ? Self.teme : nil
    }
    constant =
      moving == nil ? frame.rotationToGCRF(at: epoch ?? Instant(wholeSeconds: 0)) : nil
  }

  /// The rotation from the frame to the GCRF.
  public func rotationToGCRF(at instant: Instant) -> Rotation {
    if let moving { return Rotation(gibbs: moving.vector(at: instant)) }
    return constant ?? frame.rotationToGCRF(at: instant)
  }

  private static let meanOfDate = table(.meanOfDate)
  private static let trueOfDate = table(.trueOfDate)
  private static let teme = table(.teme)

  private static func table(_ frame: ReferenceFrame) -> ChebyshevTable {
    ChebyshevTable(
      stretchSeconds: 2 * 86_400, degree: 9,
      exact: { frame.rotationToGCRF(at: $0).gibbs })
  }
}

extension Rotation {
  /// The axis times the tangent of half the angle, for angles below 180°: Gibbs' vector.
  ///
  /// Source: Shuster, A survey of attitude representations, J. Astronaut. Sci. 41, 439 (1993).
  var gibbs: Vector3 {
    let twist = Vector3(zAxis.y - yAxis.z, xAxis.z - zAxis.x, yAxis.x - xAxis.y)
    return twist / (1 + xAxis.x + yAxis.y + zAxis.z)
  }

  /// The rotation of a Gibbs vector: Rodrigues' formula with the tangent of half the angle.
  init(gibbs: Vector3) {
    let scale = 2 / (1 + gibbs.lengthSquared)
    func axis(_ unit: Vector3) -> Vector3 {
      let turned = gibbs.cross(unit)
      return unit + (gibbs.cross(turned) - turned) * scale
    }
    self.init(
      xAxis: axis(Vector3(1, 0, 0)), yAxis: axis(Vector3(0, 1, 0)), zAxis: axis(Vector3(0, 0, 1)))
  }
}
