import Optics
import RealModule
import Testing
import VectorMath

@Suite struct PointSpreadTests {
  static let green = 5.5e-7

  @Test func airyPatternHasItsPublishedRingsAndEnergies() throws {
    let pupil = try CircularPupil(diameter: 0.05, wavelength: Self.green)
    let unit = pupil.wavelength / pupil.diameter
    // Born and Wolf, Principles of Optics, table 8.2: minima and maxima at v/π, energy within dark rings.
    let middle = pupil.radiance(at: 0)
    #expect(pupil.radiance(at: 1.220 * unit) / middle < 1e-6)
    #expect((pupil.radiance(at: 1.635 * unit) / middle - 0.0175).magnitude < 5e-5)
    #expect((pupil.radiance(at: 2.679 * unit) / middle - 0.0042).magnitude < 5e-5)
    #expect((pupil.encircledEnergyInFocus(within: 1.220 * unit) - 0.838).magnitude < 5e-4)
    #expect((pupil.encircledEnergyInFocus(within: 2.233 * unit) - 0.910).magnitude < 5e-4)
    #expect((pupil.encircledEnergyInFocus(within: 3.238 * unit) - 0.938).magnitude < 5e-4)
  }

  @Test(arguments: [0.0, 0.5, 3, 8.1, 49.5, 300])
  func lommelSeriesIsTheDiffractionIntegral(phase: Double) throws {
    let (diameter, wavelength) = (0.05, Self.green)
    let defocus = phase * 2 * wavelength / (.pi * diameter * diameter)
    let pupil = try CircularPupil(diameter: diameter, wavelength: wavelength, defocus: defocus)
    let rule = GaussLegendre(order: 200)
    for v in [0.0, 0.3, 8, 49.4, 50, 120] {
      func part(_ function: (Double) -> Double) -> Double {
        rule.integral(from: 0, to: 1) { r in
          // J₀ by Bessel's own integral, over a period: spectrally exact with 256 points.
          let bessel =
            (0..<256).reduce(0.0) { sum, k in
              sum + Double.cos(v * r * Double.sin(2 * .pi * Double(k) / 256))
            } / 256
          return 2 * r * bessel * function(phase * r * r / 2)
        }
      }
      let (real, imaginary) = (part(Double.cos), part(Double.sin))
      let expected = real * real + imaginary * imaginary
      let angle = v * wavelength / (.pi * diameter)
      let found =
        pupil.radiance(at: angle) * 4 * wavelength * wavelength
        / (.pi * diameter * diameter)
      #expect((found - expected).magnitude < 1e-12 + 1e-9 * expected, "v \(v)")
    }
  }

  @Test(arguments: [0.0, 0.004, -0.0069])
  func spreadHoldsAllTheLight(defocus: Double) throws {
    let pupil = try CircularPupil(diameter: 0.05, wavelength: Self.green, defocus: defocus)
    let unit = pupil.wavelength / pupil.diameter
    for blur in [0.0, 0.5, 3, 20] {
      let spread = try PointSpread(pupil, blur: blur * unit)
      // By a quadrature of its own, in the logarithm of the angle.
      let sum = GaussLegendre(order: 2000).integral(from: -12, to: 12) { t in
        let angle = unit * Double.exp(t)
        return 2 * .pi * angle * angle * spread.radiance(at: angle)
      }
      let rest = 2 * unit / (.pi * .pi * unit * Double.exp(12))
      #expect((sum + rest - 1).magnitude < 2e-4, "blur \(blur)")
    }
  }

  @Test func spreadEnclosesWhatTheClosedFormSays() throws {
    let pupil = try CircularPupil(diameter: 0.05, wavelength: Self.green)
    let spread = try PointSpread(pupil)
    let unit = pupil.wavelength / pupil.diameter
    for angle in [0.3, 0.8, 1.22, 2, 3.5, 4.9] {
      let difference =
        spread.encircledEnergy(within: angle * unit)
        - pupil.encircledEnergyInFocus(within: angle * unit)
      #expect(difference.magnitude < 1e-3, "\(angle)")
    }
    // Far out the closed form oscillates about the wings' remainder 2λ/π²Dθ.
    let far = 60.0
    #expect(
      (spread.encircledEnergy(within: far * unit)
        - pupil.encircledEnergyInFocus(within: far * unit)).magnitude < 5e-5)
  }

  @Test func wingsAreTheMeanOfTheFringes() throws {
    for defocus in [0.0, 0.0069] {
      let pupil = try CircularPupil(diameter: 0.05, wavelength: Self.green, defocus: defocus)
      let unit = pupil.wavelength / pupil.diameter
      for distance in [12.0, 30] {
        let start = pupil.discRadius + distance * unit
        // Over six fringes with a bell of weights, so that what is left of a fringe does not count.
        let (mean, wing) = (0..<600).reduce((0.0, 0.0)) { sum, k in
          let angle = start + (Double(k) + 0.5) / 100 * unit
          let bell = 1 - Double.cos(2 * .pi * (Double(k) + 0.5) / 600)
          return (sum.0 + bell * pupil.radiance(at: angle), sum.1 + bell * pupil.wing(at: angle))
        }
        #expect((mean / wing - 1).magnitude < 0.01, "\(defocus) \(distance)")
      }
    }
  }

  @Test func impossiblePupilsAreRefused() {
    func message(_ diameter: Double, _ wavelength: Double, _ defocus: Double, _ blur: Double)
      -> String
    {
      do throws(OpticsError) {
        let pupil = try CircularPupil(
          diameter: diameter, wavelength: wavelength, defocus: defocus)
        _ = try PointSpread(pupil, blur: blur)
        return ""
      } catch { return error.description }
    }
    #expect(message(0, 5.5e-7, 0, 0).contains("diameter of the pupil 0.0 m"))
    #expect(message(0.05, -1, 0, 0).contains("wavelength -1.0 m"))
    #expect(message(0.05, 5.5e-7, .nan, 0).contains("defocus nan"))
    #expect(message(0.05, 5.5e-7, 0, -1).contains("Gaussian blur of -1.0 rad"))
    #expect(message(0.5, 5.5e-7, 0.02, 0).contains("out of focus"))
  }
}
