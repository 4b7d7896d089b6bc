internal import Imagery

/// Regions of a picture that are exactly 0: what a pipeline filled because nothing was seen there.
///
/// Level-1 pictures of LASCO, K-Cor and others hold 0 behind the occulter and outside the field. Light that
/// was measured is never exactly 0 over many neighbouring pixels.
public struct EmptyRegions: Sendable {
  /// The pixels of the region in which the Sun's centre lies.
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
  public init(_ plane: Plane, sun: SIMD2<Double>?) {
    var isOpen = plane.samples.map { $0 == 0 }
    var (behind, other): ([Int], [Int]) = ([], [])
    let centre = sun.flatMap { Self.index(of: $0, in: plane) }
    for start in isOpen.indices where isOpen[start] {
      let region = Self.region(at: start, of: plane.width, &isOpen)
      guard region.count >= Self.leastPixels else { continue }
      if let centre, region.contains(centre) { behind += region } else { other += region }
    }
    (behindOcculter, elsewhere) = (behind, other)
  }

  /// Whether there are none.
  public var isEmpty: Bool { behindOcculter.isEmpty && elsewhere.isEmpty }

  private static func index(of place: SIMD2<Double>, in plane: Plane) -> Int? {
    let (column, row) = (place.x.rounded(), place.y.rounded())
    guard column >= 0, row >= 0, column < Double(plane.width), row < Double(plane.height) else {
      return nil
    }
    return Int(row) * plane.width + Int(column)
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
