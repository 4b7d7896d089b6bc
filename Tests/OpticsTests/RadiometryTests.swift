import Astronomy
import Foundation
import Optics
import RealModule
import TestSupport
import Testing

@Suite struct RadiometryTests {
  private func relative(_ found: Double, _ expected: Double) -> Double {
    (found / expected - 1).magnitude
  }

  private func chain(
    band: Double = 2.082e20, aperture: Double = 0.05, obstruction: Double = 0, lyot: Double = 0.97,
    transmission: Double = 0.393, efficiency: Double = 0.65, gain: Double = 0.119
  ) throws(OpticsError) -> Radiometry {
    let side = 2.8172 * Angles.degree / 3600
    return try Radiometry(
      band: SolarBandpass(name: "WB", photonRadiance: band), apertureDiameter: aperture,
      obstruction: obstruction, lyotFactor: lyot, pixelSteradians: side * side,
      transmission: transmission, quantumEfficiency: efficiency, gain: gain)
  }

  @Test func chainReproducesTheReferenceTable() throws {
    let path = ReferenceData.repositoryPath("Fixtures/reference/radiometry_reference.csv")
    let rows = try ReferenceData.rows(csv: String(contentsOfFile: path, encoding: .utf8))
    #expect(rows.count == 4)
    for row in rows {
      func number(_ column: String) -> Double { row[column].flatMap { Double($0) } ?? .nan }
      let side = number("pix_arcsec") * Angles.degree / 3600
      let chain = try Radiometry(
        band: SolarBandpass(name: row["case"] ?? "", photonRadiance: number("MSB_ph_s_cm2_sr")),
        apertureDiameter: number("D_cm") / 100, pixelSteradians: side * side,
        transmission: number("T"), quantumEfficiency: number("QE"), gain: 0.119)
      #expect(relative(chain.electronsPerSecondOfBrightness, number("e_per_s_per_MSB")) < 1e-12)
      #expect(
        relative(chain.numbersPerSecondOfBrightness, number("DN_per_s_per_MSB_gain0.119")) < 1e-12)
    }
  }

  @Test(arguments: [
    (2.082e20, 0.393, 0.65, 2.1718226e10), (3.742e18, 0.369, 0.61, 3.443e8),
    (1.548e19, 0.338, 0.65, 1.390e9),
  ])
  func lyotStopBringsTheFactorsOfTheFlightProcessor(
    band: Double, transmission: Double, efficiency: Double, published: Double
  ) throws {
    // Comments in the level-2 processor of the Royal Observatory of Belgium, before flight.
    let chain = try chain(band: band, transmission: transmission, efficiency: efficiency)
    #expect(relative(chain.numbersPerSecondOfBrightness, published) < 0.005)
  }

  @Test(arguments: AspiicsFilter.allCases)
  func aspiicsTakesItsFlightFactorAsGiven(filter: AspiicsFilter) throws {
    let chain = try Radiometry.aspiics(filter)
    #expect(
      relative(chain.numbersPerSecondOfBrightness, filter.numbersPerSecondOfBrightness) < 1e-14)
    #expect(chain.transmission < 0.7)
    if filter == .wideBand {
      // The notes' implied product of transmission and quantum efficiency, Lyot stop counted.
      #expect((chain.transmission * chain.quantumEfficiency - 0.329).magnitude < 0.0005)
    }
  }

  @Test func everyStepComesBack() throws {
    let chain = try chain(obstruction: 0.3)
    let brightness = 3.7e-8
    #expect(
      relative(
        chain.brightness(photonsPerSecond: chain.photonsPerSecond(brightness: brightness)),
        brightness) < 1e-14)
    #expect(
      relative(
        chain.brightness(electronsPerSecond: chain.electronsPerSecond(brightness: brightness)),
        brightness) < 1e-14)
    #expect(
      relative(
        chain.brightness(numbersPerSecond: chain.numbersPerSecond(brightness: brightness)),
        brightness) < 1e-14)
    #expect(relative(chain.collectingArea, .pi * 6.25 * (0.97 * 0.97 - 0.09)) < 1e-14)
  }

  @Test func spectrumGivesThePhotonsOfOneBrightness() throws {
    // The notes: 7.6e18 at 550 nm.
    let radiance = try SolarSpectrum.photonRadiance(atNanometres: 550)
    #expect(relative(radiance, 7.6e18) < 0.005)
    // The ASPIICS wide band within its published 536–566 nm at half maximum.
    let band = try SolarBandpass(name: "WB", photonRadiance: 2.082e20)
    #expect((try band.equivalentWidth(atNanometres: 550) - 27.4).magnitude < 0.05)
    let full = try SolarSpectrum.photonRadiance(fromNanometres: 536, toNanometres: 566)
    #expect(full > 2.082e20 && full < 2.3e20)
    let parts = try [(500.0, 533.0), (533, 533.5), (533.5, 601)].reduce(0) {
      try $0 + SolarSpectrum.photonRadiance(fromNanometres: $1.0, toNanometres: $1.1)
    }
    let whole = try SolarSpectrum.photonRadiance(fromNanometres: 500, toNanometres: 601)
    #expect(relative(parts, whole) < 1e-13)
  }

  @Test func spectrumHasTheSunsIlluminance() throws {
    // The illuminating engineers' constant is 128 klx (IES); it rests on spectra of the nineteen-seventies,
    // which lie some per cent lower in the green than the composite of 2004.
    let lux = SolarSpectrum.meanLuminance * SolarSpectrum.discSteradians
    #expect(relative(lux, 128_000) < 0.05)
    // The same sum over unrounded means of the source; the table has four decimals.
    #expect(relative(lux, 133_091.7805) < 5e-6)
    // The notes: 1.96e9 cd/m².
    #expect(relative(SolarSpectrum.meanLuminance, 1.96e9) < 0.002)
    #expect(relative(Photometry.luminance(brightness: 1e-8), 19.6) < 0.002)
    #expect(Photometry.brightness(luminance: Photometry.luminance(brightness: 2)) == 2)
  }

  @Test func starsBecomeBrightness() {
    // The notes: 1 S10(V) = 4.41e-16 MSB; V = 5.4 in 25″ × 25″: 6e-10 MSB.
    #expect(relative(Photometry.tenthMagnitudeStarPerSquareDegree, 4.41e-16) < 0.001)
    let blur = 25 * Angles.degree / 3600
    let star = Photometry.brightnessSteradians(visualMagnitude: 5.4) / (blur * blur)
    #expect(star > 5.5e-10 && star < 6.5e-10)
    let sun = Photometry.brightnessSteradians(
      visualMagnitude: StellarPhotometry.solarVisualMagnitude)
    #expect(relative(sun, SolarSpectrum.discSteradians) < 1e-14)
  }

  @Test func lensLightsTheFilmAsTheNotesSay() throws {
    // An exposure of 5 ms at 1e-8 MSB, f/2.8, T 0.85 gives the speed point 0.8/100 lux s of ISO 100.
    let lens = try FilmLens(fNumber: 2.8, transmission: 0.85)
    let illuminance = lens.illuminance(luminance: Photometry.luminance(brightness: 1e-8))
    #expect(relative(0.008 / illuminance, 0.005) < 0.05)
    #expect(
      relative(
        lens.illuminance(luminance: 1, fieldAngle: .pi / 3) * 16,
        lens.illuminance(luminance: 1)) < 1e-14)
    #expect(relative(lens.luminance(illuminance: illuminance), 19.6) < 0.002)
  }

  private func message(_ body: () throws(OpticsError) -> Void) -> String {
    do throws(OpticsError) {
      try body()
      return "accepted"
    } catch {
      return error.description
    }
  }

  @Test func impossibleInstrumentsAreRefused() {
    #expect(
      message { () throws(OpticsError) in _ = try chain(aperture: 0) }
        == "diameter of the aperture: found 0.0 m, must be above 0 and finite")
    #expect(
      message { () throws(OpticsError) in _ = try chain(obstruction: 0.97) }
        == "central obstruction over pupil: found 0.97, must be 0 or more and below the Lyot stop's "
        + "share 0.97")
    #expect(
      message { () throws(OpticsError) in _ = try chain(lyot: 1.2) }
        == "Lyot stop over pupil: found 1.2, must be above 0 and at most 1")
    #expect(
      message { () throws(OpticsError) in _ = try chain(gain: -1) }
        == "gain: found -1.0 numbers per electron, must be above 0 and finite")
    #expect(
      message { () throws(OpticsError) in _ = try chain(transmission: .nan) }
        == "transmission: found nan, must be above 0 and at most 1")
    #expect(
      message { () throws(OpticsError) in _ = try chain(band: .infinity) }
        == "photon radiance of band 'WB': found inf ph s-1 cm-2 sr-1, must be above 0 and finite")
    #expect(
      message { () throws(OpticsError) in
        _ = try chain().calibrated(numbersPerSecondOfBrightness: 1e12)
      }.hasPrefix("radiometric factor of band 'WB': 1000000000000.0 numbers s-1 per MSB would need")
    )
    #expect(
      message { () throws(OpticsError) in _ = try FilmLens(fNumber: 0, transmission: 1) }
        == "f-number of the lens: found 0.0, must be above 0 and finite")
  }

  @Test func wavelengthsOutsideTheTableAreRefused() {
    #expect(
      message { () throws(OpticsError) in _ = try SolarSpectrum.irradiance(atNanometres: 393) }
        == "wavelength 393.0 nm: the table of the Sun's spectrum reaches from 402.5 to 747.5 nm; give "
        + "the photon radiance itself for other bands")
    #expect(
      message { () throws(OpticsError) in
        _ = try SolarBandpass(name: "X", fromNanometres: 600, toNanometres: 500)
      } == "band from 600.0 nm to 500.0 nm: the shorter wavelength must come first")
  }
}
