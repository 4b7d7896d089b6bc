import Astronomy
import Foundation
import TestSupport
import Testing

@Suite("Stars and planets as they are seen")
struct ApparentSkyTests {
  /// The unit vector of a right ascension and a declination in degrees.
  private func direction(_ place: SIMD2<Double>) -> Vector3 {
    Star(
      name: "", rightAscensionDegrees: place.x, declinationDegrees: place.y, visualMagnitude: 0
    ).direction(yearsSinceJ2000: 0)
  }

  private func sky(_ time: String) throws -> (sky: ApparentSky, sun: Vector3) {
    let instant = try Instant.parse(time).instant
    let earth = EarthEphemeris(covering: instant...instant)
    return (
      ApparentSky(at: instant, earth: earth), earth.sun(from: .geocentre, at: instant).direction
    )
  }

  @Test("Apparent places of stars agree with astropy to a thousandth of a second of arc")
  func againstAstropy() throws {
    // astropy 8.0.2: apply_space_motion, then GCRS of the geocentre (ERFA, built-in ephemeris).
    let rows: [(Star, String, SIMD2<Double>)] = [
      (
        Star(
          name: "Pollux", rightAscensionDegrees: 116.328958, declinationDegrees: 28.026199,
          properMotion: SIMD2(-626.55, -45.80), visualMagnitude: 1.14), "1975-07-19T12:15:00Z",
        SIMD2(116.3275361, 28.0274791)
      ),
      (
        Star(
          name: "85 Gem", rightAscensionDegrees: 118.916250, declinationDegrees: 19.883889,
          visualMagnitude: 5.35), "1975-07-19T12:15:00Z", SIMD2(118.9104484, 19.8848452)
      ),
      // 1.3° from the Sun, where light bends by 0.35″, and 0.32° from it, by 1.4″.
      (
        Star(
          name: "Regulus", rightAscensionDegrees: 152.092962, declinationDegrees: 11.967209,
          properMotion: SIMD2(-248.73, 5.59), visualMagnitude: 1.40), "2017-08-21T18:00:00Z",
        SIMD2(152.0864296, 11.9692165)
      ),
      (
        Star(
          name: "at the limb", rightAscensionDegrees: 118.8, declinationDegrees: 20.6,
          visualMagnitude: 8), "1975-07-19T12:15:00Z", SIMD2(118.7944019, 20.6007608)
      ),
      (
        Star(
          name: "Algorab", rightAscensionDegrees: 187.466063, declinationDegrees: -16.515431,
          properMotion: SIMD2(-209.28, -139.18), visualMagnitude: 2.94), "2045-01-05T00:00:00Z",
        SIMD2(187.4639386, -16.5160899)
      ),
    ]
    for (star, time, published) in rows {
      let ours = try sky(time).sky.direction(of: star)
      let error = ours.angle(to: direction(published)) / Angles.arcsecond
      #expect(error < 0.001, "\(star.name) by \(error)″")
    }
  }

  @Test("On 1975-07-19 Saturn stands 3.2° west of the Sun, Pollux 7.5° north")
  func theSkyOfTheFoundingCase() throws {
    let (sky, sun) = try sky("1975-07-19T12:15:00Z")
    let instant = try Instant.parse("1975-07-19T12:15:00Z").instant
    let earth = EarthEphemeris(covering: instant...instant)
    let saturn = sky.sight(of: .saturn, in: PlanetEphemeris(earth: earth))
    #expect(abs(saturn.direction.angle(to: sun) / Angles.degree - 3.21) < 0.005)
    // To the west: at a smaller right ascension, by more than 3° on a parallel of 20.8°.
    #expect(saturn.direction.cross(sun).z > sin(2.9 * Angles.degree))
    // Müller's formula of 1893 (Meeus, Astronomical Algorithms, ch. 41) with plan94 and the tilt of the
    // IAU's pole, 22.97°, computed apart: 0.109, at 9.046 au from the Sun and 10.0605 au from the Earth.
    #expect(abs(saturn.visualMagnitude - 0.109) < 0.02)
    #expect(abs(saturn.distance / PhysicalConstants.astronomicalUnit - 10.0605) < 2e-3)
    let pollux = try #require(StarCatalogue.builtIn.stars.first { $0.name == "Pollux" })
    // pyerfa 2.0.1.5, step by step (pmpx, ldsun, ab), with the Sun of astropy's get_sun.
    #expect(abs(sky.direction(of: pollux).angle(to: sun) / Angles.degree - 7.467_837_5) < 2e-7)
  }

  @Test("Venus on the Sun of 2012 is before it: its light bends by next to nothing")
  func planetBeforeTheSun() throws {
    let instant = try Instant.parse("2012-06-06T01:29:36Z").instant
    let earth = EarthEphemeris(covering: instant...instant)
    let planets = PlanetEphemeris(earth: earth)
    let bent = ApparentSky(at: instant, earth: earth).sight(of: .venus, in: planets)
    let straight = planets.position(of: .venus, at: instant)
    #expect(bent.direction.angle(to: straight) / Angles.arcsecond < 0.01)
    #expect(bent.phaseAngle / Angles.degree > 179)
    // 57.8″ across (Espenak).
    #expect(abs(2 * bent.angularRadius / Angles.arcsecond - 57.8) < 0.1)
  }

  @Test("A geometric sky carries no aberration, as the geometric Sun does not")
  func geometric() throws {
    let instant = try Instant.parse("1975-07-19T12:15:00Z").instant
    let earth = EarthEphemeris(covering: instant...instant)
    let star = Star(
      name: "fixed", rightAscensionDegrees: 118, declinationDegrees: 20, visualMagnitude: 5)
    let plain = ApparentSky(at: instant, earth: earth, treatment: .geometric).direction(of: star)
    #expect(plain.angle(to: star.direction(yearsSinceJ2000: 0)) < 1e-15)
    let shift = ApparentSky(at: instant, earth: earth).direction(of: star).angle(to: plain)
    // Near the Sun the orbital motion is square to the line of sight: 20.2″ in July.
    #expect(abs(shift / Angles.arcsecond - 20.2) < 0.6)
  }

  @Test("An orbiting observer's own velocity moves a star by up to 5″")
  func orbitalAberration() throws {
    let instant = try Instant.parse("1975-07-19T12:15:00Z").instant
    let earth = EarthEphemeris(covering: instant...instant)
    let star = Star(
      name: "fixed", rightAscensionDegrees: 90, declinationDegrees: 0, visualMagnitude: 5)
    let orbit = StateVector(
      position: Vector3(0, 0, 6.6e6), velocity: Vector3(7_700, 0, 0))
    let moved = ApparentSky(from: orbit, at: instant, earth: earth).direction(of: star)
      .angle(to: ApparentSky(at: instant, earth: earth).direction(of: star))
    #expect(abs(moved / Angles.arcsecond - 7_700 / 299_792_458 * 206_264.8) < 0.01)
  }
}
