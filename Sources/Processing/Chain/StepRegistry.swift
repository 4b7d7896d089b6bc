/// Every step there is, in the order in which a whole chain takes them.
public enum StepRegistry {
  /// The steps.
  public static let all: [any ProcessingStep.Type] = [
    RegisterStep.self, EnhanceStep.self,
  ]

  /// The step of a name.
  ///
  /// - Throws: `unknownStep` with the names there are.
  public static func step(_ name: String) throws(ProcessingError) -> any ProcessingStep.Type {
    // Written out: a closure over metatypes crashes the compiler of Swift 6.3.1.
    for step in all where step.description.name == name { return step }
    let names = names.joined(separator: ", ")
    throw ProcessingError(
      .unknownStep, "make a chain", "there is no step '\(name)'; there are \(names)")
  }

  /// The names of all steps, in order.
  public static var names: [String] {
    var names: [String] = []
    for step in all { names.append(step.description.name) }
    return names
  }
}
