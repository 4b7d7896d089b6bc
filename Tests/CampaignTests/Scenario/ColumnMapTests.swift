import Astronomy
import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

/// Particles before every direction, from a FITS picture.
@Suite("Column maps of particles")
struct ColumnMapTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private typealias Card = HandMadeFITS.Card

  /// 8 by 6 pixels of 600 seconds of arc about the Sun.
  private static let cards: [Card] = [
    ("CTYPE1", "'HPLN-TAN'"), ("CTYPE2", "'HPLT-TAN'"), ("CUNIT1", "'arcsec'"),
    ("CUNIT2", "'arcsec'"), ("CRPIX1", "4.5"), ("CRPIX2", "3.5"), ("CRVAL1", "0.0"),
    ("CRVAL2", "0.0"), ("CDELT1", "600.0"), ("CDELT2", "600.0"), ("BUNIT", "'m-2'"),
  ]
  /// A column that grows to the west and to the north.
  private static let values: [Float] = (0..<48).map { index -> Float in
    let (column, row) = (Float(index % 8), Float(index / 8))
    return 1e6 * (1 + column + 10 * row)
  }

  private func write(
    _ changes: [String: String?] = [:], values: [Float] = values, name: String = "map.fits"
  ) throws {
    let cards = Self.cards.compactMap { card -> Card? in
      guard let change = changes[card.keyword] else { return card }
      return change.map { (card.keyword, $0) }
    }
    let bytes = HandMadeFITS.unit(
      HandMadeFITS.primary(bitsPerSample: -32, lengths: [8, 6]) + cards, HandMadeFITS.bytes(values))
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
  }

  private static func text(_ map: String = "map.fits") -> String {
    SampleScenario.text(
      more: SampleScenario.frames(
        camera: """
          size = [64, 60]
          pixel_scale_arcsec = 100
          aperture_m = 0.05
          passband_nm = [545, 555]
          """)
        + "\n[optics]\nring = false\n[stray_light.particles]\ncolumn_map = \"\(map)\"\nspread = 0")
  }

  @Test("The glow is the column's at the place where a pixel looks, and none beside the map")
  func glow() async throws {
    try write()
    let optics = """
      [optics]
      ring = false
      [stray_light.particles]
      spread = 0
      """
    let camera = """
      size = [64, 60]
      pixel_scale_arcsec = 100
      aperture_m = 0.05
      passband_nm = [545, 555]
      """
    let mapped = try await RenderedSample(
      camera: camera, more: optics + "\ncolumn_map = \"map.fits\"", folder: folder.path)
    let even = try await RenderedSample(camera: camera, more: optics + "\ncolumn_per_m2 = 1e6")
    let (glow, one) = (try mapped.plane("GLOW"), try even.plane("GLOW"))
    let projection = mapped.camera.projection
    var (inside, outside) = (0, 0)
    for index in glow.samples.indices {
      let direction = projection.direction(
        column: Double(index % 64), row: Double(index / 64))
      // Pixels of the map from its middle, whose first is 1: the column is linear there.
      let scale = 600.0 / 3600 * Double.pi / 180
      let (x, y) = (direction.x / direction.z / scale, direction.y / direction.z / scale)
      let found = Double(glow.samples[index] / one.samples[index])
      if abs(x) < 3.49, abs(y) < 2.49 {
        inside += 1
        let expected = 29.5 + x + 10 * y
        #expect(abs(found / expected - 1) < 1e-5, "\(x) \(y)")
      } else if abs(x) > 4.01 || abs(y) > 3.01 {
        outside += 1
        #expect(found == 0)
      }
    }
    #expect(inside > 1000 && outside > 1000, "\(inside) \(outside)")
    let cards = mapped.scene.lights.flatMap(\.cards)
    #expect(cards.first { $0.keyword == "GLOW_LAW" }?.value.hasSuffix(", map map.fits") == true)
  }

  @Test("A map turned by a right angle needs no CD1_1")
  func matrix() throws {
    try write(["CDELT1": nil, "CDELT2": nil, "BUNIT": nil])
    let plain = Samples.problems(Self.text(), folder: folder.path)
    #expect(plain.first?.contains("the header has no CDELT1, CDELT2") == true, "\(plain)")
    let turned =
      Self.cards.filter { !$0.keyword.hasPrefix("CDELT") }
      + [("CD1_2", "-600.0"), ("CD2_1", "600.0")]
    let bytes = HandMadeFITS.unit(
      HandMadeFITS.primary(bitsPerSample: -32, lengths: [8, 6]) + turned,
      HandMadeFITS.bytes(Self.values))
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path("map.fits")))
    #expect(Samples.problems(Self.text(), folder: folder.path).isEmpty)
  }

  @Test("A map counts by its content, by its name where it lies, and is shown with the scenario")
  func identity() throws {
    try write()
    let first = try Samples.read(Self.text(), folder: folder.path)
    #expect(first.effectiveText.contains("column_map = \"map.fits\""))
    #expect(first.effectiveText.contains("# map.fits sha256 "))
    let absolute = try Samples.read(Self.text(folder.path("map.fits")))
    #expect(absolute.identity == first.identity)
    var values = Self.values
    values[17] += 1e6
    try write(values: values)
    let changed = try Samples.read(Self.text(), folder: folder.path)
    #expect(changed.identity != first.identity)
  }

  @Test(
    "A map that is none is refused at its key",
    arguments: [
      (
        ["CTYPE1": nil, "CTYPE2": nil] as [String: String?],
        "found CTYPE1 nothing and CTYPE2 nothing; a column map needs"
      ),
      (["CTYPE1": "'RA---TAN'"], "found CTYPE1 RA---TAN"),
      (
        ["CDELT1": nil, "CUNIT2": nil],
        "the header has no CUNIT2, CDELT1; a column map tells where its pixels look by CRPIX"
      ),
      (["BUNIT": "'cm-2'"], "found BUNIT cm-2; a column map holds particles per square metre, m-2"),
    ])
  func header(changes: [String: String?], told: String) throws {
    try write(changes)
    let problems = Samples.problems(Self.text(), folder: folder.path)
    #expect(problems.count == 1 && problems[0].contains(told), "\(problems)")
    #expect(problems.first?.contains("stray_light.particles.column_map") == true, "\(problems)")
  }

  @Test(
    "A column below zero, beyond bounds or that is no number is refused with its pixel",
    arguments: [
      (Float(-1), "found -1.0; columns must be numbers from 0 to"), (.nan, "found nan"),
      (.infinity, "found inf"), (2e15, "found 1999999973982208.0"),
    ])
  func values(wrong: Float, told: String) throws {
    var values = Self.values
    values[9] = wrong
    try write(values: values)
    let problems = Samples.problems(Self.text(), folder: folder.path)
    #expect(
      problems.count == 1 && problems[0].contains("map.fits, pixel 2, 2: " + told), "\(problems)")
  }

  @Test("What is no FITS file, or is not there, is refused")
  func files() throws {
    try folder.write("no picture", to: "map.fits")
    let damaged = Samples.problems(Self.text(), folder: folder.path)
    #expect(damaged.count == 1 && damaged[0].contains("map.fits"), "\(damaged)")
    let missing = Samples.problems(Self.text("nowhere.fits"), folder: folder.path)
    #expect(
      missing.count == 1 && missing[0].contains("the column map 'nowhere.fits' cannot be read"),
      "\(missing)")
  }
}
