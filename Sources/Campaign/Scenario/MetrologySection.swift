internal import Geometry

/// The photometers around the observer's pupil.
struct MetrologySettings: Sendable {
  /// Their places from the pupil's centre toward solar west and north, m.
  var points: [SIMD2<Double>]
  /// Deviation of a reading, as a fraction of the whole Sun's light.
  var readingSigma: Double
}

/// `[metrology]`.
enum MetrologySection {
  /// More photometers than any instrument has would only cost time.
  static let allowedCount = 1...1000

  static func read(_ section: SectionReader) -> MetrologySettings? {
    let points =
      section.exactlyOne(as: [SIMD2<Double>]?.self, doc: "Where the photometers are.") { choice in
        choice.key("points_m", doc: "Each at its place.") {
          $0.pairs(
            "points_m", count: allowedCount, each: .closed(-1000, 1000),
            doc: "Places [west, north] from the pupil's centre.")
        }
        choice.key("ring_radius_m", doc: "Evenly on a circle, the first toward solar west.") {
          let radius = $0.double(
            "ring_radius_m", in: .above(0, upTo: 1000), doc: "Radius of the circle.")
          let count = $0.integer("count", in: allowedCount, default: 8, doc: "How many.")
          return ShadowPhotometers.ring(radius: radius, count: count)
        }
      } ?? nil
    let sigma = section.double(
      "reading_sigma", in: .closed(1e-12, 0.1), default: 1e-4,
      doc: "Deviation of a reading, as a fraction of the whole Sun's light.")
    return points.map { MetrologySettings(points: $0, readingSigma: sigma) }
  }
}
