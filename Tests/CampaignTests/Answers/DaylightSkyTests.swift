import Foundation
import Testing

@testable import Campaign

@Suite("The sky over a place on the ground")
struct DaylightSkyTests {
  private let radius = 0.2666 * Double.pi / 180

  @Test("The optical depth of the air is that of published tables")
  func depth() {
    // Bodhaine et al. 1999, Journal of Atmospheric and Oceanic Technology 16, 1854, equation 30 for sea level at 45°:
    // 0.0971 at 550 nm; the two agree to half a percent.
    #expect(abs(DaylightSky.opticalDepth / 0.0971 - 1) < 0.005)
  }

  @Test(
    "Single scattering has its closed form where Sun and sight stand alike, and goes over into it")
  func closedForm() throws {
    let sky = try #require(DaylightSky(hidden: 0, sunAltitudeSine: 0.6, sunRadius: radius))
    let depth = DaylightSky.opticalDepth
    // L = Ω/4π P(0) τ/μ e^(−τ/μ), P(0) = 3/2; Ω = 6.80e-5 sr.
    let thinned: Double = depth / 0.6 * exp(-depth / 0.6)
    let exact: Double = 6.80e-5 / (4 * Double.pi) * 1.5 * thinned
    let found = sky.brightness(altitudeSine: 0.6, fromSunCosine: 1)
    #expect(abs(found / exact - 1) < 1e-3)
    for offset in [-1e-4, -2e-6, 2e-6, 1e-4] {
      #expect(abs(sky.brightness(altitudeSine: 0.6 + offset, fromSunCosine: 1) / found - 1) < 1e-3)
    }
    // At right angles molecules scatter half as much as forward.
    #expect(abs(sky.brightness(altitudeSine: 0.6, fromSunCosine: 0) / found - 0.5) < 1e-12)
  }

  @Test("Of thin air half the scattered light comes down")
  func energy() throws {
    let sky = try #require(DaylightSky(hidden: 0, sunAltitudeSine: 1, sunRadius: radius))
    // The Sun in the zenith: the flux down, of that which falls in, is below τ/2, by what is scattered again on the
    // way, less than τ of it twice.
    var flux = 0.0
    let steps = 4000
    for step in 0..<steps {
      let sine = (Double(step) + 0.5) / Double(steps)
      flux +=
        sky.brightness(altitudeSine: sine, fromSunCosine: sine) * sine * 2 * .pi / Double(steps)
    }
    let sun = Double.pi * sin(radius) * sin(radius)
    let depth = DaylightSky.opticalDepth
    #expect(flux / sun < depth / 2 && flux / sun > depth / 2 * (1 - 2.2 * depth))
  }

  @Test(
    "The sky fades with the Sun's light, in totality ten thousand times, and with the Sun there is none"
  )
  func eclipse() throws {
    func zenith(_ hidden: Double) throws -> Double {
      try #require(DaylightSky(hidden: hidden, sunAltitudeSine: 0.7, sunRadius: radius))
        .brightness(altitudeSine: 1, fromSunCosine: 0.7)
    }
    #expect(abs(try zenith(0.9) / zenith(0) - 0.1) < 1e-12)
    #expect(abs(try zenith(1) / zenith(0) - 1e-4) < 1e-15)
    #expect(DaylightSky(hidden: 0, sunAltitudeSine: -0.01, sunRadius: radius) == nil)
    // By day Venus alone, at best −4.9; in totality stars of the third magnitude and planets.
    let byDay = DaylightSky.faintestMagnitude(in: try zenith(0))
    #expect(byDay < -2.2 && byDay > -3.5)
    let faintest = DaylightSky.faintestMagnitude(in: try zenith(1))
    #expect(faintest > 3 && faintest < 4.5)
    // A dark site has 22 magnitudes a square second, 54 nanolamberts: 6.6 (Schaefer's formula), 1e-13 of the Sun.
    #expect(abs(DaylightSky.faintestMagnitude(in: pow(10, (-10.6 - 22) / 2.5)) - 6.6) < 0.1)
    // Without a sky the eye's own limit is left.
    #expect(abs(DaylightSky.faintestMagnitude(in: 0) - 7.93) < 0.01)
  }
}
