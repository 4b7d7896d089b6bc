internal import Astronomy
internal import VectorMath

/// The corona of a solar minimum after Saito 1970, between equator and poles.
///
/// `nₑ = 10⁸ [3.09 r⁻¹⁶ (1 − ½ s) + 1.58 r⁻⁶ (1 − 0.95 s) + 0.0251 r⁻²·⁵ (1 − √s)]`, `s = |sin φ|`, φ
/// the heliographic latitude. Source: Saito 1970, Annals of the Tokyo Astronomical Observatory, second
/// series, 12, 53, which could not be read; as coded in full by `rwimg` of the Haystack Observatory
/// (whose comment writes the last coefficient 0.0251e6 by a slip), its equator by two more programs
/// (science/corona.md §2.5).
public struct Saito1970Density: ElectronDensity {
  /// The model's name as written in scenarios and headers.
  public let name = "saito1970"
  /// Where the model comes from.
  public let source = "Saito 1970, Ann. Tokyo Astron. Obs. 12, 53"
  /// Distances for which the model is used, solar radii.
  ///
  /// No source for the range could be read. The upper end is this project's: about as far as photographs
  /// of eclipses told the electrons from the dust.
  public let fittedRadii: ClosedRange<Double> = 1...4

  /// The model; it has no parameters.
  public init() {}

  /// Electrons per cubic centimetre at eight points.
  ///
  /// Without exponentials: `r⁻²·⁵ = y √x` with `x = 1/r` and `y = x²`, the even powers by squaring.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let x = points.radii.inverse
    let z = points.directions.z
    let sine = z.replacing(with: -z, where: z .< 0)
    let square = x * x
    let fourth = square * square
    let eighth = fourth * fourth
    let inner = (3.09e8 - 1.545e8 * sine) * (eighth * eighth)
    let middle = (1.58e8 - 1.501e8 * sine) * (fourth * square)
    let outer = 2.51e6 * (1 - Double8.sqrt(sine)) * (square * .sqrt(x))
    return inner + middle + outer
  }

  /// The same at every longitude.
  public var symmetry: DensitySymmetry { .axial(axis: Vector3(0, 0, 1)) }

  /// The equator's plane, on which |sin φ| has a kink and its root a cusp.
  public var creases: [DensityCrease] { [.plane(normal: Vector3(0, 0, 1))] }
}
