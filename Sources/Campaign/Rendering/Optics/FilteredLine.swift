internal import Optics

/// The line on the occulter's edge on its way through internal occulter and Lyot stop.
///
/// A class rather than a closure: release builds of Swift 6.3.1 destroy closures wrongly that capture values
/// aligned to more than 16 bytes, as vectors are, inside asynchronous closures.
final class FilteredLine: Sendable {
  private let line: RingImage
  private let geometry: CoronagraphResponse.Geometry
  private let internalOcculter: InternalOcculter
  /// The external occulter's middle from the Sun's, as tangents toward west and north.
  private let middle: SIMD2<Double>

  /// - Parameters:
  ///   - line: the line in front of the telescope.
  ///   - geometry: of the telescope.
  ///   - middle: the external occulter's middle, as tangents toward west and north.
  init(
    _ line: RingImage, _ geometry: CoronagraphResponse.Geometry,
    behind internalOcculter: InternalOcculter, middle: SIMD2<Double>
  ) {
    self.line = line
    self.geometry = geometry
    self.internalOcculter = internalOcculter
    self.middle = middle
  }

  /// What is left of it; the wave is followed once for all frames of one geometry.
  func ring() async throws -> FilteredRing {
    filtered(by: try await CoronagraphProfiles.shared.response(for: geometry))
  }

  @inline(never)
  private func filtered(by response: CoronagraphResponse) -> FilteredRing {
    FilteredRing(line, through: response, internalOcculter, middle: middle)
  }
}
