import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Units and constants")
struct BrightnessUnitTests {
  @Test("One MSB is 2.003e7 W per square metre and steradian, and 1 - u/3 of the disc's centre")
  func radiance() throws {
    let watts = BrightnessUnit.wattsPerSquareMetreSteradian.perMeanSolarBrightness
    #expect(relativeError(watts, 2.003e7) < 2e-4)
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    #expect(relativeError(BrightnessUnit.discCentre(kernel).perMeanSolarBrightness, 0.79) < 1e-15)
    #expect(BrightnessUnit.meanSolarBrightness.perMeanSolarBrightness == 1)
  }

  @Test(
    "All the photons of a black body are 1.5205e15 T cubed over pi, a square metre and steradian")
  func allPhotons() throws {
    // 1.5205e15 photons s⁻¹ m⁻² K⁻³: 4π ζ(3) · (k/h)³/c² … the photon counterpart of Stefan's law.
    let unit = try BrightnessUnit.photonsPerSecondSquareCentimetreSteradian(
      lowerNanometres: 10, upperNanometres: 1e6)
    let expected = 1.5205e15 * 5772 * 5772 * 5772 / Double.pi * 1e-4
    #expect(relativeError(unit.perMeanSolarBrightness, expected) < 1e-3)
  }

  @Test(
    "The photons of one MSB agree with those the ASPIICS team gives for its filters",
    arguments: [
      // science/corona.md §2.8: bands in nanometres, photons s⁻¹ cm⁻² sr⁻¹.
      (540.54, 569.86, 2.082e20), (530.09, 530.67, 3.742e18), (586.52, 588.72, 1.548e19),
    ])
  func aspiics(lower: Double, upper: Double, photons: Double) throws {
    let unit = try BrightnessUnit.photonsPerSecondSquareCentimetreSteradian(
      lowerNanometres: lower, upperNanometres: upper)
    // Their Sun has Fraunhofer lines and is no black body: within a tenth.
    #expect(relativeError(unit.perMeanSolarBrightness, photons) < 0.1, "\(unit)")
  }

  @Test("A band that is none and a filter that is none are refused with a reason")
  func refusals() {
    let error = #expect(throws: CoronaError.self) {
      try BrightnessUnit.photonsPerSecondSquareCentimetreSteradian(
        lowerNanometres: 600, upperNanometres: 500)
    }
    #expect(
      error?.description
        == "band from 600.0 nm to 500.0: must lie in 10...1e6 nm, the shorter wavelength first")
    for (lower, upper, share) in [
      (Double.nan, 500.0, 1.0), (400, .infinity, 1), (400, 500, 0), (0, 1, 1),
    ] {
      #expect(throws: CoronaError.self) {
        try BrightnessUnit.photonsPerSecondSquareCentimetreSteradian(
          lowerNanometres: lower, upperNanometres: upper, transmission: share)
      }
    }
  }

  @Test("The constants of the LASCO tools are 1.158e-3 above CODATA's, on a smaller Sun")
  func constants() throws {
    let (new, old) = (CoronaConstants.codata2022, CoronaConstants.nrl1996)
    let ratio =
      old.thomsonCrossSectionSquareCentimetres / new.thomsonCrossSectionSquareCentimetres
    #expect(abs(ratio - 1 - 1.158e-3) < 1e-6)
    // What SCRaytrace's images have too much, measured.
    let excess = old.scatteringPerElectronColumn / new.scatteringPerElectronColumn - 1
    #expect(abs(excess - 8.7e-4) < 1e-5)
    #expect(try CoronaConstants.named("nrl1996") == .nrl1996)
    let error = #expect(throws: CoronaError.self) { try CoronaConstants.named("codata") }
    #expect(error?.code == .unknownConstants)
    #expect(error?.description == "constants 'codata': known are codata2022, nrl1996")
  }
}
