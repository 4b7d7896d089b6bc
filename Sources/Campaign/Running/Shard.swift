/// A share of a batch: every `count`-th frame, beginning with number `index`.
///
/// Frames of a partial and of a total phase cost differently, so shares are strided rather than cut.
public struct Shard: Sendable, Hashable {
  /// Which share, from zero.
  public let index: Int
  /// Into how many shares the frames are dealt.
  public let count: Int

  /// The most shares of a batch: what four digits of a name hold.
  public static let largestCount = 9999
  /// A batch that is not split.
  public static let whole = Shard(unchecked: 0, of: 1)

  private init(unchecked index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  /// Reads `i/n`, from zero, or `slurm:n`, which takes `i` from the array task that runs the program.
  ///
  /// The number of shares is always written out: the environment of a task that is submitted again by
  /// itself tells one task, not the number of the first submission.
  ///
  /// - Throws: `badRequest` for other text, and outside an array task.
  public init(parsing text: String, environment: [String: String]) throws(CampaignError) {
    let words: (index: String, count: String)
    if text.hasPrefix("slurm:") {
      guard let task = environment["SLURM_ARRAY_TASK_ID"] else {
        throw CampaignError(
          .badRequest,
          "--shard \(text): SLURM_ARRAY_TASK_ID is not set; use it inside an array task, or write "
            + "--shard 0/8")
      }
      words = (task, String(text.dropFirst("slurm:".count)))
    } else {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      words = parts.count == 2 ? (parts[0], parts[1]) : ("", "")
    }
    guard let index = Self.number(words.index), let count = Self.number(words.count),
      (1...Self.largestCount).contains(count), index < count
    else {
      throw CampaignError(
        .badRequest,
        "--shard '\(text)' is no share: write i/n with i from 0 to n - 1 and n up to "
          + "\(Self.largestCount), or slurm:n inside an array task"
          + (text.hasPrefix("slurm:") ? " (SLURM_ARRAY_TASK_ID is '\(words.index)')" : ""))
    }
    self.init(unchecked: index, of: count)
  }

  private static func number(_ text: String) -> Int? {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  /// The name of the share's files.
  var name: String { "shard-\(Self.digits(index))-of-\(Self.digits(count))" }

  private static func digits(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text
  }

  /// Whether a frame belongs to the share; frames without a number belong to all.
  public func contains(_ task: FrameTask) -> Bool {
    task.index.map { $0 % count == index } ?? true
  }
}
