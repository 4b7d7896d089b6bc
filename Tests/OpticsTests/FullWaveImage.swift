import Astronomy
import Optics
import RealModule

/// The cases of the full-wave tables and the same scene by edge elements.
struct FullWaveImage: Sendable {
  var file: String
  var radius: Double
  var distance: Double
  var diameter: Double
  var arcminutes: Double
  /// Rows where what the table's own sampling changes stays below 5 % (``sampling(at:_:)``), solar radii.
  var trusted: ClosedRange<Double>

  static let aspiics = FullWaveImage(
    file: "image_aspiics_N4096_s40_IO1.748", radius: 0.71, distance: 144.348, diameter: 0.05,
    arcminutes: 16, trusted: 0.75...1.39)
  static let apollo = FullWaveImage(
    file: "image_apollo220_N2048_s40_IO25", radius: 1.955, distance: 220, diameter: 0.025,
    arcminutes: 15.74, trusted: 1.5...2.47)

  func ring(
    focus: Double = .infinity, pupilX: Double = 0, spectrum: [SpectralSample] = [],
    blur: Double = 0, pieces: Double = 3000
  ) throws -> RingImage {
    let source = try SolarSource(
      angularRadius: arcminutes / 60 * .pi / 180,
      limbDarkening: .neckel(wavelengthNanometres: 550))
    let glow = try EdgeGlow(source: source, wavelengthMetres: 5.5e-7)
    let elements = try DiffractingOutline.disc(radius: radius, distance: distance)
      .elements(longest: 2 * .pi * radius / pieces)
    return try RingImage(
      elements, glow: glow,
      optics: RingOptics(
        pupilDiameter: diameter, pupilX: pupilX, focusDistance: focus, spectrum: spectrum,
        blur: blur))
  }

  func column(_ focus: Double) -> String {
    focus.isInfinite ? "B_msb_focus_infinity" : "Oprime_msb_focus_occulter"
  }

  /// What the sampling of the full wave makes of the wings, as a factor.
  ///
  /// The table's pupil is a mask of pixels `λ/2θ_max` wide whose rim pixels are partly open: what it diffracts
  /// by an angle (δx, δy) is weakened by `sinc² (δx/2θ_max) sinc² (δy/2θ_max)`, and what leaves the field of
  /// ±θ_max comes back on the other side.
  func sampling(at angle: Double, _ edge: Double) -> Double {
    let (ring, field) = (radius / distance, 2 * edge)
    func sinc(_ x: Double) -> Double { x == 0 ? 1 : Double.sin(.pi * x) / (.pi * x) }
    var (own, all) = (0.0, 0.0)
    for step in 0..<4 {
      let azimuth = .pi / 4 * (Double(step) + 0.5) / 4
      let (x, y) = (angle * Double.cos(azimuth), angle * Double.sin(azimuth))
      for piece in 0..<360 {
        let turn = 2 * .pi * (Double(piece) + 0.5) / 360
        let (dx, dy) = (x - ring * Double.cos(turn), y - ring * Double.sin(turn))
        own += Double.pow(dx * dx + dy * dy, -1.5)
        for column in -2...2 {
          for row in -2...2 {
            let (ex, ey) = (dx + Double(column) * field, dy + Double(row) * field)
            let weak = sinc(ex / field) * sinc(ey / field)
            all += weak * weak * Double.pow(ex * ex + ey * ey, -1.5)
          }
        }
      }
    }
    return all / own
  }
}
