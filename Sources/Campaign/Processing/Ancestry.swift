internal import Imagery
internal import Processing

/// What products rest on beside the pictures that went through the chain: masters, models and references
/// that steps used, and cards that the user assumed.
struct Ancestry: Sendable {
  /// A file read.
  struct File: Sendable, Hashable {
    /// Without folders.
    var name: String
    /// Of all its bytes, 64 hexadecimal digits.
    var sha256: String
  }

  /// Assignments of the user, such as `GAIN=0.5`, in order.
  private(set) var assumptions: [String] = []
  /// The pictures that a step's parameters name, by the step's name; a step comes once in a chain.
  private var pictures: [String: [(path: String, file: File)]] = [:]

  /// Nothing beside the inputs.
  init() {}

  /// What a chain's steps use.
  init(_ chain: Chain, _ read: [String: ObservationReader.Reading], assumptions: [String]) {
    self.assumptions = assumptions
    for step in chain.steps {
      pictures[step.description.name] = step.picturePaths.compactMap { path in
        read[path].map { (path, File(name: $0.file, sha256: $0.sha256)) }
      }
    }
  }

  /// The files that steps used, each once.
  func files(of steps: [StepRecord]) -> [File] {
    var files: [File] = []
    for step in steps {
      for (path, file) in pictures[step.step] ?? []
      where step.usedPictures?.contains(path) != false && !files.contains(file) {
        files.append(file)
      }
    }
    return files
  }

  /// The assumptions as one text.
  var assumptionText: String { FITSText.transliterated(assumptions.joined(separator: "; ")) }
}
