internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Trajectories

/// One ejection of a scenario at one instant, seen by the scenario's observer.
struct EjectionState: Sendable {
  /// Number of the part in `[[corona.part]]`, from one, counting ejections only.
  let number: Int
  /// The factor on the part's density.
  let weight: Double
  let instant: Instant
  let ejection: any Ejection
  let kilometresPerSecond: Double
  let placement: EjectionPlacement
  /// Of the nose.
  let positionAngleRadians: Double
  let angleFromSkyPlaneRadians: Double
  let elongationRadians: Double
  let apparentHeightSolarRadii: Double

  var name: String { ejection.name }
  var electronCount: Double { weight * ejection.electronCount }
  var massGrams: Double { weight * ejection.massGrams }
  var noseLatitudeRadians: Double { placement.latitudeRadians }

  /// The Carrington longitude of the nose in 0..<2π.
  var noseLongitudeRadians: Double {
    let turn = 2 * Double.pi
    let rest = placement.longitudeRadians.truncatingRemainder(dividingBy: turn)
    let positive = rest < 0 ? rest + turn : rest
    // A hair below nothing rounds to the whole turn.
    return positive < turn ? positive : 0
  }

  /// The ejection at an instant; nil before it leaves the photosphere.
  init?(
    _ part: ScenarioEjection, at instant: Instant, from observer: CoronalObserver
  ) throws {
    guard let motion = try part.motion.heightTime.state(at: instant),
      let ejection = try part.motion.state(at: instant)
    else { return nil }
    number = part.number
    weight = part.weight
    self.instant = instant
    self.ejection = ejection
    kilometresPerSecond = motion.kilometresPerSecond
    placement = ejection.placement
    positionAngleRadians = observer.positionAngleRadians(of: placement)
    angleFromSkyPlaneRadians = observer.angleFromSkyPlaneRadians(of: placement)
    (elongationRadians, apparentHeightSolarRadii) = observer.apparentHeight(
      of: placement, heightSolarRadii: motion.heightSolarRadii)
  }
}

extension EjectionState {
  /// An angle of a turn in degrees, rounded for people and tables: what rounds to 360 is 0.
  static func turnText(_ radians: Double, decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", radians / Angles.degree)
    let whole = String(format: "%.\(decimals)f", 360.0)
    return text == whole ? String(format: "%.\(decimals)f", 0.0) : text
  }
}

/// An ejection among the electrons of a scenario.
struct ScenarioEjection: Sendable {
  let number: Int
  let weight: Double
  let motion: ExpandingEjection
}

extension Scenario {
  /// The ejections among the electrons, at least one.
  ///
  /// - Throws: `CampaignError` where there is none.
  func ejections() throws(CampaignError) -> [ScenarioEjection] {
    var found: [ScenarioEjection] = []
    for part in corona?.electrons ?? [] {
      guard let motion = part.density as? ExpandingEjection else { continue }
      found.append(
        ScenarioEjection(number: found.count + 1, weight: part.weight, motion: motion))
    }
    guard !found.isEmpty else {
      throw CampaignError(
        .incompleteScenario,
        "the scenario \(name) has no ejection; add a [[corona.part]] with kind = \"gcs\", "
          + "\"ellipsoid\" or \"shell\"")
    }
    return found
  }

  /// The observer as the corona sees it.
  func coronalObserver(at instant: Instant) throws -> CoronalObserver {
    let view = try formation.view(at: instant)
    let orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: formation.ephemeris,
      treatment: formation.treatment)
    return try formation.coronalObserver(in: view, orientation)
  }
}
