/// Samples of an array that lies in a file as it is.
struct FITSArrayReader {
  private let unit: FITSUnitSummary
  private let source: FITSSource
  private let bytesPerSample: Int
  /// How many bytes are fetched at once.
  private static let bandBytes = 1 << 20

  init(_ unit: FITSUnitSummary, source: FITSSource) {
    self.unit = unit
    self.source = source
    bytesPerSample = abs(unit.bitsPerSample) / 8
  }

  func samples(_ region: FITSRegion, _ scaling: FITSScaling) throws(ImageryError) -> SampleArray {
    // The last sample must be there before memory for all of them is taken.
    let first = place(region, region.rows.lowerBound)
    let last = place(region, region.rows.upperBound - 1) + region.width * bytesPerSample
    guard try source.reaches(last) else { throw cutShort(last) }
    var samples: [Double] = []
    samples.reserveCapacity(region.sampleCount)
    var rounded = 0
    var place = first
    while place < last {
      let wanted = min(FITSArrayReader.bandBytes, last - place)
      let bytes = try source.bytes(place..<place + wanted)
      guard bytes.count == wanted else { throw cutShort(last) }
      FITSArrayReader.append(
        bytes, bits: unit.bitsPerSample, scaling: scaling, to: &samples, rounded: &rounded)
      place += wanted
    }
    return try SampleArray(
      width: region.width, height: region.rows.count, samples: samples, roundedCount: rounded)
  }

  /// Where a row of the plane begins in the file.
  private func place(_ region: FITSRegion, _ row: Int) -> Int {
    unit.storage.dataOffset + (region.planeStart + row * region.width) * bytesPerSample
  }

  private func cutShort(_ end: Int) -> ImageryError {
    unit.storage.keywords.failure(
      "the file is cut short: it ends before byte \(end), where the samples end; copy it again, or "
        + "read fewer rows")
  }

  /// Turns stored bytes, the highest first, into samples.
  static func append(
    _ bytes: [UInt8], bits: Int, scaling: FITSScaling, to samples: inout [Double],
    rounded: inout Int
  ) {
    bytes.withUnsafeBytes { bytes in
      switch bits {
      case 8:
        for byte in bytes { samples.append(scaling.sample(Int(byte), rounded: &rounded)) }
      case 16:
        for place in stride(from: 0, to: bytes.count - 1, by: 2) {
          let word = Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int16.self))
          samples.append(scaling.sample(Int(word), rounded: &rounded))
        }
      case 32:
        for place in stride(from: 0, to: bytes.count - 3, by: 4) {
          let word = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self))
          samples.append(scaling.sample(Int(word), rounded: &rounded))
        }
      case 64:
        for place in stride(from: 0, to: bytes.count - 7, by: 8) {
          let word = Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int64.self))
          samples.append(scaling.sample(Int(word), rounded: &rounded))
        }
      case -32:
        for place in stride(from: 0, to: bytes.count - 3, by: 4) {
          let word = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
          samples.append(scaling.sample(Double(Float(bitPattern: word))))
        }
      default:
        for place in stride(from: 0, to: bytes.count - 7, by: 8) {
          let word = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
          samples.append(scaling.sample(Double(bitPattern: word)))
        }
      }
    }
  }
}
