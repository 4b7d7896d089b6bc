import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Trajectories

/// Kernels of `Fixtures/spk` and the states SPICE reads from them.
enum SPKFixture {
  struct Row {
    var kernel: String
    var target: Int
    var center: Int
    var epoch: Double
    var position: Vector3
    var velocity: Vector3
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    let path = ReferenceData.repositoryPath("Fixtures/spk/\(name).bsp")
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  static func kernel(_ name: String) throws -> SPKKernel {
    try SPKKernel(bytes: try bytes(name), name: "\(name).bsp")
  }

  /// What `make_spk_fixtures.py` wrote, km turned into m.
  static func rows() throws -> [Row] {
    let path = ReferenceData.repositoryPath("Fixtures/spk/states.csv")
    return try ReferenceData.rows(csv: try String(contentsOfFile: path, encoding: .utf8)).map {
      row in
      func number(_ key: String) throws -> Double { try #require(Double(row[key] ?? "")) }
      return Row(
        kernel: row["kernel"] ?? "", target: Int(try number("target")),
        center: Int(try number("center")), epoch: try number("et"),
        position: Vector3(try number("x_km"), try number("y_km"), try number("z_km")) * 1000,
        velocity: Vector3(try number("vx_km_s"), try number("vy_km_s"), try number("vz_km_s"))
          * 1000)
    }
  }

  static let epoch = -771_724_800.0

  static func span(_ from: Double, _ to: Double) -> ClosedRange<Instant> {
    EphemerisClock.instant(epoch + from)...EphemerisClock.instant(epoch + to)
  }
}
