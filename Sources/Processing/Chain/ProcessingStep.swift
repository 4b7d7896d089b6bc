/// What a step is, told to people and to readers of chain files.
public struct StepDescription: Sendable, Hashable {
  /// The name in chain files and commands.
  public let name: String
  /// The kind of processing in SOLARNET's words (PRSTEPn).
  public let kind: String
  /// The level that a picture has afterwards; nil when it keeps its own.
  public let level: ProcessingLevel?
  /// What it does, one sentence.
  public let summary: String
  /// What it can be told.
  public let parameters: [StepParameter]

  /// A description.
  public init(
    name: String, kind: String, level: ProcessingLevel? = nil, summary: String,
    parameters: [StepParameter]
  ) {
    (self.name, self.kind, self.level) = (name, kind, level)
    (self.summary, self.parameters) = (summary, parameters)
  }
}

/// One step of a chain: a function from observations to observations, with its parameters.
///
/// A step that works on single pictures gives back one for each; one that joins (`merge`, `demod`) gives back
/// one for each group. Nothing of the input is changed, no file is read.
public protocol ProcessingStep: Sendable {
  /// What the step is.
  static var description: StepDescription { get }

  /// A step with checked parameters.
  ///
  /// - Throws: `badParameter` for values that exclude each other.
  init(_ values: StepValues) throws(ProcessingError)

  /// Does the work.
  ///
  /// - Parameters:
  ///   - observations: in the order given by the user.
  ///   - pictures: what the parameters of kind `picture` name, by path.
  /// - Throws: `ProcessingError` naming the observation that cannot be worked on.
  func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation]
}

extension Observation {
  /// The observation with a step written into its history.
  ///
  /// - Parameters:
  ///   - remarks: what whoever runs the step must hear of.
  ///   - pictures: the paths of those pictures that it used, where its parameters name more.
  func recording(
    _ step: any ProcessingStep.Type, _ values: StepValues, _ result: String,
    remarks: [String] = [], using pictures: [String]? = nil
  ) -> Observation {
    var recorded = self
    let description = step.description
    recorded.steps.append(
      StepRecord(
        step: description.name, kind: description.kind, parameters: values.summary, result: result,
        remarks: remarks, usedPictures: pictures))
    if let level = description.level { recorded.level = max(recorded.level, level) }
    return recorded
  }
}
