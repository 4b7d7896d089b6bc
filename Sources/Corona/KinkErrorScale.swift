internal import Astronomy
internal import RealModule
internal import VectorMath

/// What turns the residuals of panels that run across kinks into errors.
///
/// Where kinks lie at random, the ratio of a panel's error to its highest Legendre coefficients is known
/// (see ``LocalisedRule/kinkVariance(null:)``). In the cells of a grid they do not: before the disc all
/// sightlines cross the lowest shells at the same places of their first panels, cells of even width lie
/// evenly in panels of so many cells, and what then stands in the coefficients may be ten times more or
/// less than what is missing in the sum. So the ratio is measured, as ``SightlineErrorScale`` does for
/// smooth densities: some sightlines in every octave of the distance from the limb are integrated cell by
/// cell too, where the rules have no error to speak of. Nine of ten of them, in the octave and in its
/// neighbours, are off by less than four fifths of the error told.
///
/// Over cubes of the solar minimum on coarse, fine and Cartesian grids, linear and in powers of the radius,
/// at preview and standard quality, before the disc and off the limb: 95 of 100 errors are at most 1.5
/// times the told one, and the middle one is a quarter of it as a rule (a thirtieth where power laws make
/// most sightlines nearly free of kinks).
struct KinkErrorScale: Sendable {
  /// Octaves of `|ρ − 1|` inside and outside the limb; what lies beyond counts as the next one.
  private static let octaves = (lowest: -5, highest: 8)
  /// How many times eight sightlines are compared in every octave.
  private static let groups = 3
  /// The part of the compared sightlines whose error is bounded.
  private static let bounded = 0.9
  /// The largest ratio of some sightlines is not that of all.
  private static let safety = 1.25
  /// In units of the residual where nothing was compared: nineteen of twenty errors of kinks at random.
  static let atRandom = 2.0

  private let inside: [Double]
  private let outside: [Double]

  /// The scale for the pictures of one observer.
  ///
  /// - Returns: nil where no part of the density has stretches with kinks.
  init?(_ setup: SightlineSetup, _ observer: CoronalObserver, _ tail: SightlineTail) {
    let pairs = setup.split.localised.compactMap { part in
      part.density.withoutKinks.map { (part.weight, part.density, $0) }
    }
    guard !pairs.isEmpty else { return nil }
    func ratios(_ octave: Int, _ impactParameter: (Double) -> Double) -> [Double] {
      var found: [Double] = []
      for group in 0..<Self.groups {
        let lines = Self.lines(octave, group, observer, tail, impactParameter)
        for line in lines {
          var (error, deviation) = (SIMD2<Double>.zero, 0.0)
          for (weight, coarse, fine) in pairs {
            let first = LocalisedIntegral(of: coarse, along: line, setup)
            let second = LocalisedIntegral(of: fine, along: line, setup)
            error +=
              weight * SIMD2(first.total - second.total, first.polarized - second.polarized)
            deviation += weight * first.kinkDeviation
          }
          guard deviation > 0, error.x.isFinite, error.y.isFinite else { continue }
          found.append(Swift.max(abs(error.x), abs(error.y)) / deviation)
        }
      }
      return found
    }
    inside = Self.spread(
      (Self.octaves.lowest..<0).map { octave in ratios(octave) { 1 - $0 } })
    let farthest = 0.99 * observer.distanceSolarRadii
    outside = Self.spread(
      (Self.octaves.lowest...Self.octaves.highest).map { octave in
        1 + Double.exp2(Double(octave)) < farthest
          ? ratios(octave) { Swift.min(1 + $0, farthest) } : []
      })
  }

  /// What the residual of a sightline is to be multiplied by.
  func factor(impactParameter rho: Double) -> Double {
    let height = abs(rho - 1)
    let octave = height > 0 && height.isFinite ? Int(height.exponent) - Self.octaves.lowest : 0
    let factors = rho <= 1 ? inside : outside
    return factors[Swift.max(0, Swift.min(octave, factors.count - 1))]
  }

  /// Of every octave and its neighbours, the largest of the ratios that most sightlines stay below.
  private static func spread(_ ratios: [[Double]]) -> [Double] {
    let bounds = ratios.map { octave in
      let sorted = octave.sorted()
      let place = Int((bounded * Double(sorted.count)).rounded(.down))
      return place < sorted.count ? sorted[place] : sorted.last ?? 0
    }
    return bounds.indices.map { index in
      let near = bounds[Swift.max(0, index - 1)...Swift.min(index + 1, bounds.count - 1)]
      let largest = near.max() ?? 0
      return largest > 0 ? safety * largest : atRandom
    }
  }

  /// Eight sightlines of an octave, about the Sun by the golden angle.
  private static func lines(
    _ octave: Int, _ group: Int, _ observer: CoronalObserver, _ tail: SightlineTail,
    _ impactParameter: (Double) -> Double
  ) -> [Sightline] {
    var (rho, west, north) = (Double8.zero, Double8.zero, Double8.zero)
    for lane in 0..<8 {
      let number = Double(8 * (groups * (octave - octaves.lowest) + group) + lane + 1)
      let angle = 2.399_963_229_728_653 * number
      west[lane] = -Double.sin(angle)
      north[lane] = Double.cos(angle)
      let place = (0.618_033_988_749_894_9 * number).truncatingRemainder(dividingBy: 1)
      // The lowest octave reaches down to the limb.
      rho[lane] = impactParameter(
        Double.exp2(Double(octave)) * (octave == octaves.lowest ? 2 * place : 1 + place))
    }
    let sine = rho / observer.distanceSolarRadii
    let lines = SightlineGroup(
      impactParameter: rho, sineOfElongation: sine,
      cosineOfElongation: .sqrt((1 - sine) * (1 + sine)), west: west, north: north,
      observer: observer)
    return (0..<8).map { lines.sightline($0, tail) }
  }
}
