internal import RealModule
internal import VectorMath

/// The wave of a distant point behind an opaque disc.
///
/// Scalar waves, a thin sharp edge, Fresnel's approximation: a plane wave comes down the axis of the disc
/// and is asked for in a plane parallel to it. Amplitudes are relative to the free wave there, with the
/// phase convention `e^{+ikz}`. A Sun that is not a point is a sum of such waves, see the edge integral.
///
/// Against the wave without Fresnel's approximation the light on the axis is too bright by `R²/2z²` and
/// averages over the fringes agree to 1e-4 up to `R/z = 0.02`; the fringes themselves shift by the phase
/// `πR⁴/4λz³`. A body that is thick, rounded or rough has no such edge: a single knife edge is what this is.
public struct DiscDiffraction: Sendable, Hashable {
  /// How an amplitude is computed.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Lommel's series with Bessel functions of all orders, exact to rounding.
    case series
    /// The uniform closed form, to `0.1 v^(−3/2)`.
    case closedForm = "closed-form"
  }

  /// Radius of the disc, metres.
  public let radius: Double
  /// From the disc to the plane, metres.
  public let distance: Double
  /// Wavelength, metres.
  public let wavelength: Double
  /// `1/λz`, per square metre.
  let inverseFresnelArea: Double

  /// From this `v` on the closed form is used.
  public static let seam = 60.0

  /// The diffraction by a disc.
  ///
  /// - Parameters:
  ///   - radius: metres, above ten wavelengths and at most a tenth of the distance.
  ///   - distance: metres, above 0.
  ///   - wavelength: metres, 1e-9...1e-3.
  /// - Throws: `OpticsError` for values out of range, and where Kirchhoff's or Fresnel's theory does not
  ///   hold: an edge bent within ten wavelengths, angles above a tenth, more than 1e9 Fresnel zones.
  public init(radius: Double, distance: Double, wavelength: Double) throws(OpticsError) {
    try DiffractionRange.check(wavelength: wavelength)
    try DiffractionRange.check(radius: radius)
    try DiffractionRange.check(distance: distance)
    try DiffractionRange.check(reach: radius, distance: distance, wavelength: wavelength)
    self.radius = radius
    self.distance = distance
    self.wavelength = wavelength
    inverseFresnelArea = 1 / (wavelength * distance)
  }

  /// Fresnel zones within the disc, `R²/λz`.
  public var fresnelNumber: Double { radius * radius * inverseFresnelArea }

  /// Lommel's second variable `v = 2πRr/λz`, the phase between the near and the far rim.
  ///
  /// - Parameter r: metres from the axis; its sign does not count.
  public func rimPhase(at r: Double) -> Double {
    2 * .pi * radius * r.magnitude * inverseFresnelArea
  }

  /// The method that `amplitude(at:)` uses at a distance from the axis.
  public func method(at r: Double) -> Method { rimPhase(at: r) < Self.seam ? .series : .closedForm }

  /// A bound on the error of `amplitude(at:)` from the method and from rounding.
  public func amplitudeError(at r: Double) -> Double {
    amplitudeError(at: r, method: method(at: r))
  }

  /// A bound on the error of an amplitude by a method, the method's own and that of rounding.
  public func amplitudeError(at r: Double, method: Method) -> Double {
    let v = rimPhase(at: r)
    // A phase of n half turns is rounded to 3e-16 n of them.
    let reach = radius + r.magnitude
    let rounding = 1e-14 + 1e-15 * reach * reach * inverseFresnelArea
    return method == .series ? rounding : rounding + 0.1 / (v * v.squareRoot())
  }

  /// The wave at a distance from the axis.
  ///
  /// - Parameter r: metres from the axis, a number; its sign does not count.
  public func amplitude(at r: Double) -> ComplexAmplitude {
    method(at: r) == .series ? series(at: r) : closedForm(at: r)
  }

  /// The wave at many distances from the axis.
  ///
  /// - Parameter radii: metres from the axis.
  public func amplitudes(at radii: [Double]) -> [ComplexAmplitude] {
    [ComplexAmplitude](unsafeUninitializedCapacity: radii.count) { found, count in
      var start = 0
      while start < radii.count {
        let width = min(8, radii.count - start)
        var r = SIMD8<Double>(repeating: radii[start])
        for lane in 0..<width { r[lane] = radii[start + lane] }
        let (real, imaginary) = closedForm(at: r)
        for lane in 0..<width {
          let isNear = method(at: r[lane]) == .series
          found.initializeElement(
            at: start + lane,
            to: isNear
              ? series(at: r[lane])
              : ComplexAmplitude(real: real[lane], imaginary: imaginary[lane]))
        }
        start += width
      }
      count = radii.count
    }
  }

  /// The irradiance without the fringes between near and far rim, in units of the free irradiance.
  ///
  /// `|near edge with the free wave|² + |far edge|²`: what is left of a point's light when it is spread
  /// over many fringes, as the Sun and a band of wavelengths do. The fringes of the near edge alone stay:
  /// they are as wide as `√(λz)`. Where the closed form does not hold, `v < 60` about the axis, the mean
  /// of `|U|²` over the ring of one fringe's width, `v ± π/2`, by area.
  ///
  /// - Parameter r: metres from the axis; its sign does not count.
  public func meanIntensity(at r: Double) -> Double {
    let v = rimPhase(at: r)
    if v < Self.seam { return fringeMean(at: r.magnitude) }
    let rays = RimRays(epsilon: r.magnitude / radius, v: v, disc: self)
    let turns = (radius - r.magnitude) * (radius - r.magnitude) * inverseFresnelArea
    let (sine, cosine) = Double.sineCosine(halfTurns: turns)
    let near = ComplexAmplitude(real: cosine, imaginary: sine) * rays.near
    let lit = ComplexAmplitude(real: rays.free, imaginary: 0)
    return (lit + near).intensity + rays.far.intensity
  }

  /// The mean of `|U|²` over a ring one fringe wide, by area, from eight points across it.
  private func fringeMean(at r: Double) -> Double {
    let fringe = 1 / (2 * radius * inverseFresnelArea)
    var (light, area) = (0.0, 0.0)
    for index in 0..<8 {
      let place = r + (Double(index) - 3.5) / 8 * fringe
      light += place.magnitude * series(at: place).intensity
      area += place.magnitude
    }
    return light / area
  }
}
