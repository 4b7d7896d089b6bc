internal import Astronomy

extension TriangleMesh {
  /// A mesh from the contents of an STL file, text or binary.
  ///
  /// Binary is what has the length that its count of triangles asks for, 84 + 50 n bytes; everything
  /// else is read as text. Equal corners are joined; the normals of the file are not used. Source:
  /// 3D Systems, StereoLithography Interface Specification, 1989.
  ///
  /// - Parameters:
  ///   - bytes: the file's contents.
  ///   - name: the file's name, for messages.
  ///   - metresPerUnit: the length of the file's unit, which STL does not tell.
  /// - Throws: `GeometryError` that names file and line, or the byte.
  public static func stl(
    _ bytes: [UInt8], name: String, metresPerUnit: Double
  ) throws(GeometryError) -> TriangleMesh {
    try check(metresPerUnit: metresPerUnit, name)
    let isText = bytes.starts(with: Array("solid".utf8))
    if bytes.count >= 84 {
      let count = Int(unsigned(bytes, at: 80))
      if bytes.count == 84 + 50 * count {
        return try binary(bytes, count: count, name: name, metresPerUnit: metresPerUnit)
      }
      if !isText {
        throw GeometryError(
          .malformedMesh,
          "\(name): byte 80: a binary STL of \(count) triangles has \(84 + 50 * count) bytes, but the "
            + "file has \(bytes.count)")
      }
    }
    guard isText else {
      throw GeometryError(
        .malformedMesh,
        "\(name): \(bytes.count) bytes are no STL: text begins with \"solid\", binary has a header of "
          + "84 bytes")
    }
    return try text(bytes, name: name, metresPerUnit: metresPerUnit)
  }

  private static func unsigned(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
  }

  private static func binary(
    _ bytes: [UInt8], count: Int, name: String, metresPerUnit: Double
  ) throws(GeometryError) -> TriangleMesh {
    guard count > 0, count <= maximumTriangles else {
      throw GeometryError(
        .malformedMesh,
        "\(name): byte 80: \(count) triangles; allowed are 1 to \(maximumTriangles)")
    }
    var corners = JoinedCorners()
    for index in 0..<count {
      let offset = 84 + 50 * index
      var points: [Vector3] = []
      for corner in 0..<3 {
        var point = Vector3.zero
        for axis in 0..<3 {
          let place = offset + 12 + 12 * corner + 4 * axis
          let value = Float(bitPattern: unsigned(bytes, at: place))
          guard value.isFinite else {
            throw GeometryError(
              .malformedMesh,
              "\(name): byte \(place): triangle \(index + 1) has a corner that is not finite")
          }
          point[axis] = Double(value) * metresPerUnit
        }
        points.append(point)
      }
      guard corners.add(points) else {
        throw GeometryError(
          .malformedMesh,
          "\(name): byte \(offset): triangle \(index + 1) has no area: its corners coincide or lie on "
            + "a line")
      }
    }
    return try named(name, corners.vertices, corners.triangles)
  }

  private static func text(
    _ bytes: [UInt8], name: String, metresPerUnit: Double
  ) throws(GeometryError) -> TriangleMesh {
    var text = MeshText(bytes, name: name)
    var corners = JoinedCorners()
    func expect(_ words: [String]) throws(GeometryError) {
      guard text.advance() else {
        throw text.error("the file ends where \"\(words.joined(separator: " "))\" is expected")
      }
      for (index, word) in words.enumerated() where !text.isWord(index, word) {
        throw text.error(
          "\"\(text.text(index))\" where \"\(words.joined(separator: " "))\" is expected")
      }
    }
    try expect(["solid"])
    var isOpen = true
    while text.advance() {
      if text.isWord(0, "endsolid") {
        isOpen = false
        continue
      }
      if text.isWord(0, "solid"), !isOpen {
        isOpen = true
        continue
      }
      guard isOpen, text.isWord(0, "facet") else {
        throw text.error("\"\(text.text(0))\" where \"facet normal\" or \"endsolid\" is expected")
      }
      let line = text.line
      try expect(["outer", "loop"])
      var points: [Vector3] = []
      for _ in 0..<3 {
        try expect(["vertex"])
        points.append(
          Vector3(try text.number(1), try text.number(2), try text.number(3)) * metresPerUnit)
      }
      try expect(["endloop"])
      try expect(["endfacet"])
      guard corners.add(points) else {
        throw GeometryError(
          .malformedMesh,
          "\(name):\(line): the facet has no area: its corners coincide or lie on a line")
      }
      guard corners.triangles.count <= maximumTriangles else {
        throw text.error("more than \(maximumTriangles) triangles")
      }
    }
    guard !isOpen else { throw text.error("the file ends without \"endsolid\"") }
    guard !corners.triangles.isEmpty else {
      throw GeometryError(.malformedMesh, "\(name): no facets; the mesh is empty")
    }
    return try named(name, corners.vertices, corners.triangles)
  }
}

/// Triangles whose equal corners have become one vertex.
private struct JoinedCorners {
  private(set) var vertices: [Vector3] = []
  private(set) var triangles: [SIMD3<Int32>] = []
  private var places: [Vector3: Int32] = [:]

  /// Adds a triangle; false when it has no area.
  mutating func add(_ points: [Vector3]) -> Bool {
    guard TriangleMesh.hasArea(points[0], points[1], points[2]) else { return false }
    var triangle = SIMD3<Int32>.zero
    for corner in 0..<3 {
      // Minus zero is the same place as zero.
      let point = points[corner] + Vector3.zero
      if let place = places[point] {
        triangle[corner] = place
      } else {
        triangle[corner] = Int32(vertices.count)
        places[point] = triangle[corner]
        vertices.append(point)
      }
    }
    triangles.append(triangle)
    return true
  }
}
