internal import RealModule

/// What a camera makes of a point that shines into its circular pupil, tabulated over the angle.
///
/// Diffraction in and out of focus, in one wavelength or a band, with a Gaussian blur for film, jitter and
/// pixels, and analytic wings without end. Besides the light it knows where in the pupil the light of every
/// angle comes from: the local mean and variance of the pupil's coordinates under the wave's Wigner
/// distribution (Bastiaans 1979, J. Opt. Soc. Am. 69, 1710). Far out of focus that is the ray's place, in
/// the wings the rim, in focus the whole pupil. An occulter's edge that is brighter for one side of the
/// pupil is drawn with it: ``RingImage``.
public struct PointSpread: Sendable {
  /// What reaches an angle: light per steradian and, times that light, the pupil's first and second
  /// moments in units of the pupil's radius.
  struct Moments: Sendable {
    /// Share of the light per steradian.
    var light = 0.0
    /// Mean coordinate along the direction away from the middle, times the light.
    var mean = 0.0
    /// Mean square of that coordinate, times the light.
    var along = 0.0
    /// Mean square of the coordinate across, times the light.
    var across = 0.0

    /// The light, the mean and the variances along and across, within what a pupil allows.
    var local: SIMD4<Float> {
      guard light > 0 else { return .zero }
      let middle = min(max(mean / light, -1), 1)
      // A wave's local variance can be below 0 between fringes.
      let alongVariance = min(max(along / light - middle * middle, 0), 1)
      let acrossVariance = min(max(across / light, 0), 1)
      return SIMD4(Float(light), Float(middle), Float(alongVariance), Float(acrossVariance))
    }

    /// Light; mean over the distance; the square across; the difference of the squares along and across over
    /// the distance's square: what stands before 1, p, 1 and p² for a distance's part p along a normal.
    func spun(_ distance: Double) -> SIMD4<Float> {
      guard distance > 0 else { return SIMD4(Float(light), 0, Float((along + across) / 2), 0) }
      return SIMD4(
        Float(light), Float(mean / distance), Float(across),
        Float((along - across) / (distance * distance)))
    }

    static func + (a: Self, b: Self) -> Self {
      Self(
        light: a.light + b.light, mean: a.mean + b.mean, along: a.along + b.along,
        across: a.across + b.across)
    }

    static func * (factor: Double, a: Self) -> Self {
      Self(
        light: factor * a.light, mean: factor * a.mean, along: factor * a.along,
        across: factor * a.across)
    }
  }

  /// The pupil in the light of every wavelength; weights sum to 1.
  let pupils: [(pupil: CircularPupil, weight: Double)]
  /// Radians between entries of the table.
  let step: Double
  let table: [Moments]
  /// Standard deviation of the Gaussian blur, radians.
  let deviation: Double
  /// Where the analytic wings take over, radians.
  let reach: Double

  /// The spread of a pupil in light of one wavelength.
  ///
  /// - Parameters:
  ///   - pupil: the opening, in or out of focus.
  ///   - blur: standard deviation of a Gaussian blur in each direction, radians.
  /// - Throws: `OpticsError` when the blur is negative, or out of focus by more than 5000 in phase.
  public init(_ pupil: CircularPupil, blur: Double = 0) throws(OpticsError) {
    try self.init([(pupil, 1)], blur: blur)
  }

  /// The spread of a band: weights must sum to 1.
  init(_ pupils: [(pupil: CircularPupil, weight: Double)], blur: Double) throws(OpticsError) {
    guard blur >= 0, blur < 1 else {
      throw OpticsError(
        .valueOutOfRange, "Gaussian blur of \(blur) rad: must be from 0 to below 1 rad")
    }
    var fine = Double.infinity
    var reach = 0.0
    for (pupil, _) in pupils {
      guard pupil.phase.magnitude < 5000 else {
        throw OpticsError(
          .outsideValidity,
          "light \(pupil.phase.magnitude) rad out of focus: the spread is known to 5000 rad; take a "
            + "smaller pupil, a nearer focus or a farther edge")
      }
      fine = min(fine, Self.finestStep / pupil.scale)
      reach = max(reach, (pupil.phase.magnitude + Self.beyondDisc) / pupil.scale)
    }
    let count = Int((reach / fine).rounded(.up)) + 1
    var moments = [Moments](repeating: Moments(), count: count)
    for (pupil, weight) in pupils { Self.add(pupil, weight, step: fine, to: &moments) }
    self.pupils = pupils
    deviation = blur
    if blur > 2 * fine {
      let blurred = RadialBlur(deviation: blur)
        .blurring(moments, step: fine) { Self.wings(pupils, at: $0) }
      (step, table) = (blurred.step, blurred.moments)
    } else {
      (step, table) = (fine, moments)
    }
    self.reach = Double(table.count - 1) * step
    normalise()
  }

  /// Steps of the table in `v`; fringes are π wide.
  private static let finestStep = 0.1
  /// Where the wings are means over fringes, in `v` beyond the geometric disc.
  private static let beyondDisc = 36.0
  private static let blendingStart = 16.0

  /// Share of the light per steradian at an angle from the middle.
  public func radiance(at angle: Double) -> Double { moments(at: angle.magnitude).light }

  /// Share of the light within an angle.
  public func encircledEnergy(within angle: Double) -> Double {
    let inside = min(angle, reach)
    guard angle <= reach else { return 1 - Self.tail(pupils, beyond: angle) }
    // Between entries the light is linear, and Simpson's rule exact for it times the radius.
    var (sum, start) = (0.0, 0.0)
    while start < inside {
      let end = min(inside, ((start / step).rounded(.down) + 1) * step + step * 1e-9)
      let middle = (start + end) / 2
      let ends = start * moments(at: start).light + end * moments(at: end).light
      sum += .pi / 3 * (end - start) * (ends + 4 * middle * moments(at: middle).light)
      start = end
    }
    return sum
  }

  /// Light and pupil moments at an angle.
  func moments(at angle: Double) -> Moments {
    let place = angle / step
    let index = Int(min(place, 1e9))
    guard index < table.count - 1 else { return Self.wings(pupils, at: angle) }
    let fraction = place - Double(index)
    return (1 - fraction) * table[index] + fraction * table[index + 1]
  }

  /// Light and pupil moments at an angle, with the mean over fringes where they are too fine to be told.
  ///
  /// - Parameter resolution: radians.
  func moments(at angle: Double, resolution: Double) -> Moments {
    let isFringed = resolution > 0.3 * fringe && deviation < 0.3 * fringe
    return isFringed && angle > edge + 3 * fringe
      ? Self.wings(pupils, at: angle) : moments(at: angle)
  }

  /// Radius of the largest geometric disc, radians.
  var edge: Double { pupils.reduce(0) { max($0, $1.pupil.discRadius) } }

  /// Width of the narrowest fringe far out, radians.
  var fringe: Double {
    pupils.reduce(.infinity) { min($0, $1.pupil.wavelength / $1.pupil.diameter) }
  }

  private mutating func normalise() {
    let found = encircledEnergy(within: reach)
    let factor = found > 0 ? (1 - Self.tail(pupils, beyond: reach)) / found : 1
    self = PointSpread(self, table: table.map { factor * $0 })
  }

  private init(_ other: Self, table: [Moments]) {
    (pupils, step, reach) = (other.pupils, other.step, other.reach)
    deviation = other.deviation
    self.table = table
  }

  /// The wings' light beyond an angle: ``CircularPupil/wing(at:)`` integrated over the plane.
  private static func tail(
    _ pupils: [(pupil: CircularPupil, weight: Double)], beyond angle: Double
  ) -> Double {
    pupils.reduce(0) { sum, entry in
      let (pupil, radius) = (entry.pupil, entry.pupil.discRadius)
      guard angle > radius else { return sum + entry.weight }
      return sum + entry.weight * pupil.wavelength / (.pi * .pi * pupil.diameter)
        * (1 / (angle - radius) + 1 / (angle + radius))
    }
  }

  /// The means over fringes: light from the rim's two points toward the place and away from it.
  private static func wings(
    _ pupils: [(pupil: CircularPupil, weight: Double)], at angle: Double
  ) -> Moments {
    pupils.reduce(Moments()) { sum, entry in sum + entry.weight * wing(entry.pupil, at: angle) }
  }

  private static func wing(_ pupil: CircularPupil, at angle: Double) -> Moments {
    let light = pupil.wing(at: angle)
    let (near, far) = (1 / (angle - pupil.discRadius), 1 / (angle + pupil.discRadius))
    // Rays cross the middle when the focus lies behind what shines: the place is on the other side.
    let lean = (near * near - far * far) / (near * near + far * far)
    return Moments(
      light: light, mean: pupil.defocus > 0 ? -light * lean : light * lean, along: light, across: 0)
  }

  /// Adds the exact moments of one wavelength, blended into the wings at the table's end.
  private static func add(
    _ pupil: CircularPupil, _ weight: Double, step: Double, to moments: inout [Moments]
  ) {
    let u = pupil.phase
    let spacing = step * pupil.scale
    let sampled = (0...moments.count).map {
      CircularPupil.amplitude(phase: u, Double($0) * spacing)
    }
    let start = u.magnitude + blendingStart
    for index in moments.indices {
      let v = Double(index) * spacing
      var value = wigner(sampled, index, spacing)
      value = pupil.peak * value
      let blend = min(max((v - start) / (beyondDisc - blendingStart), 0), 1)
      if blend > 0 {
        value = (1 - blend) * value + blend * wing(pupil, at: Double(index) * step)
      }
      moments[index] = moments[index] + weight * value
    }
  }

  /// Local moments of the pupil's coordinate `i ∂/∂v` at a place of the picture, Weyl's ordering.
  private static func wigner(
    _ amplitudes: [ComplexAmplitude], _ index: Int, _ spacing: Double
  ) -> Moments {
    let here = amplitudes[index]
    let after = amplitudes[index + 1]
    // An even function of the angle.
    let before = amplitudes[index == 0 ? 1 : index - 1]
    let slope = (1 / (2 * spacing)) * (after - before)
    let bend = (1 / (spacing * spacing)) * (after + before - 2 * here)
    func product(_ a: ComplexAmplitude, _ b: ComplexAmplitude) -> Double {
      a.real * b.real + a.imaginary * b.imaginary
    }
    let perAngle = index == 0 ? bend : (1 / (Double(index) * spacing)) * slope
    return Moments(
      light: here.intensity,
      mean: here.imaginary * slope.real - here.real * slope.imaginary,
      along: (slope.intensity - product(here, bend)) / 2,
      across: -product(here, perAngle) / 2)
  }
}
