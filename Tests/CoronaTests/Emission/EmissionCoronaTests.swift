import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("E corona through filters")
struct EmissionCoronaTests {
  @Test("Filters pass of a line what an independent quadrature passes")
  func transmissions() throws {
    // ASPIICS: 530.09 to 530.67 nm; mpmath for the rest, full width of the line 0.09 nm.
    let window = try NarrowFilter(.window(530.09...530.67, transmission: 1))
    #expect(relativeError(window.transmission(of: .ironXIV), 0.999999916579582) < 1e-12)
    #expect(relativeError(window.equivalentWidthNanometres, 0.58) < 1e-12)
    let gaussian = try NarrowFilter(.gaussian(centre: 530.35, fullWidth: 0.2, peak: 0.6))
    #expect(relativeError(gaussian.transmission(of: .ironXIV), 0.444618430985144) < 1e-12)
    #expect(relativeError(gaussian.equivalentWidthNanometres, 0.127736042331747) < 1e-12)
    let table = try NarrowFilter(
      .table([SIMD2(530.0, 0), SIMD2(530.2, 0.5), SIMD2(530.4, 0.7), SIMD2(530.6, 0)]))
    #expect(relativeError(table.transmission(of: .ironXIV), 0.589721012570712) < 1e-11)
    #expect(relativeError(table.equivalentWidthNanometres, 0.05 + 0.12 + 0.07) < 1e-10)
  }

  @Test("A sharp line passes with the transmission at its wavelength, and not outside the band")
  func sharpLines() throws {
    // ASPIICS's filter for helium: 586.52 to 588.72 nm.
    let window = try NarrowFilter(.window(586.52...588.72, transmission: 0.4))
    #expect(window.transmission(of: .heliumD3) == 0.4)
    #expect(relativeError(window.brightness(perRadianceOf: .heliumD3), 1 / 2.2) < 1e-12)
    #expect(window.transmission(of: .ironXIV) == 0)
    let edge = try NarrowFilter(.window(587.56...588, transmission: 1))
    #expect(edge.transmission(of: .heliumD3) == 1)
    let table = try NarrowFilter(.table([SIMD2(587, 0), SIMD2(588, 1)]))
    #expect(relativeError(table.transmission(of: .heliumD3), 0.56) < 1e-10)
  }

  @Test("An equivalent width over the K corona is met at its place, whatever its cause")
  func equivalentWidth() throws {
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 1,
      eclipticNorthPositionAngleRadians: 0)
    let corona = KCorona(
      density: LatitudeBlendedDensity.saito1977,
      kernel: try ThomsonKernel(limbDarkening: .linear(0.6)))
    let filter = try NarrowFilter(.window(530.09...530.67, transmission: 0.8))
    let angle = 1.3
    let continuum = try corona.profile(
      impactParameters: [1.2], positionAngleRadians: angle, from: observer)[0].total
    let sine = 1.2 / 215
    let sky = try SkyDirections(
      west: [-sine * Double.sin(angle)], north: [sine * Double.cos(angle)])
    for share in [0, 0.3, 1] {
      let emissivity = try EmissionCorona.emissivity(
        equivalentWidthNanometres: 2, collisionalShare: share, over: corona, radius: 1.2,
        positionAngleRadians: angle, from: observer)
      let line = EmissionCorona(
        line: .ironXIV, emissivity: emissivity, density: corona.density, filter: filter)
      let found = line.brightness(of: sky, from: observer)[0]
      // Two nanometres of continuum in a window of 0.58 nm, hardly cut.
      #expect(relativeError(found, continuum * 2 / 0.58 * 0.999999916579582) < 1e-6, "\(share)")
    }
  }

  @Test(
    "Light of collisions falls with the square of the density, scattered light with the density")
  func scaling() throws {
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
    let sky = try SkyDirections(west: [0, 0.01, 0.003], north: [0.02, 0, -0.001])
    let filter = try NarrowFilter(.window(587...588, transmission: 1))
    let dense = try SumDensity([.init(weight: 3, density: PowerLawDensity.leblanc1998)])
    for (collisional, radiative, factor) in [(1e-20, 0.0, 9.0), (0, 1e-10, 3)] {
      let emissivity = try LineEmissivity(
        collisional: .constant(collisional), radiative: .constant(radiative))
      func light(_ density: any ElectronDensity) -> [Double] {
        EmissionCorona(
          line: .heliumD3, emissivity: emissivity, density: density, filter: filter
        ).brightness(of: sky, from: observer)
      }
      for (thin, thick) in zip(light(PowerLawDensity.leblanc1998), light(dense)) {
        #expect(relativeError(thick, factor * thin) < 1e-13)
      }
    }
    // The Sun's centre has no position angle, and still light in front of it.
    let centre = try SkyDirections(west: [0], north: [0])
    let found = EmissionCorona(
      line: .heliumD3, emissivity: try LineEmissivity(collisional: .constant(1e-20)),
      density: PowerLawDensity.leblanc1998, filter: filter
    ).brightness(of: centre, from: observer)[0]
    #expect(found.isFinite && found > 0)
  }

  @Test("What cannot be a line, a filter or an emissivity is named")
  func errors() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(
      message { _ = try EmissionLine(name: "X", wavelengthNanometres: 5) }
        == "wavelength of line X 5.0: must lie in 100...20000 nm")
    #expect(
      message {
        _ = try EmissionLine(name: "X", wavelengthNanometres: 500, fullWidthNanometres: -1)
      } == "full width of line X -1.0: must lie in 0...10 nm")
    #expect(
      message { _ = try NarrowFilter(.window(500...501, transmission: 1.5)) }
        == "transmission of the filter 1.5: must lie in 0...1")
    #expect(
      message { _ = try NarrowFilter(.window(500...500, transmission: 1)) }
        == "filter that passes nothing: needs a band with a transmission above zero")
    #expect(
      message { _ = try NarrowFilter(.gaussian(centre: 500, fullWidth: 0, peak: 1)) }
        == "full width of the filter 0.0: must lie in 0.0001...1000 nm")
    #expect(
      message { _ = try NarrowFilter(.table([SIMD2(500, 1), SIMD2(499, 1)])) }
        == "filter table: wavelength 499.0 nm after 500.0 nm: wavelengths must rise")
    #expect(
      message { _ = try LineEmissivity(collisional: .constant(-1)) }
        == "collisional coefficient of the line -1.0: must lie in 0...1e-15 MSB nm cm^5")
    #expect(
      message { _ = try LineEmissivity(radiative: .constant(1e30)) }
        == "radiative coefficient of the line 1e+30: must lie in 0...1e-05 MSB nm cm^2")
    #expect(
      message { _ = try LineEmissivity(collisional: .table([SIMD2(1, 1e-20), SIMD2(2, 1)])) }
        == "collisional coefficient of the line, value of row 2 1.0: "
        + "must lie in 0...1e-15 MSB nm cm^5")
    #expect(
      message { _ = try LineEmissivity(radiative: .table([])) }
        == "radiative coefficient of the line: its table needs at least one row")
    #expect(
      message { _ = try LineEmissivity(radiative: .table([SIMD2(2, 1e-9), SIMD2(2, 3e-9)])) }
        == "radiative coefficient of the line, row 2: radius 2.0 after 2.0: radii must rise")
    #expect(
      message { _ = try LineEmissivity(radiative: .table([SIMD2(0.5, 1e-9)])) }
        == "radiative coefficient of the line, radius of row 1 0.5: must lie in 1...1e6 solar radii"
    )
    let corona = KCorona(
      density: PowerLawDensity.leblanc1998,
      kernel: try ThomsonKernel(limbDarkening: .linear(0.6)))
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
    #expect(
      message {
        _ = try EmissionCorona.emissivity(
          equivalentWidthNanometres: 1, collisionalShare: 2, over: corona, radius: 1.2,
          positionAngleRadians: 0, from: observer)
      } == "collisional share of the line 2.0: must lie in 0...1")
    #expect(
      message {
        _ = try EmissionCorona.emissivity(
          equivalentWidthNanometres: 1, collisionalShare: 1, over: corona, radius: 0.9,
          positionAngleRadians: 0, from: observer)
      } == "radius of the line's place 0.9: must lie in 1.001...100 solar radii")
  }
}
