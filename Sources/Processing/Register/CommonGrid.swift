internal import Astronomy
public import Imagery
internal import RealModule

/// The grid on which registered pictures lie: a direction in its middle, solar north up, west to the right.
public struct CommonGrid: Sendable, Hashable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// From pixels of the grid to directions.
  public let projection: SkyProjection

  /// A grid with a direction at the middle of its pixels, `CRPIX = (N + 1) / 2`.
  ///
  /// - Parameters:
  ///   - width: columns, above 0.
  ///   - height: rows, above 0.
  ///   - middle: helioprojective longitude and latitude in the middle, radians; zero is the Sun's centre.
  ///   - scale: the angle of a pixel, radians, above 0.
  ///   - kind: how directions become places.
  public init(
    width: Int, height: Int, middle: SIMD2<Double> = .zero, scale: Double,
    kind: CameraProjection
  ) {
    (self.width, self.height) = (width, height)
    projection = SkyProjection(
      pointing: middle, matrix: (SIMD2(1, 0), SIMD2(0, 1)), scale: scale,
      centre: SIMD2(Double(width - 1), Double(height - 1)) / 2, kind: kind)
  }
}

/// Where each pixel of a grid lies in a source: by a matrix where the two differ by no more, else exactly.
struct GridMap {
  private let grid: SkyProjection
  private let source: SkyProjection
  private let affine: (origin: SIMD2<Double>, column: SIMD2<Double>, row: SIMD2<Double>)?
  /// Blocks of so many source pixels a side are one; see ``Observation/binned(_:)``.
  private let factor: Double

  init(from grid: CommonGrid, to source: SkyProjection, factor: Int) {
    (self.grid, self.source, self.factor) = (grid.projection, source, Double(factor))
    affine = Self.affine(grid, source)
  }

  /// The places of a row of the grid in the (binned) source; far outside where nothing is seen.
  func places(row: Int, _ places: inout [SIMD2<Double>]) {
    let blocks = 1 / factor
    let shift = 0.5 * (factor - 1) * blocks
    if let affine {
      let start = (affine.origin + affine.row * Double(row)) * blocks - shift
      let step = affine.column * blocks
      for column in places.indices { places[column] = start + step * Double(column) }
      return
    }
    for column in places.indices {
      let place = source.pixel(of: grid.direction(column: Double(column), row: Double(row)))
      places[column] = (place ?? SIMD2(repeating: -1e9)) * blocks - shift
    }
  }

  /// How errors on the grid go together.
  func correlation(
    _ grid: CommonGrid, from source: NoiseCorrelation, _ resampler: Resampler,
    _ kernel: ResamplingKernel
  ) -> NoiseCorrelation {
    .ofGrid(width: grid.width, height: grid.height, source: source, kernel) { column, row in
      let direction = self.grid.direction(column: Double(column), row: Double(row))
      guard let place = self.source.pixel(of: direction) else { return nil }
      return resampler.weights(at: (place - 0.5 * (factor - 1)) / factor)
    }
  }

  /// The matrix, if it holds to a ten-thousandth of a pixel at 81 places.
  private static func affine(
    _ grid: CommonGrid, _ source: SkyProjection
  ) -> (origin: SIMD2<Double>, column: SIMD2<Double>, row: SIMD2<Double>)? {
    func place(_ column: Double, _ row: Double) -> SIMD2<Double>? {
      source.pixel(of: grid.projection.direction(column: column, row: row))
    }
    let (right, top) = (Double(max(grid.width - 1, 1)), Double(max(grid.height - 1, 1)))
    guard let origin = place(0, 0), let east = place(right, 0), let north = place(0, top) else {
      return nil
    }
    let (column, row) = ((east - origin) / right, (north - origin) / top)
    for x in 0...8 {
      for y in 0...8 {
        let (u, v) = (right * Double(x) / 8, top * Double(y) / 8)
        guard let exact = place(u, v) else { return nil }
        let error = exact - (origin + column * u + row * v)
        guard max(abs(error.x), abs(error.y)) < 1e-4 else { return nil }
      }
    }
    return (snapped(origin), snapped(column), snapped(row))
  }

  /// Numbers that are whole but for rounding, whole: pixels moved by none or by whole ones stay as they are.
  private static func snapped(_ vector: SIMD2<Double>) -> SIMD2<Double> {
    let whole = vector.rounded(.toNearestOrAwayFromZero)
    let error = vector - whole
    return SIMD2(
      abs(error.x) < 1e-9 ? whole.x : vector.x, abs(error.y) < 1e-9 ? whole.y : vector.y)
  }
}

extension Observation {
  /// The picture on a grid: light, error, mask, count of exposures, and where they look.
  ///
  /// A grid much coarser than the source would skip pixels; the source is then averaged over blocks first.
  ///
  /// - Throws: `missingKnowledge` without a sky geometry, `noSolution` when the grid sees nothing of the picture.
  func resampled(to grid: CommonGrid, _ kernel: ResamplingKernel) throws(ProcessingError)
    -> Observation
  {
    guard var sky else { throw missingSky("register") }
    let factor = max(1, Int((grid.projection.scale / sky.pixelAngle).rounded(.down)))
    let source = try factor == 1 ? self : binned(factor)
    let map = GridMap(from: grid, to: sky.projection, factor: factor)
    var result = self
    let filled = Resampler(source, kernel).fill(width: grid.width, height: grid.height) {
      map.places(row: $0, &$1)
    }
    result.light = try Plane(width: grid.width, height: grid.height, samples: filled.light)
    guard filled.light.contains(where: { !$0.isNaN }) else {
      throw ProcessingError(
        .noSolution, "register", source: name,
        "no pixel of the picture falls on the grid of \(grid.width) × \(grid.height) pixels; check where "
          + "the header says that it looks (CRVAL, CRPIX, PC), or give a larger size")
    }
    if let variance = filled.variance {
      result.uncertainty = Plane(like: result.light, samples: variance.map { $0.squareRoot() })
    }
    let reader = CommonErrorReader(like: result.light) { source, kernel in
      Resampler(source, kernel).fill(width: grid.width, height: grid.height) {
        map.places(row: $0, &$1)
      }
    }
    result.commonErrors = reader.moved(source, kernel)
    result.noiseCorrelation = map.correlation(
      grid, from: source.noiseCorrelation, Resampler(source, kernel), kernel)
    if let noise {
      result.noise = try noise.resampled(from: uncertainty, to: result.uncertainty) {
        plane throws(ProcessingError) -> Plane in
        var one = lightOnly
        one.light = plane
        one = try factor == 1 ? one : one.binned(factor)
        let filled = Resampler(one, .linear).fill(width: grid.width, height: grid.height) {
          map.places(row: $0, &$1)
        }
        return Plane(like: result.light, samples: filled.light)
      }
    }
    if let count = source.exposureCount {
      var counted = source.lightOnly
      counted.light = count
      let filled = Resampler(counted, .linear).fill(width: grid.width, height: grid.height) {
        map.places(row: $0, &$1)
      }
      result.exposureCount = Plane(like: result.light, samples: filled.light)
    }
    do throws(ImageryError) {
      result.mask = try Mask(width: grid.width, height: grid.height, bits: filled.flags)
    } catch {
      throw ProcessingError(.unsuitableInput, "register", source: name, error.message)
    }
    sky.projection = grid.projection
    result.sky = sky
    result.header = try header.withWorldCoordinates(of: sky, source: name)
    return result
  }

  /// Means over blocks of pixels; what does not fill a block at the right and the top is left out.
  ///
  /// Known pixels are averaged where they are at least half; their errors count as independent.
  func binned(_ factor: Int) throws(ProcessingError) -> Observation {
    let (width, height) = (light.width / factor, light.height / factor)
    guard width > 0, height > 0 else {
      throw ProcessingError(
        .unsuitableInput, "register", source: name,
        "a grid \(factor) times coarser leaves no pixel of \(light.width) × \(light.height)")
    }
    var result = self
    var sums = [Double](repeating: .nan, count: width * height)
    var variances = sums
    var flags = [UInt8](repeating: 0, count: width * height)
    for row in 0..<height {
      for column in 0..<width {
        var (sum, variance, count) = (0.0, 0.0, 0)
        var bits: UInt8 = 0
        for y in (row * factor)..<((row + 1) * factor) {
          for x in (column * factor)..<((column + 1) * factor) {
            let index = y * light.width + x
            bits |= mask.bits[index]
            let sample = light.samples[index]
            guard !sample.isNaN else { continue }
            sum += sample
            count += 1
            if let uncertainty {
              variance += uncertainty.samples[index] * uncertainty.samples[index]
            }
          }
        }
        let index = row * width + column
        flags[index] = bits
        guard 2 * count >= factor * factor else {
          flags[index] |= Resampler.outside
          continue
        }
        flags[index] &= ~Resampler.outside
        sums[index] = sum / Double(count)
        variances[index] = variance.squareRoot() / Double(count)
      }
    }
    result.light = try Plane(width: width, height: height, samples: sums)
    if uncertainty != nil { result.uncertainty = Plane(like: result.light, samples: variances) }
    result.commonErrors = []
    for error in commonErrors {
      let means = try error.alone(in: self).binned(factor)
      result.commonErrors.append(error.told(by: means.light, means.uncertainty))
    }
    if let exposureCount {
      var counted = lightOnly
      counted.light = exposureCount
      result.exposureCount = try counted.binned(factor).light
    }
    do throws(ImageryError) {
      result.mask = try Mask(width: width, height: height, bits: flags)
    } catch {
      throw ProcessingError(.unsuitableInput, "register", source: name, error.message)
    }
    return result
  }

  /// The error of a step that must know where pixels look.
  func missingSky(_ step: String) -> ProcessingError {
    if header.string("CTYPE1") == PolarStep.axis {
      return ProcessingError(
        .unsuitableInput, step, source: name,
        "the picture is unrolled already, its columns are position angles; run \(step) before polar"
      )
    }
    return ProcessingError(
      .missingKnowledge, step, source: name,
      "the header does not tell where pixels look; it must have CRPIX, CDELT, CUNIT, CTYPE and the Sun's "
        + "radius (RSUN_OBS, or RSUN_REF with DSUN_OBS)")
  }
}

extension SkyGeometry {
  /// The side of a square as large as a pixel at the boresight, radians.
  var pixelAngle: Double {
    let (first, second) = (projection.first, projection.second)
    return projection.scale
      * abs(first.x * second.y - first.y * second.x).squareRoot()
  }

  /// The pixel, counted from 0, of a helioprojective longitude and latitude, radians; nil behind the camera.
  func pixel(longitude: Double, latitude: Double) -> SIMD2<Double>? {
    projection.pixel(
      of: Vector3(
        Double.cos(latitude) * Double.sin(longitude), Double.sin(latitude),
        Double.cos(latitude) * Double.cos(longitude)))
  }

  /// The same geometry, looking so that what it placed on one pixel is on another.
  func moved(by pixels: SIMD2<Double>) -> SkyGeometry {
    var moved = self
    moved.projection = projection.moved(by: pixels)
    return moved
  }
}

extension SkyProjection {
  /// The same projection with its reference pixel moved.
  func moved(by pixels: SIMD2<Double>) -> SkyProjection {
    // The pointing comes back from the boresight on the axes (west, north, toward the Sun).
    SkyProjection(
      pointing: SIMD2(
        Double.atan2(y: boresight.x, x: boresight.z), Double.asin(max(-1, min(1, boresight.y)))),
      matrix: (first, second), scale: scale, centre: centre + pixels, kind: kind)
  }
}
