/// The variations of a scenario: every combination of the values of its sweeps.
///
/// The last axis varies fastest, as nested loops in the order of the file would have it.
struct SweepPlan: Sendable, Hashable {
  /// Axes that go along together, as one step of a loop.
  private let loops: [[SweepAxis]]
  /// The keys in the order of the file.
  private let order: [String]
  /// How many variations there are; 1 without a sweep.
  let count: Int
  /// Whether some value may be the name of a file, whose content counts too.
  let mayNameFiles: Bool

  /// The most variations of a run.
  static let largestCount = 1_000_000

  /// What is wrong with axes, and which.
  struct Problem: Error {
    var axis: Int
    var message: String
    var remedy: String
  }

  /// A run without a sweep.
  static let none = SweepPlan()

  private init() {
    loops = []
    order = []
    count = 1
    mayNameFiles = false
  }

  /// A plan of axes; problems name the axis by its number.
  init(_ axes: [SweepAxis]) throws(Problem) {
    var loops: [[SweepAxis]] = []
    var places: [String: Int] = [:]
    var keys: Set<String> = []
    var count = 1
    for (number, axis) in axes.enumerated() {
      guard keys.insert(axis.key).inserted else {
        throw Problem(
          axis: number, message: "found the key \"\(axis.key)\" a second time",
          remedy: "give each key one [[sweep]]")
      }
      if let group = axis.group, let place = places[group] {
        guard loops[place][0].values.count == axis.values.count else {
          throw Problem(
            axis: number,
            message:
              "found \(axis.values.count) values, but \"\(loops[place][0].key)\", which goes along, "
              + "has \(loops[place][0].values.count)",
            remedy: "give both as many values, or different names to \"together\"")
        }
        loops[place].append(axis)
        continue
      }
      if let group = axis.group { places[group] = loops.count }
      loops.append([axis])
      let (product, isTooMany) = count.multipliedReportingOverflow(by: axis.values.count)
      guard !isTooMany, product <= Self.largestCount else {
        throw Problem(
          axis: number, message: "found more than \(Self.largestCount) combinations",
          remedy: "lower count, or let axes go along by \"together\"")
      }
      count = product
    }
    self.loops = loops
    order = axes.map(\.key)
    self.count = count
    mayNameFiles = axes.contains { $0.values.contains { $0.mayNameFile } }
  }

  /// Variations in which every value of every axis occurs, far fewer than all combinations.
  var covering: [Int] {
    let longest = loops.map { $0[0].values.count }.max() ?? 0
    return (0..<longest).map { step in
      loops.reduce(0) { $0 * $1[0].values.count + min(step, $1[0].values.count - 1) }
    }
  }

  /// All axes and values as text, equal for equal sweeps; nil without a sweep.
  var text: String? {
    isEmpty
      ? nil
      : loops.map { axes in
        axes.map { "\($0.key) = \(ConfigurationValue.array($0.values).tomlText)" }
          .joined(separator: " with ")
      }.joined(separator: "\n")
  }

  /// The number of the axis that an assignment belongs to, in the order of the file.
  func axis(setting assignment: String) -> Int? {
    order.firstIndex { assignment.hasPrefix($0 + "=") }
  }

  /// The keys that are varied; nil without a sweep.
  var keys: [String]? { isEmpty ? nil : loops.joined().map(\.key) }

  /// Whether there is anything to vary.
  var isEmpty: Bool { loops.isEmpty }

  /// The values of a variation, as `--set` takes them.
  ///
  /// - Parameter index: from zero, below ``count``.
  func assignments(of index: Int) -> [String] {
    var rest = index
    var positions = [Int](repeating: 0, count: loops.count)
    for loop in loops.indices.reversed() {
      let size = loops[loop][0].values.count
      positions[loop] = rest % size
      rest /= size
    }
    return zip(loops, positions).flatMap { axes, position in
      axes.map { "\($0.key)=\($0.values[position].tomlText)" }
    }
  }
}

extension ConfigurationValue {
  /// Whether a value is text or holds some.
  fileprivate var mayNameFile: Bool {
    switch self {
    case .string: true
    case .array(let values): values.contains { $0.mayNameFile }
    case .table(let values): values.values.contains { $0.mayNameFile }
    default: false
    }
  }
}
