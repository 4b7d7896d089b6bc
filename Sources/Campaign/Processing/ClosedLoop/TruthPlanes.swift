internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// What a rendered frame knows of its own light.
///
/// `light` and `polarised` are B and PB as the detector receives them, less what lenses spread away and with what they
/// spread there: that a perfect calibration gives back, which divides no share out, as a flat does not in the middle of
/// its field for scatter; for ghosts and veil that is the book's choice (``LightBook``). `corona` is what comes in, as
/// nobody measures it: what of it is spread, and what is spread into it, is the part of the error that no calibration takes away (``LightShares``).
struct TruthPlanes {
  /// K corona and all else beyond the occulter, as if that were not there.
  let corona: Plane
  /// All light that reached the pupil; unknown where the occulter's edge hides part of the pupil, since what
  /// it takes is given back by processing.
  let light: Plane
  /// The same with the light about the occulter's edge, the brightest of all.
  let wholeLight: Plane
  /// Whether the occulter hides a pixel from the whole pupil, or the Earth stands before it: there is no sky to
  /// measure.
  let isHidden: [Bool]
  /// Polarised brightness past the occulter, tangential positive.
  let polarised: Plane
  /// Where the planes look.
  let sky: SkyGeometry
  /// Every layer of light that is no corona and that the frame tells apart, by the name of its plane: ring,
  /// scatter, veil, glow.
  let stray: [(name: String, meaning: String, light: Plane)]

  /// Reads a frame and its planes.
  ///
  /// - Throws: `CampaignError` when a plane is missing.
  init(frame path: String) throws {
    let frame = try ObservationReader.read(path).observation
    var light = frame.light
    wholeLight = frame.light
    guard let sky = frame.sky else {
      throw CampaignError(.damagedInput, "\(path) does not tell where its pixels look")
    }
    self.sky = sky
    let companion = String(path.dropLast(".fits".count)) + "_planes.fits"
    let file = try FITSFile(companion)
    var corona: Plane?
    var polarised: Plane?
    var stray: [(name: String, meaning: String, light: Plane)] = []
    var flags: [Mask.Flags] = []
    for unit in file.units where unit.isPicture {
      if unit.name == "MASK" {
        flags = try file.samples(unit).samples.map {
          Mask.Flags(rawValue: UInt8(exactly: $0) ?? Mask.Flags.noData.rawValue)
        }
      }
      let meaning = unit.header.string("BNAME") ?? ""
      // All truth behind the occulter but what is no corona.
      let isCorona =
        meaning.contains("without occulter") && !["GLOW", "TWILIGHT"].contains(unit.name)
      guard isCorona || unit.name == "PB" || meaning.contains("(truth)") else { continue }
      let plane = try Plane(try file.samples(unit))
      if unit.name == "PB" {
        polarised = plane
      } else if !isCorona {
        stray.append(
          (unit.name, meaning.replacingOccurrences(of: " (truth)", with: ""), plane))
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
    for index in flags.indices where !flags[index].isDisjoint(with: [.occulted, .vignetted]) {
      if light.samples.indices.contains(index) { light.samples[index] = .nan }
    }
    isHidden = light.samples.indices.map {
      flags.indices.contains($0) && !flags[$0].isDisjoint(with: [.occulted, .earth])
    }
    self.light = light
    (self.corona, self.polarised, self.stray) = (corona, polarised, stray)
  }

  /// The sky's light as the frame's pixels see it: not a number where the occulter hides it.
  func visible(_ plane: Plane) -> Plane {
    var visible = plane
    for index in isHidden.indices where isHidden[index] { visible.samples[index] = .nan }
    return visible
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

extension SkyGeometry {
  /// Distances of the closest approach of every pixel's sightline to the Sun's centre, solar radii.
  func impactParameters(like plane: Plane) -> [Double] {
    plane.samples.indices.map { index in
      let direction = projection.direction(
        column: Double(index % plane.width), row: Double(index / plane.width))
      return direction.sineOfElongation / sin(solarRadius)
    }
  }
}
