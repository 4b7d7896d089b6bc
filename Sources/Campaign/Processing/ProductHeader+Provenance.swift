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
      let parameters = Self.text(step.parameters, limit: 1000)
      try header.append("PRSTEP\(number)", Self.text(step.kind, limit: 60), "processing step")
      try header.append("PRPROC\(number)", "totality \(step.step)", "procedure")
      try header.append("PRPVER\(number)", Version.current, "version")
      if !parameters.isEmpty { try header.append("PRPARA\(number)", parameters, "parameters") }
      try header.append("PRHSH\(number)A", identity(ofStep: index))
    }
    for keyword in header.cards.map(\.keyword)
    where keyword.hasPrefix("PARENT") || keyword.hasPrefix("PARSHA") {
      header.remove(keyword)
    }
    for (index, parent) in parentFiles.prefix(99).enumerated() {
      try header.append("PARENT\(index + 1)", Self.text(parent.file, limit: 68))
      try header.append("PARSHA\(index + 1)", parent.sha256)
    }
    if parentFiles.count > 99 {
      try header.append("NPARENT", parentFiles.count, "files; 99 of them are named here")
    }
  }

  private var observationSteps: [StepRecord] { outcome.observation.steps }

  private var parentFiles: [(file: String, sha256: String)] {
    outcome.sources.map { (sources[$0].file, sources[$0].sha256) }
  }

  /// The highest number of a step that the source had.
  private func lastStep(_ header: FITSHeader) -> Int {
    header.cards.compactMap { card in
      card.keyword.hasPrefix("PRSTEP") ? Int(card.keyword.dropFirst(6)) : nil
    }.max() ?? 0
  }

  /// SHA-256 of what a step's result follows from: version, the steps up to it with their parameters, and
  /// the input files.
  private func identity(ofStep index: Int) -> String {
    var text = "totality \(Version.current)\n"
    for step in observationSteps[...index] { text += "\(step.step) \(step.parameters)\n" }
    for parent in parentFiles { text += parent.sha256 + "\n" }
    return Digest.sha256(text)
  }
}
