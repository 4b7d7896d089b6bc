import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Campaign
@testable import Corona

/// The densities that a scenario describes with parameters and files.
@Suite("Densities as parts of the corona")
struct DensityPlanTests {
  private static let degree = Double.pi / 180

  private func text(_ part: String) -> String {
    SampleScenario.text(more: "[corona]\nelectrons = \"none\"\n[[corona.part]]\n" + part)
  }

  /// The density of a part at a place, degrees.
  private func density(
    _ part: String, folder: String = "", radius: Double, latitude: Double, longitude: Double
  ) throws -> Double {
    let scenario = try Samples.read(text(part), folder: folder)
    return try #require(scenario.corona).density(at: scenario.span.lowerBound)
      .electronsPerCubicCentimetre(
        radius: radius, latitudeRadians: latitude * Self.degree,
        longitudeRadians: longitude * Self.degree)
  }

  private func law(_ model: any ElectronDensity, _ radius: Double) -> Double {
    model.electronsPerCubicCentimetre(radius: radius, latitudeRadians: 0, longitudeRadians: 0)
  }

  @Test("A neutral line's belt is densest on the line of its file, and the file counts by content")
  func neutralLine() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<36).map { "\(10 * $0),\(15)" }.joined(separator: "\r\n")
    try folder.write("# a line\r\nlongitude,latitude\r\n" + rows, to: "line.csv")
    let part = """
      kind = "neutral-line-belt"
      csv = "line.csv"
      enhancement = 3
      half_width_deg = 10
      radial_law = "leblanc1998"
      """
    let found = try density(part, folder: folder.path, radius: 2, latitude: 15, longitude: 77)
    #expect(abs(found / (3 * law(PowerLawDensity.leblanc1998, 2)) - 1) < 1e-9)
    let beside = try density(part, folder: folder.path, radius: 2, latitude: 5, longitude: 77)
    #expect(abs(beside / found * exp(1) - 1) < 1e-9)
    let before = try Samples.read(text(part), folder: folder.path)
    #expect(before.dataFiles.map(\.name) == ["line.csv"])
    try folder.write(rows.replacing(",15", with: ",16"), to: "line.csv")
    #expect(try Samples.read(text(part), folder: folder.path).identity != before.identity)
  }

  @Test("A table of densities is met at its points")
  func radialTable() throws {
    let folder = try TemporaryFolder()
    try folder.write("1.1,2e8\n2,4e6\n5,1e5\n", to: "ne.csv")
    let part = "kind = \"radial-table\"\ncsv = \"ne.csv\""
    for (radius, value) in [(1.1, 2e8), (2, 4e6), (5, 1e5)] {
      let found = try density(part, folder: folder.path, radius: radius, latitude: 9, longitude: 9)
      #expect(abs(found / value - 1) < 1e-12)
    }
  }

  @Test("The current sheet, a slab and plumes stand where their keys put them")
  func places() throws {
    let sheet = "kind = \"guhathakurta-sheet\"\ntilt_deg = 30\nnode_longitude_deg = 40\n"
    // 90° past the node the sheet stands as high as it is tilted.
    let top = try density(sheet, radius: 3, latitude: 30, longitude: 130)
    #expect(abs(top / law(PowerLawDensity.guhathakurta1996SheetCentre, 3) - 1) < 1e-12)
    let warped = try density(
      sheet + "warp_deg = 10\nwarp_waves = 3\nwarp_crest_deg = 90", radius: 3, latitude: 40,
      longitude: 130)
    #expect(abs(warped / law(PowerLawDensity.guhathakurta1996SheetCentre, 3) - 1) < 1e-12)

    let slab = "kind = \"slab-streamer\"\nlatitude_deg = 20\nlongitude_deg = 300\ntilt_deg = 90\n"
    let middle = try density(slab, radius: 5, latitude: 20, longitude: 300)
    #expect(abs(middle / law(PowerLawDensity.nrlHayes, 5) - 1) < 1e-12)
    let end = try density(
      slab + "half_extent_deg = 30\nenhancement = 2", radius: 5, latitude: -10, longitude: 300)
    #expect(abs(end / middle / 2 * exp(1) - 1) < 1e-12)
    let edge = try density(
      slab + "shape = \"vibert\"\nhalf_thickness_rsun = 0.2", radius: 5, latitude: 20,
      longitude: 300)
    #expect(abs(edge / middle - 1) < 1e-12)

    let plume = "kind = \"plume\"\nlatitude_deg = -80\nlongitude_deg = 10\ncontrast = 5\n"
    let axis = try density(plume, radius: 1, latitude: -80, longitude: 10)
    #expect(abs(axis / law(PowerLawDensity.guhathakurta1996Pole, 1) / 4 - 1) < 1e-12)

    func ring(_ seed: Int) throws -> Double {
      try density(
        "kind = \"plumes\"\nper_pole = 60\nseed = \(seed)", radius: 1.5, latitude: 75, longitude: 20
      )
    }
    #expect(try ring(1) == ring(1))
    #expect(try ring(1) != ring(2))
  }

  @Test(
    "A key that makes no sense is told with its place, what is allowed and what to do",
    arguments: [
      (
        "kind = \"neutral-line-belt\"",
        "corona.part[0].csv: missing"
      ),
      (
        "kind = \"neutral-line-belt\"\ncsv = \"none.csv\"",
        "the neutral line 'none.csv' cannot be read"
      ),
      (
        "kind = \"neutral-line-belt\"\ncsv = \"bad.csv\"",
        "corona.part[0].csv: bad.csv:2: 'x' is no number for latitude (degrees)"
      ),
      (
        "kind = \"neutral-line-belt\"\ncsv = \"good.csv\"\nhalf_width_deg = 1",
        "corona.part[0].half_width_deg: found 1, allowed 1.2…90"
      ),
      (
        "kind = \"neutral-line-belt\"\ncsv = \"good.csv\"\nnarrowing = 3",
        "corona.part[0].narrowing: found 3, allowed 0…2"
      ),
      (
        "kind = \"neutral-line-belt\"\ncsv = \"good.csv\"\nenhancement = -1",
        "corona.part[0].enhancement: found -1, allowed 0…1000"
      ),
      (
        "kind = \"neutral-line-belt\"\ncsv = \"good.csv\"\nradial_law = \"saito1970\"",
        "corona.part[0].radial_law: saito1970 is not the same in every direction; choose one of "
          + "saito1977-equator, "
      ),
      (
        "kind = \"slab-streamer\"\nlatitude_deg = 0\nlongitude_deg = 0\nradial_law = \"newkrk1961\"",
        "corona.part[0].radial_law: density model \"newkrk1961\" is not known; did you mean "
          + "newkirk1961?"
      ),
      (
        "kind = \"radial-table\"\ncsv = \"bad.csv\"",
        "corona.part[0].csv: bad.csv:2: 'x' is no number for "
      ),
      (
        "kind = \"radial-table\"\ncsv = \"good.csv\"",
        "corona.part[0].csv: good.csv:1: distance 0.0: distances must rise from row to row, within 1...1e5"
      ),
      (
        "kind = \"guhathakurta-sheet\"\ntilt_deg = 100",
        "corona.part[0].tilt_deg: found 100, allowed 0…90"
      ),
      (
        "kind = \"guhathakurta-sheet\"\nwarp_waves = 1",
        "corona.part[0].warp_waves: found 1, allowed 2…8"
      ),
      (
        "kind = \"guhathakurta-sheet\"\nwarp_deg = 60",
        "corona.part[0].warp_deg: found 60, allowed 0…57"
      ),
      (
        "kind = \"slab-streamer\"\nlatitude_deg = 0\nlongitude_deg = 0\nshape = \"vibert\"",
        "corona.part[0].shape: found the shape vibert without its thickness; give "
          + "half_thickness_rsun, such as 0.2"
      ),
      (
        "kind = \"slab-streamer\"\nlatitude_deg = 0\nlongitude_deg = 0\nhalf_thickness_rsun = 0.2",
        "corona.part[0].half_thickness_rsun: found a thickness, which the shape core-and-wings does "
          + "not take; leave it out, or choose shape = \"vibert\""
      ),
      (
        "kind = \"slab-streamer\"\nlatitude_deg = 0\nlongitude_deg = 0\nhalf_extent_deg = 1",
        "corona.part[0].half_extent_deg: found 1, allowed 3…180"
      ),
      (
        "kind = \"plumes\"\nper_pole = 0", "corona.part[0].per_pole: found 0, allowed 1…250"
      ),
      (
        "kind = \"plumes\"\ninner_deg = 20\nouter_deg = 10",
        "corona.part[0].outer_deg: found a ring that ends before it begins, at inner_deg; exchange "
          + "the two"
      ),
      (
        "kind = \"plumes\"\nouter_deg = 30",
        "widening with its hole it would reach the equator; put it closer to a pole or make it "
          + "thinner"
      ),
      (
        "kind = \"plume\"\nlatitude_deg = 40\nlongitude_deg = 0",
        "corona.part[0]: plume 1 at latitude 40.0° with radius 1.2°: widening with its hole it would reach "
          + "the equator"
      ),
      (
        "kind = \"plume\"\nlatitude_deg = 80\nlongitude_deg = 0\ncontrast = 0",
        "corona.part[0].contrast: found 0, allowed 1…60"
      ),
    ] as [(String, String)])
  func problems(part: String, words: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("0,1\n90,x\n", to: "bad.csv")
    try folder.write("0,1\n90,2\n180,0\n270,-1\n", to: "good.csv")
    let problems = Samples.problems(text(part), folder: folder.path)
    #expect(problems.contains { $0.contains(words) }, "\(problems)")
  }

  @Test("What a model must be taken with care for is told as a warning")
  func cautions() throws {
    let camera = "[camera]\nsize = [8, 8]\npixel_scale_arcsec = 300\n"
    let text = SampleScenario.text(more: "[corona]\nelectrons = \"newkirk1961\"\n" + camera)
    let caution = try #require(ExponentialDensity.newkirk1961.caution)
    #expect(try Samples.read(text).warnings.contains("newkirk1961: \(caution)"))
    let quiet = SampleScenario.text(more: "[corona]\nelectrons = \"leblanc1998\"\n" + camera)
    #expect(try !Samples.read(quiet).warnings.contains { $0.hasPrefix("leblanc1998:") })
  }
}
