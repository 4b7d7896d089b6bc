import Astronomy
import Foundation
import Geometry
import Testing

@Suite("Mesh files")
struct MeshReaderTests {
  private func obj(_ text: String, unit: Double = 1) throws -> TriangleMesh {
    try TriangleMesh.obj(Array(text.utf8), name: "part.obj", metresPerUnit: unit)
  }

  private func stl(_ bytes: [UInt8], unit: Double = 1) throws -> TriangleMesh {
    try TriangleMesh.stl(bytes, name: "part.stl", metresPerUnit: unit)
  }

  private func stlText(_ mesh: TriangleMesh) -> String {
    var text = "solid part\n"
    for t in mesh.triangles {
      text += "  facet normal 0 0 0\n    outer loop\n"
      for corner in 0..<3 {
        let v = mesh.vertices[Int(t[corner])]
        text += "      vertex \(v.x) \(v.y) \(v.z)\n"
      }
      text += "    endloop\n  endfacet\n"
    }
    return text + "endsolid part\n"
  }

  private func stlBinary(_ mesh: TriangleMesh) -> [UInt8] {
    var bytes = [UInt8](repeating: 0x20, count: 80)
    func append(_ value: UInt32) { for k in 0..<4 { bytes.append(UInt8(value >> (8 * k) & 255)) } }
    append(UInt32(mesh.triangles.count))
    for t in mesh.triangles {
      for _ in 0..<3 { append(0) }
      for corner in 0..<3 {
        for axis in 0..<3 { append(Float(mesh.vertices[Int(t[corner])][axis]).bitPattern) }
      }
      bytes += [0, 0]
    }
    return bytes
  }

  @Test("OBJ with remarks, slashes, negative indices and joined lines gives the closed tetrahedron")
  func readObj() throws {
    let mesh = try obj(MeshSamples.tetrahedron, unit: 0.001)
    #expect(mesh.vertices.count == 4 && mesh.triangles.count == 4)
    #expect(mesh.isClosed && mesh.isConvex)
    #expect(mesh.vertices[0] == Vector3(0.001, 0.001, 0.001))
    // Line ends of every system.
    let windows = MeshSamples.tetrahedron.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try obj(windows, unit: 0.001) == mesh)
  }

  @Test("STL as text and as binary give the mesh of the OBJ file")
  func readStl() throws {
    let mesh = try obj(MeshSamples.tetrahedron)
    for read in [try stl(Array(stlText(mesh).utf8)), try stl(stlBinary(mesh))] {
      #expect(read.vertices.count == 4 && read.triangles.count == 4)
      #expect(read.isClosed && read.isConvex)
    }
    // A binary file may begin with the word of the text form.
    var misleading = stlBinary(mesh)
    misleading.replaceSubrange(0..<5, with: Array("solid".utf8))
    #expect(try stl(misleading).triangles.count == 4)
  }

  @Test("Faces turned inward are turned out, so that the mesh is seen the same")
  func insideOut() throws {
    let mesh = try obj(MeshSamples.tetrahedron)
    let turned = try TriangleMesh(
      vertices: mesh.vertices, triangles: mesh.triangles.map { SIMD3($0.z, $0.y, $0.x) })
    let offset = Vector3(3, 4, 5)
    #expect(
      abs(
        try OcculterShape.mesh(mesh).silhouette(at: offset).nearest(to: offset)
          - OcculterShape.mesh(turned).silhouette(at: offset).nearest(to: offset)) < 1e-15)
  }

  @Test("Broken OBJ files are refused at their line")
  func brokenObj() {
    let cases = [
      ("", "part.obj: no faces"),
      ("v 0 0 0\n", "part.obj: no faces"),
      ("v 0 0\n", "part.obj:1: a number is missing after \"v\""),
      ("\nv 0 zero 0\n", "part.obj:2: \"zero\" is not a finite number"),
      ("v 0 nan 0\n", "part.obj:1: \"nan\" is not a finite number"),
      ("v 0 1e999 0\n", "part.obj:1: \"1e999\" is not a finite number"),
      ("v 0 0 0\nf 1 2 3\n", "part.obj:2: vertex 2 does not exist; 1 come before this line"),
      ("v 0 0 0\nf 1 2\n", "part.obj:2: the face has 2 corners"),
      ("v 0 0 0\nf 0 1 1\n", "part.obj:2: \"0\" is not the number of a vertex"),
      ("v 0 0 0\nf 1 -9223372036854775808 1\n", "does not exist"),
      ("v 0 0 0\nf 1 99999999999999999999 1\n", "is not the number of a vertex"),
      ("v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n", "part.obj:4: the face has no area"),
      ("v 0 0 0\nv 2 1 0\nv 0 2 0\nv 1 1 0\nf 1 2 3 4\n", "part.obj:5: the face is not convex"),
      ("curv 0 1 2\n", "part.obj:1: \"curv\" is not known"),
      ("v 1e9 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3", "part.obj: vertex 1 of the mesh"),
    ]
    for (text, words) in cases {
      let error = #expect(throws: GeometryError.self, "\(words)") { try obj(text) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
    let unit = #expect(throws: GeometryError.self) { try obj(MeshSamples.tetrahedron, unit: 0) }
    #expect(unit?.description.contains("0.001 for millimetres") == true)
  }

  @Test("Broken STL files are refused at their line or byte")
  func brokenStl() throws {
    let mesh = try obj(MeshSamples.tetrahedron)
    let text = stlText(mesh)
    let binary = stlBinary(mesh)
    var infinite = binary
    infinite.replaceSubrange(96..<100, with: [0, 0, 0x80, 0x7F])
    var flat = binary
    flat.replaceSubrange(96..<108, with: flat[108..<120])
    var huge = binary
    huge.replaceSubrange(80..<84, with: [255, 255, 255, 255])
    let none = Array(binary[0..<80]) + [0, 0, 0, 0]
    let cases: [([UInt8], String)] = [
      ([], "0 bytes are no STL"),
      (Array("nothing".utf8), "are no STL"),
      (none, "byte 80: 0 triangles"),
      (huge, "byte 80: a binary STL of 4294967295 triangles has 214748364834 bytes"),
      (Array(binary.dropLast()), "but the file has 283"),
      (infinite, "byte 96: triangle 1 has a corner that is not finite"),
      (flat, "byte 84: triangle 1 has no area"),
      (Array("solid x\nendsolid x\n".utf8), "no facets"),
      (
        Array(text.replacingOccurrences(of: "endsolid part", with: "").utf8), "without \"endsolid\""
      ),
      (
        Array(text.replacingOccurrences(of: "endloop", with: "end").utf8),
        "part.stl:7: \"end\" where \"endloop\" is expected"
      ),
      (
        Array(text.replacingOccurrences(of: "vertex 1.0", with: "vertex one").utf8),
        "part.stl:4: \"one\" is not a finite number"
      ),
      (Array("solid\nfacet\nouter loop\nvertex 0 0 0\n".utf8), "the file ends where \"vertex\""),
    ]
    for (bytes, words) in cases {
      let error = #expect(throws: GeometryError.self, "\(words)") { try stl(bytes) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test("Meshes from numbers are refused by the place of what is wrong")
  func brokenMesh() {
    let corners = [Vector3(0, 0, 0), Vector3(1, 0, 0), Vector3(0, 1, 0)]
    let cases: [([Vector3], [SIMD3<Int32>], String)] = [
      (corners, [], "0 triangles"),
      (corners, [SIMD3(0, 1, 3)], "triangle 1 of the mesh names vertex 4, but there are 3"),
      (corners, [SIMD3(0, 1, -1)], "names vertex 0"),
      (corners, [SIMD3(0, 1, 2), SIMD3(0, 1, 1)], "triangle 2 of the mesh has no area"),
      (corners + [Vector3(.nan, 0, 0)], [SIMD3(0, 1, 2)], "vertex 4 of the mesh is (nan"),
    ]
    for (vertices, triangles, words) in cases {
      let error = #expect(throws: GeometryError.self) {
        try TriangleMesh(vertices: vertices, triangles: triangles)
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }
}
