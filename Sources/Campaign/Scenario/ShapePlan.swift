internal import Astronomy
internal import Geometry

/// `[occulter.shape]`: the occulter's body as the scenario gives it.
enum ShapePlan {
  case shape(OcculterShape)
  case mesh(ScenarioPath, format: MeshFormat, metresPerUnit: Double)

  /// The formats of meshes.
  enum MeshFormat: String, CaseIterable {
    case obj
    case stl
  }

  /// The body, a mesh read from its file.
  func build(reading files: inout DataFiles) throws -> OcculterShape {
    switch self {
    case .shape(let shape): return shape
    case .mesh(let path, let format, let unit):
      let bytes = try files.bytes(path, as: "mesh")
      switch format {
      case .obj:
        return .mesh(try TriangleMesh.obj(bytes, name: path.text, metresPerUnit: unit))
      case .stl:
        return .mesh(try TriangleMesh.stl(bytes, name: path.text, metresPerUnit: unit))
      }
    }
  }

  static func read(_ section: SectionReader) -> ShapePlan? {
    section.variant("kind", doc: "What the body is.") { kind in
      kind.word("disc", doc: "Thin, round, and always facing the observer.") {
        .shape(.facingDisc(radius: radius($0)))
      }
      kind.word("sphere", doc: "A ball.") { .shape(.sphere(radius: radius($0))) }
      kind.word("tilted-disc", doc: "Thin and round, turned as the attitude says.") {
        .shape(
          .disc(
            radius: radius($0),
            normal: $0.vector3(
              "normal", default: Vector3(0, 0, 1),
              doc: "What it is square to, in the body's frame.")))
      }
      kind.word("ellipsoid", doc: "Half-axes along the body's x, y, z.") {
        .shape(
          .ellipsoid(
            semiAxes: $0.vector3(
              "semi_axes_m", each: .above(0, upTo: 1e7), doc: "The three half-axes.")))
      }
      kind.word("polygon", doc: "A flat plate in the body's x-y plane.", polygon)
      kind.word("mesh", doc: "Triangles from a file, in the body's frame.", mesh)
      kind.word("composite", doc: "A spacecraft whose dimensions are documented.", model)
    }
  }

  private static func radius(_ section: SectionReader) -> Double {
    section.double("radius_m", in: .above(0, upTo: 1e7), doc: "The radius.")
  }

  private static func polygon(_ section: SectionReader) -> ShapePlan? {
    let x = section.doubles("x_m", count: 3...10_000, doc: "The corners' x, in order.")
    let y = section.doubles("y_m", count: 3...10_000, doc: "The corners' y, in order.")
    guard x.count == y.count else {
      section.report(
        "found \(x.count) values of x_m and \(y.count) of y_m, expected as many of one as of the "
          + "other", remedy: "give both coordinates of every corner", at: "y_m")
      return nil
    }
    return .shape(.polygon(vertices: zip(x, y).map { Vector3($0, $1, 0) }))
  }

  private static func mesh(_ section: SectionReader) -> ShapePlan? {
    let path = section.path("file", doc: "The file: Wavefront OBJ, or STL as text or binary.")
    let format = section.choice("format", as: MeshFormat.self, doc: "What the file is.")
    // Neither format tells its unit, and a default would be wrong by a thousand for most.
    let unit = section.double(
      "unit_m", in: .closed(1e-9, 1e6), doc: "The file's unit: 1 for metres, 0.001 for millimetres."
    )
    return format.map { .mesh(path, format: $0, metresPerUnit: unit) }
  }

  private static func model(_ section: SectionReader) -> ShapePlan? {
    let word = section.choice(
      "model", of: OcculterShape.documentedSpacecraft.keys.sorted(),
      doc: "The spacecraft; its axes and dimensions stand in the documentation.")
    return OcculterShape.documentedSpacecraft[word].map { .shape($0) }
  }
}
