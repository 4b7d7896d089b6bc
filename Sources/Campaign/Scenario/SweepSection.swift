internal import Foundation
internal import VectorMath

/// One key of the scenario that takes several values.
struct SweepAxis: Sendable, Hashable {
  /// The key, as `--set` names it.
  var key: String
  /// Its values in order.
  var values: [ConfigurationValue]
  /// Axes of one name go along together; nil for an axis of its own.
  var group: String?
}

/// `[[sweep]]`: a key over a list, a range, or numbers drawn by chance.
enum SweepSection {
  /// The most axes of a sweep.
  static let allowedCount = 0...16
  /// The most values of an axis.
  static let allowedValues = 1...1_000_000
  /// Streams of the scenario's seed that sweeps draw from, one for each axis: `SWP` in ASCII.
  private static let stream: UInt32 = 0x5357_5000

  static func read(_ root: SectionReader, seed: Int) -> [SweepAxis] {
    root.sections(
      "sweep", count: allowedCount,
      doc: "A key that takes several values: the sequence is photographed with each."
    ) { section, number in
      let key = section.string(
        "key", length: 1...200, doc: "The key, as --set names it: camera.pointing_arcsec[0].")
      let group = section.optionalString(
        "together", length: 1...32,
        doc: "A name: sweeps of one name go along together, others are combined each with each.")
      check(key, section)
      let random = RandomStream(
        seed: UInt64(seed), stream: stream + UInt32(truncatingIfNeeded: number))
      let values = section.exactlyOne(
        as: [ConfigurationValue].self, doc: "Which values it takes."
      ) { choice in
        choice.key("values", doc: "These.") {
          $0.values("values", count: allowedValues, doc: "Values of the kind that the key takes.")
        }
        choice.table("range", doc: "Even steps.") { range($0) }
        choice.table("normal", doc: "Numbers of a normal distribution.") { table in
          let mean = table.double("mean", doc: "The mean.")
          let sigma = table.double("sigma", in: .above(0, upTo: 1e300), doc: "The deviation.")
          return (0..<count(table)).map {
            .double(mean + sigma * random.normals(at: UInt64($0)).x)
          }
        }
        choice.table("uniform", doc: "Numbers between two ends, all alike.") { table in
          let low = table.double("low", doc: "The lower end.")
          let high = table.double("high", doc: "The upper end.")
          if high <= low, !table.isDeclaring {
            table.report("found an end that is not above low", remedy: "exchange them", at: "high")
          }
          return (0..<count(table)).map {
            .double(low + (high - low) * random.uniforms(at: UInt64($0)).x)
          }
        }
      }
      return SweepAxis(key: key, values: values ?? [], group: group)
    }
  }

  private static func count(_ table: SectionReader) -> Int {
    table.integer("count", in: allowedValues, doc: "How many.")
  }

  private static func range(_ table: SectionReader) -> [ConfigurationValue] {
    let first = table.double("first", doc: "The first value.")
    let last = table.double("last", doc: "The last value.")
    let count = table.integer("count", in: 2...allowedValues.upperBound, doc: "How many.")
    let spacing = table.choice(
      "spacing", as: Spacing.self, default: .linear,
      doc: "Equal differences, or equal ratios.")
    if spacing == .logarithmic, !table.isDeclaring, !(first > 0 && last > 0) {
      table.report(
        "found equal ratios between \(first) and \(last)",
        remedy: "write two numbers above zero, or spacing = \"linear\"", at: "spacing")
      return []
    }
    if spacing == .linear, let whole = wholeRange(first, last, count) { return whole }
    return (0..<count).map { index in
      let share = Double(index) / Double(count - 1)
      if index == count - 1 { return .double(last) }
      return .double(
        spacing == .linear
          ? first + (last - first) * share : first * pow(last / first, share))
    }
  }

  /// A range of whole numbers, as keys that count want them; nil where it is none.
  private static func wholeRange(
    _ first: Double, _ last: Double, _ count: Int
  ) -> [ConfigurationValue]? {
    let step = (last - first) / Double(count - 1)
    guard first == first.rounded(), step == step.rounded(), abs(first) < 1e15, abs(last) < 1e15
    else { return nil }
    return (0..<count).map { .integer(Int64(first + step * Double($0))) }
  }

  /// How the values of a range follow each other.
  private enum Spacing: String, CaseIterable {
    case linear, logarithmic
  }

  /// Keys that a sweep cannot take: those that say what a run is.
  private static func check(_ key: String, _ section: SectionReader) {
    let root = key.prefix { $0 != "." && $0 != "[" }
    let forbidden = ["sweep", "sequence", "schema", "chain", "output", "scenario"]
    guard forbidden.contains(String(root)), key != "scenario.seed", !section.isDeclaring else {
      return
    }
    section.report(
      "found \"\(key)\", which is the same in the whole run",
      remedy: "choose a key that says what is photographed, or scenario.seed", at: "key")
  }
}
