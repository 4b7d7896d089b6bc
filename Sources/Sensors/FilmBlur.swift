/// The spread of light within an emulsion, on a grid of pixels.
///
/// A modulation transfer `1 / (1 + (f/f_c)²)` is the response of `u − l² ∇² u = e` with
/// `l = 1 / (2π f_c)`. On the grid the second derivatives become the nine-point difference of neighbours
/// that is round to fourth order (L. Collatz, "The Numerical Treatment of Differential
/// Equations", 1960), so that a wave of `(p, q)` radians a pixel keeps the share
/// `1 / (1 + a (20 − 8 cos p − 8 cos q − 4 cos p cos q)/6)`, `a = (l / pixel)²`: the film's own for waves
/// longer than some four pixels. The spread is nowhere negative, keeps the light (edges reflect it), and
/// costs a few passes over the frame however far it reaches.
struct FilmBlur {
  /// Square of the emulsion's length over a pixel.
  let strength: Double
  /// The largest strength: a length of ten pixels.
  static let mostStrength = 100.0

  /// The spread of an emulsion.
  ///
  /// - Parameters:
  ///   - frequency: where the contrast is one half, cycles a millimetre.
  ///   - pitch: side of a pixel, micrometres.
  /// - Throws: `SensorsError` when the spread is more than ten pixels wide.
  init(frequency: Double, pitch: Double) throws(SensorsError) {
    let length = 1000 / (2 * Double.pi * frequency) / pitch
    strength = length * length
    guard strength <= Self.mostStrength else {
      throw SensorsError(
        .valueOutOfRange,
        "half-contrast frequency of the film: \(frequency) cycles per mm spread light over \(length) "
          + "pixels of \(pitch) micrometres, must be at most 10; scan with larger pixels or take a "
          + "sharper film")
    }
  }

  /// Share of a wave's contrast that is kept; radians a pixel along both axes, as cosines.
  func transfer(cosines: (Double, Double)) -> Double {
    let sum = 20 - 8 * cosines.0 - 8 * cosines.1 - 4 * cosines.0 * cosines.1
    return 1 / (1 + strength * sum / 6)
  }

  /// Spreads the light of a frame.
  ///
  /// Chebyshev's semi-iteration on Jacobi's method (R. S. Varga, "Matrix Iterative Analysis", 1962,
  /// §5.1), whose weights follow from the bounds of the spectrum alone: each pass
  /// `u ← ω (u' − u″) + u″`, `u' = (e + a/6 (4 Σ sides + Σ corners)) / (1 + 20a/6)`.
  func apply(_ light: inout [Double], _ format: FrameFormat) {
    guard strength > 1e-9 else { return }
    // Spectral radius of Jacobi's iteration.
    let radius = 20 * strength / (6 + 20 * strength)
    let source = light
    var older = light
    var newer = light
    Self.jacobi(source, older, into: &newer, format, strength, 1)
    var weight = 1.0
    // The error shrinks by this factor a pass; passes to 1e-10 of the brightest light.
    let factor = radius / (1 + (1 - radius * radius).squareRoot())
    var error = factor
    while error > 1e-10 {
      weight = weight == 1 ? 2 / (2 - radius * radius) : 1 / (1 - radius * radius * weight / 4)
      Self.jacobi(source, newer, into: &older, format, strength, weight)
      swap(&older, &newer)
      error *= factor
    }
    light = newer
  }

  /// One pass; `target` holds the values before last and receives the new ones.
  private static func jacobi(
    _ source: [Double], _ current: [Double], into target: inout [Double], _ format: FrameFormat,
    _ strength: Double, _ weight: Double
  ) {
    let (width, height) = (format.width, format.height)
    let scale = weight / (1 + 20 * strength / 6)
    let corner = scale * strength / 6
    let side = 4 * corner
    let keep = 1 - weight
    source.withUnsafeBufferPointer { source in
      current.withUnsafeBufferPointer { current in
        target.withUnsafeMutableBufferPointer { target in
          for row in 0..<height {
            let begin = row * width
            // Beyond an edge lies the edge itself.
            let above = row > 0 ? begin - width : begin
            let below = row + 1 < height ? begin + width : begin
            func update(_ column: Int, _ left: Int, _ right: Int) {
              let sides =
                (current[begin + left] + current[begin + right])
                + (current[above + column] + current[below + column])
              let corners =
                (current[above + left] + current[above + right])
                + (current[below + left] + current[below + right])
              target[begin + column] =
                scale * source[begin + column] + (side * sides + corner * corners)
                + keep * target[begin + column]
            }
            update(0, 0, min(1, width - 1))
            if width > 2 { for column in 1..<width - 1 { update(column, column - 1, column + 1) } }
            if width > 1 { update(width - 1, width - 2, width - 1) }
          }
        }
      }
    }
  }
}
