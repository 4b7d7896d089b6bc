internal import Astronomy

/// A scenario ready to be photographed: renders frames in memory.
struct FrameSource: Sendable {
  let scenario: Scenario
  private let camera: Camera
  private let corona: CoronaSettings
  /// What frames of the sequence share.
  private let electrons: SharedElectrons
  /// The sensor, one device for all frames.
  private let raw: RawFrames?

  /// - Throws: `CampaignError` when the scenario lacks a section.
  init(_ scenario: Scenario) throws {
    (camera, corona) = try scenario.requireFrameSections()
    self.scenario = scenario
    electrons = SharedElectrons(corona, camera, scenario.formation, scenario.sequence)
    raw = scenario.output.raw ? try scenario.rawFrames(camera) : nil
  }

  /// How many nodes of the corona that frames share the frames of some instants need; 0 where they share none.
  func nodeCount(at instants: [Instant]) throws -> Int { try electrons.nodeCount(at: instants) }

  /// Renders a frame, which can then be encoded.
  ///
  /// - Parameters:
  ///   - created: when the products are said to be made.
  ///   - workers: how many bands are rendered at a time.
  func render(_ task: FrameTask, created: Instant, workers: Int) async throws -> FrameProducts {
    let scene = try await Scene(
      at: task.instant, formation: scenario.formation, corona: corona, law: scenario.law,
      camera: camera, optics: scenario.optics, stray: scenario.strayLight,
      // A frame by itself must not depend on what the sequence would be.
      sharing: task.index == nil ? nil : electrons)
    let rendered = try await FrameRenderer(camera: camera).render(scene, workers: workers)
    return FrameProducts(
      scenario: scenario, camera: camera, scene: scene, rendered: rendered,
      frameIndex: task.index, created: created, raw: raw)
  }
}
