public import Foundation

/// Makes frames of a scenario one by one into a folder.
public struct FrameRunner: Sendable {
  private let maker: FrameMaker

  /// A runner that writes into a folder, which is made if need be.
  ///
  /// - Throws: `CampaignError` when the scenario lacks a section or the folder cannot be written.
  public init(
    _ scenario: Scenario, folder path: String,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    // What is wrong with the scenario is told before a folder is made.
    let source = try FrameSource(scenario)
    maker = try FrameMaker(
      source, folder: RunFolder(creating: path), environment: environment)
  }

  /// What a user should know before the frame is made; nil for nothing.
  public var warning: String? { maker.takeover }

  /// Makes one frame and returns the paths of its files.
  ///
  /// - Parameters:
  ///   - task: the frame.
  ///   - workers: how many bands are rendered at a time.
  public func make(_ task: FrameTask, workers: Int) async throws -> FrameOutcome {
    let history = try RunHistory(folder: maker.folder.path)
    let manifest = try Manifest(path: maker.folder.manifestPath(of: .whole))
    let attempt = try maker.begin(task, after: history, in: manifest)
    let entry = try await maker.make(task, attempt: attempt, workers: workers)
    try manifest.append(entry)
    return FrameOutcome(
      task: task, state: .made, paths: entry.products.map { maker.folder.path + "/" + $0.path },
      message: nil, remarks: entry.remarks ?? [])
  }
}
