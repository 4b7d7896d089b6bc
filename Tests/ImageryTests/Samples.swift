import Foundation

@testable import Imagery

/// Images and headers the tests share.
enum Samples {
  /// A 7 × 5 image with every awkward float: NaN with a payload, infinities, −0, subnormals.
  static func awkwardImage() throws -> Image {
    var samples = (0..<35).map { Float($0) * 1.1e-10 }
    samples[3] = Float(bitPattern: 0x7FC0_1234)
    samples[8] = .infinity
    samples[9] = -.infinity
    samples[10] = -0.0
    samples[11] = .leastNonzeroMagnitude
    samples[12] = .greatestFiniteMagnitude
    samples[34] = .nan
    return try Image(width: 7, height: 5, samples: samples)
  }

  /// The first sections of the reference header.
  static func referenceHeader() throws -> FITSHeader {
    var header = FITSHeader()
    try header.append(.section("File"))
    try header.append("EXTNAME", "B", "name of this HDU")
    try header.append("FILENAME", "frame_b.fits", "file name")
    try header.append(
      "DATE", "2026-11-21T00:00:00.000", unit: "UTC", "file creation (SOURCE_DATE_EPOCH)")
    try header.append("VERSION", 1, "processing version of this file")
    try header.append("SIMULATD", true, "T = rendered, not observed")
    try header.append("MJD-OBS", 42612.50462962963, unit: "d", "MJD of DATE-OBS")
    try header.append("XPOSURE", 1.0, unit: "s", "accumulated exposure")
    try header.append("CDELT1", 12.89, unit: "arcsec", "plate scale")
    try header.append("PC1_2", -0.21643961393810288, "rotation matrix")
    try header.append("DSUN_OBS", 152024018313.9538, unit: "m", "distance to Sun centre")
    try header.append("BUNIT", "", "B/B_sun (mean solar brightness)")
    for axis in 1...2 {
      try header.append("CTYPE\(axis)", axis == 1 ? "HPLN-TAN" : "HPLT-TAN", "projection")
      try header.append("CUNIT\(axis)", "arcsec", "unit")
      try header.append("CRPIX\(axis)", 3.5, unit: "pix", "Sun centre")
      try header.append("CRVAL\(axis)", 0.0, unit: "arcsec", "value there")
    }
    try header.append("CDELT2", 12.89, unit: "arcsec", "plate scale")
    try header.append(
      "SCENSHA", "ee26f4137f88e2408f3f2e85b7d753592ca4b8034392d2bbd17247956c849c0a")
    try header.append("DATAMIN", 4.86846313992342e-10, "minimum valid value")
    try header.append(.history("corona render: K + F + diffraction, vignetting applied"))
    return header
  }

  /// A file with every kind of unit.
  static func wholeFile() throws -> [UInt8] {
    let image = try awkwardImage()
    var uncertainty = FITSHeader()
    try uncertainty.append("EXTNAME", "UNCERT", "standard deviation")
    var maskHeader = FITSHeader()
    try maskHeader.append("EXTNAME", "MASK", "flag bits")
    for card in try Mask.cards() { try maskHeader.append(card) }
    var mask = try Mask(width: 7, height: 5)
    mask[6, 4] = [.occulted, .star]
    var scenario = FITSHeader()
    try scenario.append("EXTNAME", "SCENARIO", "scenario file, one row per line")
    let table = try FITSTextTable(
      name: "LINE", lines: ["[observer]", "", "name = \"Soyuz\"  # 12.5°", "x".padding(90)])
    return try FITSEncoder.encode(
      primary: FITSHDU(.float32(image), header: try referenceHeader()),
      extensions: [
        FITSHDU(.float32(image), header: uncertainty), FITSHDU(.uint8(mask), header: maskHeader),
        FITSHDU(.table(table), header: scenario),
      ])
  }

  /// The records of a file's primary header up to END.
  static func records(_ file: [UInt8]) -> [String] {
    var records: [String] = []
    for start in stride(from: 0, to: file.count - 79, by: 80) {
      let record = String(decoding: file[start..<start + 80], as: UTF8.self)
      if record.hasPrefix("END     ") { break }
      records.append(record)
    }
    return records
  }

  /// A new empty directory for one test.
  static func directory() throws -> String {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("imagery-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    return place.path
  }
}

extension String {
  /// The text filled with dots up to a length.
  func padding(_ length: Int) -> String {
    self + String(repeating: ".", count: Swift.max(0, length - count))
  }
}
