internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Imagery

/// One kind of light in a budget.
struct BudgetKind: Sendable, Hashable {
  /// The name of its plane, such as K or RING.
  var name: String
  /// What it is, in words.
  var meaning: String
}

/// Means over a circle about the Sun's centre, as the camera receives the light.
struct BudgetRow: Sendable {
  /// Solar radii.
  var radius: Double
  /// The share of the circle that the picture shows.
  var inPicture: Double
  /// The mean share of the pupil that what lies behind the occulter reaches, 0 to 1.
  var open: Double
  /// Brightness of every kind, mean solar brightness.
  var brightness: [Double]
  /// What the sensor makes of it; nil without a sensor.
  var signal: [Double]?
  /// Solid angle of a pixel there, steradians.
  var pixelSteradians: Double

  /// Of all kinds, mean solar brightness.
  var total: Double { brightness.reduce(0, +) }

  /// The kind with the most light and its share; nil in the dark.
  var largest: (kind: Int, share: Double)? {
    let total = total
    guard total > 0, let most = brightness.indices.max(by: { brightness[$0] < brightness[$1] })
    else { return nil }
    return (most, brightness[most] / total)
  }
}

/// The planes of a rendered frame as they pass the occulter, measured along circles about the Sun.
///
/// Between the pixels' middles planes are interpolated linearly, each alike, so that what holds of pixels
/// holds of the means: the kinds add up to the frame's brightness.
struct BudgetCircles: Sendable {
  let kinds: [BudgetKind]
  private let planes: [[Float]]
  private let open: [Float]
  private let mask: Mask
  private let camera: Camera
  private let projection: SkyProjection
  let sunDistance: Double
  private let raw: RawFrames?

  /// The circles of a frame.
  ///
  /// - Parameter raw: the sensor, if the light shall be told in its numbers.
  init(_ frame: RenderedFrame, _ scene: Scene, camera: Camera, raw: RawFrames?, workers: Int) async
  {
    self.camera = camera
    self.raw = raw
    mask = frame.mask
    let projection = camera.projection
    self.projection = projection
    sunDistance = scene.coronalObserver.distanceSolarRadii
    let cover = PixelCover(camera: camera, scene: scene)
    var open: [Float] = []
    open.reserveCapacity(camera.width * camera.height)
    for row in 0..<camera.height {
      for column in 0..<camera.width {
        let direction = projection.direction(column: Double(column), row: Double(row))
        open.append(Float(cover.light(column: column, row: row, direction).open))
      }
    }
    let direct = Float(scene.optics.book.direct)
    /// What the camera makes of light from behind the occulter, or before it: what goes straight of it, where
    /// the optics have not taken their shares yet.
    func seen(_ image: Image, isBefore: Bool = false, isFinished: Bool = false) async -> [Float] {
      if isFinished { return image.samples }
      let passing = isBefore ? image.samples : zip(image.samples, open).map { $0 * $1 }
      let blurred = await scene.optics.blur?.blurred(passing, workers: workers) ?? passing
      return direct < 1 ? blurred.map { direct * $0 } : blurred
    }
    var kinds = [BudgetKind(name: "K", meaning: "K corona")]
    var planes = [await seen(frame.electrons)]
    for (layer, light) in zip(frame.layers, scene.lights) {
      kinds.append(BudgetKind(name: layer.plane, meaning: layer.meaning))
      planes.append(
        await seen(
          layer.image, isBefore: light.isBeforeOcculter, isFinished: light.isFinished))
    }
    if frame.photosphere.samples.contains(where: { $0 > 0 }) {
      kinds.append(BudgetKind(name: "PHOTOSPH", meaning: "what the occulter leaves of the Sun"))
      planes.append(await seen(frame.photosphere, isBefore: true))
    }
    (self.kinds, self.planes, self.open) = (kinds, planes, open)
  }

  /// The farthest corner of the picture from the Sun's centre, solar radii.
  var farthest: Double {
    let (right, top) = (Double(camera.width) - 1, Double(camera.height) - 1)
    return [(0, 0), (right, 0), (0, top), (right, top)].map { column, row in
      sunDistance * projection.direction(column: column, row: row).sineOfElongation
    }.max() ?? 0
  }

  /// A pixel in the middle of the picture, solar radii.
  var pixel: Double { camera.pixelScale * sunDistance }

  /// The means over the part of a circle that the picture shows; nil where it shows nothing of it.
  ///
  /// - Parameter radius: solar radii, above 0.
  func row(at radius: Double) -> BudgetRow? {
    let sine = radius / sunDistance
    guard sine > 0, sine < 1 else { return nil }
    let cosine = ((1 - sine) * (1 + sine)).squareRoot()
    // Two places a pixel, and not fewer than hold for a coarse picture.
    let count = Int(min(20_000, max(720, 4 * Double.pi * camera.pictureRadius(asin(sine)))))
    var brightness = [Double](repeating: 0, count: kinds.count)
    var signal = brightness
    var (found, openSum, solidAngle) = (0, 0.0, 0.0)
    for step in 0..<count {
      let angle = 2 * Double.pi * (Double(step) + 0.5) / Double(count)
      let direction = Vector3(-sine * sin(angle), sine * cos(angle), cosine)
      guard let corner = corners(of: direction) else { continue }
      found += 1
      openSum += corner.mean(open)
      let fieldAngle = direction.angle(to: projection.boresight)
      solidAngle += camera.projectionKind.relativeSolidAngle(atAngle: fieldAngle)
      let response = raw?.signal(brightness: 1, fieldAngle: fieldAngle) ?? 0
      for (index, plane) in planes.enumerated() {
        let value = corner.mean(plane)
        brightness[index] += value
        signal[index] += value * response
      }
    }
    guard found > 0 else { return nil }
    let share = 1 / Double(found)
    return BudgetRow(
      radius: radius, inPicture: Double(found) / Double(count), open: openSum * share,
      brightness: brightness.map { $0 * share },
      signal: raw == nil ? nil : signal.map { $0 * share },
      pixelSteradians: solidAngle * share * camera.pixelScale * camera.pixelScale)
  }

  /// The four pixels about a place, with what each counts.
  private struct Corners {
    var first: Int
    /// From a pixel to its neighbours to the right and above; zero at the picture's last ones.
    var right: Int
    var up: Int
    var x: Double
    var y: Double

    func mean(_ plane: [Float]) -> Double {
      let low = Double(plane[first]) * (1 - x) + Double(plane[first + right]) * x
      let high = Double(plane[first + up]) * (1 - x) + Double(plane[first + up + right]) * x
      return low * (1 - y) + high * y
    }
  }

  /// The pixels about a direction; nil outside the picture and outside the instrument's field.
  private func corners(of direction: Vector3) -> Corners? {
    guard let place = projection.pixel(of: direction), place.x >= 0, place.y >= 0,
      place.x <= Double(camera.width - 1), place.y <= Double(camera.height - 1)
    else { return nil }
    let (column, row) = (Int(place.x), Int(place.y))
    let corners = Corners(
      first: row * camera.width + column, right: column + 1 < camera.width ? 1 : 0,
      up: row + 1 < camera.height ? camera.width : 0, x: place.x - Double(column),
      y: place.y - Double(row))
    let pixels = [
      corners.first, corners.first + corners.right, corners.first + corners.up,
      corners.first + corners.up + corners.right,
    ]
    let isShown = pixels.allSatisfy {
      !Mask.Flags(rawValue: mask.bits[$0]).contains(.noData)
    }
    return isShown ? corners : nil
  }
}
