import Astronomy
import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

@Suite("Maps of brightness against time")
struct JMapAnswerTests {
  /// Writes frames of a ring that grows by two pixels a frame, and gives their folder.
  ///
  /// - Parameter cut: pixels within so many of a place so many above the Sun are masked in planes files.
  private func run(
    frames: Int = 5, type: String = "HPLN-TAN", cut: (radius: Double, up: Double)? = nil
  ) throws -> String {
    let folder = NSTemporaryDirectory() + "totality-jmap-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/frames", withIntermediateDirectories: true)
    for index in 0..<frames {
      let radius = 12 + 2 * Double(index)
      var samples: [Float] = []
      for row in 0..<65 {
        for column in 0..<65 {
          let distance = hypot(Double(column) - 32, Double(row) - 32)
          // West half only, so that position angles are told apart.
          let isLit = abs(distance - radius) < 1 && column > 32
          samples.append(distance < 5 ? .nan : isLit ? 3 : 1)
        }
      }
      var header = FITSHeader()
      try header.append("DATE-AVG", "2000-06-01T00:0\(index):00.000", "")
      try header.append("CTYPE1", type, "")
      try header.append("CTYPE2", "HPLT-TAN", "")
      for axis in ["1", "2"] {
        try header.append("CUNIT" + axis, "arcsec", "")
        try header.append("CRPIX" + axis, 33.0, "")
        try header.append("CRVAL" + axis, 0.0, "")
        try header.append("CDELT" + axis, 100.0, "")
      }
      try header.append("PC1_1", 1.0, "")
      try header.append("PC1_2", 0.0, "")
      try header.append("PC2_1", 0.0, "")
      try header.append("PC2_2", 1.0, "")
      try header.append("DSUN_OBS", 1.5e11, "")
      try header.append("RSUN_REF", 6.957e8, "")
      let image = try Image(width: 65, height: 65, samples: samples)
      let bytes = try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/frames/f\(index).fits"))
      guard let cut else { continue }
      let bits = (0..<65 * 65).map { place -> UInt8 in
        let distance = hypot(Double(place % 65) - 32, Double(place / 65) - 32 - cut.up)
        return distance < cut.radius ? Mask.Flags.vignetted.rawValue : 0
      }
      var name = FITSHeader()
      try name.append("EXTNAME", "MASK", "")
      let planes = try FITSEncoder.encode(
        primary: FITSHDU(.float32(image), header: FITSHeader()),
        extensions: [FITSHDU(.uint8(try Mask(width: 65, height: 65, bits: bits)), header: name)])
      try Data(planes).write(to: URL(fileURLWithPath: folder + "/frames/f\(index)_planes.fits"))
    }
    return folder
  }

  @Test("A growing ring draws a line whose slope is its speed, at its own position angle only")
  func growingRing() throws {
    let folder = try run()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let map = try JMapAnswer(
      folder: folder, positionAngleDegrees: 270, widthDegrees: 20, difference: .none)
    #expect(map.columns.count == 5)
    for (index, column) in map.columns.enumerated() {
      let brightest = column.enumerated().filter { $0.element.isFinite }
        .max { $0.element < $1.element }
      let row = try #require(brightest?.offset)
      // A row is a pixel; elongation of the ring in TAN is the arc tangent of its radius.
      let expected = atan((12 + 2 * Double(index)) * 100 / 206_264.806)
      #expect(abs(map.elongation(ofRow: row) - expected) < 1.01 * map.step)
      #expect(
        abs(map.height(ofRow: row, atColumn: index) - 1.5e11 / 6.957e8 * sin(expected)) < 0.11)
    }
    let east = try JMapAnswer(
      folder: folder, positionAngleDegrees: 90, widthDegrees: 20, difference: .running)
    #expect(east.columns.dropFirst().allSatisfy { $0.allSatisfy { $0.isNaN || abs($0) < 1e-6 } })
    #expect(east.columns[0].allSatisfy { $0.isNaN })
  }

  @Test("Rows begin where the whole wedge is clear of pixels that the occulter cuts")
  func cutPixels() throws {
    /// The first row with data, pixels from the Sun.
    func first(_ cut: (radius: Double, up: Double)?, width: Double) throws -> Double {
      let folder = try run(frames: 1, cut: cut)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let map = try JMapAnswer(
        folder: folder, positionAngleDegrees: 270, widthDegrees: width, difference: .none)
      #expect(map.columns.count == 1)
      let row = try #require(map.columns[0].firstIndex { $0.isFinite })
      #expect(map.columns[0][row...].prefix(12).allSatisfy { $0.isFinite })
      return tan(map.elongation(ofRow: row)) * 206_264.806 / 100
    }
    // Without a mask the pixels next to those within 5 pixels are left out; four pixels make a sample.
    #expect((6...7.5).contains(try first(nil, width: 5)))
    #expect((9...10.5).contains(try first((9, 0), width: 5)))
    // A disc of 9 pixels 6 above the Sun: clear of it at 6.7 pixels due west; 30° from north, where
    // r² − 12 r sin 60° + 36 = 81, at 13.7.
    #expect((6.7...8.7).contains(try first((9, 6), width: 5)))
    #expect((13.7...15.7).contains(try first((9, 6), width: 120)))
  }

  @Test("The date of a map is that of its making, as for frames")
  func date() throws {
    let folder = try run()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let map = try JMapAnswer(
      folder: folder, positionAngleDegrees: 270, widthDegrees: 10, difference: .running)
    let made = try CreationDate.instant(unixSeconds: 1_000_000_000)
    let header = try FITSDecoder.decode(try map.fits(created: made)).header
    #expect(header.string("DATE") == "2001-09-09T01:46:40.000")
    #expect(header.string("DATE-END") == "2000-06-01T00:04:00.000")
    let text = try #require(try FITSDecoder.decode(try map.fits()).header.string("DATE"))
    let now = try Instant.parse(text + "Z").instant
    #expect(abs(now.seconds(since: try CreationDate.now())) < 60)
  }

  @Test("Differences and ratios compare frames as they say")
  func differences() throws {
    let folder = try run()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func map(_ difference: JMapAnswer.Difference) throws -> [[Double]] {
      try JMapAnswer(
        folder: folder, positionAngleDegrees: 270, widthDegrees: 10, difference: difference
      ).columns
    }
    let plain = try map(.none)
    let (running, base, ratio) = (try map(.running), try map(.base), try map(.ratio))
    for row in plain[0].indices where plain[0][row].isFinite && plain[3][row].isFinite {
      #expect(running[3][row] == plain[3][row] - plain[2][row])
      #expect(base[3][row] == plain[3][row] - plain[0][row])
      #expect(ratio[3][row] == plain[3][row] / plain[0][row])
    }
  }

  @Test("FITS, CSV and PNG hold the map with its axes")
  func products() throws {
    let folder = try run()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let map = try JMapAnswer(
      folder: folder, positionAngleDegrees: 270, widthDegrees: 10, difference: .running)
    let unit = try FITSDecoder.decode(try map.fits())
    guard case .float32(let image) = unit.content else {
      Issue.record("no picture")
      return
    }
    #expect(image.width == 5 && image.height == map.columns[0].count)
    #expect(unit.header.double("JMAP_PA") == 270 && unit.header.string("JMAP_DIF") == "running")
    let step = try #require(unit.header.double("CDELT2"))
    #expect(abs(step * 3600 - 100) < 5)
    let row = map.columns[3].firstIndex { $0.isFinite && $0 > 0.5 } ?? 0
    #expect(abs(Double(image[3, row]) - map.columns[3][row]) < 1e-6)
    guard case .table(let table) = try FITSDecoder.decode(try map.fits(), unit: 1).content else {
      Issue.record("no table")
      return
    }
    #expect(table.columns[0].cells[1].hasPrefix("2000-06-01T00:01:00"))
    let lines = map.csv().split(separator: "\n")
    #expect(lines[0] == "utc,elongation_deg,height_rsun,B_msb")
    #expect(lines[1].hasPrefix("2000-06-01T00:01:00.000Z,"))
    let picture = try PNGDecoder.decode(try map.picture())
    #expect(picture.width == 1200)
  }

  @Test("Angles, widths and folders that do not do are refused with what to do")
  func refusals() throws {
    let folder = try run(frames: 1)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func message(
      _ folder: String, angle: Double = 270, width: Double = 5,
      _ difference: JMapAnswer.Difference = .running
    ) -> String {
      let error = #expect(throws: CampaignError.self) {
        try JMapAnswer(
          folder: folder, positionAngleDegrees: angle, widthDegrees: width, difference: difference)
      }
      return error?.description ?? ""
    }
    #expect(message(folder, angle: 400) == "--position-angle 400.0: must lie in -360...360 degrees")
    #expect(message(folder, width: 0) == "--width 0.0: must lie above 0, up to 180 degrees")
    #expect(
      message(folder).hasSuffix(
        "holds 1 frames; a map of differences needs two, --difference none one"))
    #expect(message("/nonexistent/run").contains("holds no frames (.fits"))
    let odd = try run(frames: 2, type: "RA---TAN")
    defer { try? FileManager.default.removeItem(atPath: odd) }
    #expect(message(odd).contains("has the CTYPE1 'RA---TAN', allowed HPLN-TAN and HPLN-ARC"))
  }
}
