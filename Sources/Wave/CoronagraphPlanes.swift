internal import Optics
internal import RealModule
internal import VectorMath

/// Eight points of the Sun on their way through the planes, one azimuthal order after the other.
///
/// The factors `(−i)^m` of the transforms are left out: between two of them they make `(−1)^m`, a turn of
/// the image by half, and in the image only the modulus counts.
struct CoronagraphPlanes {
  private let run: CoronagraphRun
  /// The wave from a point of the disc at each radius, `e^{iπr²/λz}`.
  private let lens: [(cosine: Double, sine: Double)]
  private var toOcculter: BesselRows
  private var toLyot: BesselRows
  private var toImage: BesselRows
  /// Waves at the pupil's radii, times the weights of the integral that comes next.
  private var infinity: [Amplitudes8]
  private var occulter: [Amplitudes8]
  private var lyot: [Amplitudes8]
  /// What the internal occulter blocks, times weights.
  private var blocked: [Amplitudes8]
  /// Sums of `|F|²` in the image.
  private var sums: [(infinity: SIMD8<Double>, occulter: SIMD8<Double>, lyot: SIMD8<Double>)]

  init(_ run: CoronagraphRun) {
    self.run = run
    let area = run.design.disc.wavelength * run.design.disc.distance
    lens = run.sampling.radii.map { r in
      let (sine, cosine) = Double.sineCosine(halfTurns: r * r / area)
      return (cosine, sine)
    }
    (toOcculter, toLyot, toImage) = (run.toOcculter, run.toLyot, run.toImage)
    infinity = [Amplitudes8](repeating: .zero, count: run.sampling.radii.count)
    (occulter, lyot) = (infinity, infinity)
    blocked = [Amplitudes8](repeating: .zero, count: run.sampling.frequencies.count)
    sums = Array(repeating: (.zero, .zero, .zero), count: run.angles.count)
  }

  /// Carries one order through; orders come from the highest down.
  mutating func add(_ order: Int, _ modes: PupilModes) {
    while toOcculter.order > order { toOcculter.descend() }
    while toLyot.order > order { toLyot.descend() }
    while toImage.order > order { toImage.descend() }
    let lowest = modes.lowestNode[order]
    fillPupil(order, modes, from: lowest)
    block(from: lowest)
    fillLyot(order, modes, from: lowest)
    let factor = order == 0 ? 1.0 : 2
    for row in 0..<toImage.rowCount {
      sums[row].lyot += factor * toImage.product(row: row, lyot.span, from: lowest).intensity
    }
    guard run.images == .all else { return }
    for row in 0..<toImage.rowCount {
      sums[row].infinity +=
        factor * toImage.product(row: row, infinity.span, from: lowest).intensity
      sums[row].occulter +=
        factor * toImage.product(row: row, occulter.span, from: lowest).intensity
    }
  }

  /// Plane A, focused at infinity and on the disc.
  private mutating func fillPupil(_ order: Int, _ modes: PupilModes, from lowest: Int) {
    for node in lowest..<infinity.count {
      let wave = run.sampling.areas[node] * modes[order, node]
      infinity[node] = wave
      occulter[node] = wave.turned(cosine: lens[node].cosine, sine: -lens[node].sine)
    }
  }

  /// Plane O' behind the internal occulter.
  private mutating func block(from lowest: Int) {
    for row in 0..<blocked.count {
      blocked[row] =
        run.sampling.frequencyAreas[row]
        * toOcculter.product(row: row, occulter.span, from: lowest)
    }
  }

  /// Plane C: the pupil less what was blocked, within the Lyot stop; refocused to infinity.
  private mutating func fillLyot(_ order: Int, _ modes: PupilModes, from lowest: Int) {
    for node in lowest..<max(lowest, run.sampling.lyotCount) {
      let turn = lens[node]
      let pupil = modes[order, node].turned(cosine: turn.cosine, sine: -turn.sine)
      let shade = toLyot.rowCount > 0 ? toLyot.product(row: node, blocked.span, from: 0) : .zero
      lyot[node] =
        run.sampling.areas[node]
        * (pupil - shade).turned(cosine: turn.cosine, sine: turn.sine)
    }
  }

  /// The brightness that these points add, in mean solar brightness.
  func part(_ modes: PupilModes, weights: SIMD8<Double>) -> CoronagraphRun.Part {
    let pupil = run.design.pupilRadius
    let wavelength = run.design.disc.wavelength
    let scale = run.sun.solidAngle / (wavelength * wavelength * .pi * pupil * pupil)
    let lyotScale = scale / (run.design.lyotFraction * run.design.lyotFraction)
    return CoronagraphRun.Part(
      focusInfinity: sums.map { scale * (weights * $0.infinity).sum() },
      focusOcculter: sums.map { scale * (weights * $0.occulter).sum() },
      afterLyot: sums.map { lyotScale * (weights * $0.lyot).sum() },
      irradiance: (weights * modes.irradiance).sum(),
      modalIrradiance: (weights * modes.modalIrradiance).sum())
  }
}
