import Astronomy
import Foundation
import TestSupport
import Testing

@Suite("Star catalogues")
struct StarCatalogueTests {
  private func message(_ text: String) -> String {
    do throws(AstronomyError) {
      _ = try StarCatalogue(csv: text, source: "stars.csv")
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test("The built-in catalogue holds what it says: V below 3 within 20° of the ecliptic")
  func builtIn() {
    let stars = StarCatalogue.builtIn.stars
    #expect(stars.count == 58)
    for star in stars {
      let toward = star.direction(yearsSinceJ2000: 0)
      let latitude = asin(toward.dot(SolarOrientation.eclipticPole)) / Angles.degree
      #expect(abs(latitude) <= 20, "\(star.name)")
      #expect(star.visualMagnitude < 3, "\(star.name)")
    }
    #expect(Set(stars.map(\.name)).count == 58)
  }

  @Test(
    "It is complete, and places and magnitudes are those of the Bright Star Catalogue",
    .enabled(if: ReferenceData.isAvailable))
  func againstBrightStarCatalogue() throws {
    let catalogue = try StarCatalogue(
      csv: try ReferenceData.text("published/stars/bsc5.csv"), source: "bsc5.csv")
    #expect(catalogue.stars.count == 9096)
    // Companions whose light the built-in catalogue counts with the brighter star.
    let joined = ["Acrab", "Algieba", "Castor", "Porrima"]
    for published in catalogue.stars where published.visualMagnitude < 3 {
      let toward = published.direction(yearsSinceJ2000: 0)
      guard abs(asin(toward.dot(SolarOrientation.eclipticPole))) <= 20 * Angles.degree else {
        continue
      }
      let near = StarCatalogue.builtIn.stars.first {
        $0.direction(yearsSinceJ2000: 0).angle(to: toward) / Angles.arcsecond
          < (joined.contains($0.name) ? 6 : 1)
      }
      let star = try #require(near, "\(published.name) is missing")
      guard !joined.contains(star.name) else { continue }
      #expect(abs(star.visualMagnitude - published.visualMagnitude) < 0.09, "\(star.name)")
    }
  }

  @Test("Columns come in any order; proper motion, colour and name may be missing")
  func columns() throws {
    let text = """
      # made for this test
      v_mag, dec_j2000_deg, ra_j2000_deg, b_v, pm_dec_mas_yr, pm_ra_mas_yr, name

      1.14,28.026199,116.328958,1.0,-45.80,-626.55,"Pollux, the twin"
      5.35,19.883889,118.916250,,,,\r
      5.35,-0.5,0,,,,
      """
    let stars = try StarCatalogue(csv: text, source: "stars.csv").stars
    #expect(stars.map(\.name) == ["Pollux, the twin", "J0755+1953", "J0000-0030"])
    #expect(stars[0].colourIndex == 1.0 && stars[1].colourIndex == nil)
    let moved = stars[0].direction(yearsSinceJ2000: -25)
      .angle(to: stars[0].direction(yearsSinceJ2000: 0))
    // Pollux's 0.628″ a year.
    #expect(abs(moved / Angles.arcsecond - 25 * hypot(0.62655, 0.0458)) < 1e-6)
    #expect(stars[1].direction(yearsSinceJ2000: 50) == stars[1].direction(yearsSinceJ2000: 0))
  }

  @Test("Names used more than once are told apart by their places")
  func sameNames() throws {
    let text =
      "name,ra_j2000_deg,dec_j2000_deg,v_mag\nGem,118.9,19.8,5\nGem,110,20,4\nWasat,110.03,21.98,3.5"
    let stars = try StarCatalogue(csv: text, source: "stars.csv").stars
    #expect(stars.map(\.name) == ["Gem J0755+1948", "Gem J0720+2000", "Wasat"])
  }

  @Test("A wrong column names what is allowed")
  func wrongColumn() {
    #expect(
      message("name,ra,dec_j2000_deg,v_mag\n")
        == "stars.csv:1: found the column 'ra', allowed are name, ra_j2000_deg, dec_j2000_deg, v_mag, "
        + "pm_ra_mas_yr, pm_dec_mas_yr, b_v, colour_temperature_k; rename or remove it")
    #expect(
      message("ra_j2000_deg,v_mag,v_mag\n")
        == "stars.csv:1: found the column 'v_mag' twice; remove one")
    #expect(
      message("# note\nname,ra_j2000_deg,v_mag\n")
        == "stars.csv:2: found no column 'dec_j2000_deg'; a catalogue needs ra_j2000_deg, "
        + "dec_j2000_deg, v_mag")
  }

  @Test("A wrong cell tells its line, what was found and what is allowed")
  func wrongCell() {
    let head = "name,ra_j2000_deg,dec_j2000_deg,v_mag\r\n"
    #expect(
      message(head + "A,1,2,3\r\nB,361,2,3\r\n")
        == "stars.csv:3: found '361' as ra_j2000_deg, allowed is a number from 0.0 to 360.0")
    #expect(
      message(head + "A,1,-90.5,3\n")
        == "stars.csv:2: found '-90.5' as dec_j2000_deg, allowed is a number from -90.0 to 90.0")
    #expect(
      message(head + "A,1,2,nan\n")
        == "stars.csv:2: found 'nan' as v_mag, allowed is a number from -30.0 to 40.0")
    #expect(
      message(head + "A,1,2,3\0junk\n")
        == "stars.csv:2: found '3\\u{0}junk' as v_mag, allowed is a number from -30.0 to 40.0")
    #expect(
      message(head + "A,1,0x1p0,3\n")
        == "stars.csv:2: found '0x1p0' as dec_j2000_deg, allowed is a number from -90.0 to 90.0")
    #expect(
      message(head + "A,1,2,\n")
        == "stars.csv:2: found '' as v_mag, allowed is a number from -30.0 to 40.0")
    #expect(
      message(head + "A,B,1,2,3\n")
        == "stars.csv:2: found 5 cells, expected 4 as in the line of columns; quote names that hold "
        + "commas")
    #expect(
      message(head + "\"A,1,2,3\n")
        == "stars.csv:2: found a quotation mark that is not closed; close it")
  }

  @Test("A file without columns or without stars says so")
  func emptyFiles() {
    #expect(
      message("")
        == "stars.csv: found no line that names columns; the first must be such as "
        + "name,ra_j2000_deg,dec_j2000_deg,v_mag")
    #expect(
      message("ra_j2000_deg,dec_j2000_deg,v_mag\n# none\n")
        == "stars.csv: found no star below the line that names columns; write one star a line")
  }

  @Test("A star of the Sun's magnitude gives the Sun's light, five magnitudes less a hundredth")
  func photometry() {
    #expect(abs(StellarPhotometry.fluxOverSun(visualMagnitude: -26.76) - 1) < 1e-14)
    #expect(abs(StellarPhotometry.fluxOverSun(visualMagnitude: -21.76) - 0.01) < 1e-15)
    // Vega, V = 0.03: 1.93e-11 of the Sun's light.
    #expect(abs(StellarPhotometry.fluxOverSun(visualMagnitude: 0.03) / 1.923e-11 - 1) < 1e-3)
  }
}
