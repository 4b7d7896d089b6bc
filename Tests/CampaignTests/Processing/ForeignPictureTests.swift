import Foundation
import Imagery
import Processing
import TestSupport
import Testing

@testable import Campaign

/// Pictures laid out as those of LASCO, K-Cor and ASPIICS are, through the reader of chains.
@Suite("Pictures of other instruments")
struct ForeignPictureTests {
  private static let size = 64

  private static let axes: [HandMadeFITS.Card] = [
    ("CTYPE1", "'HPLN-TAN'"), ("CTYPE2", "'HPLT-TAN'"), ("CUNIT1", "'arcsec'"),
    ("CUNIT2", "'arcsec'"), ("CRPIX1", "32.5"), ("CRPIX2", "32.5"), ("CRVAL1", "0.0"),
    ("CRVAL2", "0.0"), ("CDELT1", "190.4"), ("CDELT2", "190.4"),
    ("DATE-OBS", "'2009-02-28T00:05:33.380'"), ("EXPTIME", "25.1262079357"),
  ]

  /// Level 1 of LASCO C2, cards of sunpy's lasco_c2_25299383_s.header.
  private static let lasco: [HandMadeFITS.Card] =
    axes + [
      ("TELESCOP", "'SOHO    '"), ("INSTRUME", "'LASCO   '"), ("DETECTOR", "'C2      '"),
      ("LEVEL", "'1.0     '"), ("BUNIT", "'MSB     '"), ("RSUN", "978.572578766"),
      ("CROTA2", "0.0"), ("POLAR", "'Clear   '"),
    ]

  /// Light that falls outwards, with 0 where `isHidden` says so, columns and rows from the middle.
  private static func write(
    _ cards: [HandMadeFITS.Card], to folder: TemporaryFolder,
    hidden isHidden: (_ column: Double, _ row: Double) -> Bool
  ) throws -> String {
    var values: [Float] = []
    for row in 0..<size {
      for column in 0..<size {
        let (x, y) = (Double(column) - 31.5, Double(row) - 31.5)
        let falling = 1e-9 * pow(10 / max(1, (x * x + y * y).squareRoot()), 3)
        values.append(isHidden(x, y) ? 0 : Float(falling * (1 + 0.1 * sin(3 * atan2(y, x)))))
      }
    }
    let layout = HandMadeFITS.primary(bitsPerSample: -32, lengths: [size, size])
    let path = folder.path("picture.fits")
    let bytes = HandMadeFITS.unit(layout + cards, HandMadeFITS.bytes(values))
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test("Zeros behind LASCO's occulter and outside its field are no light, and this is told")
  func zerosAreNoLight() throws {
    let folder = try TemporaryFolder()
    let path = try Self.write(Self.lasco, to: folder) { x, y in
      let radius = (x * x + y * y).squareRoot()
      return radius < 10 || radius > 36
    }
    let reading = try ObservationReader.read(path)
    let light = reading.observation.light
    let centre = 32 * Self.size + 32
    #expect(light.samples[centre].isNaN && light.samples[0].isNaN)
    #expect(reading.observation.mask[32, 32] == .occulted)
    #expect(reading.observation.mask[0, 0] == .noData)
    #expect(!light.samples.contains(0) && light.samples.count { $0.isFinite } > 2500)
    let words = reading.notes.filter { $0.contains("of exactly 0 around the Sun's centre") }
    #expect(words.count == 1 && words[0].contains("316 pixels") && words[0].contains("ZEROFILL=F"))
    #expect(reading.observation.unit == .meanSolarBrightness)
    #expect(reading.observation.level == .calibrated)
    // Through a filter: nothing comes out where nothing was seen.
    let step = try EnhanceStep(
      StepValues(["filter": .text("mgn")], for: EnhanceStep.description))
    let filtered = try #require(try step.process([reading.observation], [:]).first)
    #expect(filtered.light.samples[centre].isNaN)
    #expect(filtered.light[45, 32].isFinite)
    let model = try ObservationReader.read(path, isInput: false)
    #expect(model.observation.light.samples[centre] == 0)
    // And with the user's word, they stay.
    let kept = try ObservationReader.read(
      path, assuming: try ObservationReader.assumptions(["ZEROFILL=F"]))
    #expect(kept.observation.light.samples[centre] == 0)
  }

  @Test("Few zeros, zeros of raw numbers and zeros of our own pictures stay")
  func zerosThatStay() throws {
    let folder = try TemporaryFolder()
    func read(_ cards: [HandMadeFITS.Card], radius: Double) throws -> Observation {
      let path = try Self.write(cards, to: folder) { x, y in x * x + y * y < radius * radius }
      return try ObservationReader.read(path).observation
    }
    let few = try read(Self.lasco, radius: 4)
    #expect(few.light.samples.count { $0 == 0 } == 52)
    let raw = Self.lasco.map { $0.keyword == "BUNIT" ? ("BUNIT", "'DN'") : $0 }
    #expect(try read(raw, radius: 10).light[32, 32] == 0)
    #expect(try read(Self.lasco + [("SIMULATD", "T")], radius: 10).light[32, 32] == 0)
  }

  @Test("K-Cor's picture is polarised brightness without --assume, and can be inverted")
  func kcor() throws {
    let folder = try TemporaryFolder()
    // Cards of sunpy's 20181209_180305_kcor_l2.header.
    let cards: [HandMadeFITS.Card] =
      Self.axes.filter { !$0.keyword.hasPrefix("CDELT") } + [
        ("CDELT1", "90.0"), ("CDELT2", "90.0"), ("TELESCOP", "'COSMO K-Coronagraph'"),
        ("INSTRUME", "'COSMO K-Coronagraph'"),
        ("OBJECT", "'Solar K-Corona'     / white light polarization brightness"),
        ("LEVEL", "'L2      '"), ("BUNIT", "'B/Bsun  '"), ("RSUN_OBS", "974.35"),
        ("PC1_1", "1.000"), ("PC2_2", "1.000"),
      ]
    let path = try Self.write(cards, to: folder) { x, y in x * x + y * y < 121 }
    let reading = try ObservationReader.read(path)
    #expect(reading.observation.kind == "PB" && reading.observation.unit == .meanSolarBrightness)
    #expect(reading.notes.contains { $0.contains("OBJECT says polarised brightness") })
    let step = try InvertStep(
      StepValues(["sectors": .number(4)], for: InvertStep.description))
    let inverted = try #require(try step.process([reading.observation], [:]).first)
    #expect(inverted.tables.first?.column("density_cm3")?.contains { $0 > 1e5 } == true)
    let light = try ObservationReader.read(
      path, assuming: try ObservationReader.assumptions(["EXTNAME=B"]))
    #expect(light.observation.kind == "B")
  }

  /// Level 2 of ASPIICS in flight: the cards that its team's processor reads and writes (sschmaus/aspiics_processing,
  /// l3_processor/aspiics_misc.py and l3_polariz.2.py), CROTA and PCi_j side by side.
  private static let aspiics: [HandMadeFITS.Card] =
    axes.filter { !$0.keyword.hasPrefix("CDELT") && !$0.keyword.hasPrefix("EXPTIME") } + [
      ("CDELT1", "90.15"), ("CDELT2", "90.15"), ("TELESCOP", "'PROBA-3'"),
      ("INSTRUME", "'ASPIICS'"), ("LEVEL", "'L2'"), ("BUNIT", "'MSB'"), ("RSUN_OBS", "975.0"),
      ("EXPTIME", "1.0"), ("CROTA", "30.0"), ("PC1_1", "0.8660254"), ("PC1_2", "-0.5"),
      ("PC2_1", "0.5"), ("PC2_2", "0.8660254"), ("X_IO", "33.5"), ("Y_IO", "32.5"),
      ("R_IO", "12.0"), ("POLAR", "5.26"), ("FILTER", "'Polarizer 1'"),
    ]

  @Test(
    "ASPIICS in flight: turned by PC, its occulter in pixels, its polariser from the detector's rows"
  )
  func aspiicsInFlight() throws {
    let folder = try TemporaryFolder()
    let path = try Self.write(Self.aspiics, to: folder) { _, _ in false }
    let reading = try ObservationReader.read(path)
    let sky = try #require(reading.observation.sky)
    #expect(abs(sky.projection.first.y + 0.5) < 1e-6)
    #expect(reading.notes.contains { $0.contains("CROTA stands beside PCi_j") })
    let occulter = try #require(sky.occulter)
    let arcsecond = Double.pi / 648_000
    #expect(abs(occulter.radius / arcsecond - 12 * 90.15) < 0.01)
    // One pixel to the right of the Sun's centre, turned by 30 degrees.
    #expect(abs(occulter.centre.x / arcsecond - 90.15 * 0.8660254) < 0.01)
    #expect(abs(occulter.centre.y / arcsecond - 90.15 * 0.5) < 0.01)
    // l3_polariz: POLAR + CROTA from solar west; from solar north that is 90 degrees less.
    let angle = try #require(reading.observation.polariserDegrees)
    #expect(abs(angle - (5.26 + 30 - 90)) < 1e-4)
    #expect(reading.notes.contains { $0.contains("counts from the detector's rows") })
    let product =
      Self.aspiics.filter { $0.keyword != "POLAR" } + [
        ("POLAR", "'                  '"), ("BTYPE", "'Polarized brightness'"),
      ]
    let merged = try ObservationReader.read(try Self.write(product, to: folder) { _, _ in false })
    #expect(merged.observation.kind == "PB" && merged.observation.polariserDegrees == nil)
  }

  @Test("PUNCH's -999 is no polariser")
  func noPolariser() throws {
    let folder = try TemporaryFolder()
    let cards =
      Self.lasco.filter { $0.keyword != "POLAR" } + [("POLAR", "-999"), ("POLAROFF", "0.0")]
    let path = try Self.write(cards, to: folder) { _, _ in false }
    #expect(try ObservationReader.read(path).observation.polariserDegrees == nil)
  }

  @Test("An ASPIICS angle from solar north is not turned: of the user, and with POLARREF")
  func solarPolariser() throws {
    let folder = try TemporaryFolder()
    func angle(_ cards: [HandMadeFITS.Card], _ assumed: [String] = []) throws -> Double? {
      let path = try Self.write(cards, to: folder) { _, _ in false }
      let given = try ObservationReader.assumptions(assumed)
      return try ObservationReader.read(path, assuming: given).observation.polariserDegrees
    }
    #expect(try angle(Self.aspiics, ["POLAR=20"]) == 20)
    #expect(try angle(Self.aspiics + [("POLARREF", "'Solar'")]) == 5.26)
  }

  @Test(
    "POLAR in words",
    arguments: [("'+60 Deg'", 60.0), ("'-60 Deg'", -60), ("'Clear'", nil), ("'Polarizer'", nil)]
      as [(String, Double?)])
  func polariserInWords(_ text: String, _ angle: Double?) throws {
    let folder = try TemporaryFolder()
    let cards = Self.lasco.filter { $0.keyword != "POLAR" } + [("POLAR", text)]
    let reading = try ObservationReader.read(try Self.write(cards, to: folder) { _, _ in false })
    #expect(reading.observation.polariserDegrees == angle)
    #expect(reading.notes.contains { $0.contains("tells no angle") } == (text == "'Polarizer'"))
  }

  @Test(
    "Unpolarised and total brightness are no PB",
    arguments: ["'Unpolarized brightness'", "'Total and polarized brightness'"])
  func noPolarisedBrightness(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = try Self.write(Self.lasco + [("BTYPE", text)], to: folder) { _, _ in false }
    #expect(try ObservationReader.read(path).observation.kind == "B")
  }

  @Test("Zeros about the Sun's centre are occulted but for one pixel, and as far as R_IO reaches")
  func zerosAboutTheSun() throws {
    let folder = try TemporaryFolder()
    let bright = try Self.write(Self.lasco, to: folder) { x, y in
      x * x + y * y < 100 && !(x == 0.5 && y == 0.5)
    }
    #expect(try ObservationReader.read(bright).observation.mask[33, 33] == .occulted)
    let pylon = try Self.write(Self.aspiics, to: folder) { x, y in
      x * x + y * y < 100 || (abs(x) < 2 && y < 0)
    }
    let mask = try ObservationReader.read(pylon).observation.mask
    #expect(mask[32, 32] == .occulted && mask[32, 0] == .noData)
  }

  @Test("Filters refuse a picture of one value")
  func evenPicture() throws {
    let folder = try TemporaryFolder()
    let path = try Self.write(Self.lasco, to: folder) { _, _ in false }
    var picture = try ObservationReader.read(path).observation
    picture.light = Plane(like: picture.light, repeating: 2e-9)
    for filter in ["rhef", "nrgf", "fnrgf", "mgn", "wow"] {
      let step = try EnhanceStep(
        StepValues(["filter": .text(filter)], for: EnhanceStep.description))
      #expect {
        try step.process([picture], [:])
      } throws: { error in
        "\(error)".contains("every pixel is 2e-09: there is no structure to bring out")
      }
    }
  }
}
