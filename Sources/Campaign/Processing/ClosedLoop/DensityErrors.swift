internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Processing
internal import Trajectories

/// How far densities found by inversion are from those of the scenario's corona.
struct DensityErrors: Sendable {
  /// The densities at one distance.
  struct Row: Sendable {
    /// Distance from the Sun's centre, solar radii.
    var radius: Double
    /// The median over position angle of |found − model| / model, the model in the plane of the sky.
    var error: Double
    /// The same against what the inversion makes of the noiseless truth.
    var errorOfTruth: Double
  }

  /// Rows outwards.
  let rows: [Row]
  /// The median over all angles and the distances of the goal, against the model.
  let error: Double
  /// The same against the inversion of the truth.
  let errorOfTruth: Double

  /// Compares the table of `invert` with the corona's density.
  ///
  /// - Parameters:
  ///   - table: position angle, radius, density … as the step tells them.
  ///   - truth: the same from the noiseless frame.
  ///   - model: density in the plane of the sky at a position angle, radians, and a radius.
  ///   - range: distances that count for the medians.
  init(
    _ table: MeasuredTable, truth: MeasuredTable?, range: ClosedRange<Double>,
    model: (_ angle: Double, _ radius: Double) -> Double
  ) {
    struct Sample {
      var radius, found, model, truth: Double
    }
    var reference: [String: Double] = [:]
    func key(_ row: [Double]) -> String { "\(row[0]) \(String(format: "%.4f", row[1]))" }
    for row in truth?.rows ?? [] { reference[key(row)] = row[2] }
    let samples = table.rows.compactMap { row -> Sample? in
      guard row.count > 2, row[2].isFinite else { return nil }
      return Sample(
        radius: row[1], found: row[2], model: model(row[0] * Angles.degree, row[1]),
        truth: reference[key(row)] ?? .nan)
    }
    func errors(_ samples: [Sample], _ truth: (Sample) -> Double) -> Double {
      RadialErrors.median(
        samples.map { abs($0.found - truth($0)) / truth($0) }.filter(\.isFinite))
    }
    var radii: [Double] = []
    for sample in samples where !radii.contains(sample.radius) { radii.append(sample.radius) }
    rows = radii.sorted().map { radius in
      let here = samples.filter { $0.radius == radius }
      return Row(
        radius: radius, error: errors(here, \.model), errorOfTruth: errors(here, \.truth))
    }
    let counted = samples.filter { range.contains($0.radius) }
    error = errors(counted, \.model)
    errorOfTruth = errors(counted, \.truth)
  }
}

extension Scenario {
  /// The density of electrons in the plane of the sky, by position angle (north through east, radians) and
  /// distance from the Sun's centre, solar radii.
  ///
  /// - Throws: what making corona and view throws.
  func densityInPlaneOfSky(
    at instant: Instant
  ) throws -> @Sendable (_ angle: Double, _ radius: Double) -> Double {
    let (_, settings) = try requireFrameSections()
    let density = try settings.density(at: instant)
    let view = try formation.view(at: instant)
    let orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: formation.ephemeris,
      treatment: formation.treatment)
    let (latitude, longitude) = (orientation.latitude, orientation.carringtonLongitude)
    // Solar west and north of the sky in the Carrington frame.
    let west = Vector3(-sin(longitude), cos(longitude), 0)
    let north = Vector3(
      -sin(latitude) * cos(longitude), -sin(latitude) * sin(longitude), cos(latitude))
    return { angle, radius in
      let direction = north * cos(angle) - west * sin(angle)
      let points = CoronalPoints(
        radii: CoronalRadii(radius: SIMD8(repeating: radius)),
        directions: CoronalDirections(
          x: SIMD8(repeating: direction.x), y: SIMD8(repeating: direction.y),
          z: SIMD8(repeating: direction.z)))
      return density.electronsPerCubicCentimetre(at: points)[0]
    }
  }
}
