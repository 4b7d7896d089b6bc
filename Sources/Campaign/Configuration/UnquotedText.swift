extension StringProtocol {
  /// Where a character stands outside of quotes, single or double; a quote that is not closed lasts to the end.
  func unquotedIndices(of character: Character) -> [Index] {
    var found: [Index] = []
    var quote: Character?
    for index in indices {
      let here = self[index]
      if let open = quote {
        if here == open { quote = nil }
      } else if here == "\"" || here == "'" {
        quote = here
      } else if here == character {
        found.append(index)
      }
    }
    return found
  }
}
