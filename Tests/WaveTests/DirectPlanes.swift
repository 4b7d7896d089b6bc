import Optics
import RealModule
import VectorMath

/// The coronagraph without azimuthal orders: plain double integrals over polar grids, plane by plane.
///
/// `F(q) = ∫∫ A e^{−2πi q·x} d²x`, what the internal occulter blocks carried back by the inverse, the rest
/// within the Lyot stop carried on. Shares nothing with the modal way but the wave in the pupil.
struct DirectPlanes {
  struct Point {
    var x: Double
    var y: Double
    var area: Double
  }

  static let azimuths = 160

  /// A disc as rings of points.
  static func disc(from lower: Double, to upper: Double, rings: Int) -> [Point] {
    GaussLegendre(order: rings).nodes(from: lower, to: upper).flatMap { node in
      (0..<azimuths).map { index in
        let turn = Double.sineCosine(halfTurns: 2 * Double(index) / Double(azimuths))
        return Point(
          x: node.abscissa * turn.cosine, y: node.abscissa * turn.sine,
          area: node.abscissa * node.weight * 2 * .pi / Double(azimuths))
      }
    }
  }

  /// `∫ wave e^{±2πi q·x} d²x` over points.
  static func transform(
    _ waves: [ComplexAmplitude], at points: [Point], to target: Point, sign: Double
  ) -> ComplexAmplitude {
    var sum = ComplexAmplitude(real: 0, imaginary: 0)
    for (wave, point) in zip(waves, points) {
      let phase = Double.sineCosine(
        halfTurns: sign * 2 * (point.x * target.x + point.y * target.y))
      sum =
        sum + point.area * (wave * ComplexAmplitude(real: phase.cosine, imaginary: phase.sine))
    }
    return sum
  }

  let pupil: [Point]
  let lyotCount: Int
  /// Plane A focused at infinity, plane A focused on the disc, plane C focused at infinity.
  let planes: [[ComplexAmplitude]]

  /// The planes for a point of the Sun at an angle.
  init(_ design: LyotCoronagraphParts, angle: Double) {
    let disc = design.disc
    let lyot = design.lyot * design.pupil
    let inner = DirectPlanes.disc(from: 0, to: lyot, rings: 36)
    lyotCount = inner.count
    let all = inner + DirectPlanes.disc(from: lyot, to: design.pupil, rings: 12)
    let area = disc.wavelength * disc.distance
    func lens(_ point: Point, _ sign: Double) -> ComplexAmplitude {
      let turn = Double.sineCosine(
        halfTurns: sign * (point.x * point.x + point.y * point.y) / area)
      return ComplexAmplitude(real: turn.cosine, imaginary: turn.sine)
    }
    let shift = disc.distance * angle
    let waves = all.map { point in
      let place = ((point.x + shift) * (point.x + shift) + point.y * point.y).squareRoot()
      let tilt = Double.sineCosine(halfTurns: -2 * angle * point.x / disc.wavelength)
      return disc.amplitude(at: place)
        * ComplexAmplitude(real: tilt.cosine, imaginary: tilt.sine)
    }
    let focused = zip(waves, all).map { $0 * lens($1, -1) }
    let mask = DirectPlanes.disc(from: 0, to: design.mask / disc.wavelength, rings: 36)
    let blocked = mask.map { DirectPlanes.transform(focused, at: all, to: $0, sign: -1) }
    let after = inner.indices.map { index in
      (focused[index] - DirectPlanes.transform(blocked, at: mask, to: inner[index], sign: 1))
        * lens(inner[index], 1)
    }
    pupil = all
    planes = [waves, focused, after]
  }

  /// Mean of `|F|²` round the axis at a spatial frequency, for the three images.
  func intensities(at frequency: Double) -> [Double] {
    planes.map { waves in
      let points = Array(pupil[..<waves.count])
      let ring = Self.azimuths / 2
      let sum = (0..<ring).reduce(0) { total, index in
        let turn = Double.sineCosine(halfTurns: 2 * Double(index) / Double(ring))
        let target = Point(x: frequency * turn.cosine, y: frequency * turn.sine, area: 0)
        return total + Self.transform(waves, at: points, to: target, sign: -1).intensity
      }
      return sum / Double(ring)
    }
  }
}

/// The sizes of a small coronagraph.
struct LyotCoronagraphParts {
  var disc: DiscDiffraction
  var pupil: Double
  var mask: Double
  var lyot: Double
}
