internal import Astronomy
internal import Foundation
internal import Optics
internal import Wave

/// What internal occulter and Lyot stop leave of the line on the external occulter's edge, by the angle
/// from the telescope's axis.
///
/// The wave of every point of the Sun goes through all planes (``LyotCoronagraph``, as `totality diffraction
/// lyot` has it), on one axis and at the nodes of Gauss's rule over the passband, each with the Sun's photons there.
/// What is kept is brightness
/// for each unit of irradiance in the pupil: the irradiance itself, which depends on the formation far more
/// than the profile's shape, is each frame's own.
///
/// Eight points of the Sun then do: against sixteen the shape differs by less than 0.2 % from 1.15 solar radii
/// on and by 0.5 % in the core. Fringes of the Lyot stop (`λ/D`, 2″ for ASPIICS), narrower than pixels, are
/// averaged over, in all wavelengths by the width that they have in the middle one. Beyond twice the
/// occulters' angle the profile goes on with the inverse third power of the angle, as the far wings of a round stop's pattern do (Airy 1835).
struct CoronagraphResponse: Sendable {
  /// Mean solar brightness for an irradiance in the pupil like the whole Sun's.
  let profile: RadialResponse

  /// What the profile depends on; frames with equal ones share it.
  struct Geometry: Sendable, Hashable {
    /// The telescope at each wavelength.
    let designs: [LyotCoronagraph]
    /// What each counts.
    let weights: [Double]
    let sun: SolarSource

    /// The telescope at the middle wavelength: the one nearest to the mean by weights.
    ///
    /// Its fringes' width is that by which the profile is averaged at all wavelengths.
    var design: LyotCoronagraph {
      let waves = designs.map { $0.disc.wavelength }
      var (sum, total) = (0.0, 0.0)
      for index in waves.indices {
        sum += weights[index] * waves[index]
        total += weights[index]
      }
      let mean = sum / total
      var nearest = 0
      for index in waves.indices
      where (waves[index] - mean).magnitude < (waves[nearest] - mean).magnitude {
        nearest = index
      }
      return designs[nearest]
    }

    /// The geometry of a frame, with distance and Sun rounded, so that near ones share a profile.
    ///
    /// Whatever frames are made, and in whatever order, a frame's geometry is rounded to the same.
    ///
    /// - Throws: `WaveError` or `OpticsError` for a telescope that is none.
    init(
      _ settings: InternalOcculterSettings, lyotFactor: Double, pupilRadius: Double,
      occulterRadius: Double, distance: Double, spectrum: [SpectralSample],
      sun: SolarSource
    ) throws {
      guard !spectrum.isEmpty else {
        throw CampaignError(.badRequest, "a coronagraph's wave needs a wavelength; found none")
      }
      let distance = Self.rounded(distance, to: Self.distanceStep)
      designs = try spectrum.map { sample in
        let disc = try DiscDiffraction(
          radius: occulterRadius, distance: distance, wavelength: sample.wavelength)
        return try LyotCoronagraph(
          disc: disc, pupilRadius: pupilRadius,
          internalOcculter: settings.tangent(atDistance: distance), lyotFraction: lyotFactor)
      }
      weights = spectrum.map(\.weight)
      self.sun = try SolarSource(
        angularRadius: Self.rounded(sun.angularRadius, to: Self.sunStep),
        limbDarkening: sun.limbDarkening)
    }

    /// What stands in headers for the profile.
    func name(_ settings: InternalOcculterSettings?) -> String {
      let inside = settings.map { String(format: " of %g mm", $0.radiusMillimetres) } ?? ""
      return "wave through internal occulter\(inside) and Lyot stop of "
        + String(
          format: "%g pupils, %d points of the Sun, ", design.lyotFraction,
          CoronagraphResponse.sources)
        + designs.map { String(format: "%g", ($0.disc.wavelength * 1e10).rounded() / 10) }
        .joined(separator: ", ") + " nm"
    }

    /// Parts of which distance and Sun are rounded to; beyond half of them a profile is stale.
    ///
    /// For ASPIICS 2 cm of 144 m, which change the gap between both occulters' edges by 0.2 %, and 0.4″ of
    /// the Sun's radius.
    static let (distanceStep, sunStep) = (2e-4, 5e-4)

    /// A number rounded to a multiple of 1, 2 or 5 times a power of ten, at most a part of it.
    static func rounded(_ value: Double, to part: Double) -> Double {
      let wanted = value * part
      let power = pow(10, log10(wanted).rounded(.down))
      let step = power * (wanted < 2 * power ? 1 : wanted < 5 * power ? 2 : 5)
      return (value / step).rounded() * step
    }
  }

  /// Points of the Sun that the wave comes from.
  static let sources = 8

  /// Carries the wave through a telescope: some seconds of a processor for a pupil of 5 cm and each wavelength, which
  /// tasks share.
  ///
  /// - Throws: `WaveError` for a telescope that is too large, `OpticsError` for a profile that is none.
  init(_ geometry: Geometry) async throws {
    let design = geometry.design
    let rim = design.disc.radius / design.disc.distance
    let nodes = Self.nodes(design, rim: rim)
    let quarter = Self.fringe(design) / 4
    let places = nodes.flatMap { [$0 - quarter, $0 + quarter] }
    let lights = try await CoronagraphWave.lights(
      geometry.designs.map { CoronagraphWave($0, sun: geometry.sun, angles: places) })
    // Brightness and irradiance of the band, each with the Sun's photons at its wavelength.
    var (sums, irradiance) = ([Double](repeating: 0, count: places.count), 0.0)
    for (light, weight) in zip(lights, geometry.weights) {
      irradiance += weight * light.irradiance
      for index in sums.indices { sums[index] += weight * light.brightness[index] }
    }
    var values = nodes.indices.map { (sums[2 * $0] + sums[2 * $0 + 1]) / 2 / irradiance }
    var angles = nodes.map { atan($0) }
    let (end, last) = (angles[angles.count - 1], values[values.count - 1])
    // Between the table's places values are interpolated by factors: steps of 5 % follow the power.
    for step in 1...80 {
      let angle = end * pow(1.05, Double(step))
      guard angle < 1.5 else { break }
      angles.append(angle)
      values.append(last * pow(end / angle, 3))
    }
    self.profile = try RadialResponse(
      angles: angles, values: values,
      provenance: "wave through internal occulter and Lyot stop, \(Self.sources) points of the Sun")
  }

  /// Width of the Lyot stop's fringes, radians.
  private static func fringe(_ design: LyotCoronagraph) -> Double {
    design.disc.wavelength / (2 * design.pupilRadius * design.lyotFraction)
  }

  /// Places of the table: as close as fringes about both occulters' edges, wider away from them.
  private static func nodes(_ design: LyotCoronagraph, rim: Double) -> [Double] {
    let fringe = fringe(design)
    let edges = [rim, design.internalOcculter].sorted()
    let (low, high) = (edges[0] - 10 * fringe, edges[1] + 10 * fringe)
    let growth = 0.06
    var nodes: [Double] = []
    var place = low
    while place < high {
      nodes.append(place)
      place += fringe
    }
    while place < 2 * edges[1] {
      nodes.append(place)
      place += max(fringe, growth * (place - high))
    }
    place = low - fringe
    var inside: [Double] = []
    while place > fringe {
      inside.append(place)
      place -= max(fringe, growth * (low - place))
    }
    return inside.reversed() + nodes.filter { $0 > fringe }
  }
}
