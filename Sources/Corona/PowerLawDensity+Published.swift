/// The published spherical laws.
///
/// Coefficients: science/corona.md §2.5, where each is traced. The fitted ranges of radii are the
/// field's common statements and were not checked against the papers.
extension PowerLawDensity {
  /// Equatorial background of Saito, Poland and Munro 1977 (Solar Physics 55, 121).
  public static let saito1977Equator = PowerLawDensity(
    unchecked: "saito1977-equator",
    source: "Saito, Poland & Munro 1977, Solar Physics 55, 121: equatorial background",
    fittedRadii: 2.5...5.5,
    terms: [Term(1.36e6, exponent: 2.14), Term(1.68e8, exponent: 6.13)])

  /// Polar coronal hole of Saito, Poland and Munro 1977, as coded in SCRaytrace model 20.
  public static let saito1977PolarHole = PowerLawDensity(
    unchecked: "saito1977-polar-hole",
    source: "Saito, Poland & Munro 1977, Solar Physics 55, 121: polar regions",
    fittedRadii: 2.5...5.5,
    terms: [Term(3.15e6, exponent: 4.71), Term(1.60e6, exponent: 3.01)])

  /// Equatorial coronal hole of Saito, Poland and Munro 1977, as coded in SCRaytrace model 19.
  ///
  /// Some papers quote these numbers for the polar hole; one source only.
  public static let saito1977EquatorialHole = PowerLawDensity(
    unchecked: "saito1977-equatorial-hole",
    source: "Saito, Poland & Munro 1977, Solar Physics 55, 121: equatorial hole",
    fittedRadii: 2.5...5.5,
    terms: [Term(5.27e6, exponent: 3.30), Term(3.54e6, exponent: 5.80)])

  /// Radio type III model of Leblanc, Dulk and Bougeret 1998 (Solar Physics 183, 165).
  public static let leblanc1998 = PowerLawDensity(
    unchecked: "leblanc1998",
    source: "Leblanc, Dulk & Bougeret 1998, Solar Physics 183, 165",
    fittedRadii: 1.2...215,
    terms: [
      Term(3.3e5, exponent: 2), Term(4.1e6, exponent: 4), Term(8.0e7, exponent: 6),
    ])

  /// Baumbach 1937 and Allen 1947: the classical mean corona from eclipse photometry.
  ///
  /// The third term stands for what is now known as the F corona (its brightness falls as `r^−2.5`):
  /// do not add an F corona to this model, and do not use it beyond about three solar radii, where it
  /// exceeds Saito 1977 many times (fourteen times at ten).
  public static let baumbachAllen = PowerLawDensity(
    unchecked: "baumbach-allen",
    source: "Baumbach 1937, AN 263, 121; Allen 1947, MNRAS 107, 426",
    fittedRadii: 1...3,
    terms: [
      Term(2.99e8, exponent: 16), Term(1.55e8, exponent: 6), Term(3.6e6, exponent: 1.5),
    ])
}
