/// The published spherical laws that are sums of powers.
///
/// Each doc comment says where the numbers were seen. Ranges marked "common use" are what the field
/// says, not what the paper was found to say.
extension PowerLawDensity {
  /// Equatorial background of Saito, Poland and Munro 1977 (Solar Physics 55, 121).
  ///
  /// Coefficients as in SCRaytrace model 21 and five other programs. The range is the paper's, as is
  /// that the law lies less than 15 % below the equator of Saito 1970, which it does.
  public static let saito1977Equator = PowerLawDensity(
    unchecked: "saito1977-equator",
    source: "Saito, Poland & Munro 1977, Solar Physics 55, 121: equatorial background",
    fittedRadii: 2.5...5.5,
    terms: [Term(1.36e6, exponent: 2.14), Term(1.68e8, exponent: 6.13)])

  /// Polar coronal hole of Saito, Poland and Munro 1977.
  ///
  /// Coefficients as in SCRaytrace model 20 and in an independent IDL routine for radio bursts.
  public static let saito1977PolarHole = PowerLawDensity(
    unchecked: "saito1977-polar-hole",
    source: "Saito, Poland & Munro 1977, Solar Physics 55, 121: polar regions",
    fittedRadii: 2.5...5.5,
    terms: [Term(3.15e6, exponent: 4.71), Term(1.60e6, exponent: 3.01)])

  /// Equatorial coronal hole of Saito, Poland and Munro 1977.
  ///
  /// Coefficients as in SCRaytrace model 19 and in the same IDL routine. Some papers quote them for
  /// the polar hole; the paper's abstract gives equatorial holes half the background's density, which
  /// is what these numbers say.
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
    ],
    caution: "its third term stands for the F corona: add no F corona to it, and beyond 3 solar "
      + "radii use baumbach-allen-2term or another model")

  /// Baumbach and Allen without the term that stands for the F corona: electrons alone.
  public static let baumbachAllenTwoTerm = PowerLawDensity(
    unchecked: "baumbach-allen-2term",
    source: "Baumbach 1937, AN 263, 121; Allen 1947, MNRAS 107, 426: the two terms of the K corona",
    fittedRadii: 1...3,
    terms: [Term(2.99e8, exponent: 16), Term(1.55e8, exponent: 6)])

  /// Polar hole of Guhathakurta, Holzer and MacQueen 1996 (ApJ 458, 817), `N_p`.
  ///
  /// Coefficients as in SCRaytrace model 1; range: Skylab's, common use.
  public static let guhathakurta1996Pole = PowerLawDensity(
    unchecked: "guhathakurta1996-pole",
    source: "Guhathakurta, Holzer & MacQueen 1996, ApJ 458, 817: polar hole",
    fittedRadii: 1.16...5,
    terms: [
      Term(0.14e7, exponent: 2.8), Term(8.02e7, exponent: 8.45), Term(8.12e7, exponent: 16.87),
    ])

  /// Middle of the current sheet of Guhathakurta, Holzer and MacQueen 1996, `N_cs`.
  ///
  /// Coefficients as in SCRaytrace models 1, 7 and 9. As a corona by itself it is the sheet spread
  /// over the whole sphere; ``CurrentSheetDensity`` is the paper's model.
  public static let guhathakurta1996SheetCentre = PowerLawDensity(
    unchecked: "guhathakurta1996-cs",
    source: "Guhathakurta, Holzer & MacQueen 1996, ApJ 458, 817: middle of the current sheet",
    fittedRadii: 1.16...5,
    terms: [
      Term(1.41e7, exponent: 3.39), Term(16.42e7, exponent: 5.14), Term(61.90e7, exponent: 12.67),
    ],
    caution: "the middle of the sheet in every direction; guhathakurta1996-sheet is the whole model"
  )

  /// Polar coronal hole of Cranmer and others 1999 (ApJ 511, 481), from SOHO's white-light channel.
  ///
  /// Coefficients as in the program thomsonpy; range: the observations', common use.
  public static let cranmer1999 = PowerLawDensity(
    unchecked: "cranmer1999",
    source: "Cranmer et al. 1999, ApJ 511, 481: polar coronal hole",
    fittedRadii: 1.5...4,
    terms: [Term(3.89e8, exponent: 10.5), Term(8.69e5, exponent: 2.57)])

  /// Streamer of the Whole Sun Month, Gibson and others 1999 (JGR 104, 9691).
  ///
  /// Coefficients as in the SolarSoft routine density_models; range: the observations', common use.
  public static let gibson1999 = PowerLawDensity(
    unchecked: "gibson1999",
    source: "Gibson et al. 1999, JGR 104, 9691: streamer of the Whole Sun Month",
    fittedRadii: 1.1...8,
    terms: [
      Term(3.6e8, exponent: 15.3), Term(0.99e8, exponent: 7.34), Term(0.365e8, exponent: 4.31),
    ])

  /// Power laws near a hydrostatic corona that becomes a Parker wind.
  ///
  /// A fit to the wind of Mann and others 1999 (A&A 348, 614) in use for radio bursts; Kontar and
  /// others 2019 (ApJ 884, 122) print it with 1.4e6 in the last term. Some programs add
  /// `3e11 exp(−(r − 1)/0.0208)` for the chromosphere, which is no corona and is left out.
  public static let mannParkerFit = PowerLawDensity(
    unchecked: "mann1999-parker-fit",
    source: "power-law fit to the Parker wind of Mann et al. 1999, A&A 348, 614, without the "
      + "chromosphere",
    fittedRadii: 1...215,
    terms: [
      Term(4.8e9, exponent: 14), Term(3e8, exponent: 6), Term(1.39e6, exponent: 2.3),
    ],
    caution: "dense for radio work: ten times Baumbach and Allen at the limb")

  /// Radial law of the streamers that the Naval Research Laboratory fitted to LASCO, "Hayes radial".
  ///
  /// Coefficients as in SCRaytrace models 10 and 14 to 24, whose comments give the range. The law
  /// is positive everywhere, but falls as `1/r` only.
  public static let nrlHayes = PowerLawDensity(
    unchecked: "nrl-hayes",
    source: "Naval Research Laboratory, SCRaytrace models 10 to 24: streamers seen by LASCO",
    fittedRadii: 2.5...20,
    terms: [
      Term(1.34e4, exponent: 1), Term(1.15e6, exponent: 2), Term(-6.022e6, exponent: 3),
      Term(5.577e7, exponent: 4),
    ],
    caution: "beyond 20 solar radii it falls as 1/r, too slowly for a wind")
}
