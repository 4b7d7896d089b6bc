internal import Astronomy
internal import Corona

/// `[corona] dust`: a published F corona, or the dust summed along each sightline.
struct DustPlan {
  private enum Kind {
    case absent
    case named(String)
    case lineOfSight(Sum)
  }

  private struct Sum {
    var fan = DustFan.lamyPerrin1986.name
    var radialExponent: Double?
    var inclinationDegrees = DustPlane.leinert1980.inclinationRadians / Angles.degree
    var nodeDegrees = DustPlane.leinert1980.ascendingNodeRadians / Angles.degree
    var scale = 1.0
  }

  private let kind: Kind

  init(_ section: SectionReader) {
    kind =
      section.oneOf(
        "dust", as: Kind.self, doc: "The F corona.", whenAbsent: .means("koutchmy2000")
      ) { choice in
        for (name, doc) in [
          ("koutchmy2000", "Koutchmy's tables of 2000, equator and pole, 1.1 to 10 radii."),
          ("koutchmy-lamy1985", "Power laws of Koutchmy and Lamy 1985, 2.5 to 30 radii."),
          ("allen1977", "Allen's table of 1977, round, 1.01 to 10 radii."),
          ("skylab", "The formula of Skylab's coronagraph, 1.5 to 6 radii."),
        ] {
          choice.word(name, doc: doc) { _ in .named(name) }
        }
        choice.word("line-of-sight", doc: "The dust itself, with the fan lamy-perrin1986.") {
          _ in .lineOfSight(Sum())
        }
        choice.word("none", doc: "No dust.") { _ in Kind.absent }
        choice.key("fan", doc: "The dust itself, summed along each sightline.") {
          .lineOfSight(Self.sum($0))
        }
      } ?? .absent
  }

  private static func sum(_ section: SectionReader) -> Sum {
    var sum = Sum()
    sum.fan = section.choice(
      "fan", of: DustFan.all.map(\.name),
      doc: "How dust thins out above its plane.")
    sum.radialExponent = section.optionalDouble(
      "radial_exponent", in: .closed(0, 3),
      doc: "The power of the distance by which dust thins out; the fan's own when left out.")
    sum.inclinationDegrees = section.double(
      "inclination_deg", in: .closed(0, 90), default: 3,
      doc: "The dust's plane against the ecliptic of J2000 (Leinert 1980).")
    sum.nodeDegrees = section.double(
      "node_deg", in: .closed(-360, 360), default: 87,
      doc: "Ecliptic longitude of the plane's ascending node (Leinert 1980).")
    sum.scale = section.double(
      "scale", in: .closed(0, 1000), default: 1, doc: "A factor on the brightness.")
    return sum
  }

  /// The model, or nothing without dust.
  func build() throws -> (any DustCorona)? {
    switch kind {
    case .absent: return nil
    case .named(let name): return try DustCatalogue.model(named: name)
    case .lineOfSight(let sum):
      var fan = DustFan.all.first { $0.name == sum.fan } ?? .lamyPerrin1986
      if let exponent = sum.radialExponent { fan = try fan.withRadialExponent(exponent) }
      return try LineOfSightDust(
        fan: fan,
        plane: DustPlane(
          inclinationRadians: sum.inclinationDegrees * Angles.degree,
          ascendingNodeRadians: sum.nodeDegrees * Angles.degree),
        scale: sum.scale)
    }
  }
}
