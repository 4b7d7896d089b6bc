internal import RealModule

/// The transmission of a filter about a line, against wavelength.
public struct NarrowFilter: Sendable, Hashable {
  /// The curve of transmission, 0...1, wavelengths in nanometres.
  public enum Curve: Sendable, Hashable {
    /// The same between two wavelengths and zero outside.
    case window(ClosedRange<Double>, transmission: Double)
    /// A Gaussian by its middle, full width at half maximum and peak, as of a Lyot or a cavity filter.
    case gaussian(centre: Double, fullWidth: Double, peak: Double)
    /// Straight lines between points of rising wavelength, zero outside: a measured curve.
    case table([SIMD2<Double>])
  }

  /// The curve.
  public let curve: Curve

  /// A filter from its curve.
  ///
  /// - Throws: `CoronaError` for wavelengths outside 100...20000 nm or not rising, transmissions outside
  ///   0...1, and a filter that passes nothing.
  public init(_ curve: Curve) throws(CoronaError) {
    func wavelength(_ value: Double) throws(CoronaError) {
      try CoronaError.require(
        value, in: 100...20_000, "wavelength of the filter", "must lie in 100...20000 nm")
    }
    func transmission(_ value: Double) throws(CoronaError) {
      try CoronaError.require(
        value, in: 0...1, "transmission of the filter", "must lie in 0...1")
    }
    switch curve {
    case .window(let band, let passed):
      try wavelength(band.lowerBound)
      try wavelength(band.upperBound)
      try transmission(passed)
    case .gaussian(let centre, let width, let peak):
      try wavelength(centre)
      try CoronaError.require(
        width, in: 1e-4...1000, "full width of the filter", "must lie in 0.0001...1000 nm")
      try transmission(peak)
    case .table(let points):
      for point in points {
        try wavelength(point.x)
        try transmission(point.y)
      }
      for index in points.indices.dropFirst() where points[index].x <= points[index - 1].x {
        throw CoronaError(
          .unphysicalParameter,
          "filter table: wavelength \(points[index].x) nm after \(points[index - 1].x) nm: "
            + "wavelengths must rise")
      }
    }
    self.curve = curve
    guard equivalentWidthNanometres > 0 else {
      throw CoronaError(
        .unphysicalParameter,
        "filter that passes nothing: needs a band with a transmission above zero")
    }
  }

  /// The filter's width: the integral of its transmission, nanometres.
  ///
  /// A continuum as flat as the Sun's through it counts as much as through a full window this wide.
  public var equivalentWidthNanometres: Double {
    switch curve {
    case .window(let band, let transmission):
      return (band.upperBound - band.lowerBound) * transmission
    case .gaussian(_, let width, let peak):
      return peak * Self.deviation(width) * (2 * Double.pi).squareRoot()
    case .table(let points):
      return points.indices.dropFirst().reduce(0) { sum, i in
        sum + 0.5 * (points[i].y + points[i - 1].y) * (points[i].x - points[i - 1].x)
      }
    }
  }

  /// The share of a line's light that passes, its Gaussian profile averaged over the curve.
  public func transmission(of line: EmissionLine) -> Double {
    let (middle, deviation) = (
      line.wavelengthNanometres, Self.deviation(line.fullWidthNanometres)
    )
    switch curve {
    case .window(let band, let transmission):
      return transmission
        * (Self.below(band.upperBound, middle, deviation)
          - Self.below(band.lowerBound, middle, deviation, isOpen: true))
    case .gaussian(let centre, let width, let peak):
      let own = Self.deviation(width)
      let square = own * own + deviation * deviation
      let distance = middle - centre
      return peak * own / square.squareRoot() * Double.exp(-0.5 * distance * distance / square)
    case .table(let points):
      return points.indices.dropFirst().reduce(0) { sum, i in
        sum + Self.segment(points[i - 1], points[i], middle, deviation)
      }
    }
  }

  /// Brightness that a line adds to the filter's picture per its radiance, 1/nm.
  ///
  /// A picture in mean solar brightness divides the light that passes by that of the Sun's mean disc,
  /// which passes over the whole width. A line of the radiance `L`, in units of the disc's spectral
  /// radiance times nanometres, adds `L T_line / ∫ T dλ`.
  public func brightness(perRadianceOf line: EmissionLine) -> Double {
    transmission(of: line) / equivalentWidthNanometres
  }

  private static func deviation(_ fullWidth: Double) -> Double {
    fullWidth / (8 * Double.log(2)).squareRoot()
  }

  /// The share of a line's profile below a wavelength; a sharp line on the edge counts as inside.
  private static func below(
    _ wavelength: Double, _ middle: Double, _ deviation: Double, isOpen: Bool = false
  ) -> Double {
    guard deviation > 0 else {
      return (isOpen ? middle < wavelength : middle <= wavelength) ? 1 : 0
    }
    return 0.5 * Double.erfc((middle - wavelength) / (deviation * 2.0.squareRoot()))
  }

  /// `∫ (a + bλ) φ dλ` between two points of a curve, `φ` the profile.
  private static func segment(
    _ first: SIMD2<Double>, _ second: SIMD2<Double>, _ middle: Double, _ deviation: Double
  ) -> Double {
    let slope = (second.y - first.y) / (second.x - first.x)
    let atMiddle = first.y + slope * (middle - first.x)
    let share =
      below(second.x, middle, deviation, isOpen: true)
      - below(first.x, middle, deviation, isOpen: true)
    guard deviation > 0 else { return atMiddle * share }
    func density(_ wavelength: Double) -> Double {
      let z = (wavelength - middle) / deviation
      return Double.exp(-0.5 * z * z) / (deviation * (2 * Double.pi).squareRoot())
    }
    return atMiddle * share
      - slope * deviation * deviation * (density(second.x) - density(first.x))
  }
}
