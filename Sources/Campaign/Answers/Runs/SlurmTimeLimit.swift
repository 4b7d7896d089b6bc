/// The limit of a task's time as Slurm writes it: minutes, `1:30`, `1:00:00`, `1-12`, `1-12:00:00`.
///
/// Source: the manual page of sbatch, option `--time`.
struct SlurmTimeLimit: Sendable {
  /// The limit; nil when Slurm is to set none (zero).
  let seconds: Int?

  /// Slurm tells a task up to a minute earlier than asked (sbatch, option `--signal`); below two minutes
  /// and this there may be no time to work in.
  static let leastSeconds = 240

  /// The limit that a text names; nil when Slurm would not read it.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    var fields: [Int] = []
    for part in parts.last?.split(separator: ":", omittingEmptySubsequences: false) ?? [] {
      guard let number = Self.number(part) else { return nil }
      fields.append(number)
    }
    guard (1...3).contains(fields.count) else { return nil }
    let total: Int
    if parts.count == 1 {
      // A number alone is minutes, a pair is minutes and seconds.
      switch fields.count {
      case 1: total = fields[0] * 60
      case 2: total = fields[0] * 60 + fields[1]
      default: total = fields[0] * 3600 + fields[1] * 60 + fields[2]
      }
    } else {
      // After days come hours, whatever follows.
      guard parts.count == 2, let days = Self.number(parts[0]) else { return nil }
      fields += Array(repeating: 0, count: 3 - fields.count)
      total = days * 86400 + fields[0] * 3600 + fields[1] * 60 + fields[2]
    }
    seconds = total == 0 ? nil : total
  }

  /// A number of at most six digits, so that no sum overflows.
  private static func number(_ text: Substring) -> Int? {
    guard (1...6).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(text)
  }
}
