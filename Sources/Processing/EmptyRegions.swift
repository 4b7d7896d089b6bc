internal import Imagery

/// Regions of a picture that are exactly 0: what a pipeline filled because nothing was seen there.
///
/// Level-1 pictures of LASCO, K-Cor and others hold 0 behind the occulter and outside the field. Light that
/// was measured is never exactly 0 over many neighbouring pixels.
public struct EmptyRegions: Sendable {
  /// The pixels of the region that lies about the Sun's centre, as far as the occulter reaches.
  public let behindOcculter: [Int]
  /// The pixels of the others.
  public let elsewhere: [Int]

  /// Pixels that touch along their sides and are a region together, at the least.
  public static let leastPixels = 64

  /// Finds the regions.
  ///
  /// - Parameters:
  ///   - plane: the picture.
  ///   - sun: the pixel at which the Sun's centre stands, columns and rows from 0; nil if it is unknown.
  ///   - occulter: the pixel of the occulter's centre and its radius, pixels; nil if they are unknown.
  public init(
    _ plane: Plane, sun: SIMD2<Double>?, occulter: (centre: SIMD2<Double>, radius: Double)? = nil
  ) {
    var isOpen = plane.samples.map { $0 == 0 }
    var (behind, other): ([Int], [Int]) = ([], [])
    let middle = sun.map { Self.disc(about: $0, in: plane) } ?? []
    for start in isOpen.indices where isOpen[start] {
      let region = Self.region(at: start, of: plane.width, &isOpen)
      guard region.count >= Self.leastPixels else { continue }
      let shared = region.count { middle.contains($0) }
      guard 2 * shared > middle.count else {
        other += region
        continue
      }
      for pixel in region {
        if Self.isHidden(pixel, by: occulter, in: plane) {
          behind.append(pixel)
        } else {
          other.append(pixel)
        }
      }
    }
    (behindOcculter, elsewhere) = (behind, other)
  }

  /// Whether there are none.
  public var isEmpty: Bool { behindOcculter.isEmpty && elsewhere.isEmpty }

  /// A region lies about the Sun if it holds most pixels within this distance of its centre, pixels.
  private static let discRadius = 4.0

  /// The pixels of the picture within ``discRadius`` of a place.
  private static func disc(about place: SIMD2<Double>, in plane: Plane) -> Set<Int> {
    guard place.x.magnitude < 1e6, place.y.magnitude < 1e6 else { return [] }
    let reach = Int(discRadius)
    let (column, row) = (Int(place.x.rounded()), Int(place.y.rounded()))
    var pixels: Set<Int> = []
    for y in (row - reach)...(row + reach) where y >= 0 && y < plane.height {
      for x in (column - reach)...(column + reach) where x >= 0 && x < plane.width {
        let away = SIMD2(Double(x), Double(y)) - place
        if (away * away).sum() <= discRadius * discRadius { pixels.insert(y * plane.width + x) }
      }
    }
    return pixels
  }

  /// Whether a pixel lies behind the occulter or on its edge; true where nothing is known of it.
  private static func isHidden(
    _ pixel: Int, by occulter: (centre: SIMD2<Double>, radius: Double)?, in plane: Plane
  ) -> Bool {
    guard let occulter else { return true }
    let place = SIMD2(Double(pixel % plane.width), Double(pixel / plane.width))
    let away = place - occulter.centre
    return (away * away).sum().squareRoot() <= occulter.radius + 1.5
  }

  /// The open pixels that hang together with one by their sides; they are closed then.
  private static func region(at start: Int, of width: Int, _ isOpen: inout [Bool]) -> [Int] {
    var region = [start]
    isOpen[start] = false
    var next = 0
    while next < region.count {
      let pixel = region[next]
      next += 1
      let column = pixel % width
      for neighbour in [
        column > 0 ? pixel - 1 : -1, column + 1 < width ? pixel + 1 : -1, pixel - width,
        pixel + width,
      ] where isOpen.indices.contains(neighbour) && isOpen[neighbour] {
        isOpen[neighbour] = false
        region.append(neighbour)
      }
    }
    return region
  }
}

extension Observation {
  /// The picture with such regions unknown: occulted around the Sun's centre, without data elsewhere.
  public func without(_ regions: EmptyRegions) -> Observation {
    var result = self
    for (pixels, flag) in [
      (regions.behindOcculter, Mask.Flags.occulted), (regions.elsewhere, .noData),
    ] {
      for pixel in pixels {
        result.light.samples[pixel] = .nan
        result.mask[pixel % light.width, pixel / light.width].insert(flag)
      }
    }
    return result
  }
}
