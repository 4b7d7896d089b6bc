import Foundation
import TestSupport

@testable import Imagery

/// FITS files damaged on purpose, the same damage for the same seed.
struct FITSMutations {
  private let originals: [[UInt8]]

  /// Numbers that lengths, places and counts are set to.
  private static let numbers = [
    "0", "1", "-1", "2", "3", "7", "8", "16", "32", "64", "-32", "-64", "999", "1000", "65535",
    "65536", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807",
    "-9223372036854775808", "9223372036854775808", "1E400", "NaN", "1.5", "2.0", "T", "F", "''",
    "'X'", "'RICE_1'", "'GZIP_1'", "'GZIP_2'", "'PLIO_1'", "'HCOMPRESS_1'", "'NOCOMPRESS'",
    "'1PB(9)'", "'1QB'", "'1PI'", "'999999999PB'", "'1PJ'", "'1D'", "'0PB'", "'NONE'",
    "'SUBTRACTIVE_DITHER_1'", "'SUBTRACTIVE_DITHER_2'", "'COMPRESSED_DATA'",
    "'UNCOMPRESSED_DATA'", "'GZIP_COMPRESSED_DATA'", "'BINTABLE'", "'IMAGE'", "'TABLE'",
  ]

  /// The files of Fixtures/fits, and one with every kind of unit this program writes.
  init() throws {
    let folder = ReferenceData.repositoryPath("Fixtures/fits")
    var files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".fits") || $0.hasSuffix(".gz") }
      .map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)"))) }
    files.append(try Samples.wholeFile())
    originals = files
  }

  /// A damaged file.
  func file(seed: Int) -> [UInt8] {
    var random = SeededGenerator(seed: UInt64(seed) &* 0x2545_F491_4F6C_DD1D)
    var bytes = originals[Int.random(in: 0..<originals.count, using: &random)]
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard bytes.count > 160 else { break }
      switch Int.random(in: 0..<11, using: &random) {
      case 0: flip(&bytes, 0..<bytes.count, &random)
      case 9: flip(&bytes, dataRange(bytes), &random)
      case 1: flip(&bytes, 0..<min(bytes.count, 8640), &random)
      case 2, 3, 4: lie(&bytes, &random)
      case 5: swap(&bytes, &random)
      case 6: bytes.removeLast(Int.random(in: 0..<bytes.count - 80, using: &random))
      case 7: pointer(&bytes, &random)
      case 8: repeatBlock(&bytes, &random)
      default:
        Int.random(in: 0..<3, using: &random) == 0
          ? removeEnd(&bytes, &random) : lie(&bytes, &random)
      }
    }
    return bytes
  }

  private func flip(
    _ bytes: inout [UInt8], _ range: Range<Int>, _ random: inout SeededGenerator
  ) {
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      var place = Int.random(in: range, using: &random)
      // Most of a small file is filling, which harms nobody.
      for _ in 0..<20 where bytes[place] == 0 || bytes[place] == 0x20 {
        place = Int.random(in: range, using: &random)
      }
      bytes[place] =
        Bool.random(using: &random)
        ? bytes[place] ^ 1 << UInt8.random(in: 0..<8, using: &random)
        : UInt8.random(in: 0...255, using: &random)
    }
  }

  /// The last block, which holds samples or packed tiles.
  private func dataRange(_ bytes: [UInt8]) -> Range<Int> {
    max(0, (bytes.count - 1) / 2880 * 2880)..<bytes.count
  }

  /// Places of the records that hold a value.
  private func cards(_ bytes: [UInt8]) -> [Int] {
    stride(from: 0, to: bytes.count - 79, by: 80).filter {
      bytes[$0 + 8] == 0x3D && bytes[$0 + 9] == 0x20
    }
  }

  /// Lets a card claim something else.
  private func lie(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard let place = cards(bytes).randomElement(using: &random),
      let number = Self.numbers.randomElement(using: &random)
    else { return }
    let value = Array(number.utf8) + [UInt8](repeating: 0x20, count: 70 - number.utf8.count)
    bytes.replaceSubrange(place + 10..<place + 80, with: value)
  }

  /// Exchanges two cards, or overwrites one with another.
  private func swap(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let cards = cards(bytes)
    guard let first = cards.randomElement(using: &random),
      let second = cards.randomElement(using: &random)
    else { return }
    let kept = Array(bytes[first..<first + 80])
    bytes.replaceSubrange(first..<first + 80, with: bytes[second..<second + 80])
    if Bool.random(using: &random) { bytes.replaceSubrange(second..<second + 80, with: kept) }
  }

  /// Damages the beginning of a block that is no header: pointers into the heap, sizes of streams.
  private func pointer(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let blocks = stride(from: 0, to: bytes.count - 95, by: 2880).filter { bytes[$0 + 8] != 0x3D }
    guard let block = blocks.randomElement(using: &random) else { return }
    let place = block + Int.random(in: 0..<24, using: &random) * 4
    guard place + 4 <= bytes.count else { return }
    let words: [UInt32] = [
      0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, .random(in: 0...100_000, using: &random),
    ]
    let word = words.randomElement(using: &random) ?? 0
    for index in 0..<4 {
      bytes[place + index] = UInt8(truncatingIfNeeded: word >> (24 - 8 * index))
    }
  }

  private func repeatBlock(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let blocks = bytes.count / 2880
    guard blocks > 1 else { return }
    let block = Int.random(in: 0..<blocks, using: &random) * 2880
    let copies = Int.random(in: 1...20, using: &random)
    let copy = Array(bytes[block..<block + 2880])
    bytes.insert(contentsOf: (0..<copies).flatMap { _ in copy }, at: block)
  }

  private func removeEnd(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let ends = stride(from: 0, to: bytes.count - 79, by: 80).filter {
      bytes[$0..<$0 + 4].elementsEqual([0x45, 0x4E, 0x44, 0x20])
    }
    if let end = ends.randomElement(using: &random) { bytes[end] = 0x58 }
  }
}
