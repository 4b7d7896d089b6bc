internal import Optics

/// Where the light goes that comes to the lenses: each share once.
///
/// Of all light that comes in — the sky past the occulter, the line on its edge, what is seen of the
/// photosphere — a share is scattered by the law of ``HarveyScatter``, a share veils, a share makes ghosts, and what is left
/// goes straight. None is spread twice: second orders, such as a ghost of scattered light, are the product of two small
/// shares. So the light of B is the light that came in, but for what is spread beyond the picture and for what the
/// internal occulter and the Lyot stop absorb; what comes from beside the picture is known of the line and of
/// the photosphere alone.
///
/// Planes of the sky (K, F, …, PHOTOSPH) hold the light as it comes in. RING holds what goes straight of the line.
/// SCATTER, SUNSCAT and SKYSCAT hold what is scattered of the line, the photosphere and the rest; VEIL and GHOST what is spread
/// of all. B, Q, U and PB are their sum as the detector receives it.
///
/// That sum is what a perfect calibration gives back, and so the truth of the closed loop: neither flat nor
/// transmission divides a share out. For scatter that is what a flat does: in the middle of a field of even light a
/// pixel gains by scatter what it loses, near the edges it gains less. Ghosts and veil are not so: of an even field a
/// ghost of magnification m gives share/m² where it lies, a veil share·Ω(picture)/Ω(veil), each in place of the share;
/// a real flat would count the difference. A response measured on a star in a small aperture would count the direct
/// share alone.
///
/// An approximation: behind an internal occulter the sky is scattered as it passes that occulter. The lens before it
/// scatters the brightest inner corona, too, which it hides: that light is left out of SKYSCAT, though the line's
/// is in SCATTER.
struct LightBook: Sendable, Hashable {
  /// The share of all light that surfaces scatter.
  var scattered = 0.0
  /// The share that veils.
  var veiled = 0.0
  /// The share that makes ghosts.
  var ghosted = 0.0

  /// Nothing is spread.
  static let clean = LightBook()

  init() {}

  /// The book of a scenario's stray light.
  init(_ stray: StrayLightSettings?) {
    scattered = stray?.scatter?.total ?? 0
    veiled = stray?.veil?.share ?? 0
    ghosted = stray?.ghosts.reduce(0) { $0 + $1.share } ?? 0
  }

  /// The share that is spread in one way or another.
  var spread: Double { scattered + veiled + ghosted }

  /// The share that goes straight.
  var direct: Double { max(0, 1 - spread) }
}
