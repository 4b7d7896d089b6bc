import Astronomy
import Corona
import RealModule
import VectorMath

/// Ejections and sightlines that several suites look at.
enum EjectionSamples {
  static func placement(tilt: Double = 0.5) throws -> EjectionPlacement {
    try EjectionPlacement(latitudeRadians: 0.2, longitudeRadians: 0.7, tiltRadians: tilt)
  }

  static func skin(outer: Double = 0.1, inner: Double? = 0.2) throws -> EjectionSkin {
    try EjectionSkin(
      electronsPerCubicCentimetre: 1e5, outerSolarRadii: outer, innerSolarRadii: inner)
  }

  static func shell(
    height: Double = 5, halfAngle: Double = 0.44, aspect: Double = 0.4,
    skin: EjectionSkin? = nil
  ) throws -> GraduatedCylindricalShell {
    try GraduatedCylindricalShell(
      leadingEdgeSolarRadii: height, halfAngleRadians: halfAngle, aspect: aspect,
      placement: placement(), skin: skin ?? self.skin())
  }

  /// Shapes with and without a hole, thin and wide, low and high, filled and hollow.
  static func all() throws -> [(name: String, ejection: any Ejection)] {
    let filled = try skin(inner: nil)
    return [
      ("gcs", try shell()),
      ("gcs thin", try shell(skin: skin(outer: 0.02, inner: 0.03))),
      ("gcs without a hole", try shell(halfAngle: 0.3, aspect: 0.6)),
      ("gcs thin rope", try shell(height: 8, halfAngle: 0.8, aspect: 0.12)),
      ("gcs wide", try shell(halfAngle: 1.2, aspect: 0.3)),
      ("gcs of one leg", try shell(halfAngle: 0, aspect: 0.3)),
      ("gcs low", try shell(height: 1.6)),
      ("gcs filled", try shell(skin: filled)),
      (
        "ellipsoid",
        try EllipsoidalEjection(
          leadingEdgeSolarRadii: 6, radialSemiaxis: 1.2, lateralSemiaxes: (2.5, 1.7),
          placement: placement(), skin: skin())
      ),
      (
        "ellipsoid filled",
        try EllipsoidalEjection(
          leadingEdgeSolarRadii: 4, radialSemiaxis: 1, lateralSemiaxes: (0.5, 1.5),
          placement: placement(), skin: filled)
      ),
      (
        "ellipsoid about the Sun",
        try EllipsoidalEjection(
          leadingEdgeSolarRadii: 4, radialSemiaxis: 3.5, lateralSemiaxes: (2.5, 3),
          placement: placement(), skin: skin())
      ),
      (
        "shell",
        try SphericalShellEjection(
          leadingEdgeSolarRadii: 6, radius: 2, placement: placement(), skin: skin())
      ),
      (
        "shell without hollow",
        try SphericalShellEjection(
          leadingEdgeSolarRadii: 3, radius: 0.5, placement: placement(), skin: skin())
      ),
    ]
  }

  /// Sightlines in all directions through the neighbourhood of an ejection, some on the disc.
  static func sightlines(
    _ count: Int, through ejection: any Ejection, seed: UInt64 = 7
  ) -> [Sightline] {
    var state = seed
    func random() -> Double {
      // Knuth's multiplier of MMIX; the upper bits are even enough for choosing directions.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    func direction() -> Vector3 {
      let z = 2 * random() - 1
      let angle = 2 * Double.pi * random()
      let flat = (1 - z * z).squareRoot()
      return Vector3(flat * Double.cos(angle), flat * Double.sin(angle), z)
    }
    return (0..<count).map { _ in
      let edge = ejection.leadingEdgeSolarRadii
      let point = ejection.placement.nose * (0.6 * edge) + direction() * (0.5 * edge * random())
      let back = direction()
      let nearest = point - back * point.dot(back)
      return Sightline(
        impactParameter: nearest.length, tangent: nearest.normalized, back: back,
        observerDistance: 215)
    }
  }

  /// The density at eight places of a sightline.
  static func density(
    _ model: any ElectronDensity, _ line: Sightline, at places: SIMD8<Double>
  ) -> SIMD8<Double> {
    let rho = line.impactParameter
    let radius = (rho * rho + places * places).squareRoot()
    let (a, b) = (line.tangent, line.back)
    return model.electronsPerCubicCentimetre(
      at: CoronalPoints(
        radii: CoronalRadii(radius: radius),
        directions: CoronalDirections(
          x: (rho * a.x + places * b.x) / radius, y: (rho * a.y + places * b.y) / radius,
          z: (rho * a.z + places * b.z) / radius)))
  }

  /// The column of a sightline between the ends that the model tells.
  static func column(_ model: any LocalisedDensity, _ line: Sightline, order: Int = 8) -> Double {
    let rule = GaussLegendre(order: order)
    var sum = 0.0
    for stretch in model.stretches(along: line) {
      let (lower, upper) = (stretch.range.lowerBound, stretch.range.upperBound)
      let panels = Int(((upper - lower) / (2 * stretch.scale)).rounded(.up))
      for panel in 0..<panels {
        let from = lower + (upper - lower) * Double(panel) / Double(panels)
        let to = lower + (upper - lower) * Double(panel + 1) / Double(panels)
        for node in rule.nodes(from: from, to: to) {
          sum += node.weight * density(model, line, at: SIMD8(repeating: node.abscissa))[0]
        }
      }
    }
    return sum
  }

  /// The same by equal steps over the whole neighbourhood of the Sun.
  static func bruteColumn(
    _ model: any ElectronDensity, _ line: Sightline, half: Double, step: Double
  ) -> Double {
    let lower = Swift.max(line.reach.lowerBound, -half)
    let groups = Int(((half - lower) / (8 * step)).rounded(.up))
    let width = (half - lower) / Double(8 * groups)
    // Two Gauss nodes to two steps: the first sample may lie on the photosphere, with a slope there.
    let offset = 1 / 3.0.squareRoot()
    let lanes = SIMD8<Double>(
      1 - offset, 1 + offset, 3 - offset, 3 + offset, 5 - offset, 5 + offset, 7 - offset,
      7 + offset)
    var sum = 0.0
    for group in 0..<groups {
      sum += density(model, line, at: lower + (lanes + Double(8 * group)) * width).sum()
    }
    return sum * width
  }
}
