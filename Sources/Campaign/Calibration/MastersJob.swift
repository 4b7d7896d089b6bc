internal import Foundation
internal import Processing

/// Exposures that calibrate a camera, turned into masters: what `totality masters` runs.
public struct MastersJob: Sendable {
  /// The FITS files, of any kinds.
  public var files: [String]
  /// A folder, or the name of a `.fits` file where all exposures make one master.
  public var output: String
  /// Of all files, in place of what their headers tell: bias, dark, flat, unexposed or wedge.
  public var kind: String?
  /// A master bias made before.
  public var bias: String?
  /// A master dark made before.
  public var dark: String?
  /// Cards in place of the files', `KEYWORD=value`.
  public var assumptions: [String] = []

  /// A job.
  public init(_ files: [String], output: String) { (self.files, self.output) = (files, output) }

  /// Makes the masters.
  ///
  /// - Parameter progress: hears of every master before it is made.
  /// - Returns: the paths of their files.
  /// - Throws: `CampaignError` for files whose kind, exposure, bias or gain is not known, several masters for
  ///   one name, and places that cannot be written; `ProcessingError` for exposures of different sizes.
  public func run(progress: (String) -> Void) throws -> [String] {
    guard !files.isEmpty else {
      throw CampaignError(.badRequest, "there is nothing to average; name FITS files")
    }
    let masters = try CalibrationMasters(
      files, folder: folder, kind: try kindOfAll(), assumptions: assumptions,
      known: .init(bias: bias, dark: dark))
    let plan = masters.plan
    if name != nil, plan.count > 1 {
      throw CampaignError(
        .badRequest,
        "-o \(output): the files make \(plan.count) masters ("
          + plan.map { "\($0.stem) of \($0.count)" }.joined(separator: ", ")
          + "), since they differ in kind, exposure time, filter, gain or temperature; give a folder"
      )
    }
    let outputs = plan.flatMap { part -> [String] in
      let base = "\(folder)/\(name ?? part.stem)"
      return ["\(base).fits", "\(base)_planes.fits"]
    }
    try OutputPaths.check(outputs, against: files + [bias, dark].compactMap { $0 })
    return try masters.makeAll(named: name, progress: progress).map(\.path)
  }

  private var name: String? {
    guard output.lowercased().hasSuffix(".fits") else { return nil }
    return String((output.split(separator: "/").last ?? "").dropLast(".fits".count))
  }

  private var folder: String {
    guard name != nil else { return output }
    let parent = URL(fileURLWithPath: output).deletingLastPathComponent().relativePath
    return output.contains("/") ? parent : "."
  }

  private func kindOfAll() throws -> MasterGroup.Kind? {
    guard let kind else { return nil }
    guard let found = MasterGroup.Kind(rawValue: kind) else {
      throw CampaignError(
        .badRequest,
        "--kind '\(kind)': allowed are "
          + MasterGroup.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return found
  }
}
