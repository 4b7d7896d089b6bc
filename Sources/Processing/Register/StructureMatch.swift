internal import Imagery
internal import RealModule

/// How far a corona's structure lies from that of a reference.
public struct StructureShift: Sendable, Hashable {
  /// Columns and rows of the picture's own pixels by which its structure lies beyond where its header says.
  public var pixels: SIMD2<Double>
  /// Standard deviation along one axis that the residuals tell, pixels.
  public var error: Double
  /// Correlation coefficient of the two structures in the annulus, −1...1.
  public var correlation: Double
  /// Where the annulus compared ends, solar radii, when a picture ends before the annulus asked for.
  public var annulusEnd: Double?
  /// How far was searched, pixels of the reference, when that is less than asked for.
  public var searchedPixels: Double?
}

/// Lays the structure of one corona over that of another, from coarse to fine.
///
/// On the coarsest grid the greatest cross-correlation among whole pixels is taken; on each grid the sub-pixel
/// peak follows by Gauss-Newton steps on `Σ w (a − α b(x + d))²`, whose minimum over `α` and `d` is the
/// peak of the normalised cross-correlation (Evangelidis and Psarakis 2008, IEEE Trans. PAMI 30, 1858); the
/// picture is read again from its source after each step, so that detrending about a wrong centre, and
/// reading twice, leave nothing behind. It is read by the Lanczos kernel: cubic and linear ones misplace fine
/// structure between pixels by 0.02 pixels.
struct StructureMatch {
  let reference: Observation
  let referenceSky: SkyGeometry
  /// The reference's pixels, radians.
  let scale: Double
  /// The annulus, solar radii.
  var annulus: ClosedRange<Double>
  /// Pixels of each grid.
  let highPass: Double
  /// How far to search, pixels of the reference.
  let reach: Double

  init(
    reference: Observation, sky: SkyGeometry, annulus: ClosedRange<Double>, highPass: Double,
    reach: Double
  ) {
    self.reference = reference.lightOnly
    (referenceSky, scale) = (sky, sky.pixelAngle)
    (self.annulus, self.highPass, self.reach) = (annulus, highPass, reach)
  }

  /// The shift of a picture.
  ///
  /// - Throws: `noSolution` where annuli overlap too little or structures do not agree.
  func shift(of observation: Observation, sky: SkyGeometry) throws(ProcessingError)
    -> StructureShift
  {
    if let inner = innerOfBoth(observation, sky) {
      var shift = try inner.shift(of: observation, sky: sky)
      shift.annulusEnd = shift.annulusEnd ?? inner.annulus.upperBound
      return shift
    }
    var sky = sky
    let start = sky.projection.centre
    var result = StructureShift(pixels: .zero, error: .infinity, correlation: 0)
    var factor = coarsest
    var isFirst = true
    let moving = observation.lightOnly
    while factor >= finest {
      let still = try structure(reference, referenceSky, factor)
      for pass in 0..<8 {
        let other = try structure(moving, sky, factor)
        var offset = SIMD2<Double>.zero
        if isFirst {
          isFirst = false
          offset = try wholePixels(still, other, factor, observation.name)
        } else {
          let step = try subPixel(still, other, observation.name)
          offset = step.offset
          (result.error, result.correlation) = (step.error * Double(factor), step.correlation)
        }
        let move = try sourceMove(offset, sky, factor, observation.name)
        sky = sky.moved(by: move)
        let length = (offset * offset).sum().squareRoot()
        // The finest grid takes what rounding leaves; coarser ones are only a start.
        if pass > 0, length < (factor == finest ? 0.002 : 0.05) { break }
      }
      factor /= 2
    }
    // The geometry moved by so much puts the corona where the reference has it.
    result.pixels = sky.projection.centre - start
    result.error *= scale / sky.pixelAngle
    let searched = Double(span(coarsest) * coarsest)
    if searched < reach { result.searchedPixels = searched }
    guard result.correlation > 0.2, result.error < 0.5,
      (result.pixels * result.pixels).sum().squareRoot() * sky.pixelAngle < 1.5 * reach * scale
    else { throw disagreement(observation.name, result) }
    return result
  }

  /// The same with an annulus that ends where either picture ends, unless nearly nothing would be left of it.
  ///
  /// Means of rings that a picture shows in part differ from those of whole rings by the streamers left out,
  /// which would move the match.
  private func innerOfBoth(_ observation: Observation, _ sky: SkyGeometry) -> StructureMatch? {
    let covered = min(
      Self.coveredRadius(reference, referenceSky), Self.coveredRadius(observation, sky))
    let margin = (reach + 2) * scale / referenceSky.solarRadius
    let least = annulus.lowerBound + 0.3 * (annulus.upperBound - annulus.lowerBound)
    guard covered - margin < annulus.upperBound, covered - margin > least else { return nil }
    var inner = self
    inner.annulus = annulus.lowerBound...(covered - margin)
    return inner
  }

  /// Up to which distance from the Sun a picture shows every direction, solar radii.
  private static func coveredRadius(_ picture: Observation, _ sky: SkyGeometry) -> Double {
    guard let sun = sky.pixel(longitude: 0, latitude: 0) else { return 0 }
    let (width, height) = (Double(picture.light.width), Double(picture.light.height))
    let pixels = min(min(sun.x, sun.y), min(width - 1 - sun.x, height - 1 - sun.y))
    return pixels * sky.pixelAngle / sky.solarRadius
  }

  /// Radius of the annulus' outer edge on the finest grid, pixels.
  private var outerRadius: Double { annulus.upperBound * referenceSky.solarRadius / scale }

  /// How many pixels of a grid are searched to each side.
  private func span(_ factor: Int) -> Int {
    min(32, Int((reach / Double(factor)).rounded(.up)) + 1)
  }

  /// The first grid's factor: a power of two that leaves the annulus 48 pixels wide and the search 6 of them.
  private var coarsest: Int {
    var factor = 1
    while outerRadius / Double(2 * factor) > 24, reach / Double(factor) > 3, factor < 64 {
      factor *= 2
    }
    return factor
  }

  /// The last grid's factor: an annulus 1024 pixels wide tells the shift to thousandths of its pixels.
  private var finest: Int {
    var factor = 1
    while outerRadius / Double(factor) > 512, factor < coarsest { factor *= 2 }
    return factor
  }

  private func grid(_ factor: Int) -> CommonGrid {
    let largest = 2 * Double(max(reference.light.width, reference.light.height))
    let side = 2 * Int((min(outerRadius, largest) / Double(factor)).rounded(.up)) + 5
    return CommonGrid(
      width: side, height: side, scale: scale * Double(factor),
      kind: referenceSky.projection.kind)
  }

  /// The structure of a picture on a grid, by the geometry given.
  private func structure(_ picture: Observation, _ sky: SkyGeometry, _ factor: Int)
    throws(ProcessingError) -> StructurePicture
  {
    let grid = grid(factor)
    // Blocks of the source as large as pixels of the grid, or a little smaller.
    let blocks = max(1, Int((grid.projection.scale / sky.pixelAngle * 1.001).rounded(.down)))
    var source = try blocks == 1 ? picture : picture.binned(blocks)
    guard let sun = sky.pixel(longitude: 0, latitude: 0) else {
      throw ProcessingError(
        .noSolution, "register", source: picture.name,
        "the Sun lies behind the camera of the header")
    }
    let inSource = sky.solarRadius / (sky.pixelAngle * Double(blocks))
    // The kernel needs pixels beyond the annulus.
    source.light = source.light.dividedByRings(
      around: (sun - 0.5 * Double(blocks - 1)) / Double(blocks),
      radii: max(1, annulus.lowerBound * inSource - 4)...(annulus.upperBound * inSource + 4))
    let map = GridMap(from: grid, to: sky.projection, factor: blocks)
    let relative = Resampler(source, .lanczos).fill(width: grid.width, height: grid.height) {
      map.places(row: $0, &$1)
    }.light
    let radius = referenceSky.solarRadius / (scale * Double(factor))
    return StructurePicture(
      relative: relative, width: grid.width, height: grid.height, centre: grid.projection.centre,
      radii: (annulus.lowerBound * radius)...(annulus.upperBound * radius), highPass: highPass)
  }

  /// The move of a source's pixels that an offset on a grid stands for.
  private func sourceMove(
    _ offset: SIMD2<Double>, _ sky: SkyGeometry, _ factor: Int, _ name: String
  ) throws(ProcessingError) -> SIMD2<Double> {
    let projection = grid(factor).projection
    let centre = projection.centre
    let there = centre + offset
    guard
      let from = sky.projection.pixel(of: projection.direction(column: centre.x, row: centre.y)),
      let to = sky.projection.pixel(of: projection.direction(column: there.x, row: there.y))
    else {
      throw ProcessingError(
        .noSolution, "register", source: name, "the Sun lies behind the camera of the header")
    }
    return to - from
  }

  private func disagreement(_ name: String, _ result: StructureShift) -> ProcessingError {
    let shift = FigureWords.pair(result.pixels, 2)
    let error = FigureWords.fixed(result.error, 2)
    let correlation = FigureWords.fixed(result.correlation, 2)
    return ProcessingError(
      .noSolution, "register", source: name,
      "its structure does not agree with that of \(reference.name): correlation \(correlation) (at "
        + "least 0.2), shift \(shift) pixels with an error of \(error) (at most 0.5) and a reach of "
        + "\(FigureWords.fixed(reach, 1)); set annulus to where both show structure, widen the reach, or "
        + "use method limb or header")
  }
}

extension StructureMatch {
  /// The greatest correlation coefficient among moves by whole pixels.
  private func wholePixels(
    _ a: StructurePicture, _ b: StructurePicture, _ factor: Int, _ name: String
  ) throws(ProcessingError) -> SIMD2<Double> {
    let span = span(factor)
    var best = (correlation: -Double.infinity, offset: SIMD2<Double>.zero)
    for up in -span...span {
      for across in -span...span {
        var (ab, aa, bb, weight) = (0.0, 0.0, 0.0, 0.0)
        for row in max(0, -up)..<min(a.height, a.height - up) {
          for column in max(0, -across)..<min(a.width, a.width - across) {
            let i = row * a.width + column
            let j = i + up * a.width + across
            let w = a.weights[i] * b.weights[j]
            ab += w * a.values[i] * b.values[j]
            aa += w * a.values[i] * a.values[i]
            bb += w * b.values[j] * b.values[j]
            weight += w
          }
        }
        guard weight > 0.1 * a.weights.reduce(0, +), aa > 0, bb > 0 else { continue }
        let correlation = ab / (aa * bb).squareRoot()
        if correlation > best.correlation {
          best = (correlation, SIMD2(Double(across), Double(up)))
        }
      }
    }
    guard best.correlation > 0 else { throw tooLittle(name) }
    return best.offset
  }

  private func tooLittle(_ name: String) -> ProcessingError {
    ProcessingError(
      .noSolution, "register", source: name,
      "it shares less than a tenth of the annulus of \(FigureWords.fixed(annulus.lowerBound, 2)) to "
        + "\(FigureWords.fixed(annulus.upperBound, 2)) solar "
        + "radii with \(reference.name), or has no structure there; set annulus to what both show")
  }

  private struct SubPixelStep {
    var offset: SIMD2<Double>
    var error, correlation: Double
  }

  /// One Gauss-Newton step: `a − α b = α d·∇` with the gradient of both pictures' mean.
  private func subPixel(_ a: StructurePicture, _ b: StructurePicture, _ name: String)
    throws(ProcessingError) -> SubPixelStep
  {
    let width = a.width
    var (ab, aa, bb, total) = (0.0, 0.0, 0.0, 0.0)
    for index in a.values.indices {
      let w = a.weights[index] * b.weights[index]
      ab += w * a.values[index] * b.values[index]
      aa += w * a.values[index] * a.values[index]
      bb += w * b.values[index] * b.values[index]
      total += w
    }
    guard aa > 0, bb > 0, ab > 0 else { throw tooLittle(name) }
    let correlation = ab / (aa * bb).squareRoot()
    // The ratio of the pictures' contrasts, errors in both: their standard deviations' ratio.
    let gain = (aa / bb).squareRoot()
    var (xx, xy, yy, xd, yd, dd) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for row in 1..<(a.height - 1) {
      for column in 1..<(width - 1) {
        let i = row * width + column
        let w = a.weights[i] * b.weights[i]
        // The gradient needs neighbours that are known.
        guard w > 0, a.weights[i - 1] * a.weights[i + 1] > 0,
          b.weights[i - 1] * b.weights[i + 1] > 0,
          a.weights[i - width] * a.weights[i + width] > 0,
          b.weights[i - width] * b.weights[i + width] > 0
        else { continue }
        let x =
          0.25
          * (a.values[i + 1] - a.values[i - 1] + gain * (b.values[i + 1] - b.values[i - 1]))
        let y =
          0.25
          * (a.values[i + width] - a.values[i - width] + gain
            * (b.values[i + width] - b.values[i - width]))
        let d = a.values[i] - gain * b.values[i]
        (xx, xy, yy) = (xx + w * x * x, xy + w * x * y, yy + w * y * y)
        (xd, yd, dd) = (xd + w * x * d, yd + w * y * d, dd + w * d * d)
      }
    }
    let determinant = xx * yy - xy * xy
    guard determinant > 1e-12 * xx * yy, total > 0 else { throw tooLittle(name) }
    var offset = SIMD2((yy * xd - xy * yd) / determinant, (xx * yd - xy * xd) / determinant)
    // A gradient holds for about a pixel.
    let length = (offset * offset).sum().squareRoot()
    if length > 1.5 { offset *= 1.5 / length }
    let variance = dd / total * max(xx, yy) / determinant
    return SubPixelStep(
      offset: offset, error: variance.squareRoot(), correlation: correlation)
  }
}

extension Observation {
  /// The light alone, for measurements that need nothing else.
  var lightOnly: Observation {
    var bare = self
    (bare.uncertainty, bare.exposureCount, bare.commonErrors) = (nil, nil, [])
    bare.steps = []
    bare.tables = []
    return bare
  }
}
