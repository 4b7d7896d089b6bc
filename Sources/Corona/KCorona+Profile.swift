internal import RealModule
internal import VectorMath

/// Brightness of the K corona along one sightline, with the error of the integration.
public struct KBrightness: Sendable, Hashable {
  /// Total brightness `B`, mean solar brightness.
  public let total: Double
  /// Polarised brightness `pB`, mean solar brightness.
  public let polarized: Double
  /// Bound on the relative error that the integration leaves in `total` and `polarized`.
  ///
  /// The difference from a coarser rule, or the rounding of the sum where that is larger. The density
  /// model's own error is not in it.
  public let relativeError: Double

  /// The degree of polarisation, 0...1.
  public var polarization: Double { total > 0 ? polarized / total : 0 }
}

/// How the sightlines of a profile run.
public enum SightlinePerspective: String, Sendable, Hashable, CaseIterable {
  /// From the observer's place.
  case observer
  /// Parallel to the line from the Sun to the observer, from infinity: the textbooks' case.
  case parallel
}

extension KCorona {
  /// Brightness at a set of distances along one position angle, at `reference` quality.
  ///
  /// - Parameters:
  ///   - impactParameters: distances of the sightlines from the Sun's centre, solar radii, zero or
  ///     more; up to one is the corona in front of the disc.
  ///   - positionAngleRadians: from solar north through east.
  ///   - observer: where the profile is seen from.
  ///   - perspective: from the observer's place, or parallel from infinity.
  /// - Throws: `CoronaError` for an impact parameter that is negative, not a number, or beyond the
  ///   observer, and for a position angle that is not finite.
  public func profile(
    impactParameters: [Double], positionAngleRadians: Double, from observer: CoronalObserver,
    perspective: SightlinePerspective = .observer
  ) throws(CoronaError) -> [KBrightness] {
    guard positionAngleRadians.isFinite else {
      throw CoronaError(
        .invalidDirection, "position angle \(positionAngleRadians) rad: must be finite")
    }
    let limit = perspective == .observer ? observer.distanceSolarRadii : 1e9
    for rho in impactParameters {
      guard rho >= 0, rho < limit else {
        throw CoronaError(
          .invalidDirection,
          "impact parameter \(rho) solar radii: must be zero or more and less than \(limit)")
      }
    }
    let fine = ProfileRule(self, observer, perspective) { SightlineRule(.reference, width: $0) }
    let coarse = ProfileRule(self, observer, perspective) {
      SightlineRule.referenceCheck(width: $0)
    }
    var result: [KBrightness] = []
    for start in stride(from: 0, to: impactParameters.count, by: 8) {
      var rho = Double8.zero
      for lane in 0..<8 {
        rho[lane] = impactParameters[Swift.min(start + lane, impactParameters.count - 1)]
      }
      let sine: Double8 = perspective == .observer ? rho / observer.distanceSolarRadii : .zero
      let group = SightlineGroup(
        impactParameter: rho, sineOfElongation: sine,
        cosineOfElongation: .sqrt((1 - sine) * (1 + sine)),
        west: Double8(repeating: -Double.sin(positionAngleRadians)),
        north: Double8(repeating: Double.cos(positionAngleRadians)), observer: observer)
      let best = fine.integral(along: group)
      let check = coarse.integral(along: group)
      for lane in 0..<Swift.min(8, impactParameters.count - start) {
        result.append(
          KBrightness(
            total: best.total[lane] * scale, polarized: best.polarized[lane] * scale,
            relativeError: Swift.max(
              Self.difference(best.total[lane], check.total[lane]),
              Self.difference(best.polarized[lane], check.polarized[lane]))))
      }
    }
    return result
  }

  private static func difference(_ best: Double, _ check: Double) -> Double {
    // Rounding in the kernel and in the sum: some dozens of units in the last place.
    best == 0 ? 0 : Swift.max(abs(best - check) / abs(best), 1e-14)
  }

  /// One of the two rules of a profile, ready for its sightlines.
  private struct ProfileRule {
    let setup: SightlineSetup
    let tail: SightlineTail?

    init(
      _ corona: KCorona, _ observer: CoronalObserver, _ perspective: SightlinePerspective,
      rule: (_ width: Double) -> SightlineRule
    ) {
      setup = SightlineSetup(
        density: corona.density, kernel: corona.kernel, table: nil, rule: rule)
      tail =
        perspective == .parallel
        ? nil : SightlineTail(behind: observer.distanceSolarRadii, setup)
    }

    func integral(along group: SightlineGroup) -> SightlineIntegral {
      var space = SightlineWorkspace(setup)
      return SightlineIntegral(along: group, setup, tail: tail, &space)
    }
  }
}
