internal import Foundation

/// Which frames of a batch are made, and when it gives up.
public struct BatchPolicy: Sendable, Hashable {
  /// Which frames are made.
  public enum Choice: Sendable, Hashable {
    /// Those that are not done: never tried, failed, made from other input, or with a file missing.
    case unfinished
    /// Of those only the ones whose last attempt failed.
    case failed
    /// All, done or not.
    case all
  }

  /// How many frames may fail before no further one is begun.
  public enum FailureLimit: Sendable, Hashable {
    /// So many.
    case count(Int)
    /// So many of a hundred frames of the batch.
    case percent(Double)

    /// Reads `5` or `5%`.
    ///
    /// - Throws: `badRequest` for other text.
    public init(parsing text: String) throws(CampaignError) {
      if text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...100).contains(percent) {
        self = .percent(percent)
      } else if let count = Int(text), count >= 0 {
        self = .count(count)
      } else {
        throw CampaignError(
          .badRequest,
          "--max-failures '\(text)' is neither a number of frames from 0 nor a share such as 5%")
      }
    }

    /// Whether so many failures of a batch are too many.
    func isExceeded(by failures: Int, of frames: Int) -> Bool {
      switch self {
      case .count(let most): failures > most
      case .percent(let most): Double(failures) > most / 100 * Double(frames)
      }
    }
  }

  /// Which frames are made.
  public var choice: Choice
  /// How many may fail; nil for any number.
  public var failureLimit: FailureLimit?

  /// A policy; by itself, everything unfinished is made whatever fails.
  public init(_ choice: Choice = .unfinished, failureLimit: FailureLimit? = nil) {
    self.choice = choice
    self.failureLimit = failureLimit
  }
}
