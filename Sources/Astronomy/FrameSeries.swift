/// The rotation from an inertial frame to the GCRF at many instants.
///
/// Frames of date move by 50″ a year and a few arcseconds a fortnight; between nodes six hours apart
/// they are interpolated within 1e-12 rad, instead of 90 µs of ERFA each.
public struct FrameSeries: Sendable {
  /// The frame.
  public let frame: ReferenceFrame
  private let constant: Rotation?
  private var moving: SlowFunction

  /// A frame followed in time, or held as it was at an epoch.
  public init(_ frame: ReferenceFrame, frozenAt epoch: Instant? = nil) {
    self.frame = frame
    switch frame {
    case .gcrf, .eme2000: constant = frame.rotationToGCRF(at: Instant(wholeSeconds: 0))
    case .meanOfDate, .trueOfDate, .teme:
      constant = epoch.map { frame.rotationToGCRF(at: $0) }
    }
    moving = SlowFunction(stepSeconds: 21_600) { instant in
      let rotation = frame.rotationToGCRF(at: instant)
      var lanes = SIMD16<Double>.zero
      for (index, axis) in [rotation.xAxis, rotation.yAxis, rotation.zAxis].enumerated() {
        for component in 0..<3 { lanes[3 * index + component] = axis[component] }
      }
      return lanes
    }
  }

  /// The rotation from the frame to the GCRF.
  public mutating func rotationToGCRF(at instant: Instant) -> Rotation {
    if let constant { return constant }
    let lanes = moving.answer(at: instant).value
    return Rotation(
      xAxis: Vector3(lanes[0], lanes[1], lanes[2]), yAxis: Vector3(lanes[3], lanes[4], lanes[5]),
      zAxis: Vector3(lanes[6], lanes[7], lanes[8]))
  }
}
