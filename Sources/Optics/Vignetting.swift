internal import RealModule

/// How much of a round pupil looks past what stands before the Sun.
///
/// Rays, without diffraction: light from a direction reaches the part of the pupil that the opaque body
/// does not hide when seen along that direction. The body's corners, each with its own distance, are
/// carried along the direction into the pupil's plane, where their polygon and the pupil overlap in an
/// area that chords and segments give exactly. Bodies that hide each other must be given as their union.
public struct Vignetting: Sendable {
  /// The outline that stands before the pupil.
  public let outline: DiffractingOutline
  /// Radius of the pupil, metres.
  public let pupilRadius: Double
  /// The pupil's middle, metres off the axis.
  public let pupilX: Double
  /// The pupil's middle, metres off the axis.
  public let pupilY: Double

  private let polygons: [VignettingLoop]

  /// The vignetting of a pupil by an outline.
  ///
  /// - Parameters:
  ///   - outline: what is opaque.
  ///   - pupilRadius: metres, above 0.
  ///   - pupilX: metres off the axis, to the right.
  ///   - pupilY: metres off the axis, up.
  /// - Throws: `OpticsError` when the pupil has no size or no place, and when the outline is narrower than
  ///   the pupil everywhere: such a body hides no direction, and is none to photograph a corona with.
  public init(
    outline: DiffractingOutline, pupilRadius: Double, pupilX: Double = 0, pupilY: Double = 0
  ) throws(OpticsError) {
    guard pupilRadius > 0, pupilRadius.isFinite else {
      throw OpticsError(
        .valueOutOfRange, "pupil: radius \(pupilRadius) m; must be a number above 0")
    }
    guard pupilX.isFinite, pupilY.isFinite else {
      throw OpticsError(
        .valueOutOfRange, "pupil: at (\(pupilX), \(pupilY)) m; both must be numbers")
    }
    let widest = Self.widestHalf(outline)
    guard widest >= pupilRadius else {
      throw OpticsError(
        .outsideValidity,
        "occulter: \(2 * widest) m at its widest before a pupil \(2 * pupilRadius) m wide; an occulter "
          + "must be at least as wide as the pupil")
    }
    self.outline = outline
    self.pupilRadius = pupilRadius
    self.pupilX = pupilX
    self.pupilY = pupilY
    polygons = outline.loops.compactMap { loop in
      guard case .polygon(let vertices) = loop else { return nil }
      return VignettingLoop(vertices, pupilRadius: pupilRadius, x: pupilX, y: pupilY)
    }
  }

  /// The share of the pupil that a direction reaches: exactly 0 where it is hidden, 1 where open.
  ///
  /// - Parameters:
  ///   - tangentX: tangent of the direction's angle from the axis, to the right.
  ///   - tangentY: tangent of the direction's angle from the axis, up.
  public func transmission(tangentX: Double, tangentY: Double) -> Double {
    var hidden = 0.0
    for loop in outline.loops {
      guard case .circle(let x, let y, let radius, let distance) = loop else { continue }
      let dx = x - distance * tangentX - pupilX
      let dy = y - distance * tangentY - pupilY
      hidden += CircleOverlap.discs(
        pupilRadius, radius, separation: (dx * dx + dy * dy).squareRoot())
    }
    for polygon in polygons {
      hidden += polygon.hiddenArea(tangentX: tangentX, tangentY: tangentY)
    }
    return min(1, max(0, 1 - hidden / (.pi * pupilRadius * pupilRadius)))
  }

  /// The share of the pupil that a direction reaches: 0 where it is hidden, 1 where open.
  ///
  /// - Parameters:
  ///   - angle: from the axis, radians, below a right angle.
  ///   - azimuth: about the axis from the right through up, radians.
  public func transmission(angle: Double, azimuth: Double) -> Double {
    let tangent = Double.tan(angle)
    return transmission(
      tangentX: tangent * Double.cos(azimuth), tangentY: tangent * Double.sin(azimuth))
  }

  /// Half of the widest extent of the outline, metres: of the larger side of the box around it.
  private static func widestHalf(_ outline: DiffractingOutline) -> Double {
    var (low, high) = (
      (x: Double.infinity, y: Double.infinity), (x: -Double.infinity, y: -Double.infinity)
    )
    func add(_ x: Double, _ y: Double, _ radius: Double) {
      low = (min(low.x, x - radius), min(low.y, y - radius))
      high = (max(high.x, x + radius), max(high.y, y + radius))
    }
    for loop in outline.loops {
      switch loop {
      case .circle(let x, let y, let radius, _): add(x, y, radius)
      case .polygon(let vertices): for vertex in vertices { add(vertex.x, vertex.y, 0) }
      }
    }
    return max(high.x - low.x, high.y - low.y) / 2
  }
}
