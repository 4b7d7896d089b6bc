/// A number of every pixel: the same for all, or each its own.
public enum PixelField: Sendable, Hashable {
  /// One number for all pixels.
  case uniform(Double)
  /// Each pixel has its own.
  case each(Plane)

  /// The number of a pixel, counted row by row from the bottom.
  public subscript(index: Int) -> Double {
    switch self {
    case .uniform(let value): value
    case .each(let plane): plane.samples[index]
    }
  }

  /// The field as a plane of another's size, which a field of many numbers must have.
  public func plane(like other: Plane) -> Plane {
    switch self {
    case .uniform(let value): Plane(like: other, repeating: value)
    case .each(let plane): plane
    }
  }

  /// Every number times that of another field.
  ///
  /// - Precondition: two planes have the same size.
  func multiplied(by other: PixelField) -> PixelField {
    switch (self, other) {
    case (.uniform(let first), .uniform(let second)): return .uniform(first * second)
    case (.each(let plane), .uniform(let factor)), (.uniform(let factor), .each(let plane)):
      return .each(Plane(like: plane, samples: plane.samples.map { $0 * factor }))
    case (.each(let first), .each(let second)):
      return .each(
        Plane(like: first, samples: zip(first.samples, second.samples).map { $0 * $1 }))
    }
  }

  /// Every number plus that of another field.
  ///
  /// - Precondition: two planes have the same size.
  func adding(_ other: PixelField) -> PixelField {
    switch (self, other) {
    case (.uniform(let first), .uniform(let second)): return .uniform(first + second)
    case (.each(let plane), .uniform(let more)), (.uniform(let more), .each(let plane)):
      return .each(Plane(like: plane, samples: plane.samples.map { $0 + more }))
    case (.each(let first), .each(let second)):
      return .each(
        Plane(like: first, samples: zip(first.samples, second.samples).map { $0 + $1 }))
    }
  }
}
