/// The mean of exposures of one kind: how a master is made.
///
/// Exposures come one by one, since a hundred need not be in memory at once.
public struct ExposureStack: Sendable {
  private var first: Observation?
  private var sums: [Double] = []
  private var variances: [Double]?
  /// How many exposures there are.
  public private(set) var count = 0

  /// An empty stack.
  public init() {}

  /// Puts an exposure on the stack.
  ///
  /// - Throws: `unsuitableInput` for another size or unit than the first's.
  public mutating func add(_ exposure: Observation) throws(ProcessingError) {
    guard let first else {
      (self.first, count, sums) = (exposure, 1, exposure.light.samples)
      variances = exposure.uncertainty?.samples.map { $0 * $0 }
      return
    }
    guard exposure.light.hasSize(of: first.light), exposure.unit == first.unit else {
      throw ProcessingError(
        .unsuitableInput, "average exposures", source: exposure.name,
        "has \(exposure.light.sizeWords) of \(exposure.unit.words), \(first.name) "
          + "\(first.light.sizeWords) of \(first.unit.words); give exposures of one kind")
    }
    count += 1
    for (index, value) in exposure.light.samples.enumerated() { sums[index] += value }
    guard let sigma = exposure.uncertainty?.samples else {
      variances = nil
      return
    }
    for (index, deviation) in sigma.enumerated() { variances?[index] += deviation * deviation }
  }

  /// The mean with its error; nil of an empty stack.
  ///
  /// - Parameter name: of the master.
  public func mean(named name: String) -> Observation? {
    guard var result = first else { return nil }
    let number = Double(count)
    result.light = Plane(like: result.light, samples: sums.map { $0 / number })
    result.uncertainty = variances.map { variances in
      Plane(like: result.light, samples: variances.map { $0.squareRoot() / number })
    }
    result.name = name
    result.exposureCount = Plane(like: result.light, repeating: number)
    result.noise = nil
    result.steps.append(
      StepRecord(
        step: "average", kind: "EXPOSURE-MERGING", parameters: "",
        result: "mean of \(count) exposures"))
    return result
  }
}
