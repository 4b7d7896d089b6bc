internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Processing
internal import Trajectories

/// How far densities found by inversion are from those of the scenario's corona.
///
/// Inversion takes the corona on each line of sight for round: n_e of the distance alone. Where the model is
/// not, the error against the model is that assumption's and not the processing's; the error against the
/// inversion of the noiseless frame is the processing's alone.
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
  /// The median of |inversion of the truth − model| / model: what taking the corona for round does.
  let errorOfInversion: Double
  /// The median error against the model where that is round along the line of sight; not a number where it
  /// is so nowhere.
  let errorWhereRound: Double
  /// Of the angles and distances compared, the share where the model is round.
  let roundShare: Double

  /// How much density may differ along a line of sight, from 45 degrees before to 45 degrees behind the plane
  /// of the sky, at one distance from the Sun, to count as round.
  static let roundness = 0.1

  /// Compares the table of `invert` with the corona's density.
  ///
  /// - Parameters:
  ///   - table: position angle, radius, density … as the step tells them.
  ///   - truth: the same from the noiseless frame.
  ///   - model: density at a position angle, radians, a distance from the Sun's centre, and an angle from the
  ///     plane of the sky towards the observer, radians.
  ///   - range: distances that count for the medians.
  init(
    _ table: MeasuredTable, truth: MeasuredTable?, range: ClosedRange<Double>,
    model: (_ angle: Double, _ radius: Double, _ tilt: Double) -> Double
  ) {
    struct Sample {
      var radius, found, model, truth: Double
      var isRound: Bool
    }
    var reference: [String: Double] = [:]
    func key(_ row: [Double]) -> String { "\(row[0]) \(String(format: "%.4f", row[1]))" }
    for row in truth?.rows ?? [] { reference[key(row)] = row[2] }
    func isRound(_ angle: Double, _ radius: Double, _ middle: Double) -> Bool {
      [-45.0, -30, -15, 15, 30, 45].allSatisfy { tilt in
        abs(model(angle, radius, tilt * Angles.degree) / middle - 1) <= Self.roundness
      }
    }
    let samples = table.rows.compactMap { row -> Sample? in
      guard row.count > 2, row[2].isFinite else { return nil }
      let angle = row[0] * Angles.degree
      let middle = model(angle, row[1], 0)
      return Sample(
        radius: row[1], found: row[2], model: middle, truth: reference[key(row)] ?? .nan,
        isRound: isRound(angle, row[1], middle))
    }
    func errors(_ pairs: [(value: Double, truth: Double)]) -> Double {
      RadialErrors.median(pairs.map { abs($0.value - $0.truth) / $0.truth }.filter(\.isFinite))
    }
    func ofModel(_ samples: [Sample]) -> Double { errors(samples.map { ($0.found, $0.model) }) }
    func ofTruth(_ samples: [Sample]) -> Double { errors(samples.map { ($0.found, $0.truth) }) }
    var radii: [Double] = []
    for sample in samples where !radii.contains(sample.radius) { radii.append(sample.radius) }
    rows = radii.sorted().map { radius in
      let here = samples.filter { $0.radius == radius }
      return Row(
        radius: radius, error: ofModel(here), errorOfTruth: ofTruth(here))
    }
    let counted = samples.filter { range.contains($0.radius) }
    let round = counted.filter(\.isRound)
    error = ofModel(counted)
    errorOfTruth = ofTruth(counted)
    errorOfInversion = errors(counted.map { ($0.truth, $0.model) })
    errorWhereRound = ofModel(round)
    roundShare = counted.isEmpty ? .nan : Double(round.count) / Double(counted.count)
  }
}

extension Scenario {
  /// The density of electrons as the observer sees the corona: by position angle (north through east,
  /// radians), distance from the Sun's centre, solar radii, and the angle from the plane of the sky towards
  /// the observer, radians.
  ///
  /// - Throws: what making corona and view throws.
  func densityAsSeen(
    at instant: Instant
  ) throws -> @Sendable (_ angle: Double, _ radius: Double, _ tilt: Double) -> Double {
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
    let observer = Vector3(
      cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude))
    return { angle, radius, tilt in
      let direction =
        (north * cos(angle) - west * sin(angle)) * cos(tilt) + observer * sin(tilt)
      let points = CoronalPoints(
        radii: CoronalRadii(radius: SIMD8(repeating: radius)),
        directions: CoronalDirections(
          x: SIMD8(repeating: direction.x), y: SIMD8(repeating: direction.y),
          z: SIMD8(repeating: direction.z)))
      return density.electronsPerCubicCentimetre(at: points)[0]
    }
  }
}
