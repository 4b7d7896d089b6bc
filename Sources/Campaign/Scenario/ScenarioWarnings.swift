internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Trajectories

extension Scenario {
  /// What must be told of a frame whose instant lies outside the span; nil inside.
  ///
  /// Sequences tell it by their warning before the first frame.
  func remark(at instant: Instant) -> String? {
    guard !span.contains(instant) else { return nil }
    return "The instant lies outside the scenario's span; motions are carried on as they are"
  }

  /// What a user should know of the scenario but what is no error.
  func findWarnings() -> [String] {
    var warnings: [String] = []
    if let sequence {
      let last = sequence.instant(ofFrame: sequence.count - 1)
      if !span.contains(sequence.start) || !span.contains(last) {
        warnings.append("the sequence reaches outside the span searched for windows")
      }
      warnings += framesBehindTheEarth(sequence)
    }
    warnings += cameraWarnings
    if let camera, let corona, let density = try? corona.density(at: span.lowerBound) {
      let seen = camera.seenDistances(sunDistanceSolarRadii: sunDistanceSolarRadii)
      let nearest = max(1, seen.field.lowerBound)
      let farthest = seen.field.upperBound
      let fitted = density.fittedRadii
      // Where the parts have no range in common the sum's caution says so, not one of them.
      if let sum = density as? SumDensity, !sum.hasCommonRadii {
        warnings.append(
          "the parts of the corona were fitted for no common range of distances; the picture has "
            + "places where one of them is continued beyond its own")
      } else if seen.share > 0, farthest > fitted.upperBound || nearest < fitted.lowerBound {
        warnings.append(
          String(
            format: "%@ was fitted from %.1f to %.1f solar radii; the picture shows %.1f to %.1f",
            density.name, fitted.lowerBound, fitted.upperBound, nearest, farthest))
      }
      for case let light as DustLight in corona.lights where seen.share > 0 {
        let range = light.dust.tabulatedRadii
        guard farthest > range.upperBound || nearest < range.lowerBound else { continue }
        warnings.append(
          String(
            format:
              "dust %@ holds from %.1f to %.1f solar radii; outside, the picture continues it",
            light.dust.name, range.lowerBound, range.upperBound))
      }
      for part in corona.electrons {
        guard let model = try? part.density.density(at: span.lowerBound) else { continue }
        if let caution = model.caution { warnings.append("\(model.name): \(caution)") }
      }
    }
    warnings += opaqueParts
    for part in corona?.electrons ?? [] {
      warnings += (part.density as? any WarningDensity)?.warnings ?? []
    }
    warnings += (corona?.lights ?? []).compactMap { ($0 as? EmissionLight)?.warning }
    if let site = formation.observer as? GroundSite, site.rotation.ut1 == .utc {
      warnings.append(
        "the Earth's rotation is told by UTC, up to 0.9 s off; give delta_t_s or ut1_minus_utc_s")
    }
    warnings += attitudeWarnings
    if let elements = formation.observer as? SGP4Trajectory, elements.daysFromEpoch > 14 {
      warnings.append(
        String(
          format: "the observer's element set is %.0f days from the span: SGP4 errs by some "
            + "kilometres a day", elements.daysFromEpoch))
    }
    if let coast = formation.occulter as? ClohessyWiltshireMotion {
      let error = coast.expectedError(at: span.upperBound)
      if error > 1 {
        warnings.append(
          String(
            format: "the Clohessy–Wiltshire coast is off by about %.0f m at the end of the span",
            error))
      }
    }
    return warnings
  }

  /// Electrons so dense that light scattered once is not all there is: most likely a wrong unit.
  private var opaqueParts: [String] {
    guard let corona else { return [] }
    let limit = 0.1
    return corona.electrons.compactMap { part in
      guard let model = try? part.density.density(at: span.lowerBound) else { return nil }
      let found = ThomsonDepth.largest(of: model, constants: corona.constants)
      let depth = part.weight * found.depth
      guard depth > limit else { return nil }
      return String(
        format:
          "%@ has a Thomson depth of %.2g along a sightline %g solar radii from the Sun's centre"
          + ", at latitude %.0f and Carrington longitude %.0f degrees; above %g light scattered twice "
          + "counts, which is left out, and the real corona has 1e-5: are its densities per cubic "
          + "metre? Divide them by 1e6 (weight = 1e-6 does)",
        model.name, depth, ThomsonDepth.impactParameter, found.latitudeRadians / Angles.degree,
        found.longitudeRadians / Angles.degree, limit)
    }
  }

  /// Errors of attitude that change nothing.
  var attitudeWarnings: [String] {
    guard let sigma = uncertainty?.uncertainty.attitudeSigma, sigma != .zero,
      formation.shape.isRound
    else { return [] }
    let look =
      if case .sphere = formation.shape {
        "a sphere looks the same however it is turned"
      } else {
        "a disc of kind \"disc\" always faces the observer; give it kind = \"tilted-disc\" and an "
          + "attitude if its tilt matters"
      }
    return ["attitude_sigma_deg has no effect: " + look]
  }

  /// Frames show the corona as if the Earth were not there, or at least its air, so those taken in its shadow are
  /// told.
  private func framesBehindTheEarth(_ sequence: FrameSequence) -> [String] {
    let hidden = (0..<min(sequence.count, 10_000)).filter { index in
      let instant = sequence.instant(ofFrame: index)
      guard (try? formation.checkCoverage(instant...instant)) != nil else { return false }
      return sunAboveEarthLimb(in: formation.context(at: instant)) ?? 1 < 0
    }
    guard let first = hidden.first else { return [] }
    return [
      "the Earth stands before the Sun in \(hidden.count) of \(sequence.count) frames, first in "
        + "frame \(first); "
        + (strayLight?.twilight == nil
          ? "pictures leave the Earth out"
          : "the line on the occulter's edge is that of a Sun above it")
    ]
  }
}
