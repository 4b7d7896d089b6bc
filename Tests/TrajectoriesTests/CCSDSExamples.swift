import Foundation
import TestSupport
import Testing

@testable import Trajectories

/// The example messages of Orekit, good and deliberately broken (Apache-2.0, not in the repository).
enum CCSDSExamples {
  static func text(_ name: String) throws -> String {
    try ReferenceData.text("published/geometry/ccsds/orekit/" + name)
  }

  /// Expects a refusal whose sentence begins with the file and contains a fragment.
  static func expectRefusal<Message>(
    _ text: String, file: String, _ fragment: String,
    _ parse: (String, String) throws -> Message
  ) {
    let error = #expect(throws: TrajectoryError.self) { _ = try parse(text, file) }
    let sentence = error?.description ?? ""
    #expect(sentence.hasPrefix("\(file):"), "\(sentence)")
    #expect(sentence.contains(fragment), "\(sentence)")
  }

  /// Cuts a text at every 37th byte and flips bytes by a fixed sequence; nothing may crash.
  ///
  /// - Returns: how many damaged texts were still read.
  static func damage(_ text: String, _ parse: ([UInt8]) throws -> Void) -> Int {
    let bytes = Array(text.utf8)
    var survivors = 0
    func attempt(_ damaged: [UInt8]) {
      do {
        try parse(damaged)
        survivors += 1
      } catch {
        #expect(error is TrajectoryError, "\(error)")
      }
    }
    for end in stride(from: 0, to: bytes.count, by: 37) { attempt(Array(bytes[..<end])) }
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<400 {
      var damaged = bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        damaged[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
      }
      attempt(damaged)
    }
    return survivors
  }
}
