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
    maker = try FrameMaker(scenario, folder: path, environment: environment)
  }

  /// Makes one frame and returns the paths of its files.
  ///
  /// - Parameters:
  ///   - task: the frame.
  ///   - workers: how many bands are rendered at a time.
  public func make(_ task: FrameTask, workers: Int) async throws -> FrameOutcome {
    let attempts = try RunHistory(folder: maker.folder.path).attempts(at: task.index)
    var entry = try await maker.make(task, attempt: attempts + 1, workers: workers)
    let remarks = maker.remarks.take()
    entry.remarks = remarks.isEmpty ? nil : remarks
    try Manifest(path: maker.folder.manifestPath(of: .whole)).append(entry)
    return FrameOutcome(
      task: task, state: .made, paths: entry.products.map { maker.folder.path + "/" + $0.path },
      message: nil, remarks: remarks)
  }
}
