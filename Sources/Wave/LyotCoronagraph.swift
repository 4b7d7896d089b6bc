public import Optics
internal import RealModule

/// An externally occulted Lyot coronagraph: disc, pupil, internal occulter, Lyot stop, all round, on one axis.
///
/// The light of each point of the Sun goes through four planes (Rougeot et al. 2017, Astronomy &
/// Astrophysics 599, A2, with the letters used there): A, the pupil behind the occulting disc; O', the
/// image of that disc, where the internal occulter stands; C, the pupil's image with the Lyot stop; D, the
/// focal plane at infinity. Optics are perfect: no roughness, no ghosts, no misalignment.
///
/// Every mask is round, so each azimuthal order goes its own way and a Fourier transform is a Hankel
/// transform `F_m(q) = 2π ∫ A_m(r) J_m(2πqr) r dr`. The internal occulter is taken off as what it blocks
/// (Babinet; Soummer et al. 2007, Optics Express 15, 15935): `C_m = A_m − 2π ∫_0^{q_i} F_m(q) J_m(2πqr) q dq`.
/// Nothing is cut off but the sharp masks themselves, there are no pixels, and nothing wraps round, as it
/// does with a fast Fourier transform of two dimensions, which would also need a hundred times the memory.
public struct LyotCoronagraph: Sendable, Hashable {
  /// The external occulter, with its distance and the wavelength.
  public let disc: DiscDiffraction
  /// Radius of the pupil, metres.
  public let pupilRadius: Double
  /// Tangent of the angle that the internal occulter covers about the axis; 0 without one.
  public let internalOcculter: Double
  /// Radius of the Lyot stop as a fraction of the pupil's.
  public let lyotFraction: Double

  /// The most azimuthal orders that are carried.
  public static let mostOrders = 5000

  /// A coronagraph.
  ///
  /// - Parameters:
  ///   - disc: the external occulter.
  ///   - pupilRadius: metres, above 0 and below the disc's.
  ///   - internalOcculter: tangent of the angle it covers, see `occulterAngle`; below 0.1, 0 for none.
  ///   - lyotFraction: of the pupil's radius, 0.1...1.
  /// - Throws: `WaveError` for values out of range and for a pupil with more than 5000 azimuthal orders.
  public init(
    disc: DiscDiffraction, pupilRadius: Double, internalOcculter: Double, lyotFraction: Double
  ) throws(WaveError) {
    guard pupilRadius > 0, pupilRadius.isFinite else {
      throw WaveError(
        .valueOutOfRange, "pupil radius \(pupilRadius) m: must be a number above 0")
    }
    guard pupilRadius < disc.radius else {
      throw WaveError(
        .impossibleDesign,
        "pupil radius \(pupilRadius) m behind a disc of \(disc.radius) m: the occulter must be larger "
          + "than the pupil")
    }
    guard internalOcculter >= 0, internalOcculter < 0.1 else {
      throw WaveError(
        .valueOutOfRange,
        "internal occulter of \(internalOcculter) rad about the axis: must lie in 0...0.1, 0 for none; "
          + "the disc itself covers \(disc.radius / disc.distance) rad")
    }
    guard lyotFraction >= 0.1, lyotFraction <= 1 else {
      throw WaveError(
        .valueOutOfRange,
        "Lyot stop of \(lyotFraction) pupil radii: must lie in 0.1...1; 0.97 is usual")
    }
    let widest = max(disc.radius / disc.distance, internalOcculter)
    let orders = 2 * .pi * pupilRadius * widest / disc.wavelength
    guard orders <= Double(Self.mostOrders) else {
      throw WaveError(
        .tooLarge,
        "pupil of \(pupilRadius) m: needs \(orders) azimuthal orders, at most \(Self.mostOrders) are "
          + "carried; take a smaller pupil or a longer wavelength")
    }
    self.disc = disc
    self.pupilRadius = pupilRadius
    self.internalOcculter = internalOcculter
    self.lyotFraction = lyotFraction
  }

  /// Tangent of the angle that an internal occulter covers in the image of the external one.
  ///
  /// The disc at the distance z has its image at `1/(1/f − 1/z)` behind the lens.
  ///
  /// - Parameters:
  ///   - radius: of the internal occulter, metres.
  ///   - focalLength: of the lens before it, metres.
  ///   - distance: of the external occulter, metres.
  public static func occulterAngle(
    radius: Double, focalLength: Double, distance: Double
  ) -> Double {
    radius * (1 / focalLength - 1 / distance)
  }

  /// The step in angle from which on a profile misses none of its structure, `λ/4a`, radians.
  ///
  /// The image of a pupil of the radius `a` holds no finer waves than `2a/λ` per radian.
  public var criticalStep: Double { disc.wavelength / (4 * pupilRadius) }
}
