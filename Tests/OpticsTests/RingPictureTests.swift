import Astronomy
import Optics
import RealModule
import TestSupport
import Testing

@Suite struct RingPictureTests {
  @Test func finePixelsAverageToCoarseOnes() throws {
    // One pixel or 25 of its parts: cells as Gaussians instead of squares may change a percent of the peak.
    for focus in [Double.infinity, 144.348] {
      let ring = try FullWaveImage.aspiics.ring(focus: focus)
      let coarse = try PixelGrid(width: 41, height: 41, scale: 4e-5, originColumn: -101.3)
      let fine = try PixelGrid(
        width: 205, height: 205, scale: 8e-6, originColumn: (-101.3 + 0.5) * 5 - 0.5)
      let (few, many) = (try ring.plane(on: coarse), try ring.plane(on: fine))
      let peak = Double(few.max() ?? .nan)
      for index in few.indices {
        let (row, column) = (index / 41, index % 41)
        var sum = 0.0
        for part in 0..<25 {
          sum += Double(many[(5 * row + part / 5) * 205 + 5 * column + part % 5])
        }
        let difference = (Double(few[index]) - sum / 25).magnitude
        #expect(difference < 0.02 * sum / 25 + 0.01 * peak, "row \(row), column \(column)")
      }
    }
  }

  @Test func finestPixelsOnTheLineTakeNoLongTime() throws {
    // Pieces thousands of pixels long: only what is near the picture may be divided.
    let ring = try FullWaveImage.aspiics.ring()
    let grid = try PixelGrid(
      width: 8, height: 8, scale: 1e-9, originColumn: -0.71 / 144.348 / 1e-9)
    let plane = try ring.plane(on: grid)
    let wide = try ring.plane(
      on: PixelGrid(width: 1, height: 1, scale: 1e-6, originColumn: -0.71 / 144.348 / 1e-6))
    #expect(plane.allSatisfy { relativeError(Double($0), Double(wide[0])) < 0.05 })
  }

  @Test func turnedPictureShowsTheSameRing() throws {
    let ring = try FullWaveImage.apollo.ring(pupilX: 0.62)
    let upright = try PixelGrid(width: 161, height: 161, scale: 1.5e-4)
    let turned = try PixelGrid(width: 161, height: 161, scale: 1.5e-4, turn: .pi / 2)
    let (a, b) = (try ring.plane(on: upright), try ring.plane(on: turned))
    // Sums on other cells, so not the same to the last place.
    // Turned by a quarter, columns grow along y: the place of column c and row r is (−r, c).
    for (row, column) in [(80, 20), (80, 122), (30, 77), (140, 80), (60, 60)] {
      let other = (row: 160 - column, column: row)
      #expect(
        relativeError(Double(b[other.row * 161 + other.column]), Double(a[row * 161 + column]))
          < 0.01)
    }
    let place = turned.place(column: 90, row: 80)
    #expect(place.x.magnitude < 1e-18 && (place.y - 1.5e-3).magnitude < 1e-15)
    let pixel = turned.pixel(x: place.x, y: place.y)
    #expect((pixel.column - 90).magnitude < 1e-9 && (pixel.row - 80).magnitude < 1e-9)
  }

  @Test func outlineOfStraightEdgesHoldsItsFlux() throws {
    // toy_apollo_extended.csv: 8.3865e-6 on the axis and 8.8795e-6 at (0.4, 0.3) m by edge elements.
    let source = try SolarSource(
      angularRadius: 15.74 / 60 * .pi / 180, limbDarkening: .neckel(wavelengthNanometres: 550))
    let glow = try EdgeGlow(source: source, wavelengthMetres: 5.5e-7)
    let elements = try ToyApollo.exact(distance: 220).elements(longest: 0.01)
    for (x, y, expected) in [(0.0, 0.0, 8.3865e-6), (0.4, 0.3, 8.8795e-6)] {
      let ring = try RingImage(
        elements, glow: glow, optics: RingOptics(pupilDiameter: 0.025, pupilX: x, pupilY: y))
      #expect(relativeError(ring.pupilIrradiance, expected) < 1e-3)
      let grid = try PixelGrid(width: 500, height: 500, scale: 4e-4)
      let sum = try ring.plane(on: grid).reduce(0) { $0 + Double($1) } * grid.pixelSolidAngle
      #expect(relativeError(sum, ring.flux) < 1e-3)
    }
  }

  @Test func bandIsTheSumOfItsWavelengths() throws {
    let (blue, red) = (
      SpectralSample(wavelength: 4.5e-7, weight: 2), SpectralSample(wavelength: 6.5e-7, weight: 1)
    )
    let grid = try PixelGrid(width: 200, height: 1, scale: 1e-4, originColumn: 0, originRow: 0)
    let image = FullWaveImage.apollo
    let band = try image.ring(spectrum: [blue, red])
    let (short, long) = (try image.ring(spectrum: [blue]), try image.ring(spectrum: [red]))
    #expect(relativeError(long.flux / short.flux, 6.5 / 4.5) < 1e-12)
    #expect(relativeError(band.flux, (2 * short.flux + long.flux) / 3) < 1e-12)
    let planes = try [band, short, long].map { try $0.plane(on: grid) }
    for column in stride(from: 20, to: 200, by: 7) {
      let sum = (2 * Double(planes[1][column]) + Double(planes[2][column])) / 3
      #expect(relativeError(Double(planes[0][column]), sum) < 0.01, "\(column)")
    }
  }

  @Test func impossibleRingsAreRefused() throws {
    func message(_ body: () throws(OpticsError) -> Void) -> String {
      do throws(OpticsError) {
        try body()
        return ""
      } catch { return error.description }
    }
    let law = try LimbDarkening.neckel(wavelengthNanometres: 550)
    func make(_ optics: RingOptics, pieces: Int = 100) -> String {
      message { () throws(OpticsError) in
        let source = try SolarSource(angularRadius: 0.004654, limbDarkening: law)
        let glow = try EdgeGlow(source: source, wavelengthMetres: 5.5e-7)
        let elements = try DiffractingOutline.disc(radius: 0.71, distance: 144.348)
          .elements(longest: 0.01)
        let ring = try RingImage(Array(elements.prefix(pieces)), glow: glow, optics: optics)
        _ = try ring.plane(on: PixelGrid(width: 3, height: 3, scale: 1e-4))
      }
    }
    #expect(make(RingOptics(pupilDiameter: 0)).contains("diameter of the pupil 0.0 m"))
    #expect(make(RingOptics(pupilDiameter: 0.05, pupilX: 150)).contains("more than 45 degrees"))
    #expect(make(RingOptics(pupilDiameter: 0.05, pupilX: .nan)).contains("middle of the pupil"))
    #expect(
      make(RingOptics(pupilDiameter: 0.05, focusDistance: 0)).contains("distance in focus 0.0 m"))
    #expect(
      make(RingOptics(pupilDiameter: 0.05, blur: -1e-6)).contains("Gaussian blur of -1e-06"))
    #expect(
      make(RingOptics(pupilDiameter: 0.05, focusDistance: 0.01)).contains("out of focus"))
    #expect(
      make(
        RingOptics(
          pupilDiameter: 0.05, spectrum: [SpectralSample(wavelength: 5e-7, weight: -1)])
      ).contains("weights of the wavelengths [-1.0]"))
    #expect(
      make(RingOptics(pupilDiameter: 0.05, pupilX: 1000)).contains("more than 45 degrees"))
    #expect(make(RingOptics(pupilDiameter: 0.05), pieces: 0).contains("has no pieces"))
    #expect(
      message { () throws(OpticsError) in
        _ = try PixelGrid(width: 0, height: 5, scale: 1e-4)
      }.contains("picture of 0 × 5 pixels"))
    #expect(
      message { () throws(OpticsError) in
        _ = try PixelGrid(width: .max, height: .max, scale: 1e-4)
      }.contains("at most 2^28"))
    #expect(
      message { () throws(OpticsError) in _ = try PixelGrid(width: 2, height: 2, scale: 0) }
        .contains("pixels of 0.0 rad"))
  }
}
