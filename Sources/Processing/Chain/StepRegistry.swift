/// Every step there is, in the order in which a whole chain takes them.
public enum StepRegistry {
  /// The steps.
  ///
  /// Saturation is a matter of raw numbers; the response bends with all charge, dark charge included; dark
  /// charge has no flat field; spikes stand out best from a flat picture, and before the occulter's edge is
  /// made brighter; exposures are merged before light is told apart, while noise is that of single pixels.
  public static let all: [any ProcessingStep.Type] = [
    SaturateStep.self, BiasStep.self, GainStep.self, LinearityStep.self, DarkStep.self,
    FlatStep.self, DespikeStep.self, VignetteStep.self, BrightnessStep.self, RegisterStep.self,
    MergeStep.self, StrayStep.self, DemodulateStep.self, DustSubtractStep.self, EnhanceStep.self,
    PolarStep.self, InvertStep.self, MeasureStep.self,
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
