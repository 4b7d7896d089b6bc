internal import RealModule

/// The bright line on the edge of an occulter as a camera in its shadow sees it.
///
/// Every piece `dl` of the edge at a place `b` and distance `z` sends `dE/dl` (``EdgeGlow``) to every place `x`
/// of the pupil, incoherently; its ray lands at `θ = (b − x (1 − z/z_f))/z` for a focus at `z_f`, so that
///
///     I(θ)/MSB = Ω ∮ dl ⟨ dE/dl(b; x) δ²(θ − (b − x(1 − z/z_f))/z) ⟩_pupil,   Ω = π tan²α
///
/// blurred by the pupil's diffraction. Here the wave is followed instead of the ray: what a piece throws
/// is the diffraction pattern of the pupil at its defocus (``PointSpread``), in each place as strong as the
/// piece shines where that place's light comes from in the pupil. Convolving the rays' picture with Airy's
/// pattern would put only half of the light into the wings near a ring out of focus, since wings come from
/// the pupil's rim, which is nearer to them than its middle.
///
/// The brightness is relative to the mean of the Sun's disc. The sum over the picture is `Ω ⟨E⟩`, the
/// mean irradiance in the pupil times the Sun's solid angle.
///
/// Outside the umbra, too, the ring is the light from the pieces of the edge that are seen beside the Sun's
/// disc, by EQ 1 where the limb comes near them (`LimbStrength`). Pieces before the disc are the edge of the
/// Sun's visible part: what diffraction does there, mostly taking light away, is in ``directIrradiance`` and in
/// no picture. The two together are all that diffraction adds to the geometric light,
/// `⟨E − E_geo⟩`. The line ends at once where the Sun's visible part begins.
///
/// Left out: polarisation, the pupil's aberrations, and what a single knife edge leaves out (``EdgeGlow``).
public struct RingImage: Sendable {
  /// The camera.
  public let optics: RingOptics
  /// Irradiance in the pupil, its mean over pupil and band, relative to the whole Sun's.
  public let pupilIrradiance: Double
  /// The brightness summed over the sky, in mean solar brightnesses times steradians.
  public let flux: Double
  /// What diffraction adds to direct sunlight before the Sun's visible part, or takes from it where negative:
  /// mean over pupil and band, relative to the whole Sun's irradiance; 0 in the umbra.
  public let directIrradiance: Double

  let elements: [DiffractingOutline.Element]
  /// Light of the pieces, their mean over the pupil, in mean solar brightnesses times steradians.
  let light: [Float]
  /// The same by where in the pupil it is seen: ``PupilStrengths/tables``.
  private let tables: [Float]
  private let entries: Int
  private let spectrum: [SpectralSample]

  /// The ring of an edge.
  ///
  /// - Parameters:
  ///   - elements: pieces of the edge in order; not much longer than the blur, or the corners of a curved
  ///     edge show.
  ///   - glow: their strength, at the wavelength that it is told for.
  ///   - optics: the camera.
  /// - Throws: `OpticsError` for an impossible camera, without pieces, or for pieces far beside the Sun.
  public init(
    _ elements: [DiffractingOutline.Element], glow: EdgeGlow, optics: RingOptics
  ) throws(OpticsError) {
    try Self.check(elements, optics)
    let reference = glow.wavelengthMetres
    let samples = try SpectralSample.normalised(
      optics.spectrum.isEmpty
        ? [SpectralSample(wavelength: reference, weight: 1)] : optics.spectrum)
    for sample in samples {
      _ = try CircularPupil(diameter: optics.pupilDiameter, wavelength: sample.wavelength)
    }
    // Diffraction at the edge grows in proportion to the wavelength; next to the limb slower, in a band
    // about the wavelength that the strength is told for by as much on both sides.
    let strengthened = samples.reduce(0) { $0 + $1.weight * $1.wavelength / reference }
    spectrum = samples.map {
      SpectralSample(
        wavelength: $0.wavelength, weight: $0.weight * $0.wavelength / reference / strengthened)
    }
    let strengths = PupilStrengths(
      elements, glow: glow, radius: optics.pupilDiameter / 2, x: optics.pupilX, y: optics.pupilY)
    let irradiance = zip(elements, strengths.means).reduce(0) { $0 + $1.0.length * $1.1 }
    directIrradiance =
      strengthened
      * zip(elements, strengths.directMeans).reduce(0) { $0 + $1.0.length * $1.1 }
    let solidAngle = glow.source.solidAngle
    pupilIrradiance = strengthened * irradiance
    flux = pupilIrradiance * solidAngle
    var tables = strengths.tables
    for (index, element) in elements.enumerated() {
      let factor = Float(strengthened * solidAngle * element.length)
      for entry in index * strengths.entries..<(index + 1) * strengths.entries {
        tables[entry] *= factor
      }
    }
    self.tables = tables
    entries = strengths.entries
    light = zip(elements, strengths.means).map {
      Float(strengthened * solidAngle * $0.length * $1)
    }
    (self.elements, self.optics) = (elements, optics)
  }

  private static func check(
    _ elements: [DiffractingOutline.Element], _ optics: RingOptics
  ) throws(OpticsError) {
    try optics.check()
    guard !elements.isEmpty else {
      throw OpticsError(.impossibleOutline, "ring: the edge has no pieces; give an outline")
    }
    let isAside = elements.contains {
      max(($0.x - optics.pupilX).magnitude, ($0.y - optics.pupilY).magnitude) > $0.distance
    }
    guard !isAside else {
      throw OpticsError(
        .outsideValidity,
        "ring: a piece of the edge is seen more than 45 degrees from the Sun, where it is no small angle; "
          + "leave out what does not stand before the Sun")
    }
  }

  /// The ring on the pixels of a picture: the mean over each, in mean solar brightnesses, rows after rows.
  ///
  /// - Throws: `OpticsError` when an edge is so far out of focus that its spread is not known.
  public func plane(on grid: PixelGrid) throws(OpticsError) -> [Float] {
    var sum = RadialSum(width: grid.width, height: grid.height)
    let groups = Dictionary(grouping: elements.indices) { focusClass(elements[$0]) }
    for (_, members) in groups.sorted(by: { $0.key < $1.key }) {
      try add(members, to: &sum, grid)
    }
    return sum.plane
  }

  /// Adds pieces of about the same defocus.
  private func add(
    _ members: [Int], to sum: inout RadialSum, _ grid: PixelGrid
  ) throws(OpticsError) {
    let defocus = members.reduce(0) { $0 + self.defocus(elements[$1]) } / Double(members.count)
    var pupils = [(pupil: CircularPupil, weight: Double)]()
    for sample in spectrum {
      let pupil = try CircularPupil(
        diameter: optics.pupilDiameter, wavelength: sample.wavelength, defocus: defocus)
      pupils.append((pupil, sample.weight))
    }
    let width = narrowestLight(pupils)
    let divisions = divisions(grid.scale, width)
    // Cells are taken in their middles: the spread is blurred by as much as a cell is wide.
    let cell = grid.scale / Double(divisions)
    // Where even the finest cells are wider than the light, it is widened until they tell it.
    let share = cell > Self.cellsInLight * width ? 0.25 : 1.0 / 12
    let deviation = (optics.blur * optics.blur + share * cell * cell).squareRoot()
    let spread = try PointSpread(pupils, blur: deviation)
    let core = spread.edge + 3.5 * max(spread.fringe, deviation)
    let factors = completing(members, spread)
    let isParabolic = entries == 3
    sum.add(
      sources(members, factors, grid), divisions: divisions, core: core / grid.scale
    ) { pixels, cell in
      let moments = spread.moments(at: pixels * grid.scale, resolution: cell * grid.scale)
      return isParabolic ? moments.spun(pixels) : moments.local
    }
  }

  /// Factors that give every piece all its light: the local mean and variance do not tell everything of how
  /// its strength varies over the pupil.
  private func completing(_ members: [Int], _ spread: PointSpread) -> [Float] {
    // A parabola's mean needs no more than the first two moments, and the spread has the pupil's.
    guard entries == PupilStrengths.places else { return members.map { _ in 1 } }
    let weights = PupilWeights(spread).weights
    return members.map { index in
      var sum: Float = 0
      for entry in 0..<entries { sum += weights[entry] * tables[index * entries + entry] }
      return sum > 0 ? light[index] / sum : 1
    }
  }

  private func sources(_ members: [Int], _ factors: [Float], _ grid: PixelGrid) -> LineSources {
    let points = zip(members, factors).map { index, factor -> LineSources.Point in
      let element = elements[index]
      let place = grid.pixel(
        x: (element.x - optics.pupilX) / element.distance,
        y: (element.y - optics.pupilY) / element.distance)
      let normal = grid.direction(x: element.inwardX, y: element.inwardY)
      return LineSources.Point(
        column: Float(place.column), row: Float(place.row), normalAcross: Float(normal.across),
        normalUp: Float(normal.up), length: Float(element.length / element.distance / grid.scale),
        table: index * entries, factor: factor)
    }
    return LineSources(points: points, tables: tables, entries: entries)
  }

  /// The ring's light as points that throw alike to all sides, for scatter.
  func uniformSources(on grid: PixelGrid) -> LineSources {
    let directed = sources(Array(elements.indices), elements.map { _ in 1 }, grid)
    let points = directed.points.enumerated().map { index, point in
      var point = point
      point.table = index
      return point
    }
    return LineSources(points: points, tables: light, entries: 1)
  }

  private static let mostDivisions = 8
  /// Widest cell that tells a light of width 1.
  private static let cellsInLight = 0.6

  /// Cells across a pixel, so that the narrowest light covers some.
  private func divisions(_ scale: Double, _ width: Double) -> Int {
    var divisions = 1
    while divisions < Self.mostDivisions, scale / Double(divisions) > Self.cellsInLight * width {
      divisions *= 2
    }
    return divisions
  }

  /// Width of what the narrowest wavelength makes of a line, radians.
  private func narrowestLight(_ pupils: [(pupil: CircularPupil, weight: Double)]) -> Double {
    let narrowest = pupils.reduce(Double.infinity) { width, entry in
      let pupil = entry.pupil
      // Out of focus the disc's edge is as wide as a Fresnel zone.
      let zone = (pupil.wavelength * pupil.defocus.magnitude).squareRoot()
      return min(width, max(pupil.wavelength / pupil.diameter, zone))
    }
    return max(narrowest, 2.35 * optics.blur)
  }

  private func defocus(_ element: DiffractingOutline.Element) -> Double {
    1 / element.distance - 1 / optics.focusDistance
  }

  /// Pieces of one class differ in the radius of their discs by less than a fifth of Airy's pattern.
  private func focusClass(_ element: DiffractingOutline.Element) -> Double {
    let wavelength = spectrum.reduce(.infinity) { min($0, $1.wavelength) }
    let unit = 0.4 * wavelength / (optics.pupilDiameter * optics.pupilDiameter)
    return (defocus(element) / unit).rounded()
  }
}
