import Foundation
import TestSupport
import Testing

@testable import Campaign
@testable import Corona

/// Electrons from a FITS cube.
@Suite("Density cubes in a scenario")
struct CubePartTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private typealias Card = HandMadeFITS.Card

  private static let lengths = [21, 19, 36]
  /// A sphere of 21 logarithmic radii from 1 to 8, 19 colatitudes, 36 longitudes.
  private static let cards: [Card] = [
    ("BUNIT", "'cm-3'"),
    ("CTYPE1", "'LOGRADIUS'"), ("CUNIT1", "'solRad'"), ("CRPIX1", "1.0"), ("CRVAL1", "0.0"),
    ("CDELT1", "\(log(8.0) / 20)"),
    ("CTYPE2", "'COLAT'"), ("CUNIT2", "'deg'"), ("CRPIX2", "1.0"), ("CRVAL2", "0.0"),
    ("CDELT2", "10.0"),
    ("CTYPE3", "'CRLN'"), ("CUNIT3", "'deg'"), ("CRPIX3", "1.0"), ("CRVAL3", "5.0"),
    ("CDELT3", "10.0"),
  ]

  private static func density(_ radius: Double, _ colatitude: Double, _ longitude: Double) -> Double
  {
    1e8 / (radius * radius) * (2 + sin(colatitude) * cos(longitude))
  }

  private static let radii = (0..<21).map { exp(log(8.0) * Double($0) / 20) }
  private static let values: [Float] = (0..<36).flatMap { longitude in
    (0..<19).flatMap { colatitude in
      radii.map {
        Float(
          density($0, Double(colatitude) * .pi / 18, (5 + 10 * Double(longitude)) * .pi / 180))
      }
    }
  }

  /// The cards with some of them replaced, left out or added.
  private func cards(_ changes: [String: String?] = [:]) -> [Card] {
    var changes = changes
    var cards = Self.cards.compactMap { card -> Card? in
      guard let change = changes.removeValue(forKey: card.keyword) else { return card }
      return change.map { (card.keyword, $0) }
    }
    cards += changes.sorted { $0.key < $1.key }.compactMap { key, value in
      value.map { (key, $0) }
    }
    return cards
  }

  private func write(_ bytes: [UInt8], _ name: String = "cube.fits") throws {
    // Replaced by renaming, so that a cube still mapped stays as it was.
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)), options: .atomic)
  }

  private func writeSphere(
    _ changes: [String: String?] = [:], values: [Float] = values, more: [UInt8] = []
  ) throws {
    let layout = HandMadeFITS.primary(bitsPerSample: -32, lengths: Self.lengths)
    try write(HandMadeFITS.unit(layout + cards(changes), HandMadeFITS.bytes(values)) + more)
  }

  private func text(_ keys: String = "") -> String {
    SampleScenario.text(
      more:
        "[corona]\nelectrons = \"none\"\n[[corona.part]]\nkind = \"cube\"\nfile = \"cube.fits\"\n"
        + keys)
  }

  private func electrons(
    _ scenario: Scenario, _ radius: Double, _ colatitude: Double, _ longitude: Double
  ) throws -> Double {
    try #require(scenario.corona).density(at: scenario.span.lowerBound)
      .electronsPerCubicCentimetre(
        radius: radius, latitudeRadians: .pi / 2 - colatitude, longitudeRadians: longitude)
  }

  private func problem(_ keys: String = "") -> String {
    Samples.problems(text(keys), folder: folder.path).joined(separator: " ")
  }

  @Test(
    "A sphere has its samples' densities, its file's hash, and a name that tells what was chosen")
  func sphere() throws {
    try writeSphere()
    let scenario = try Samples.read(text(), folder: folder.path)
    for (radius, colatitude, longitude) in [
      (Self.radii[3], 5.0, 15.0), (Self.radii[0], 9, 355), (Self.radii[19], 17, 185),
    ] {
      let (theta, phi) = (colatitude * .pi / 18, longitude * .pi / 180)
      let found = try electrons(scenario, radius, theta, phi)
      let expected = Self.density(radius, theta, phi)
      #expect(abs(found - expected) < 1e-6 * expected)
    }
    let record = try #require(scenario.dataFiles.first { $0.name == "cube.fits" })
    #expect(record.sha256 == Digest.sha256(try folder.bytes("cube.fits")))
    #expect(
      scenario.corona?.electronsText(at: scenario.span.lowerBound)
        == "cube(cube.fits, linear, inside zero, outside zero)")
    #expect(
      scenario.warnings.contains {
        $0.contains("ends at 8.0 solar radii") && $0.contains("nothing beyond (outside = \"zero\")")
      }, "\(scenario.warnings)")
  }

  @Test("Beyond the last radius the chosen power law goes on")
  func outside() throws {
    try writeSphere()
    let scenario = try Samples.read(
      text("outside = { power_law = 2 }\nbetween_radii = \"power-law\"\n"), folder: folder.path)
    let found = try electrons(scenario, 16, .pi / 2, .pi / 36)
    let expected = Self.density(16, .pi / 2, .pi / 36)
    #expect(abs(found - expected) < 1e-6 * expected)
    #expect(!scenario.warnings.contains { $0.contains("nothing beyond") })
    // Between radii too, where linear interpolation would be off by a quarter of a per cent.
    let middle = (Self.radii[4] * Self.radii[5]).squareRoot()
    let between = try electrons(scenario, middle, .pi / 2, .pi / 36)
    #expect(abs(between / Self.density(middle, .pi / 2, .pi / 36) - 1) < 1e-6)
  }

  @Test("Latitudes, radians, metres, FITS's own logarithm, falling axes and tables say the same")
  func otherWords() throws {
    try writeSphere()
    let plain = try Samples.read(text(), folder: folder.path)
    let radii = HandMadeFITS.unit(
      HandMadeFITS.image(bitsPerSample: -64, lengths: [21], name: "RADII"),
      HandMadeFITS.bytes(Self.radii))
    let column = HandMadeFITS.unit(
      HandMadeFITS.table(rows: 21, column: "R", name: "GRID"), HandMadeFITS.bytes(Self.radii))
    let variants: [([String: String?], [UInt8])] = [
      (["CTYPE2": "'LAT'", "CRVAL2": "90.0", "CDELT2": "-10.0"], []),
      (["CTYPE2": "'CRLT'", "CRPIX2": "10.0", "CRVAL2": "0.0", "CDELT2": "-10.0"], []),
      (["CUNIT2": "'rad'", "CDELT2": "\(Double.pi / 18)"], []),
      (["CTYPE1": "'RADI-LOG'", "CRVAL1": "1.0"], []),
      (
        [
          "CTYPE1": "'RADI-LOG'", "CUNIT1": "'m'", "CRVAL1": "6.957E8",
          "CDELT1": "\(6.957e8 * log(8.0) / 20)",
        ], []
      ),
      (["CTYPE1": "'RADIUS'", "PS1_0": "'RADII'", "CDELT1": nil], radii),
      (["CTYPE1": "'RADIUS'", "PS1_0": "'GRID'", "PS1_1": "'R'"], column),
      (["CRPIX3": "2.0", "CRVAL3": "-345.0"], []),
    ]
    for (changes, more) in variants {
      try writeSphere(changes, more: more)
      let scenario = try Samples.read(text(), folder: folder.path)
      for (radius, colatitude, longitude) in [(1.3, 1.0, 2.0), (4.0, 2.9, 6.2), (7, 0.02, 0.01)] {
        let found = try electrons(scenario, radius, colatitude, longitude)
        let expected = try electrons(plain, radius, colatitude, longitude)
        #expect(abs(found / expected - 1) < 1e-9, "\(changes)")
      }
    }
    try writeSphere(["BUNIT": "'m-3'"])
    let metres = try Samples.read(text(), folder: folder.path)
    let ratio = try electrons(metres, 2, 1, 1) / electrons(plain, 2, 1, 1)
    #expect(abs(ratio / 1e-6 - 1) < 1e-12)
  }

  @Test("A box on x, y, z is read in any order of its axes, whole numbers with their scale")
  func box() throws {
    let axis = (0..<11).map { Double($0) - 5 }
    var cards: [Card] = [("BUNIT", "'cm-3'"), ("BSCALE", "1000.0"), ("BZERO", "32768000.0")]
    for (number, name) in ["Z", "X", "Y"].enumerated() {
      cards += [
        ("CTYPE\(number + 1)", "'\(name)'"), ("CUNIT\(number + 1)", "'solRad'"),
        ("CRPIX\(number + 1)", "6.0"), ("CRVAL\(number + 1)", "0.0"), ("CDELT\(number + 1)", "1.0"),
      ]
    }
    var values: [Int16] = []
    for y in axis { for x in axis { for z in axis { values.append(Int16(100 * x + 10 * y + z)) } } }
    try write(
      HandMadeFITS.unit(
        HandMadeFITS.primary(bitsPerSample: 16, lengths: [11, 11, 11]) + cards,
        HandMadeFITS.bytes(values)))
    let scenario = try Samples.read(text(), folder: folder.path)
    // x = 2 cos 0.5, y = 2 sin 0.5 at the equator.
    let found = try electrons(scenario, 2, .pi / 2, 0.5)
    let expected = 32_768_000 + 1000 * (200 * cos(0.5) + 20 * sin(0.5))
    #expect(abs(found - expected) < 1e-6 * expected)
    #expect(try electrons(scenario, 20, .pi / 2, 0.5) == 0)
    #expect(problem("outside = { power_law = 2 }").contains("need a spherical grid; resample"))
  }

  @Test("Every card that is wrong or missing is refused by file, card and remedy")
  func wrongCards() throws {
    let cases: [([String: String?], String)] = [
      (
        ["BUNIT": "'kg/m3'"],
        "the density cube 'cube.fits' has 'kg/m3' in card BUNIT: convert the samples to electrons "
          + "per volume and write 'cm-3' or 'm-3'"
      ),
      (["BUNIT": nil], "has nothing in card BUNIT: give the samples' unit"),
      (["CTYPE1": "'VELO'"], "has 'VELO' in card CTYPE1: write one of RADIUS, LOGRADIUS"),
      (["CTYPE2": nil], "has nothing in card CTYPE2: write one of"),
      (
        ["CTYPE3": "'COLAT'"], "has LOGRADIUS, COLAT, COLAT in card CTYPE1…3: a sphere has one axis"
      ),
      (["CTYPE3": "'Z'"], "has LOGRADIUS, COLAT, Z in card CTYPE1…3"),
      (["CUNIT1": nil], "has nothing in card CUNIT1: give 'solRad'"),
      (["CUNIT2": "'arcsec'"], "has 'arcsec' in card CUNIT2: give 'deg' or 'rad'"),
      (["CRPIX2": nil], "has nothing in card CRPIX2: an axis of equal steps needs CRPIX"),
      (["CDELT3": "'ten'"], "has no number in card CDELT3"),
      (["CDELT3": "0.0"], "has 'CRLN' in card CTYPE3: axis of a density cube starts at"),
      (["CDELT3": "9.0"], "covers 315.0 degrees of longitude"),
      (["CDELT2": "5.0"], "runs in colatitude from 0.0 to 90.0 degrees: it must reach both poles"),
      (["CRVAL1": "-20.0"], "runs in radius from"),
      (["PC1_2": "0.5"], "has 0.5 in card PC1_2: the axes must not be mixed"),
      (["CD1_1": "1.0"], "describe the axes with CDELT"),
      (["CROTA2": "3.0"], "has 3.0 in card CROTA2"),
      (["CTYPE1": "'RADIUS'", "PS1_0": "'NONE'"], "no unit has that EXTNAME"),
      (["PS1_0": "'RADII'"], "tables hold the radius itself; write RADIUS"),
    ]
    for (changes, words) in cases {
      try writeSphere(changes)
      let problem = problem()
      #expect(problem.contains(words), "\(changes): \(problem)")
      #expect(problem.contains("cube.fits"), "\(problem)")
    }
  }

  @Test("A file of another shape, cut short, packed or absent is refused")
  func wrongFiles() throws {
    let flat = HandMadeFITS.primary(bitsPerSample: -32, lengths: [21, 19])
    let whole = HandMadeFITS.primary(bitsPerSample: -32, lengths: Self.lengths) + cards()
    let bytes = HandMadeFITS.primary(bitsPerSample: 8, lengths: Self.lengths) + cards()
    let packed: [Card] = [
      ("XTENSION", "'BINTABLE'"), ("BITPIX", "8"), ("NAXIS", "2"), ("NAXIS1", "8"),
      ("NAXIS2", "684"), ("PCOUNT", "0"), ("GCOUNT", "1"), ("TFIELDS", "1"),
      ("TTYPE1", "'COMPRESSED_DATA'"), ("TFORM1", "'1PB     '"), ("ZIMAGE", "T"),
      ("ZBITPIX", "16"), ("ZNAXIS", "3"), ("ZNAXIS1", "21"), ("ZNAXIS2", "19"),
      ("ZNAXIS3", "36"), ("ZTILE1", "21"), ("ZTILE2", "1"), ("ZTILE3", "1"),
      ("ZCMPTYPE", "'GZIP_1'"),
    ]
    let empty = HandMadeFITS.primary(bitsPerSample: 8, lengths: [])
    for (file, words) in [
      (
        HandMadeFITS.unit(flat, HandMadeFITS.bytes([Float](repeating: 1, count: 399))),
        "found: 2 in unit 0"
      ),
      (HandMadeFITS.unit(empty, []), "has no array of three axes (NAXIS = 3); found: no array"),
      (
        HandMadeFITS.unit(whole, HandMadeFITS.bytes(Array(Self.values.prefix(9000)))),
        "is cut short"
      ),
      (HandMadeFITS.unit(bytes, [UInt8](repeating: 1, count: 14364)), "has 8 in card BITPIX"),
      (
        HandMadeFITS.unit(empty, [])
          + HandMadeFITS.unit(packed, [UInt8](repeating: 0, count: 5472)),
        "unpack the file with funpack"
      ),
      ([0x1F, 0x8B, 8, 0], "unpack it with gunzip"), (Array("x,y,z".utf8), "not a FITS file"),
    ] {
      try write(file)
      #expect(problem().contains(words), "\(problem())")
    }
    try writeSphere()
    #expect(problem("hdu = 3").contains("has no array in unit 3; there are arrays in: 0"))
    #expect(problem("outside = { power_law = 0.5 }").contains("allowed 1…30"))
    try FileManager.default.removeItem(atPath: folder.path("cube.fits"))
    #expect(problem().contains("No such file"))
  }

  @Test("Samples that are no densities are refused with their place, or counted as zero and told")
  func badSamples() throws {
    var values = Self.values
    values[21 * 3 + 2] = .nan
    values[21 * 3 + 3] = -1
    values[5000] = .infinity
    try writeSphere(values: values)
    #expect(
      problem().contains(
        "holds 3 samples that are no densities (1 NaN or missing, 1 negative, 1 infinite), the first "
          + "as sample 66 at radius 1.2311, colatitude 30.0°, longitude 5.0°; mend the cube, or count "
          + "them as zero with not_a_density = \"zero\""), "\(problem())")
    let scenario = try Samples.read(
      text("not_a_density = \"zero\"\n"), folder: folder.path)
    #expect(scenario.warnings.contains { $0.contains("1 infinite); they count as zero") })
    #expect(try electrons(scenario, Self.radii[2], .pi / 6, .pi / 36) < 1)
    try writeSphere(values: [Float](repeating: 0, count: values.count))
    #expect(problem().contains("holds no density above zero"))
  }

  @Test("A cube changed after it was read is found out before a frame is begun")
  func changed() throws {
    try writeSphere()
    let scenario = try Samples.read(text(), folder: folder.path)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("cube.fits")))
    try handle.truncate(atOffset: 5760)
    try handle.close()
    let error = #expect(throws: CoronaError.self) {
      try scenario.corona?.density(at: scenario.span.lowerBound)
    }
    #expect(error?.description.contains("changed while the program used it") == true)
  }

  @Test("The reference quality cuts sightlines at every cell unless the scenario says otherwise")
  func sightlines() throws {
    try writeSphere()
    for (quality, key, expected) in [
      ("reference", "", CubeDensity.Detail.cells), ("standard", "", .steps),
      ("reference", "sightlines = \"steps\"\n", .steps),
      ("standard", "sightlines = \"cells\"\n", .cells),
    ] {
      let text = text(key).replacing("[corona]\n", with: "[corona]\nquality = \"\(quality)\"\n")
      let scenario = try Samples.read(text, folder: folder.path)
      let density = try #require(scenario.corona).density(at: scenario.span.lowerBound)
      #expect((density as? CubeDensity)?.detail == expected, "\(quality) \(key)")
      #expect(
        scenario.effectiveText.contains("sightlines = \"\(expected.rawValue)\""),
        "\(quality) \(key)")
    }
  }

  @Test("Densities per cubic metre are warned of, with model, depth, place and remedy")
  func opaque() throws {
    try writeSphere(values: Self.values.map { $0 * 1e6 })
    let scenario = try Samples.read(text(), folder: folder.path)
    let warning = try #require(
      scenario.warnings.first { $0.contains("Thomson depth") }, "\(scenario.warnings)")
    #expect(warning.hasPrefix("cube(cube.fits"))
    #expect(warning.contains("1.05 solar radii from the Sun's centre, at latitude"))
    #expect(warning.hasSuffix("Divide them by 1e6 (weight = 1e-6 does)"))
    try writeSphere()
    let sound = try Samples.read(text(), folder: folder.path)
    #expect(!sound.warnings.contains { $0.contains("Thomson depth") })
    let weighed = try Samples.read(text("weight = 1e6\n"), folder: folder.path)
    #expect(weighed.warnings.contains { $0.contains("Thomson depth") })
  }
}
