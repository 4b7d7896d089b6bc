import Foundation

/// Many damaged files through a reader, with what became of them.
///
/// The ordinary run has ten thousand files over all readers together; `TOTALITY_FUZZ_CASES=1000000` runs
/// as many, `TOTALITY_FUZZ_FIRST_SEED` begins elsewhere, and `TOTALITY_FUZZ_TRACE=1` writes every seed to the
/// standard error before it is tried, for damage that ends the process.
public struct FuzzRun: Sendable {
  /// How many files were tried.
  public private(set) var cases = 0
  /// How many were read.
  public private(set) var read = 0
  /// How many were refused with words.
  public private(set) var refused = 0
  /// The longest time one file took, CPU seconds of this thread, its seed and its size.
  public private(set) var slowest = (seconds: 0.0, seed: -1, bytes: 0)
  /// How much the largest memory of the process has grown, in MB; other suites take some, too.
  public private(set) var grownMegabytes = 0
  /// What should not have happened, with seeds; at most twenty.
  public private(set) var faults: [String] = []

  /// The longest time a file may take, seconds.
  public static let longestSeconds = 1.0
  /// The longest message, Unicode scalars.
  public static let longestMessage = 3000

  private static func setting(_ name: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
  }

  /// All damaged files of a run, over all readers.
  public static let allCases = setting("TOTALITY_FUZZ_CASES", 10_000)

  /// Tries damaged files.
  ///
  /// - Parameters:
  ///   - name: what is read, for the report.
  ///   - share: the part of all files that this reader gets, 0...1.
  ///   - mutations: makes the files.
  ///   - fault: what is wrong with an error that a file was refused with, or nil: its type, its place.
  ///   - use: reads a file and uses what was read.
  public init(
    _ name: String, share: Double, _ mutations: FileMutations,
    fault: (any Error) -> String?, _ use: ([UInt8]) throws -> Void
  ) {
    let first = Self.setting("TOTALITY_FUZZ_FIRST_SEED", 0)
    let isTraced = Self.setting("TOTALITY_FUZZ_TRACE", 0) == 1
    let before = ProcessUsage.peakMegabytes()
    cases = max(1, Int((Double(Self.allCases) * share).rounded()))
    for seed in first..<first + cases {
      if isTraced { FileHandle.standardError.write(Data("\(name) \(seed)\n".utf8)) }
      let bytes = mutations.file(seed: seed)
      let start = ProcessUsage.threadSeconds()
      var problem: String?
      do {
        try use(bytes)
        read += 1
      } catch {
        refused += 1
        problem = fault(error) ?? Self.fault(of: String(describing: error))
      }
      let seconds = ProcessUsage.threadSeconds() - start
      if seconds > slowest.seconds { slowest = (seconds, seed, bytes.count) }
      if seconds > Self.longestSeconds { problem = "takes \(seconds) s" }
      if let problem, faults.count < 20 { faults.append("\(name), seed \(seed): \(problem)") }
    }
    grownMegabytes = ProcessUsage.peakMegabytes() - before
    print(
      "fuzz \(name): \(cases) files from seed \(first), \(read) read, \(refused) refused, slowest "
        + "\((slowest.seconds * 1e4).rounded() / 10) ms (seed \(slowest.seed), \(slowest.bytes) bytes), memory +\(grownMegabytes) MB"
    )
  }

  /// Whether files were read and refused: damage that never hurts, or always, would test nothing.
  public var isMeaningful: Bool { read > cases / 50 && refused > cases / 50 }

  /// What is wrong with a message: it must be a sentence that a terminal can show.
  private static func fault(of message: String) -> String? {
    if message.isEmpty { return "refused without words" }
    let length = message.unicodeScalars.count
    if length > longestMessage { return "a message of \(length) scalars: \(message.prefix(200))" }
    let control = message.unicodeScalars.first {
      $0.value < 32 && $0 != "\n" || (127..<160).contains($0.value) || hidden.contains($0.value)
    }
    return control.map {
      "U+\(String($0.value, radix: 16)) in the message: \(message.debugDescription)"
    }
  }

  /// Marks that change how the rest of a line is shown.
  private static let hidden: Set<UInt32> = [0x2028, 0x2029, 0x202A, 0x202B, 0x202D, 0x202E, 0xFEFF]
}
