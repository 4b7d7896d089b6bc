internal import Astronomy
public import Optics
internal import RealModule
internal import VectorMath

/// One computation of a radial profile, in parts that may run beside each other.
///
/// Each part carries eight points of the Sun through all planes, about 300 MB and half a minute of a processor
/// for a telescope of 5 cm; the parts' sum, in order, is the profile, the same whoever computed them.
public struct CoronagraphRun: Sendable {
  let design: LyotCoronagraph
  let sun: SolarSource
  let angles: [Double]
  let sourceCount: Int
  let images: Images
  let sampling: CoronagraphSampling
  let points: SunPoints
  /// From the pupil to the internal occulter, back to the Lyot stop, and to the image.
  let toOcculter: BesselRows
  let toLyot: BesselRows
  let toImage: BesselRows

  /// The most points of the Sun and the most angles.
  public static let (mostSources, mostAngles) = (1000, 20_000)
  /// The outermost angle, in those of the wider occulter.
  public static let widestField = 6.0

  /// The most elements of a matrix and the most modes of a part, which hold 1.3 GB.
  static let (mostElements, mostModes) = (20_000_000, 10_000_000)

  /// Which images are computed; each costs as much again for every angle.
  public enum Images: Sendable, Hashable {
    /// Before the masks, with both foci, and behind them.
    case all
    /// Behind internal occulter and Lyot stop alone.
    case afterLyot
  }

  /// What one part adds, at every angle.
  public struct Part: Sendable {
    var focusInfinity: [Double]
    var focusOcculter: [Double]
    var afterLyot: [Double]
    var irradiance: Double
    var modalIrradiance: Double
  }

  /// Prepares a computation.
  ///
  /// - Parameters:
  ///   - design: the coronagraph.
  ///   - sun: its radius and limb darkening.
  ///   - sources: points of the Sun, 1...1000; the table of the notes moved by 0.1 % from 20 to 60.
  ///   - angles: tangents of the angles from the axis, 2...20000 of them, ascending from 0 or above.
  ///   - images: those left out are empty in the profile.
  /// - Throws: `WaveError` for counts and angles out of range.
  public init(
    _ design: LyotCoronagraph, sun: SolarSource, sources: Int, angles: [Double],
    images: Images = .all
  ) throws(WaveError) {
    guard sources >= 1, sources <= Self.mostSources else {
      throw WaveError(
        .valueOutOfRange,
        "\(sources) points of the Sun: must lie in 1...\(Self.mostSources); 40 are good to 0.5 %")
    }
    guard angles.count >= 2, angles.count <= Self.mostAngles else {
      throw WaveError(
        .valueOutOfRange, "\(angles.count) angles: must lie in 2...\(Self.mostAngles)")
    }
    let rim = design.disc.radius / design.disc.distance
    let widest = Self.widestField * max(rim, design.internalOcculter)
    guard angles[0] >= 0, zip(angles, angles.dropFirst()).allSatisfy({ $0 < $1 }),
      let last = angles.last, last <= widest
    else {
      throw WaveError(
        .valueOutOfRange,
        "angles from \(angles[0]) to \(angles.last ?? 0) rad: must ascend from 0 or above to at most "
          + "\(widest) rad, six times the wider occulter's")
    }
    self.design = design
    self.sun = sun
    self.angles = angles
    self.images = images
    sourceCount = sources
    let (wavelength, pupil) = (design.disc.wavelength, design.pupilRadius)
    sampling = CoronagraphSampling(
      pupil: pupil, lyot: design.lyotFraction * pupil, rim: rim / wavelength,
      mask: design.internalOcculter / wavelength, largest: last / wavelength,
      curvature: pupil / (wavelength * design.disc.distance))
    try Self.check(sampling, angles: angles.count)
    points = SunPoints(sun, count: sources)
    toOcculter = BesselRows(rows: sampling.frequencies, columns: sampling.radii)
    toLyot = BesselRows(
      rows: sampling.frequencies.isEmpty ? [] : Array(sampling.radii[..<sampling.lyotCount]),
      columns: sampling.frequencies)
    toImage = BesselRows(rows: angles.map { $0 / wavelength }, columns: sampling.radii)
  }

  /// Refuses what would not fit into the memory of a machine.
  private static func check(
    _ sampling: CoronagraphSampling, angles: Int
  ) throws(WaveError) {
    let rows = max(angles, sampling.frequencies.count)
    let elements = rows * sampling.radii.count
    let modes = sampling.orders.reduce(0) { $0 + min($1, sampling.highestOrder) + 1 }
    guard elements <= mostElements, modes <= mostModes else {
      throw WaveError(
        .tooLarge,
        "\(sampling.radii.count) radii in the pupil with \(rows) angles and \(modes) modes: at most "
          + "\(mostElements) pairs and \(mostModes) modes are held; take fewer angles, a smaller "
          + "field or a smaller pupil")
    }
  }

  /// How many parts there are.
  public var partCount: Int { points.angles.count }

  /// Computes one part.
  ///
  /// - Parameters:
  ///   - index: 0..<partCount.
  ///   - progress: told now and then how much of the part is done, 0...1.
  public func part(_ index: Int, progress: (Double) -> Void = { _ in }) -> Part {
    let modes = PupilModes(
      disc: design.disc, angles: points.angles[index], sampling: sampling)
    var planes = CoronagraphPlanes(self)
    let highest = sampling.highestOrder
    for order in stride(from: highest, through: 0, by: -1) {
      planes.add(order, modes)
      if order % 16 == 0 { progress(1 - Double(order) / Double(highest + 1)) }
    }
    return planes.part(modes, weights: points.weights[index])
  }

  /// The profile from all parts, in the order of their indices.
  ///
  /// An image amplitude `F` gives `B = Ω_s |F|²/λ²A` with the area A of the pupil, or of the Lyot stop behind
  /// it: the image of a free plane wave then holds its light once.
  public func profile(_ parts: [Part]) -> RadialProfile {
    func sum(_ column: KeyPath<Part, [Double]>) -> [Double] {
      guard images == .all || column == \.afterLyot else { return [] }
      return parts.reduce(into: [Double](repeating: 0, count: angles.count)) { total, part in
        for (index, value) in part[keyPath: column].enumerated() { total[index] += value }
      }
    }
    let irradiance = parts.reduce(0) { $0 + $1.irradiance }
    let modal = parts.reduce(0) { $0 + $1.modalIrradiance }
    let step = zip(angles, angles.dropFirst()).reduce(0) { max($0, $1.1 - $1.0) }
    return RadialProfile(
      angles: angles, sunRadius: Double.tan(sun.angularRadius),
      focusInfinity: sum(\.focusInfinity), focusOcculter: sum(\.focusOcculter),
      afterLyot: sum(\.afterLyot), pupilIrradiance: irradiance,
      missingShare: irradiance > 0 ? 1 - modal / irradiance : 0,
      sampling: RadialProfile.Sampling(
        highestOrder: sampling.highestOrder, pupilNodes: sampling.radii.count,
        occulterNodes: sampling.frequencies.count, sources: sourceCount,
        isCritical: step <= design.criticalStep * 1.0001))
  }
}
