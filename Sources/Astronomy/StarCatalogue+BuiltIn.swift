extension StarCatalogue {
  /// The bright stars near the ecliptic.
  ///
  /// Every star of the Bright Star Catalogue brighter than V = 3.0 within 20° of the ecliptic of J2000.0,
  /// 58 in all, a close pair being one star.
  ///
  /// Which stars: D. Hoffleit & W. H. Warren, "The Bright Star Catalogue", 5th revised edition, 1991
  /// (V/50). Positions (ICRS, epoch J2000.0), proper motions, V and B−V: the SIMBAD database of the CDS,
  /// Strasbourg (M. Wenger et al., Astron. Astrophys. Suppl. 143, 9, 2000), which for these stars has
  /// F. van Leeuwen's reduction of Hipparcos (Astron. Astrophys. 474, 653, 2007) and the photometry of
  /// J. R. Ducati (2002); V of Algieba with its companion from The Hipparcos Catalogue (ESA SP-1200,
  /// 1997). The light of Acrab, Algieba, Castor and Porrima is that of both stars. Betelgeuse and
  /// Antares vary by more than half a magnitude; the others by a few hundredths, Dschubba now and then
  /// by more.
  public static let builtIn = StarCatalogue(name: "built-in", stars: brightStars)

  private static let brightStars: [Star] = [
    Star("Algenib", "γ Peg", 3.308968, 15.183598, pm: 0.49, -10.73, v: 2.84, bv: -0.23),
    Star("Sheratan", "β Ari", 28.660046, 20.808031, pm: 98.74, -110.41, v: 2.65, bv: 0.13),
    Star("Hamal", "α Ari", 31.793357, 23.462418, pm: 188.55, -148.08, v: 2.01, bv: 1.16),
    Star("Menkar", "α Cet", 45.569888, 4.089739, pm: -10.41, -76.85, v: 2.53, bv: 1.64),
    Star("Alcyone", "η Tau", 56.871152, 24.105136, pm: 19.34, -43.67, v: 2.87, bv: -0.09),
    Star("ζ Persei", "ζ Per", 58.533010, 31.883634, pm: 7.27, -9.14, v: 2.85, bv: 0.12),
    Star("ε Persei", "ε Per", 59.463497, 40.010200, pm: 16.84, -23.55, v: 2.89, bv: -0.18),
    Star("Aldebaran", "α Tau", 68.980163, 16.509302, pm: 63.45, -188.94, v: 0.86, bv: 1.54),
    Star("Hassaleh", "ι Aur", 74.248417, 33.166094, pm: 3.82, -17.79, v: 2.69, bv: 1.53),
    Star("Bellatrix", "γ Ori", 81.282764, 6.349703, pm: -8.11, -12.88, v: 1.64, bv: -0.22),
    Star("Elnath", "β Tau", 81.572971, 28.607452, pm: 22.76, -173.58, v: 1.65, bv: -0.13),
    Star("Betelgeuse", "α Ori", 88.792939, 7.407064, pm: 27.54, 11.30, v: 0.42, bv: 1.85),
    Star("Mahasim", "θ Aur", 89.930292, 37.212585, pm: 43.63, -73.79, v: 2.62, bv: -0.08),
    Star("Tejat", "μ Gem", 95.740112, 22.513583, pm: 56.39, -110.03, v: 2.87, bv: 1.64),
    Star("Alhena", "γ Gem", 99.427960, 16.399280, pm: 13.81, -54.96, v: 1.92, bv: 0.00),
    Star("Mebsuta", "ε Gem", 100.983030, 25.131127, pm: -4.85, -11.78, v: 2.98, bv: 1.41),
    Star("Gomeisa", "β CMi", 111.787674, 8.289316, pm: -51.76, -38.29, v: 2.89, bv: -0.09),
    Star("Castor", "α Gem", 113.649472, 31.888282, pm: -191.45, -145.19, v: 1.58, bv: 0.04),
    Star("Procyon", "α CMi", 114.825498, 5.224988, pm: -714.59, -1036.80, v: 0.37, bv: 0.42),
    Star("Pollux", "β Gem", 116.328958, 28.026199, pm: -626.55, -45.80, v: 1.14, bv: 1.00),
    Star("ε Leonis", "ε Leo", 146.462807, 23.774254, pm: -46.15, -10.80, v: 2.98, bv: 0.81),
    Star("Regulus", "α Leo", 152.092962, 11.967209, pm: -248.73, 5.59, v: 1.40, bv: -0.16),
    Star("Algieba", "γ Leo", 154.993127, 19.841485, pm: 304.30, -154.28, v: 2.01, bv: 1.42),
    Star("Zosma", "δ Leo", 168.527089, 20.523718, pm: 143.42, -129.88, v: 2.53, bv: 0.15),
    Star("Denebola", "β Leo", 177.264910, 14.572058, pm: -497.68, -114.67, v: 2.13, bv: 0.09),
    Star("Gienah", "γ Crv", 183.951545, -17.541930, pm: -158.61, 21.86, v: 2.58, bv: -0.11),
    Star("Algorab", "δ Crv", 187.466063, -16.515431, pm: -209.28, -139.18, v: 2.94, bv: -0.05),
    Star("Kraz", "β Crv", 188.596812, -23.396760, pm: 1.12, -56.70, v: 2.64, bv: 0.88),
    Star("Porrima", "γ Vir", 190.415118, -1.449404, pm: -605.18, 85.70, v: 2.74, bv: 0.36),
    Star("Vindemiatrix", "ε Vir", 195.544154, 10.959149, pm: -273.79, 19.80, v: 2.79, bv: 0.92),
    Star("Spica", "α Vir", 201.298247, -11.161319, pm: -42.35, -30.67, v: 0.97, bv: -0.23),
    Star("Zubenelgenubi", "α² Lib", 222.719638, -16.041777, pm: -105.68, -68.40, v: 2.75, bv: 0.15),
    Star("Zubeneschamali", "β Lib", 229.251724, -9.382914, pm: -98.10, -19.65, v: 2.62, bv: -0.11),
    Star("Fang", "π Sco", 239.712972, -26.114108, pm: -11.42, -26.83, v: 2.91, bv: -0.20),
    Star("Dschubba", "δ Sco", 240.083355, -22.621706, pm: -10.21, -35.41, v: 2.32, bv: -0.12),
    Star("Acrab", "β Sco", 241.359292, -19.805389, pm: -5.20, -24.04, v: 2.50, bv: -0.07),
    Star("Yed Prior", "δ Oph", 243.586413, -3.694326, pm: -45.34, -144.43, v: 2.75, bv: 1.59),
    Star("Alniyat", "σ Sco", 245.297149, -25.592792, pm: -10.60, -16.28, v: 2.89, bv: 0.13),
    Star("Antares", "α Sco", 247.351915, -26.432003, pm: -12.11, -23.30, v: 0.91, bv: 1.84),
    Star("Paikauhale", "τ Sco", 248.970637, -28.216017, pm: -9.89, -22.83, v: 2.81, bv: -0.25),
    Star("ζ Ophiuchi", "ζ Oph", 249.289750, -10.567086, pm: 10.46, 24.74, v: 2.56, bv: 0.02),
    Star("Larawag", "ε Sco", 252.540878, -34.293232, pm: -614.85, -255.98, v: 2.29, bv: 1.16),
    Star("Sabik", "η Oph", 257.594529, -15.724907, pm: 40.13, 99.17, v: 2.42, bv: 0.05),
    Star("Lesath", "υ Sco", 262.690988, -37.295813, pm: -2.37, -30.09, v: 2.65, bv: -0.17),
    Star("Shaula", "λ Sco", 263.402167, -37.103824, pm: -8.53, -30.80, v: 1.63, bv: -0.14),
    Star("Sargas", "θ Sco", 264.329708, -42.997828, pm: 5.54, -3.12, v: 1.85, bv: 0.44),
    Star("Girtab", "κ Sco", 265.621980, -39.029983, pm: -6.05, -25.54, v: 2.39, bv: -0.17),
    Star("Alnasl", "γ² Sgr", 271.452034, -30.424090, pm: -48.84, -204.86, v: 2.99, bv: 1.01),
    Star("Kaus Media", "δ Sgr", 275.248512, -29.828102, pm: 33.21, -27.36, v: 2.67, bv: 1.40),
    Star("Kaus Australis", "ε Sgr", 276.042993, -34.384616, pm: -39.42, -124.20, v: 1.81, bv: 0.01),
    Star("Kaus Borealis", "λ Sgr", 276.992670, -25.421698, pm: -46.15, -185.07, v: 2.81, bv: 1.04),
    Star("Nunki", "σ Sgr", 283.816360, -26.296724, pm: 15.14, -53.43, v: 2.07, bv: -0.14),
    Star("Ascella", "ζ Sgr", 285.653043, -29.880063, pm: 10.79, 21.11, v: 2.59, bv: 0.10),
    Star("Albaldah", "π Sgr", 287.440971, -21.023614, pm: -1.36, -36.45, v: 2.88, bv: 0.34),
    Star("Sadalsuud", "β Aqr", 322.889717, -5.571175, pm: 19.21, -8.16, v: 2.89, bv: 0.82),
    Star("Deneb Algedi", "δ Cap", 326.760184, -16.127287, pm: 261.70, -296.70, v: 2.83, bv: 0.29),
    Star("Sadalmelik", "α Aqr", 331.445981, -0.319851, pm: 18.59, -10.45, v: 2.94, bv: 0.96),
    Star("Markab", "α Peg", 346.190223, 15.205267, pm: 60.40, -41.30, v: 2.48, bv: -0.04),
  ]
}

extension Star {
  /// A row of the table: name, Bayer designation, degrees, milliseconds of arc a year, magnitudes.
  fileprivate init(
    _ name: String, _ designation: String, _ rightAscension: Double, _ declination: Double,
    pm east: Double, _ north: Double, v: Double, bv: Double
  ) {
    self.init(
      name: name, designation: designation, rightAscensionDegrees: rightAscension,
      declinationDegrees: declination, properMotion: SIMD2(east, north), visualMagnitude: v,
      colourIndex: bv)
  }
}
