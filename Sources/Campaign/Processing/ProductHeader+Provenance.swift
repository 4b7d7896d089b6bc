internal import Foundation
internal import Imagery
internal import Processing

extension ProductHeader {
  /// What was done, with what, and from which files: PRSTEPn…, PARENTn.
  func appendProvenance(to header: inout FITSHeader) throws {
    var number = lastStep(header)
    for (index, step) in observationSteps.enumerated() {
      number += 1
      // Keywords have eight characters.
      guard number <= 99 else { break }
      // Long ones go on in CONTINUE records.
      let parameters = FITSText.transliterated(step.parameters)
      try header.append("PRSTEP\(number)", Self.text(step.kind, limit: 60), "processing step")
      try header.append("PRPROC\(number)", "totality \(step.step)", "procedure")
      try header.append("PRPVER\(number)", Version.current, "version")
      if !parameters.isEmpty { try header.append("PRPARA\(number)", parameters, "parameters") }
      try header.append("PRHSH\(number)A", identity(ofStep: index))
    }
    if !ancestry.assumptions.isEmpty {
      try header.set(
        FITSCard("PRASSUME", .string(ancestry.assumptionText), "assumed by the user"))
    }
    for keyword in header.cards.map(\.keyword)
    where keyword.hasPrefix("PARENT") || keyword.hasPrefix("PARSHA") {
      header.remove(keyword)
    }
    let parents = parentFiles + ancestry.files(of: observationSteps)
    for (index, parent) in parents.prefix(99).enumerated() {
      try header.append("PARENT\(index + 1)", FITSText.transliterated(parent.name))
      try header.append("PARSHA\(index + 1)", parent.sha256)
    }
    if parents.count > 99 {
      try header.append("NPARENT", parents.count, "files; 99 of them are named here")
    }
  }

  private var observationSteps: [StepRecord] { outcome.observation.steps }

  private var parentFiles: [Ancestry.File] {
    outcome.sources.map { Ancestry.File(name: sources[$0].file, sha256: sources[$0].sha256) }
  }

  /// The highest number of a step that the source had.
  private func lastStep(_ header: FITSHeader) -> Int {
    header.cards.compactMap { card in
      card.keyword.hasPrefix("PRSTEP") ? Int(card.keyword.dropFirst(6)) : nil
    }.max() ?? 0
  }

  /// SHA-256 of what a step's result follows from: version, the steps up to it with their parameters, the
  /// input files, the other pictures that these steps used, and what the user assumed.
  private func identity(ofStep index: Int) -> String {
    let steps = Array(observationSteps[...index])
    var text = "totality \(Version.current)\n"
    for step in steps { text += "\(step.step) \(step.parameters)\n" }
    for parent in parentFiles + ancestry.files(of: steps) { text += parent.sha256 + "\n" }
    for assumption in ancestry.assumptions { text += assumption + "\n" }
    return Digest.sha256(text)
  }
}
