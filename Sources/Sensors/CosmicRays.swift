internal import RealModule
internal import VectorMath

/// Charged particles that cross a detector and leave tracks of charge.
///
/// The flux is the same from all directions, so that particles cross the surface with `cos² θ` evenly
/// spread; a particle's path in the sensitive layer is `t / cos θ`, and its charge scatters by the
/// distribution of J. E. Moyal, "Theory of ionization fluctuations", Phil. Mag. 46, 263 (1955), the closed
/// form near Landau's: minus the logarithm of the square of a normal deviate.
public struct CosmicRays: Sendable, Hashable {
  /// Particles a second through a square centimetre of the detector's surface.
  public let rate: Double
  /// What the rate is multiplied by, as in the South Atlantic Anomaly; 1 elsewhere.
  public let factor: Double
  /// Most probable charge, electrons for each micrometre of path.
  public let chargePerMicrometre: Double
  /// Thickness of the layer that gathers charge, micrometres.
  public let thickness: Double
  /// Width of the scatter of the charge as a share of the most probable charge.
  public let width: Double

  /// Particles of a rate and an ionisation.
  ///
  /// - Parameters:
  ///   - rate: cm⁻² s⁻¹, 0...1e6; 1–5 in free space near Earth.
  ///   - factor: 0...1e6; 100–10 000 in the South Atlantic Anomaly [assumed].
  ///   - chargePerMicrometre: 0...1e6; some 80 electrons for fast protons.
  ///   - thickness: micrometres, above 0, at most 1000.
  ///   - width: 0...1 [0.15 assumed].
  /// - Throws: `SensorsError` outside these ranges.
  public init(
    rate: Double, factor: Double = 1, chargePerMicrometre: Double = 80, thickness: Double,
    width: Double = 0.15
  ) throws(SensorsError) {
    try SensorsError.require(rate, in: 0...1e6, "rate of cosmic rays", "cm-2 s-1")
    try SensorsError.require(factor, in: 0...1e6, "factor on the rate of cosmic rays")
    try SensorsError.require(
      chargePerMicrometre, in: 0...1e6, "charge of cosmic rays", "e- per micrometre")
    try SensorsError.require(
      thickness, in: 1e-3...1000, "thickness of the sensitive layer", "micrometres")
    try SensorsError.require(width, in: 0...1, "width of the charge of cosmic rays")
    self.rate = rate
    self.factor = factor
    self.chargePerMicrometre = chargePerMicrometre
    self.thickness = thickness
    self.width = width
  }

  /// The most particles in one frame that are followed.
  static let mostHits = 1e6

  /// Expected particles in a frame.
  ///
  /// - Parameters:
  ///   - format: pixels of the frame.
  ///   - pitch: side of a pixel, micrometres.
  ///   - seconds: exposure time.
  public func expectedHits(format: FrameFormat, pitch: Double, seconds: Double) -> Double {
    rate * factor * seconds * Double(format.count) * pitch * pitch * 1e-8
  }

  /// One particle's way through the sensitive layer.
  struct Track {
    /// Where it enters, in pixels from the frame's first corner.
    var column: Double
    var row: Double
    /// Which way it goes along the frame, pixels from entry to leaving.
    var along: (columns: Double, rows: Double)
    /// All its charge, electrons.
    var charge: Double
  }

  /// How many particles cross a frame.
  func hits(format: FrameFormat, pitch: Double, exposure: Exposure) throws(SensorsError) -> Int {
    let expected = expectedHits(format: format, pitch: pitch, seconds: exposure.seconds)
    guard expected <= Self.mostHits else {
      throw SensorsError(
        .valueOutOfRange,
        "cosmic rays: \(expected) particles are expected in a frame of \(exposure.seconds) s, at most "
          + "\(Self.mostHits) are followed; lower the rate, its factor or the exposure")
    }
    let noise = PixelNoise(.cosmicCount, exposure)
    return Int(noise.stream.poisson(mean: expected, at: noise.member(0)))
  }

  /// The track of one of a frame's particles.
  func track(_ number: Int, format: FrameFormat, pitch: Double, exposure: Exposure) -> Track {
    let noise = PixelNoise(.cosmicTrack, exposure)
    let member = noise.member(number)
    let place = noise.stream.uniforms(at: member, block: 0)
    let direction = noise.stream.uniforms(at: member, block: 1)
    let deviate = noise.stream.normals(at: member, block: 2).x
    let squareOfCosine = direction.x
    let length = thickness / squareOfCosine.squareRoot()
    let flat = (1 - squareOfCosine).squareRoot() * length / pitch
    let azimuth = 2 * Double.pi * direction.y
    let excess = -Double.log(max(deviate * deviate, Double.leastNormalMagnitude))
    return Track(
      column: place.x * Double(format.width), row: place.y * Double(format.height),
      along: (flat * Double.cos(azimuth), flat * Double.sin(azimuth)),
      charge: max(0, chargePerMicrometre * length * (1 + width * excess)))
  }

  /// Spreads a track's charge over the pixels it crosses, by the length of its way in each.
  ///
  /// Charge that leaves the frame with the track is lost.
  static func deposit(
    _ track: Track, format: FrameFormat, _ add: (_ pixel: Int, _ charge: Double) -> Void
  ) {
    var (column, row) = (Int(track.column), Int(track.row))
    var done = 0.0
    let stepColumn = track.along.columns < 0 ? -1 : 1
    let stepRow = track.along.rows < 0 ? -1 : 1
    while done < 1, (0..<format.width).contains(column), (0..<format.height).contains(row) {
      // Shares of the way at which the track leaves the column and the row.
      let edge = Double(stepColumn > 0 ? column + 1 : column)
      let side = Double(stepRow > 0 ? row + 1 : row)
      let columnEnd = share(edge - track.column, track.along.columns)
      let rowEnd = share(side - track.row, track.along.rows)
      let end = min(1, columnEnd, rowEnd)
      if end > done { add(row * format.width + column, track.charge * (end - done)) }
      done = max(done, end)
      if columnEnd <= rowEnd { column += stepColumn } else { row += stepRow }
    }
  }

  private static func share(_ distance: Double, _ along: Double) -> Double {
    along == 0 ? .infinity : distance / along
  }
}
