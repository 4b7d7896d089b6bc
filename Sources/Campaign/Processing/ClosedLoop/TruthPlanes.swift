internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// What a rendered frame knows of its own light.
struct TruthPlanes {
  /// K corona and all else beyond the occulter, as if that were not there.
  let corona: Plane
  /// All light that reached the pupil.
  let light: Plane
  /// Polarised brightness past the occulter, tangential positive.
  let polarised: Plane
  /// Where the planes look.
  let sky: SkyGeometry

  /// Reads a frame and its planes.
  ///
  /// - Throws: `CampaignError` when a plane is missing.
  init(frame path: String) throws {
    let frame = try ObservationReader.read(path).observation
    light = frame.light
    guard let sky = frame.sky else {
      throw CampaignError(.damagedInput, "\(path) does not tell where its pixels look")
    }
    self.sky = sky
    let companion = String(path.dropLast(".fits".count)) + "_planes.fits"
    let file = try FITSFile(companion)
    var corona: Plane?
    var polarised: Plane?
    for unit in file.units where unit.isPicture {
      // All truth behind the occulter but what is no corona.
      let isCorona =
        (unit.header.string("BNAME") ?? "").contains("without occulter")
        && !["GLOW", "TWILIGHT"].contains(unit.name)
      guard isCorona || unit.name == "PB" else { continue }
      let plane = try Plane(try file.samples(unit))
      if unit.name == "PB" {
        polarised = plane
      } else if var sum = corona {
        for index in sum.samples.indices { sum.samples[index] += plane.samples[index] }
        corona = sum
      } else {
        corona = plane
      }
    }
    guard let corona, let polarised else {
      throw CampaignError(.damagedInput, "\(companion) holds no planes K and PB")
    }
    (self.corona, self.polarised) = (corona, polarised)
  }

  /// A plane of the frame, seen from the pixels of another picture: between the four pixels about each
  /// direction; not a number outside.
  func resampled(_ plane: Plane, like picture: Observation) -> Plane? {
    guard let target = picture.sky?.projection else { return nil }
    if target == sky.projection, plane.hasSize(of: picture.light) { return plane }
    var samples = [Double](repeating: .nan, count: picture.light.samples.count)
    let width = picture.light.width
    for index in samples.indices {
      let direction = target.direction(
        column: Double(index % width), row: Double(index / width))
      guard let pixel = sky.projection.pixel(of: direction) else { continue }
      // A grid that agrees to a billionth of a pixel must not lose its last column.
      let (x, y) = (Self.snapped(pixel.x), Self.snapped(pixel.y))
      let (column, row) = (x.rounded(.down), y.rounded(.down))
      guard column >= 0, row >= 0, x <= Double(plane.width - 1), y <= Double(plane.height - 1)
      else { continue }
      let (i, j) = (Int(column), Int(row))
      let (k, l) = (min(i + 1, plane.width - 1), min(j + 1, plane.height - 1))
      let (u, v) = (x - column, y - row)
      let lower = plane[i, j] * (1 - u) + (u > 0 ? plane[k, j] * u : 0)
      let upper =
        v > 0 ? plane[i, l] * (1 - u) + (u > 0 ? plane[k, l] * u : 0) : 0
      samples[index] = lower * (1 - v) + (v > 0 ? upper * v : 0)
    }
    return try? Plane(width: width, height: picture.light.height, samples: samples)
  }

  private static func snapped(_ value: Double) -> Double {
    let whole = value.rounded()
    return abs(value - whole) < 1e-6 ? whole : value
  }
}
