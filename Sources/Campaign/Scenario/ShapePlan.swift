internal import Astronomy
internal import Geometry

/// `[occulter.shape]` and `[observer.body]`: a body as the scenario gives it.
enum ShapePlan {
  case shape(OcculterShape)
  case parts([NamedPart])
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
    case .parts(let parts): return .composite(parts.map(\.part))
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

  /// The names of the pieces, in order; of a body of one piece its own.
  var partNames: [String] {
    switch self {
    case .shape(let shape): return [shape.name]
    case .parts(let parts): return parts.map(\.name)
    case .mesh: return ["mesh"]
    }
  }

  /// The occulter's body.
  static func read(_ section: SectionReader) -> ShapePlan? {
    section.variant("kind", doc: "What the body is.") { kind in
      kind.word("disc", doc: "Thin, round, and always facing the observer.") {
        .shape(.facingDisc(radius: radius($0)))
      }
      listSolids(kind)
      kind.word("mesh", doc: "Triangles from a file, in the body's frame.", mesh)
      listComposite(kind)
    }
  }

  /// The observer's own body, whose surface must be known piece by piece.
  static func readPieces(_ section: SectionReader) -> ShapePlan? {
    section.variant("kind", doc: "What the body is.") { kind in
      listSolids(kind)
      listComposite(kind)
    }
  }

  private static func listSolids(_ kind: Choice<ShapePlan>) {
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
  }

  private static func listComposite(_ kind: Choice<ShapePlan>) {
    kind.word("composite", doc: "A spacecraft of simple pieces.", composite)
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

  private static func composite(_ section: SectionReader) -> ShapePlan? {
    section.exactlyOne(doc: "Where the pieces come from.") { choice in
      choice.key("model", doc: "A spacecraft whose dimensions are documented.", model)
      choice.key("part", doc: "The pieces themselves.") { section in
        let parts = section.sections(
          "part", count: PartSection.allowedCount,
          doc: "The pieces, in the body's axes; what any of them covers is covered.",
          PartSection.read)
        let good = parts.compactMap { $0 }
        return good.isEmpty || good.count < parts.count ? nil : .parts(good)
      }
    }
  }

  private static func model(_ section: SectionReader) -> ShapePlan? {
    let word = section.choice(
      "model", of: OcculterShape.documentedSpacecraft.keys.sorted(),
      doc: "The spacecraft; its axes and dimensions stand in the documentation.")
    guard case .composite(let parts)? = OcculterShape.documentedSpacecraft[word] else { return nil }
    let names = OcculterShape.documentedPartNames[word] ?? []
    return .parts(
      parts.enumerated().map { index, part in
        NamedPart(
          name: names.indices.contains(index) ? names[index] : "piece \(index + 1)", part: part)
      })
  }
}
