import Foundation
import Geometry
import TestSupport
import Testing

/// The rules of the run, and how to make it longer, stand at `FuzzRun`.
@Suite("Damaged mesh files")
struct MeshFuzzTests {
  private static let obj = MeshSamples.tetrahedron + "\n"

  private static func facet(_ corners: String...) -> String {
    "  facet normal 0 0 0\n    outer loop\n"
      + corners.map { "      vertex \($0)\n" }.joined() + "    endloop\n  endfacet\n"
  }

  private static let stl =
    "solid part\n" + facet("1 1 1", "-1 1 -1", "-1 -1 1") + facet("1 1 1", "-1 -1 1", "1 -1 -1")
    + facet("1 1 1", "1 -1 -1", "-1 1 -1") + facet("-1 -1 1", "-1 1 -1", "1 -1 -1")
    + "endsolid part\n"

  /// The same tetrahedron in the binary form.
  private static func binary() throws -> [UInt8] {
    let mesh = try TriangleMesh.obj(Array(obj.utf8), name: "a.obj", metresPerUnit: 1)
    var bytes = [UInt8](repeating: 0x20, count: 80)
    func append(_ value: UInt32) { for k in 0..<4 { bytes.append(UInt8(value >> (8 * k) & 255)) } }
    append(UInt32(mesh.triangles.count))
    for triangle in mesh.triangles {
      for _ in 0..<3 { append(0) }
      for corner in 0..<3 {
        let vertex = mesh.vertices[Int(triangle[corner])]
        for axis in 0..<3 { append(Float(vertex[axis]).bitPattern) }
      }
      bytes += [0, 0]
    }
    return bytes
  }

  private static func fault(_ error: any Error, _ file: String) -> String? {
    guard let error = error as? GeometryError else { return "not typed: \(error)" }
    return error.description.hasPrefix(file + ":") ? nil : "no place: \(error)"
  }

  /// Asks a mesh what the program asks of it.
  private static func use(_ mesh: TriangleMesh) {
    _ = (mesh.isClosed, mesh.isConvex)
  }

  private func check(_ run: FuzzRun) {
    #expect(run.faults.isEmpty, "\(run.faults.joined(separator: "\n"))")
    #expect(run.isMeaningful, "\(run.read) read, \(run.refused) refused")
  }

  @Test("Damaged meshes are refused with file and line or byte, or used")
  func meshes() throws {
    check(
      FuzzRun(
        "OBJ", share: 0.05,
        FileMutations([Array(Self.obj.utf8)], words: ["f ", "v ", "/", "//", "-9", "curv 1"]),
        fault: { Self.fault($0, "a.obj") },
        { Self.use(try TriangleMesh.obj($0, name: "a.obj", metresPerUnit: 0.001)) }))
    check(
      FuzzRun(
        "STL text", share: 0.03,
        FileMutations([Array(Self.stl.utf8)], words: ["solid", "endsolid", "facet", "vertex"]),
        fault: { Self.fault($0, "a.stl") },
        { Self.use(try TriangleMesh.stl($0, name: "a.stl", metresPerUnit: 1)) }))
    check(
      FuzzRun(
        "STL binary", share: 0.02, FileMutations([try Self.binary()], .binary),
        fault: { Self.fault($0, "a.stl") },
        { Self.use(try TriangleMesh.stl($0, name: "a.stl", metresPerUnit: 1)) }))
  }
}
