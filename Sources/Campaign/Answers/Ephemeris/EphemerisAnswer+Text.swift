internal import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

extension EphemerisAnswer {
  /// Writes the ephemeris piece by piece, so that millions of rows need no memory.
  ///
  /// - Parameters:
  ///   - format: oem, csv or json (schema `totality.ephemeris/1`).
  ///   - append: takes the next bytes.
  /// - Throws: what `append` throws, and what making a message throws.
  public func write(_ format: Format, append: ([UInt8]) throws -> Void) throws {
    var pages = TextPages()
    switch format {
    case .csv: try writeTable(&pages, append)
    case .json: try writeDocument(&pages, append)
    case .oem: pages.add(try message().kvn())
    }
    try append(pages.bytes)
  }

  private func writeTable(
    _ pages: inout TextPages, _ append: ([UInt8]) throws -> Void
  ) throws {
    let columns = EphemerisColumn.columns(of: subject)
    let digits = fractionDigits
    pages.add((["utc"] + columns.map(\.name)).joined(separator: ",") + "\n")
    for index in 0..<count {
      let row = row(index)
      pages.add(row.instant.text(fractionDigits: digits))
      for column in columns {
        pages.add(",")
        pages.add(column.value(row), decimals: column.decimals)
      }
      pages.add("\n")
      try pages.turn(append)
    }
  }

  private func writeDocument(
    _ pages: inout TextPages, _ append: ([UInt8]) throws -> Void
  ) throws {
    let columns = EphemerisColumn.columns(of: subject)
    let digits = fractionDigits
    let head: [JSONText.Member] = [
      .init("schema", .string("totality.ephemeris/1")),
      .init("scenario", .string(scenario.name)),
      .init("of", .string(subject?.rawValue ?? "all")),
      .init("observer", .string(scenario.observerName)),
      .init("occulter", .string(scenario.occulterName)),
      .init("centre", .string("Earth")),
      .init("frame", .string("GCRF")),
      .init("sun_direction", .string(scenario.formation.treatment.rawValue)),
      .init("step_s", .number(stepSeconds)),
      .init("count", .literal(String(count))),
    ]
    // The rows follow where the object's closing brace would stand.
    pages.add(String(JSONText.object(head).text().dropLast(2)) + ",\n  \"rows\": [")
    for index in 0..<count {
      let row = row(index)
      pages.add(index == 0 ? "\n" : ",\n")
      pages.add("    {\"utc\": \"\(row.instant.text(fractionDigits: digits))\"")
      for column in columns {
        pages.add(", \"\(column.name)\": ")
        pages.add(column.value(row), decimals: column.decimals)
      }
      pages.add("}")
      try pages.turn(append)
    }
    pages.add("\n  ]\n}\n")
  }
}

/// Text that is handed on whenever a page is full.
struct TextPages {
  private static let size = 1 << 18
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(Self.size + 4096) }

  mutating func add(_ text: String) { bytes += text.utf8 }

  /// Adds a number with a fixed count of decimals.
  mutating func add(_ value: Double, decimals: Int) {
    // What rounds to zero has no sign.
    let printed = value.magnitude * pow(10, Double(decimals)) < 0.5 ? 0 : value
    withVaList([Int32(decimals), printed]) { arguments in
      // The largest double has 309 digits before its point.
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 352) { buffer in
        guard let start = buffer.baseAddress else { return }
        let length = Int(vsnprintf(start, buffer.count, "%.*f", arguments))
        guard length > 0, length < buffer.count else { return }
        bytes += UnsafeRawBufferPointer(start: start, count: length)
      }
    }
  }

  /// Hands a full page on.
  mutating func turn(_ append: ([UInt8]) throws -> Void) throws {
    guard bytes.count >= Self.size else { return }
    try append(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
