internal import Astronomy
internal import Foundation
internal import Imagery

/// A frame of a run as its FITS file tells it: brightness and where its pixels look.
struct FrameFile {
  let name: String
  let instant: Instant
  /// Mean solar brightness; not a number where a pixel is not seen whole.
  let brightness: Image
  let projection: SkyProjection
  /// The angle of a pixel in the middle, radians.
  let pixelScale: Double
  /// The observer's distance from the Sun's centre, solar radii.
  let distanceSolarRadii: Double

  /// Reads a frame.
  ///
  /// - Throws: `CampaignError` naming file and card where the header does not tell what is needed;
  ///   `ImageryError` for a file that is no FITS.
  init(_ path: String) throws {
    let unit = try FITSDecoder.read(path)
    name = (path as NSString).lastPathComponent
    guard case .float32(let image) = unit.content else {
      throw Self.damaged(path, "holds no picture in its first unit")
    }
    let header = unit.header
    brightness = try Self.inMeanSolarBrightness(try Self.seen(image, path), header, path)
    func number(_ keyword: String) throws -> Double {
      guard let value = header.double(keyword), value.isFinite else {
        throw Self.damaged(path, "has no number under \(keyword)")
      }
      return value
    }
    guard let date = header.string("DATE-AVG"), let time = try? Instant.parse(date + "Z").instant
    else { throw Self.damaged(path, "has no instant under DATE-AVG") }
    instant = time
    let kinds = CameraProjection.allCases
    guard let type = header.string("CTYPE1"), type.hasPrefix("HPLN-"),
      let kind = kinds.first(where: { type.hasSuffix($0.code) })
    else {
      throw Self.damaged(
        path, "has the CTYPE1 '\(header.string("CTYPE1") ?? "")', allowed HPLN-TAN and HPLN-ARC")
    }
    for keyword in ["CUNIT1", "CUNIT2"] where header.string(keyword) != "arcsec" {
      throw Self.damaged(path, "has no arcsec under \(keyword)")
    }
    let (scale, other) = (try number("CDELT1"), try number("CDELT2"))
    guard scale > 0, abs(scale - other) <= 1e-9 * scale else {
      throw Self.damaged(path, "has pixels of \(scale) by \(other) arcsec, allowed are square ones")
    }
    pixelScale = scale * Angles.arcsecond
    let roll = atan2(try number("PC2_1"), try number("PC1_1"))
    projection = SkyProjection(
      pointing: SIMD2(try number("CRVAL1"), try number("CRVAL2")) * Angles.arcsecond,
      matrix: (SIMD2(cos(roll), -sin(roll)), SIMD2(sin(roll), cos(roll))), scale: pixelScale,
      centre: SIMD2(try number("CRPIX1") - 1, try number("CRPIX2") - 1), kind: kind)
    distanceSolarRadii = try number("DSUN_OBS") / number("RSUN_REF")
    guard distanceSolarRadii > 1 else {
      throw Self.damaged(path, "puts the observer into the Sun by DSUN_OBS and RSUN_REF")
    }
  }

  /// A picture in the unit that its header tells, back in mean solar brightness.
  private static func inMeanSolarBrightness(
    _ image: Image, _ header: FITSHeader, _ path: String
  ) throws -> Image {
    // Frames of older versions have no such card and no other unit.
    let one = header.double("BSUN_VAL") ?? 1
    guard one > 0, one.isFinite else {
      throw damaged(path, "has \(one) under BSUN_VAL, the value of one mean solar brightness")
    }
    guard one != 1 else { return image }
    return try Image(
      width: image.width, height: image.height,
      samples: image.samples.map { Float(Double($0) / one) })
  }

  /// The brightness of the pixels that are seen whole.
  ///
  /// A pixel on the occulter's limb tells how much of it is open more than how bright the corona is. The
  /// mask beside the frame says which those are; without it, every neighbour of a pixel without data
  /// counts as one.
  private static func seen(_ image: Image, _ path: String) throws -> Image {
    var seen = image
    if let mask = try mask(beside: path) {
      guard mask.width == image.width, mask.height == image.height else {
        throw damaged(path, "is not as large as the mask of its planes")
      }
      for row in 0..<image.height {
        for column in 0..<image.width where !mask[column, row].isEmpty {
          seen[column, row] = .nan
        }
      }
      return seen
    }
    for row in 0..<image.height {
      for column in 0..<image.width where image[column, row].isNaN {
        for near in max(0, row - 1)...min(image.height - 1, row + 1) {
          for beside in max(0, column - 1)...min(image.width - 1, column + 1) {
            seen[beside, near] = .nan
          }
        }
      }
    }
    return seen
  }

  /// The mask in the companion file of a frame; nil when there is none.
  private static func mask(beside path: String) throws -> Mask? {
    let planes = String(path.dropLast(".fits".count)) + "_planes.fits"
    guard path.hasSuffix(".fits"), let data = FileManager.default.contents(atPath: planes) else {
      return nil
    }
    let bytes = [UInt8](data)
    // It stands behind the planes of light, which need not be unpacked.
    for unit in try (0..<FITSDecoder.unitCount(bytes, path: planes)).reversed() {
      let found = try FITSDecoder.decode(bytes, unit: unit, path: planes)
      if found.header.string("EXTNAME") == "MASK", case .uint8(let mask) = found.content {
        return mask
      }
    }
    return nil
  }

  private static func damaged(_ path: String, _ words: String) -> CampaignError {
    CampaignError(
      .damagedRun,
      "\(path) \(words); give a folder of frames that totality render or batch wrote")
  }

  /// The greatest angle between the Sun's centre and a corner of the picture, radians.
  var reach: Double {
    let (right, top) = (Double(brightness.width) - 1, Double(brightness.height) - 1)
    return [(0, 0), (right, 0), (0, top), (right, top)].map {
      projection.direction(column: $0.0, row: $0.1).angle(to: Vector3(0, 0, 1))
    }.max() ?? 0
  }

  /// The brightness in a direction from the Sun's centre, between the four pixels about it.
  ///
  /// - Returns: nil outside the picture; not a number where one of the four is not seen whole.
  func brightness(elongation: Double, positionAngle: Double) -> Double? {
    let sine = sin(elongation)
    let direction = Vector3(-sine * sin(positionAngle), sine * cos(positionAngle), cos(elongation))
    guard let pixel = projection.pixel(of: direction) else { return nil }
    let (column, row) = (pixel.x.rounded(.down), pixel.y.rounded(.down))
    guard column >= 0, row >= 0, column < Double(brightness.width - 1),
      row < Double(brightness.height - 1)
    else { return nil }
    let (x, y) = (pixel.x - column, pixel.y - row)
    let (i, j) = (Int(column), Int(row))
    func sample(_ column: Int, _ row: Int) -> Double { Double(brightness[column, row]) }
    return (1 - y) * ((1 - x) * sample(i, j) + x * sample(i + 1, j))
      + y * ((1 - x) * sample(i, j + 1) + x * sample(i + 1, j + 1))
  }
}
