internal import RealModule

/// How the covered part of the Sun is measured; named in every output.
public enum ObscurationMode: String, Sendable, Hashable, CaseIterable {
  /// The covered fraction of the disc's solid angle on the sphere; uniform Sun.
  case solidAngle = "solid-angle"
  /// The covered fraction of the light, with limb darkening.
  case limbDarkened = "limb-darkened"
  /// The overlap of two flat circles with the angles as radii, as most other tools compute it.
  case flatDisc = "flat-disc"
}

extension ApparentDiscs {
  /// The covered fraction of the Sun's solid angle, 0...1.
  ///
  /// Exact on the sphere; absolute error below 1e-12. Two spherical caps overlap in two sectors less
  /// two triangles (spherical excess by L'Huilier). The flat formula errs by `a(1/b − cot b)/(3π)`:
  /// 8e-7 for PROBA-3, 2.2e-4 for the Earth from a low orbit.
  public var solidAngleObscuration: Double {
    let (a, b, c) = (sunRadius, occulterRadius, separation)
    if anyDepth <= 0 { return 0 }
    if totalDepth >= 0 { return 1 }
    guard !anyDepth.isNaN else { return .nan }
    let sineHalfA = Double.sin(a / 2)
    let sineHalfB = Double.sin(b / 2)
    if annularDepth >= 0 {
      return (sineHalfB / sineHalfA) * (sineHalfB / sineHalfA)
    }
    // Differences are formed from the inputs, not from the half sum, to keep their digits.
    let (d, e) = (c - a, c - b)
    let s = (a + b + c) / 2
    let (sa, sb, sc) = ((b + d) / 2, (a + e) / 2, (b - d) / 2)
    let (sinS, sinSA, sinSB, sinSC) = (
      Double.sin(s), Double.sin(sa), Double.sin(sb), Double.sin(sc)
    )
    let alpha = 2 * Double.atan2(y: (sinSA * sinSC).squareRoot(), x: (sinS * sinSB).squareRoot())
    let beta = 2 * Double.atan2(y: (sinSB * sinSC).squareRoot(), x: (sinS * sinSA).squareRoot())
    let product =
      Double.tan(s / 2) * Double.tan(sa / 2) * Double.tan(sb / 2) * Double.tan(sc / 2)
    let excess = 4 * Double.atan(max(0, product).squareRoot())
    let overlap =
      2 * (2 * alpha * sineHalfA * sineHalfA + 2 * beta * sineHalfB * sineHalfB - excess)
    return min(1, max(0, overlap / (4 * Double.pi * sineHalfA * sineHalfA)))
  }

  /// The overlap of two flat circles over the Sun's area, 0...1, for comparison with other tools.
  public var flatDiscObscuration: Double {
    let (a, b, c) = (sunRadius, occulterRadius, separation)
    if anyDepth <= 0 { return 0 }
    if totalDepth >= 0 { return 1 }
    guard !anyDepth.isNaN else { return .nan }
    if annularDepth >= 0 { return (b / a) * (b / a) }
    let (d, e) = (c - a, c - b)
    let alpha = 2 * Double.asin(min(1, ((b - d) * (b + d) / (4 * a * c)).squareRoot()))
    let beta = 2 * Double.asin(min(1, ((a - e) * (a + e) / (4 * b * c)).squareRoot()))
    return min(
      1,
      max(0, (a * a * circularSegment(alpha) + b * b * circularSegment(beta)) / (Double.pi * a * a))
    )
  }
}

/// `x − sin x cos x` without cancellation for small angles.
func circularSegment(_ x: Double) -> Double {
  guard x.magnitude < 0.3 else { return x - Double.sin(x) * Double.cos(x) }
  // y − sin y with y = 2x, halved.
  let y = 2 * x
  let q = y * y
  let series =
    1 / 6.0 - q * (1 / 120.0 - q * (1 / 5040.0 - q * (1 / 362_880.0 - q / 39_916_800.0)))
  return y * q * series / 2
}
