/// Reads a whole scenario by its declaration, or prints what the declaration allows.
public enum ConfigurationReader {
  /// A scenario read without a problem.
  public struct Reading<Value> {
    /// What the declaration made of it.
    public var value: Value
    /// Every value in use, and where it comes from.
    public var effective: EffectiveScenario
  }

  /// Reads a document by a declaration.
  ///
  /// The declaration runs twice: first to learn every key there is, for advice, then to read.
  ///
  /// - Returns: The value with the effective scenario.
  /// - Throws: ``ConfigurationError`` with the code `.invalid` and all problems in line order.
  public static func read<Value>(
    _ document: ConfigurationDocument, by declare: (SectionReader) -> Value?
  ) throws(ConfigurationError) -> Reading<Value> {
    let problems = ProblemCollector()
    let context = ReadingContext(
      document: document, problems: problems, isDeclaring: false,
      index: SchemaIndex(declaration(by: declare)))
    let root = SectionReader(context: context, path: .root, entries: document.root)
    let value = declare(root)
    root.close(recordsPresence: false, entryCountBefore: 0)
    guard problems.isEmpty else {
      throw ConfigurationError(
        .invalid, problems.problems, omittedCount: problems.omittedCount)
    }
    guard let value else {
      // A declaration that gives nothing must say why; this keeps its silence from passing.
      throw ConfigurationError(
        .invalid,
        [
          ConfigurationProblem(
            origin: .wholeFile(document.name), keyPath: .root,
            message: "the scenario could not be put together",
            remedy: "please report this: the program should have named the key")
        ])
    }
    return Reading(value: value, effective: EffectiveScenario(entries: context.effective))
  }

  /// What a declaration allows.
  public static func schema<Value>(
    title: String, by declare: (SectionReader) -> Value?
  ) -> ScenarioSchema {
    ScenarioSchema(title: title, root: declaration(by: declare))
  }

  private static func declaration<Value>(by declare: (SectionReader) -> Value?)
    -> SectionDeclaration
  {
    let context = ReadingContext(
      document: .empty, problems: ProblemCollector(), isDeclaring: true,
      index: SchemaIndex(SectionDeclaration(doc: "")))
    let root = SectionReader(context: context, path: .root, entries: [:])
    _ = declare(root)
    return root.declaration
  }
}
