internal import Astronomy
internal import Geometry

/// A piece of a body with its name.
struct NamedPart {
  var name: String
  var part: BodyPart
}

/// `[[occulter.shape.part]]`: a simple piece of a body, in the body's axes.
enum PartSection {
  /// How many pieces a body may have: every outline is looked at in every answer.
  static let allowedCount = 1...200

  private static let lengths = NumberRange.above(0, upTo: 1e7)

  /// The piece; nothing after a problem.
  static func read(_ section: SectionReader, index: Int) -> NamedPart? {
    let name = section.optionalString(
      "name", length: 1...40, doc: "What answers call it; else its number and kind.")
    let centre = section.vector3(
      "centre_m", each: .closed(-1e7, 1e7), doc: "The middle of the piece.")
    let found = section.variant(
      "kind", as: (kind: String, part: BodyPart)?.self, doc: "What the piece is."
    ) { kind in
      kind.word("sphere", doc: "A ball.") { section in
        ("sphere", .sphere(centre: centre, radius: radius(section)))
      }
      kind.word("ellipsoid", doc: "Half-axes along the body's x, y, z.") { section in
        let axes = section.vector3("semi_axes_m", each: lengths, doc: "The three half-axes.")
        return (
          "ellipsoid",
          .ellipsoid(
            centre: centre, Vector3(axes.x, 0, 0), Vector3(0, axes.y, 0), Vector3(0, 0, axes.z))
        )
      }
      kind.word("cylinder", doc: "Round and straight.") { section in
        cylinder(section, centre) { _ in
          let radius = radius(section)
          return (radius, radius)
        }.map { ("cylinder", $0) }
      }
      kind.word("frustum", doc: "Round, from one radius to another; a cone when one is zero.") {
        section in
        cylinder(section, centre, radii).map { ("frustum", $0) }
      }
      kind.word("box", doc: "A block.") { section in box(section, centre).map { ("box", $0) } }
    }
    guard let found = found ?? nil else { return nil }
    return NamedPart(name: name ?? "\(index + 1) \(found.kind)", part: found.part)
  }

  private static func radius(_ section: SectionReader) -> Double {
    section.double("radius_m", in: lengths, doc: "The radius.")
  }

  private static func radii(_ section: SectionReader) -> (Double, Double)? {
    let start = section.double(
      "start_radius_m", in: .closed(0, 1e7), doc: "The radius where the axis begins.")
    let end = section.double(
      "end_radius_m", in: .closed(0, 1e7), doc: "The radius at the axis's tip.")
    guard section.isDeclaring || start + end > 0 else {
      section.report(
        "found 0 for both radii", remedy: "give one of them; both zero are a line",
        at: "end_radius_m")
      return nil
    }
    return (start, end)
  }

  private static func cylinder(
    _ section: SectionReader, _ centre: Vector3,
    _ radii: (SectionReader) -> (Double, Double)?
  ) -> BodyPart? {
    let axis = direction(section, "axis", doc: "Along it, from its beginning to its tip.")
    let length = section.double("length_m", in: lengths, doc: "How long it is along its axis.")
    guard let radii = radii(section), let axis else { return nil }
    return .frustum(
      from: centre - axis * (length / 2), fromRadius: radii.0, to: centre + axis * (length / 2),
      toRadius: radii.1)
  }

  private static func box(_ section: SectionReader, _ centre: Vector3) -> BodyPart? {
    let axis = direction(
      section, "axis", default: Vector3(1, 0, 0), doc: "The direction of its first length.")
    let side = direction(
      section, "side", default: Vector3(0, 1, 0),
      doc: "The direction of its second length, but for what lies along the first.")
    let size = section.vector3(
      "size_m", each: lengths, doc: "Its lengths along axis, along side and across both.")
    guard let axis, let side else { return nil }
    let across = side - axis * axis.dot(side)
    guard section.isDeclaring || across.length > 1e-6 else {
      section.report(
        "found a side along the axis", remedy: "give directions that are not parallel", at: "side")
      return nil
    }
    let second = across.normalized
    return .box(
      centre: centre, axis * (size.x / 2), second * (size.y / 2),
      axis.cross(second).normalized * (size.z / 2))
  }

  /// Reads a direction; nothing when it has no length.
  private static func direction(
    _ section: SectionReader, _ key: String, default fallback: Vector3? = nil, doc: String
  ) -> Vector3? {
    let vector = section.vector3(key, each: .closed(-1e7, 1e7), default: fallback, doc: doc)
    guard section.isDeclaring || vector.length > 1e-6 else {
      section.report(
        "found a direction of no length", remedy: "give one such as [1, 0, 0]", at: key)
      return nil
    }
    return vector.normalized
  }
}
