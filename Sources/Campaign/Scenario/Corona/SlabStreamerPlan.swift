internal import Astronomy
internal import Corona

/// `slab-streamer`: a streamer that is thin across a plane and wide along it.
struct SlabStreamerPlan: DensityPlan {
  private enum Shape: String, CaseIterable {
    case coreAndWings = "core-and-wings"
    case vibert
  }

  private let law: any ElectronDensity
  private let enhancement: Double
  private let latitudeDegrees: Double
  private let longitudeDegrees: Double
  private let tiltDegrees: Double
  private let halfExtentDegrees: Double
  private let shape: SlabStreamer.Shape

  private init?(_ section: SectionReader) {
    latitudeDegrees = section.double(
      "latitude_deg", in: .closed(-90, 90), doc: "Heliographic latitude of the slab's middle.")
    longitudeDegrees = section.double(
      "longitude_deg", in: .closed(-360, 360), doc: "Carrington longitude of the slab's middle.")
    tiltDegrees = section.double(
      "tilt_deg", in: .closed(-180, 180), default: 0,
      doc: "The slab's plane against the parallel of latitude, from west to north.")
    halfExtentDegrees = section.double(
      "half_extent_deg", in: .closed(3, 180), default: 45,
      doc: "Along its plane, where the slab has fallen to 1/e.")
    enhancement = section.double(
      "enhancement", in: .closed(0, 1000), default: 1, doc: "A factor on the radial law.")
    let kind = section.choice(
      "shape", as: Shape.self, default: .coreAndWings,
      doc: "Across the plane: a Gaussian core with exponential wings, or exp(-(d/d0)^4).")
    let thickness = section.optionalDouble(
      "half_thickness_rsun", in: .closed(0.01, 10), doc: "d0 of the shape vibert.")
    if kind == .vibert, thickness == nil, !section.isDeclaring {
      section.report(
        "found the shape vibert without its thickness",
        remedy: "give half_thickness_rsun, such as 0.2", at: "shape")
    } else if kind == .coreAndWings, thickness != nil, !section.isDeclaring {
      section.report(
        "found a thickness, which the shape core-and-wings does not take",
        remedy: "leave it out, or choose shape = \"vibert\"", at: "half_thickness_rsun")
    }
    shape = kind == .vibert ? .vibert(halfThickness: thickness ?? 1) : .coreAndWings
    let law = section.radialLaw("radial_law", default: "nrl-hayes", doc: "In the slab's plane.")
    guard let law else { return nil }
    self.law = law
  }

  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word("slab-streamer", doc: "A streamer thin across a plane and wide along it.") {
      SlabStreamerPlan($0)
    }
  }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    SteadyDensity(
      try SlabStreamer(
        radialLaw: law, enhancement: enhancement, latitudeRadians: latitudeDegrees * Angles.degree,
        longitudeRadians: longitudeDegrees * Angles.degree,
        tiltRadians: tiltDegrees * Angles.degree,
        halfExtentRadians: halfExtentDegrees * Angles.degree, shape: shape))
  }
}
