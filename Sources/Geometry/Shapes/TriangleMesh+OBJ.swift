internal import Astronomy

extension TriangleMesh {
  /// A mesh from the text of a Wavefront OBJ file.
  ///
  /// Read are `v` and `f` (polygons are cut into triangles from their first corner; indices count from
  /// one, negative ones from the latest vertex). What only concerns the look is passed over.
  /// Source: Wavefront Advanced Visualizer manual, appendix B1.
  ///
  /// - Parameters:
  ///   - bytes: the file's contents.
  ///   - name: the file's name, for messages.
  ///   - metresPerUnit: the length of the file's unit, which OBJ does not tell.
  /// - Throws: `GeometryError` that names file and line.
  public static func obj(
    _ bytes: [UInt8], name: String, metresPerUnit: Double
  ) throws(GeometryError) -> TriangleMesh {
    try check(metresPerUnit: metresPerUnit, name)
    var text = MeshText(bytes, name: name)
    var vertices: [Vector3] = []
    var triangles: [SIMD3<Int32>] = []
    while text.advance() {
      switch text.text(0) {
      case "v":
        let place = Vector3(try text.number(1), try text.number(2), try text.number(3))
        vertices.append(place * metresPerUnit)
        if vertices.count > 3 * maximumTriangles {
          throw text.error("more than \(3 * maximumTriangles) vertices")
        }
      case "f": try addFace(text, vertices, &triangles)
      case "vt", "vn", "vp", "o", "g", "s", "mg", "usemtl", "mtllib", "usemap", "maplib", "l", "p",
        "bevel", "c_interp", "d_interp", "lod":
        break
      default:
        throw text.error(
          "\"\(text.text(0))\" is not known; an OBJ mesh holds lines that begin with v or f, and no "
            + "curved surfaces")
      }
    }
    guard !triangles.isEmpty else {
      throw GeometryError(.malformedMesh, "\(name): no faces; an OBJ mesh needs lines \"f a b c\"")
    }
    return try named(name, vertices, triangles)
  }

  private static func addFace(
    _ text: MeshText, _ vertices: [Vector3], _ triangles: inout [SIMD3<Int32>]
  ) throws(GeometryError) {
    guard text.fields.count >= 4 else {
      throw text.error("the face has \(text.fields.count - 1) corners; it needs at least three")
    }
    var corners: [Int32] = []
    for index in 1..<text.fields.count {
      let field = text.fields[index]
      let number = field.prefix { $0 != 0x2F }
      guard let value = Int(String(decoding: number, as: UTF8.self)), value != 0 else {
        throw text.error("\"\(text.text(index))\" is not the number of a vertex")
      }
      let place = value > 0 ? value - 1 : vertices.count.advanced(by: max(value, -.max))
      guard vertices.indices.contains(place) else {
        throw text.error(
          "vertex \(value) does not exist; \(vertices.count) come before this line")
      }
      corners.append(Int32(place))
    }
    let normal = FlatPolygon(corners.map { vertices[Int($0)] }).areaVector
    for index in 2..<corners.count {
      let triangle = SIMD3(corners[0], corners[index - 1], corners[index])
      let (a, b, c) = (
        vertices[Int(triangle.x)], vertices[Int(triangle.y)], vertices[Int(triangle.z)]
      )
      guard hasArea(a, b, c) else {
        throw text.error("the face has no area: its corners coincide or lie on a line")
      }
      guard normal.dot((b - a).cross(c - a)) > 0 else {
        throw text.error("the face is not convex; cut it into triangles")
      }
      triangles.append(triangle)
    }
    guard triangles.count <= maximumTriangles else {
      throw text.error("more than \(maximumTriangles) triangles")
    }
  }

  static func check(metresPerUnit: Double, _ name: String) throws(GeometryError) {
    guard metresPerUnit >= 1e-9, metresPerUnit <= 1e6 else {
      throw GeometryError(
        .valueOutOfRange,
        "\(name): a unit of \(metresPerUnit) m; allowed are 1e-9 m to 1e6 m (0.001 for millimetres)"
      )
    }
  }

  /// A mesh whose errors begin with the file's name.
  static func named(
    _ name: String, _ vertices: [Vector3], _ triangles: [SIMD3<Int32>]
  ) throws(GeometryError) -> TriangleMesh {
    do {
      return try TriangleMesh(vertices: vertices, triangles: triangles)
    } catch {
      throw GeometryError(error.code, "\(name): \(error.description)")
    }
  }

  /// Whether three points span a triangle.
  static func hasArea(_ a: Vector3, _ b: Vector3, _ c: Vector3) -> Bool {
    let (u, v) = (b - a, c - a)
    return u.cross(v).length > 1e-12 * max(u.lengthSquared, v.lengthSquared)
  }
}
