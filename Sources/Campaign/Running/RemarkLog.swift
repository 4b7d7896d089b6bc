/// What frames leave out, each kind once in a run.
struct RemarkLog {
  private var known: Set<String> = []
  private var waiting: [String] = []

  /// Notes remarks; those that begin like one known already, up to a colon, are passed over.
  mutating func add(_ remarks: [String]) {
    for remark in remarks {
      let kind = String(remark.prefix { $0 != ":" })
      if known.insert(kind).inserted { waiting.append(remark) }
    }
  }

  /// What was noted since the last time.
  mutating func take() -> [String] {
    defer { waiting = [] }
    return waiting
  }
}
