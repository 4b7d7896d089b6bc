/// Names a user may have meant.
enum NameSuggestion {
  /// " did you mean …?" with the names near one that is not known; empty when none is.
  static func words(for name: String, among names: [String]) -> String {
    guard !name.isEmpty, name.utf8.count <= 64 else { return "" }
    let near = names.map { (distance: editDistance(name, $0), name: $0) }
      .filter { $0.distance <= 4 || $0.name.hasPrefix(name) }
    guard !near.isEmpty else { return "" }
    return " did you mean "
      + near.sorted { $0.distance < $1.distance }.map(\.name).joined(separator: " or ") + "?"
  }

  /// Levenshtein's distance: how many letters to change, add or drop.
  private static func editDistance(_ first: String, _ second: String) -> Int {
    let target = Array(second)
    var previous = Array(0...target.count)
    for (row, letter) in first.enumerated() {
      var current = [row + 1]
      for column in target.indices {
        let substitution = previous[column] + (target[column] == letter ? 0 : 1)
        current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[target.count]
  }
}
