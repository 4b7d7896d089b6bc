/// How many slips of the keyboard lie between two words.
enum EditDistance {
  /// The count of insertions, deletions, substitutions and swaps of neighbours.
  ///
  /// This is the optimal string alignment of Damerau and Levenshtein.
  static func between(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 1...left.count {
      var current = [row] + Array(repeating: 0, count: right.count)
      for column in 1...right.count {
        let substitution = left[row - 1] == right[column - 1] ? 0 : 1
        var best = min(
          previous[column] + 1, current[column - 1] + 1, previous[column - 1] + substitution)
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          best = min(best, beforePrevious[column - 2] + 1)
        }
        current[column] = best
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }

  /// The word nearest to a misspelt one, if near enough to be meant; case and hyphens are free.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    // Nobody mistypes a key of hundreds of letters; the time to compare grows with the square.
    guard word.utf8.count <= 64 else { return nil }
    let normalized = scalars(word)
    let limit = max(1, min(3, normalized.count / 3))
    var best: (word: String, distance: Int)?
    for candidate in candidates {
      let other = scalars(candidate)
      guard abs(other.count - normalized.count) <= limit else { continue }
      let distance = between(normalized, other)
      if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.word
  }

  private static func scalars(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 }
  }
}
