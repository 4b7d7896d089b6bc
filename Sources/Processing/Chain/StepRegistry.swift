/// Every step there is, in the order in which a whole chain takes them.
public enum StepRegistry {
  /// The steps.
  ///
  /// Saturation is a matter of raw numbers; the response bends with all charge, dark charge included; dark
  /// charge has no flat field; spikes stand out best from a flat picture, and before the occulter's edge is
  /// made brighter; exposures are merged before light is told apart, while noise is that of single pixels;
  /// what is measured is brightness on the sky, which filtered and unrolled pictures are not.
  public static let all: [any ProcessingStep.Type] = [
    SaturateStep.self, BiasStep.self, GainStep.self, LinearityStep.self, DarkStep.self,
    FlatStep.self, DespikeStep.self, VignetteStep.self, BrightnessStep.self, RegisterStep.self,
    MergeStep.self, StrayStep.self, DemodulateStep.self, DustSubtractStep.self, InvertStep.self,
    MeasureStep.self, EnhanceStep.self, PolarStep.self,
  ]

  /// The step of a name.
  ///
  /// - Throws: `unknownStep` with the names there are.
  public static func step(_ name: String) throws(ProcessingError) -> any ProcessingStep.Type {
    try step(name, among: all)
  }

  /// The step of a name among some.
  ///
  /// - Throws: `unknownStep` with the names there are.
  static func step(
    _ name: String, among registry: [any ProcessingStep.Type]
  ) throws(ProcessingError) -> any ProcessingStep.Type {
    // Written out: a closure over metatypes crashes the compiler of Swift 6.3.1.
    for step in registry where step.description.name == name { return step }
    var names: [String] = []
    for step in registry { names.append(step.description.name) }
    throw ProcessingError(
      .unknownStep, "make a chain",
      "there is no step '\(name)'; there are \(names.joined(separator: ", "))")
  }

  /// What the step of a name is, among some.
  ///
  /// - Throws: `unknownStep` with the names there are.
  public static func description(
    of name: String, among registry: [any ProcessingStep.Type] = all
  ) throws(ProcessingError) -> StepDescription {
    try step(name, among: registry).description
  }

  /// The names of all steps, in order.
  public static var names: [String] { descriptions.map(\.name) }

  /// What all steps are, in order.
  public static var descriptions: [StepDescription] {
    var descriptions: [StepDescription] = []
    for step in all { descriptions.append(step.description) }
    return descriptions
  }
}
