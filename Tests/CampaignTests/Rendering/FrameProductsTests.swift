import Astronomy
import Foundation
import Geometry
import Imagery
import TestSupport
import Testing
import Trajectories

@testable import Campaign

@Suite("Frame products")
struct FrameProductsTests {
  private func name(_ unit: FITSHDU) -> String? { unit.header.string("EXTNAME") }

  @Test("A frame has one image in the primary unit, its planes and pictures beside it")
  func files() async throws {
    let sample = try await RenderedSample(output: "picture_side_px = 400")
    let products = try sample.products()
    let stem = "tiny_at_20000601T000500000"
    #expect(
      products.map(\.path) == [
        "frames/\(stem).fits", "frames/\(stem)_planes.fits", "quicklook/\(stem).png",
        "quicklook/\(stem)_gray16.png",
      ])
    #expect(products.map(\.kind) == ["frame", "planes", "picture", "preview"])
    let frame = products[0].bytes
    #expect(try FITSDecoder.checksumsAreValid(frame))
    #expect(try FITSDecoder.unitCount(frame) == 2)
    #expect(try FITSDecoder.decode(frame).content == .float32(sample.frame.brightness))
    #expect(name(try FITSDecoder.decode(frame, unit: 1)) == "SCENARIO")
    let planes = products[1].bytes
    #expect(try FITSDecoder.checksumsAreValid(planes))
    let names = try (0..<FITSDecoder.unitCount(planes)).map {
      name(try FITSDecoder.decode(planes, unit: $0))
    }
    #expect(names == ["PB", "Q", "U", "K", "F", "PHOTOSPH", "MASK", "SCENARIO"])
    #expect(
      try FITSDecoder.decode(planes, unit: 6).content == .uint8(sample.frame.mask))
    #expect(
      try FITSDecoder.decode(planes, unit: 3).content == .float32(sample.frame.electrons))
  }

  @Test("The pictures are PNG: eight bits of colour for people, sixteen of grey for science")
  func pictures() async throws {
    let sample = try await RenderedSample(output: "picture_side_px = 400")
    let picture = try PNGDecoder.decode(try sample.bytes("picture"))
    #expect((picture.bitDepth, picture.channels) == (8, 3))
    #expect(picture.width >= 400 && picture.height >= 400)
    let preview = try PNGDecoder.decode(try sample.bytes("preview"))
    #expect((preview.bitDepth, preview.channels) == (16, 1))
    #expect((preview.width, preview.height) == (48, 40))
    #expect(!preview.hasTime)
    #expect(
      preview.texts.contains { $0.keyword == "totality:wcs" && $0.text.contains("[24.5,20.5]") })
    // PNG begins at the top: north of the Sun's centre is above the middle of the occulter.
    #expect(preview.samples[20 * 48 + 24] < preview.samples[0 * 48 + 24])
  }

  @Test("The header names the companions and tells what all bodies hide together")
  func companions() async throws {
    let drone = """
      [[companion]]
      name = "drone"
      [companion.shape]
      kind = "sphere"
      radius_m = 0.2
      [companion.trajectory.sun_line_table]
      epoch = 2000-06-01T00:00:00Z
      t_s = [0, 600]
      range_m = [100, 100]
      west_m = [0.55, 0.55]
      """
    let disc = "kind = \"disc\"\nradius_m = 0.3"
    let header = try FITSDecoder.decode(
      try await RenderedSample(shape: disc, more: drone).bytes("frame")
    ).header
    #expect(header.integer("NCOMPAN") == 1 && header.string("COMPAN1") == "drone")
    // The disc hides 0.3²/0.461² of the Sun, the drone a part of the rest.
    let alone = try #require(header.double("OCC_FRAC"))
    #expect(abs(alone - 0.3 * 0.3 / (0.461 * 0.461)) < 0.01)
    #expect(try #require(header.double("OCC_ALL")) > alone + 0.02)
    let plain = try FITSDecoder.decode(try await RenderedSample(shape: disc).bytes("frame")).header
    #expect(plain.integer("NCOMPAN") == 0 && plain.string("COMPAN1") == nil)
    #expect(plain.double("OCC_ALL") == plain.double("OCC_FRAC"))
  }

  @Test("Output that is not wanted is not made")
  func fewer() async throws {
    let sample = try await RenderedSample(
      output: "annotated = false\nplanes = false\npreview = false")
    #expect(try sample.products().map(\.kind) == ["frame"])
  }

  @Test("The header tells instant, exposure, pointing and pixel")
  func geometry() async throws {
    let sample = try await RenderedSample(
      camera: """
        size = [48, 40]
        pixel_scale_arcsec = 200
        roll_deg = 30
        pointing_arcsec = [400, -150]
        exposure_s = 2
        """)
    let header = try FITSDecoder.decode(try sample.bytes("frame")).header
    #expect(header.string("DATE-AVG") == "2000-06-01T00:05:00.000")
    #expect(header.string("DATE-BEG") == "2000-06-01T00:04:59.000")
    #expect(header.string("DATE-OBS") == "2000-06-01T00:04:59.000")
    #expect(header.string("DATE-END") == "2000-06-01T00:05:01.000")
    #expect(header.string("TIMESYS") == "UTC")
    #expect(header.double("XPOSURE") == 2)
    // 2000-06-01 is MJD 51696.
    #expect(abs((header.double("MJD-AVG") ?? 0) - (51_696 + 300 / 86_400.0)) < 1e-9)
    #expect(header.string("DATE") == "2001-09-09T01:46:40.000")
    #expect(header.string("CTYPE1") == "HPLN-TAN")
    #expect(header.string("CTYPE2") == "HPLT-TAN")
    #expect(header.double("CRPIX1") == 24.5)
    #expect(header.double("CRPIX2") == 20.5)
    #expect(header.double("CRVAL1") == 400)
    #expect(header.double("CRVAL2") == -150)
    #expect(header.double("CDELT1") == 200)
    #expect(header.double("CDELT2") == 200)
    let (cosine, sine) = (0.75.squareRoot(), 0.5)
    for (key, value) in [
      ("PC1_1", cosine), ("PC1_2", -sine), ("PC2_1", sine), ("PC2_2", cosine),
    ] {
      #expect(abs((header.double(key) ?? 9) - value) < 1e-12, "\(key)")
    }
    // The occulter is on the Sun line, so its pixel is the Sun's: helioprojective zero.
    let x = (header.double("OCC_PIX1") ?? 0) - 24.5
    let y = (header.double("OCC_PIX2") ?? 0) - 20.5
    #expect(abs(400 + 200 * (cosine * x - sine * y)) < 0.01)
    #expect(abs(-150 + 200 * (sine * x + cosine * y)) < 0.01)
  }

  @Test("The header tells where the observer, the Sun and the occulter stood")
  func observer() async throws {
    let sample = try await RenderedSample(
      trajectory: SampleScenario.drift(west: [0.2, 0.2], seconds: [0, 600]))
    let header = try FITSDecoder.decode(try sample.bytes("frame")).header
    let view = sample.scene.view
    func value(_ key: String) throws -> Double { try #require(header.double(key), "\(key)") }
    #expect(abs(try value("DSUN_OBS") / view.context.sun.distance - 1) < 1e-4)
    #expect(try value("RSUN_REF") == 695_700_000)
    let radius = asin(695_700_000 / (try value("DSUN_OBS"))) / Angles.arcsecond
    #expect(abs(try value("RSUN_OBS") - radius) < 1e-6)
    #expect(try value("RSUN_ARC") == value("RSUN_OBS"))
    // Meeus for 2000-06-01: B0 is -0.6°, so near the crossing of the Sun's equator on 7 June.
    #expect(abs(try value("HGLT_OBS") + 0.67) < 0.1)
    #expect(try value("CRLT_OBS") == value("HGLT_OBS"))
    #expect(abs(try value("HGLN_OBS")) < 0.01)
    #expect((0...360).contains(try value("CRLN_OBS")))
    #expect(header.string("OCC_SHAP") == "disc")
    #expect(try value("OCC_RADM") == 1)
    let distance = (100.0 * 100 + 0.04).squareRoot()
    #expect(abs(try value("OCC_DIST") - distance) < 1e-6)
    #expect(abs(try value("OCC_RAD") - atan(1 / distance) / Angles.arcsecond) < 1e-6)
    #expect(abs(try value("OCC_RSUN") - value("OCC_RAD") / value("RSUN_OBS")) < 1e-4)
    #expect(abs(try value("OCC_X") - atan(0.002) / Angles.arcsecond) < 0.01)
    #expect(abs(try value("OCC_Y")) < 0.01)
    #expect(header.string("OCC_CLAS") == "total")
    #expect(try value("OCC_FRAC") == 1)
    #expect(abs(try value("OFF_AXIS") - 0.2) < 1e-4)
    // Soyuz-like places are fixed to the Earth: the radius is that of the orbit.
    let place = try ["GEOX_OBS", "GEOY_OBS", "GEOZ_OBS"].map(value)
    let length = place.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(length - view.context.observer.position.length) < 1e-3)
    #expect(header.string("BUNIT") == "")
    #expect(abs(try value("BSUN_DEF") / 2.0e7 - 1) < 0.01)
  }

  @Test("The statistics of the header are those of the open pixels")
  func statistics() async throws {
    let sample = try await RenderedSample()
    let header = try FITSDecoder.decode(try sample.bytes("frame")).header
    let open = sample.frame.brightness.samples.filter { !$0.isNaN }
    #expect(header.integer("NMASKPIX") == 48 * 40 - open.count)
    #expect(header.integer("NTOTPIX") == 48 * 40)
    #expect(header.double("DATAMIN") == open.min().map(Double.init))
    #expect(header.double("DATAMAX") == open.max().map(Double.init))
  }

  @Test("The scenario in the file reads back to the scenario's identity")
  func scenarioTable() async throws {
    let sample = try await RenderedSample()
    let unit = try FITSDecoder.decode(try sample.bytes("frame"), unit: 1)
    guard case .table(let table) = unit.content else {
      Issue.record("no table")
      return
    }
    let text = (table.columns.first?.cells ?? []).joined(separator: "\n")
    #expect(try Samples.read(text).identity == sample.scenario.identity)
  }

  @Test("Frame numbers fill six places in file names, and the stamp is UTC to the millisecond")
  func names() throws {
    let instant = try Instant.parse("1975-07-19T12:06:40.5Z").instant
    #expect(
      FrameName(scenario: "a", index: 42, instant: instant).frame
        == "frames/a_f000042_19750719T120640500.fits")
    #expect(
      FrameName(scenario: "a", index: 1_234_567, instant: instant).picture
        == "quicklook/a_f1234567_19750719T120640500.png")
    #expect(
      FrameName(scenario: "a", index: nil, instant: instant).planes
        == "frames/a_at_19750719T120640500_planes.fits")
  }
}
