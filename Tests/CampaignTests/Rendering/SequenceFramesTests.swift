import Astronomy
import Corona
import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

@Suite("Frames of a sequence that share their corona")
struct SequenceFramesTests {
  private func scenario(frames: Int = 200, more: [String] = []) throws -> Scenario {
    try Scenario.read(
      "astp-1975",
      setting: [
        "camera.size=[16,16]", "camera.pixel_scale_arcsec=800", "sequence.cadence_s=0.1",
        "sequence.frames=\(frames)", "output.planes=false", "output.preview=false",
        "output.annotated=false",
      ] + more)
  }

  private func bytes(_ products: FrameProducts) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for (kind, _) in products.paths { try products.encode(kind) { bytes += $0 } }
    return bytes
  }

  private func frame(_ task: FrameTask, of source: FrameSource) async throws -> FrameProducts {
    try await source.render(
      task, created: try CreationDate.instant(unixSeconds: 1_000_000_000), workers: 1)
  }

  @Test("They agree with the frame of the instant alone, and say how they were found")
  func agreesWithSingle() async throws {
    let source = try FrameSource(try scenario())
    for index in [0, 57, 199] {
      let task = try source.scenario.frame(index)
      let shared = try await frame(task, of: source)
      let single = try await frame(FrameTask(index: nil, instant: task.instant), of: source)
      #expect(shared.scene.electrons.method == .sequence)
      #expect(single.scene.electrons.method != .sequence)
      for (pair, light) in [
        (\RenderedFrame.electrons, \RenderedFrame.electrons),
        (\.stokesQ, \.brightness), (\.stokesU, \.brightness), (\.brightness, \.brightness),
      ] {
        let (a, b) = (shared.rendered[keyPath: pair], single.rendered[keyPath: pair])
        let scale = single.rendered[keyPath: light]
        for pixel in a.samples.indices where !scale.samples[pixel].isNaN {
          let off = abs(a.samples[pixel] - b.samples[pixel])
          // Singles are written with seven digits.
          #expect(off <= 3e-7 * scale.samples[pixel], "frame \(index), pixel \(pixel)")
        }
      }
      let largest = shared.rendered.relativeElectronErrors.largest
      #expect(largest < 1e-5, "\(largest)")
      let header = String(decoding: try bytes(shared), as: UTF8.self)
      #expect(header.contains("KMETHOD = 'sequence'"))
      #expect(header.contains("K corona blended in time from instants of the sequence"))
    }
  }

  @Test("A frame has the same bytes alone, last or first")
  func order() async throws {
    let indices = [150, 3, 80]
    func digests(_ indices: [Int]) async throws -> [Int: String] {
      let source = try FrameSource(try scenario())
      var digests: [Int: String] = [:]
      for index in indices {
        let products = try await frame(try source.scenario.frame(index), of: source)
        digests[index] = Digest.sha256(try bytes(products))
      }
      return digests
    }
    let all = try await digests(indices)
    #expect(try await digests(indices.reversed()) == all)
    #expect(try await digests([80])[80] == all[80])
  }

  @Test("Few frames share nothing")
  func few() async throws {
    let source = try FrameSource(try scenario(frames: 20))
    let products = try await frame(try source.scenario.frame(7), of: source)
    #expect(products.scene.electrons.method != .sequence)
  }

  @Test("Electrons of which some travel share nothing, those that stay do")
  func ejection() async throws {
    let steady = SampleScenario.text(
      shape: "kind = \"disc\"\nradius_m = 1", trajectory: SampleScenario.heldAt100,
      more: SampleScenario.frames()
        .replacingOccurrences(of: "electrons = \"leblanc1998\"", with: "")
        .replacingOccurrences(of: "cadence_s = 10", with: "cadence_s = 0.1")
        .replacingOccurrences(of: "frames = 3", with: "frames = 200")
        + "\n[[corona.part]]\nkind = \"model\"\nmodel = \"leblanc1998\"\n")
    let travelling =
      steady + """

        [[corona.part]]
        kind = "gcs"
        time = 2000-06-01T00:00:00Z
        height_rsun = 3
        speed_km_s = 2000
        longitude_deg = 70
        half_angle_deg = 20
        aspect = 0.3
        density_per_cm3 = 1e6
        skin_outer_rsun = 0.3
        """
    for (text, isShared) in [(steady, true), (travelling, false)] {
      let source = try FrameSource(try Samples.read(text))
      let products = try await frame(try source.scenario.frame(7), of: source)
      #expect((products.scene.electrons.method == .sequence) == isShared)
    }
  }
}
