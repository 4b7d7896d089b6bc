internal import RealModule
internal import VectorMath

/// Eight sightlines read from a table of a picture, in mean solar brightness.
struct PictureReading {
  let total: Double8
  let polarized: Double8
  /// How far both may be off.
  let error: Double8
  /// Which sightlines the table holds; what the others say means nothing.
  let isFound: SIMDMask<SIMD8<Int64>>
}

/// Where the distance from the limb lies among panels of half an octave, for eight sightlines.
///
/// The limb, the nearest singularity, lies five half-lengths or more from the middle of any panel, so
/// that polynomials in the place lose little.
struct PicturePanelPlace {
  /// Numbers from 0 at `2^lowestOctave`, outwards; meaningless below that.
  var panel: SIMD8<Int64>
  /// The place in the panel, −1...1.
  var place: Double8

  /// - Parameter distance: from the limb in solar radii, at least zero.
  @inline(__always)
  init(distance: Double8, lowestOctave: Int) {
    // Exponent and first bit of the mantissa number the panel; the other bits tell the place.
    let bits = unsafeBitCast(distance, to: SIMD8<UInt64>.self)
    let mantissa =
      (bits &<< SIMD8(repeating: 1)) & SIMD8(repeating: 0xF_FFFF_FFFF_FFFF)
      | SIMD8(repeating: 0x3FF0 << 48)
    place = 2 * unsafeBitCast(mantissa, to: Double8.self) - 3
    let first = Int64(2 * (1023 + lowestOctave))
    panel = unsafeBitCast(bits &>> SIMD8(repeating: 51), to: SIMD8<Int64>.self) &- first
  }
}
