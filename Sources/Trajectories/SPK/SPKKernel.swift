public import Astronomy

/// An SPK kernel, SPICE's binary file of trajectories, read from its bytes.
///
/// Segments of types 2, 3 (Chebyshev), 8, 9 (Lagrange), 12 and 13 (Hermite) can be evaluated, in
/// the frames J2000 and ECLIPJ2000, written in either byte order. Nothing but the directory is read
/// before a trajectory is asked for. Source: NAIF, SPK Required Reading (N0067).
public struct SPKKernel: Sendable {
  /// The name of the file, for messages.
  public let name: String
  /// The text of the comment area, lines separated by line feeds.
  public let comments: String
  /// The segments in the order of the file; where several hold, the last one counts.
  public let segments: [SPKSegment]

  let file: DoubleArrayFile

  /// A kernel from the bytes of its file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: its name for messages.
  /// - Throws: `TrajectoryError` naming the file, the byte and what is wrong with it.
  public init(bytes: [UInt8], name: String) throws(TrajectoryError) {
    self.name = name
    file = try DoubleArrayFile(bytes: bytes, name: name, kind: "SPK", doubles: 2, integers: 6)
    comments = file.comments
    var segments: [SPKSegment] = []
    for summary in file.summaries { segments.append(try SPKSegment(summary, file: file)) }
    self.segments = segments
  }

  /// The motion of a body relative to another; see `SPKKernelSet`.
  public func trajectory(
    of target: Int, about center: Int = SPKKernelSet.earth, over span: ClosedRange<Instant>
  ) throws(TrajectoryError) -> SPKTrajectory {
    try SPKKernelSet([self]).trajectory(of: target, about: center, over: span)
  }

  /// The times for which a body's motion relative to another is known; see `SPKKernelSet`.
  public func coverage(
    of target: Int, about center: Int = SPKKernelSet.earth
  ) -> [ClosedRange<Instant>] {
    SPKKernelSet([self]).coverage(of: target, about: center)
  }

  /// The polynomials of a segment over a stretch of readings of an `EphemerisClock`.
  func pieces(
    of segment: SPKSegment, over span: ClosedRange<Instant>
  ) throws(TrajectoryError) -> PiecewisePolynomial {
    let rotation = try segment.rotation(file: name)
    switch segment.dataType {
    case 2, 3: return try segment.chebyshevPieces(over: span, file: file, rotation: rotation)
    case 8, 9, 12, 13: return try segment.statePieces(over: span, file: file, rotation: rotation)
    default:
      let kind = SPKSegment.typeNames[segment.dataType].map { " (\($0))" } ?? ""
      throw TrajectoryError(
        .unsupportedKernel,
        "\(name): \(segment.label): type \(segment.dataType)\(kind) is not supported; supported "
          + "are types \(SPKSegment.supportedTypes.map { "\($0)" }.joined(separator: ", "))")
    }
  }
}
