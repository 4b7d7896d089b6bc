extension FilmDesign {
  /// Side of a frame of the square cameras for 70 mm film, millimetres.
  public static let squareFrameMillimetres = 56.0

  /// An illustrative fast black-and-white film on 70 mm stock, not a historical one.
  ///
  /// The film of the photographs of 1975 is not documented. All numbers are assumed, of the order that
  /// films have: the curve is set A of the project's film reference table (fog 0.25, gamma 0.65, some
  /// ISO 200 by its speed point); Schwarzschild's exponent 0.9 beyond 1 s; contrast halved at 50 cycles a
  /// millimetre; granularity 30 at density 1 above fog; half a per cent of the light returned by a base
  /// of 100 µm. Frames of 56 mm are scanned to the format's width with 12 bits.
  ///
  /// - Parameter format: pixels of the scan.
  /// - Throws: `SensorsError` when the format's pixels are outside 0.1...1000 µm (56 columns and fewer).
  public static func illustrative70mm(format: FrameFormat) throws(SensorsError) -> FilmDesign {
    let curve = try SoftCurve(
      fog: 0.25, gamma: 0.65, toe: -2.4, shoulder: 0.8, toeWidth: 0.45, shoulderWidth: 0.6)
    var design = FilmDesign(
      format: format, pitch: squareFrameMillimetres * 1000 / Double(format.width),
      curve: .soft(curve))
    design.schwarzschildExponent = 0.9
    design.halfContrastFrequency = 50
    design.halation = Halation(share: 0.005, baseThickness: 100)
    design.granularity = 30
    try design.validate()
    return design
  }
}
