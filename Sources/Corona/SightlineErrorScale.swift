internal import RealModule
internal import VectorMath

/// What turns the residuals of a rule's panels into errors.
///
/// The error of a Gauss rule of `n` nodes is made by the Legendre coefficients of the integrand beyond
/// degree `2n`; the nodes show those up to `n` (null rules: Berntsen and Espelid 1991, ACM Transactions
/// on Mathematical Software 17, 233; Lyness 1965, Mathematics of Computation 19, 260). How the ones
/// follow from the others is the question of every embedded estimate. QUADPACK answers it once for all
/// integrands, by the power 1.5 of the difference of two rules, `(200 δ/I)^1.5 I` (Piessens et al. 1983,
/// §2.2.4.1), and is wrong by decades on either side: coefficients fall geometrically for what is
/// analytic, as a power of the degree at the photosphere (a square root in the kernel), at infinity
/// (broken powers of distance) and across the cells of a spline, at a rate that depends on the impact
/// parameter and on the density.
///
/// A picture has many sightlines through one density. So the answer is measured: a few sightlines in
/// every octave of the distance from the limb are integrated by a finer rule too, and the largest ratio
/// of error to residual among them and the neighbouring octaves, times a safety, holds for all
/// sightlines there; so does the largest ratio of error to light, and the lesser bound is told. The
/// residual knows sightlines that are harder than others, such as those that graze a belt; the light
/// keeps a residual that has nothing to do with the error from being taken for it. Rounding is added.
///
/// Over 19 published densities and 15 belts, from 1.5, 10 and 215 solar radii, 9992 of 10 000 errors and
/// more are bounded, half of them by less than 25 times their size (preview), 19 (standard) and 38
/// (reference, whose errors come from few hard places).
struct SightlineErrorScale: Sendable {
  /// Octaves of `|ρ − 1|`, inside and outside the limb; what lies beyond counts as the next one.
  private static let lowestOctave = -14
  /// The largest ratio of some sightlines is not that of all.
  private static let safety = 5.0
  /// Sums and kernel lose some hundreds of units in the last place.
  private static let rounding = 1e-13
  /// A residual that is zero by chance, relative to the light, would stand for any error.
  private static let leastResidual = 1e-12

  /// Of each octave, the largest ratio of error to residual and that of error to light.
  private let inside: [SIMD2<Double>]
  private let outside: [SIMD2<Double>]

  /// The scale for the pictures of one observer.
  ///
  /// - Parameter groupsAnOctave: how many times eight sightlines are compared in every octave.
  /// - Returns: nil where all parts of the density are localised: their panels tell their own errors.
  init?(_ corona: KCorona, _ observer: CoronalObserver, groupsAnOctave: Int) {
    guard corona.setup.hasPanels else { return nil }
    let fine = SightlineSetup(
      density: corona.density, kernel: corona.kernel, table: nil
    ) { SightlineRule.scaling(width: $0) }
    self.init(
      corona.setup, tail: SightlineTail(behind: observer.distanceSolarRadii, corona.setup),
      fine: fine, observer: observer, groupsAnOctave: groupsAnOctave)
  }

  /// The scale of one rule by another.
  init(
    _ setup: SightlineSetup, tail: SightlineTail, fine: SightlineSetup, observer: CoronalObserver,
    groupsAnOctave: Int
  ) {
    let distance = observer.distanceSolarRadii
    var comparison = Comparison(
      setup, tail: tail, fine: fine, observer: observer)
    inside = Self.spread(
      (Self.lowestOctave..<0).map { octave in
        comparison.largestRatios(octave, count: groupsAnOctave) { 1 - $0 }
      })
    var highest = Self.lowestOctave
    while 1 + Double.exp2(Double(highest)) < distance, highest < 30 { highest += 1 }
    outside = Self.spread(
      (Self.lowestOctave..<Swift.max(highest, Self.lowestOctave + 1)).map { octave in
        comparison.largestRatios(octave, count: groupsAnOctave) {
          Swift.min(1 + $0, Swift.max(0.995 * distance, 1 + 1e-6))
        }
      })
  }

  /// How far the integrals of eight sightlines may be off, localised parts apart, in their unit.
  @inline(__always)
  func error(of integral: SightlineIntegral, impactParameter rho: Double8) -> Double8 {
    let height = rho - 1
    let isInside = height .<= 0
    let bits = unsafeBitCast(
      height.replacing(with: -height, where: isInside), to: SIMD8<Int64>.self)
    let octaves = (bits &>> 52) &- Int64(1023 + Self.lowestOctave)
    var (ofResidual, ofLight) = (Double8.zero, Double8.zero)
    for lane in 0..<8 {
      let octave = Swift.max(Int(octaves[lane]), 0)
      let ratios =
        isInside[lane]
        ? inside[Swift.min(octave, inside.count - 1)]
        : outside[Swift.min(octave, outside.count - 1)]
      ofResidual[lane] = ratios.x
      ofLight[lane] = ratios.y
    }
    let light = Self.magnitude(integral.total)
    let byResidual = Self.residual(integral) * ofResidual
    let byLight = light * ofLight
    return byResidual.replacing(with: byLight, where: byLight .< byResidual)
      + Self.rounding * light
  }

  @inline(__always)
  private static func residual(_ integral: SightlineIntegral) -> Double8 {
    integral.residual + leastResidual * magnitude(integral.total)
  }

  @inline(__always)
  private static func magnitude(_ x: Double8) -> Double8 { x.replacing(with: -x, where: x .< 0) }

  /// The largest of every octave and its neighbours, times the safety.
  private static func spread(_ ratios: [SIMD2<Double>]) -> [SIMD2<Double>] {
    ratios.indices.map { index in
      let neighbours = ratios[Swift.max(index - 1, 0)...Swift.min(index + 1, ratios.count - 1)]
      return safety * neighbours.reduce(.zero) { pointwiseMax($0, $1) }
    }
  }

  /// Two rules side by side.
  private struct Comparison {
    let coarse: SightlineSetup
    let coarseTail: SightlineTail
    var coarseSpace: SightlineWorkspace
    let fine: SightlineSetup
    let fineTail: SightlineTail
    var fineSpace: SightlineWorkspace
    let observer: CoronalObserver
    /// Position angles follow each other by the golden angle, so that no symmetry of a corona hides
    /// its hard places.
    var number = 0

    init(
      _ coarse: SightlineSetup, tail: SightlineTail, fine: SightlineSetup, observer: CoronalObserver
    ) {
      self.coarse = coarse
      coarseTail = tail
      coarseSpace = SightlineWorkspace(coarse)
      self.fine = fine
      fineTail = SightlineTail(behind: observer.distanceSolarRadii, fine)
      fineSpace = SightlineWorkspace(fine)
      self.observer = observer
    }

    /// The largest ratios of error to residual and to light in an octave.
    mutating func largestRatios(
      _ octave: Int, count: Int, impactParameter: (Double) -> Double
    ) -> SIMD2<Double> {
      var largest = SIMD2<Double>.zero
      for _ in 0..<count {
        let group = next(octave, impactParameter)
        let first = SightlineIntegral(smoothAlong: group, coarse, tail: coarseTail, &coarseSpace)
        let second = SightlineIntegral(smoothAlong: group, fine, tail: fineTail, &fineSpace)
        let residual = SightlineErrorScale.residual(first)
        for lane in 0..<8 where first.total[lane] > 0 {
          let error = Swift.max(
            abs(first.total[lane] - second.total[lane]),
            abs(first.polarized[lane] - second.polarized[lane]))
          guard error.isFinite else { continue }
          largest = pointwiseMax(
            largest, SIMD2(error / residual[lane], error / first.total[lane]))
        }
      }
      return largest
    }

    private mutating func next(
      _ octave: Int, _ impactParameter: (Double) -> Double
    ) -> SightlineGroup {
      var (rho, west, north) = (Double8.zero, Double8.zero, Double8.zero)
      for lane in 0..<8 {
        number += 1
        let angle = 2.399_963_229_728_653 * Double(number)
        west[lane] = -Double.sin(angle)
        north[lane] = Double.cos(angle)
        // The lowest octave reaches down to the limb.
        let place = (0.618_033_988_749_894_9 * Double(number))
          .truncatingRemainder(dividingBy: 1)
        let isLowest = octave == SightlineErrorScale.lowestOctave
        rho[lane] = impactParameter(
          Double.exp2(Double(octave)) * (isLowest ? 2 * place : 1 + place))
      }
      let sine = rho / observer.distanceSolarRadii
      return SightlineGroup(
        impactParameter: rho, sineOfElongation: sine,
        cosineOfElongation: .sqrt((1 - sine) * (1 + sine)), west: west, north: north,
        observer: observer)
    }
  }
}
