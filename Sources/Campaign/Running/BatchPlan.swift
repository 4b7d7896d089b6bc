internal import Astronomy
internal import Foundation

/// What a batch would make: frames, files and bytes.
public struct BatchPlan: Sendable {
  private let scenario: Scenario
  private let camera: Camera
  private let tasks: [FrameTask]

  /// A plan for some frames.
  ///
  /// - Throws: `CampaignError` when the scenario has no camera or no corona.
  public init(_ scenario: Scenario, tasks: [FrameTask]) throws(CampaignError) {
    camera = try scenario.requireFrameSections().camera
    self.scenario = scenario
    self.tasks = tasks
  }

  /// FITS bytes of one frame: whole blocks of 2880 for data, and a few for headers.
  private var bytesPerFrame: Int {
    let pixels = camera.width * camera.height
    func blocks(_ bytes: Int) -> Int { (bytes + 2879) / 2880 * 2880 }
    let headers = 6 * 2880
    var bytes = blocks(4 * pixels) + headers
    if scenario.output.planes {
      bytes += 6 * (blocks(4 * pixels) + headers) + blocks(pixels) + headers
    }
    // Raw numbers of 16 bits, with their mask.
    let shots = scenario.sensor?.shotCount ?? 0
    bytes += shots * (blocks(2 * pixels) + blocks(pixels) + 2 * headers)
    // Pictures compress to about half a byte for each sample.
    if scenario.output.preview { bytes += pixels }
    if scenario.output.annotated {
      bytes += scenario.output.pictureSide * scenario.output.pictureSide / 2
    }
    return bytes
  }

  /// The plan as text, one line for each frame.
  public func text() -> String {
    var lines = [
      "\(tasks.count) frames, about "
        + String(format: "%.0f MB", Double(bytesPerFrame) * Double(tasks.count) / 1e6)
    ]
    for task in tasks {
      let name = FrameName(scenario: scenario.name, index: task.index, instant: task.instant)
      lines.append("\(task.index ?? 0)  \(task.instant.text(fractionDigits: 3))  \(name.frame)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
