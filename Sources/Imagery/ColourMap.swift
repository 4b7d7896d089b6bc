internal import Foundation

/// A table of 256 colours for values from 0 to 1.
///
/// Lightness grows linearly with the value in every map (in Oklab, Ottosson 2020,
/// bottosson.github.io/posts/oklab), so equal steps of the scale look equally large and a grey
/// print keeps the order.
public struct ColourMap: Sendable, Hashable {
  /// The name by which a scenario asks for the map.
  public let name: String
  /// The 256 colours, darkest first.
  public let table: [Colour]

  /// The colour of a value; values outside 0…1 take the nearest end, NaN the first colour.
  public func colour(at value: Double) -> Colour {
    guard value > 0 else { return table[0] }
    return table[Int(min(255, (value * 255).rounded()))]
  }

  /// Black to white.
  public static let gray = ColourMap(
    name: "gray", table: (0...255).map { Colour(UInt8($0), UInt8($0), UInt8($0)) })

  /// Black through dark red and orange to white, the look of LASCO C2 pictures.
  public static let corona = ColourMap(name: "corona", lightness: (0.06, 0.995)) { lightness in
    // Red stays red until it is as light as red can be, then turns to orange and yellow.
    let hue = interpolate(
      lightness, [(0, 25), (0.40, 29), (0.60, 42), (0.75, 62), (0.90, 88), (1, 98)])
    let fill = interpolate(lightness, [(0, 0.85), (0.35, 1), (0.80, 1), (0.93, 0.75), (1, 0)])
    return (hue, fill)
  }

  /// Deep blue through slate to warm cream, for shares of sunlight.
  public static let shade = ColourMap(name: "shade", lightness: (0.14, 0.985)) { lightness in
    let hue = interpolate(lightness, [(0, 275), (0.45, 262), (0.62, 250), (0.75, 95), (1, 88)])
    let fill = interpolate(
      lightness, [(0, 0.55), (0.35, 0.42), (0.62, 0.12), (0.70, 0.04), (0.85, 0.30), (1, 0.5)])
    return (hue, fill)
  }

  /// All maps.
  public static let all = [gray, corona, shade]

  /// The map of a name.
  ///
  /// - Throws: `unknownColourMap` with the names there are.
  public static func named(_ name: String) throws(ImageryError) -> ColourMap {
    guard let map = all.first(where: { $0.name == name }) else {
      throw ImageryError(
        .unknownColourMap, "find colour map '\(name)'",
        "there are \(all.map(\.name).joined(separator: ", "))")
    }
    return map
  }

  private init(name: String, table: [Colour]) {
    self.name = name
    self.table = table
  }

  /// A map of linear Oklab lightness whose hue (degrees) and chroma (as a share of what sRGB can
  /// show) depend on lightness.
  private init(
    name: String, lightness range: (Double, Double),
    _ tint: (Double) -> (hueDegrees: Double, fill: Double)
  ) {
    self.name = name
    table = (0...255).map { step in
      let lightness = range.0 + (range.1 - range.0) * Double(step) / 255
      let (hue, fill) = tint(lightness)
      let limit = Oklab.largestChroma(lightness: lightness, hueDegrees: hue)
      return Oklab.colour(lightness: lightness, chroma: limit * fill, hueDegrees: hue)
    }
  }

  /// The value at a place of a line through points of rising place.
  private static func interpolate(_ place: Double, _ points: [(Double, Double)]) -> Double {
    for (left, right) in zip(points, points.dropFirst()) where place <= right.0 {
      let share = max(0, (place - left.0) / (right.0 - left.0))
      // Smooth steps, because the eye sees kinks of hue.
      let smooth = share * share * (3 - 2 * share)
      return left.1 + (right.1 - left.1) * smooth
    }
    return points[points.count - 1].1
  }
}

/// The colour space in which lightness is what the eye takes it for.
enum Oklab {
  /// The nearest 8-bit colour.
  static func colour(lightness: Double, chroma: Double, hueDegrees: Double) -> Colour {
    let (red, green, blue) = linear(lightness, chroma, hueDegrees)
    return Colour(encoded(red), encoded(green), encoded(blue))
  }

  /// The largest chroma sRGB can show at a lightness and hue.
  static func largestChroma(lightness: Double, hueDegrees: Double) -> Double {
    var (low, high) = (0.0, 0.4)
    for _ in 0..<24 {
      let middle = (low + high) / 2
      let (red, green, blue) = linear(lightness, middle, hueDegrees)
      let isInside = [red, green, blue].allSatisfy { $0 >= -1e-4 && $0 <= 1.0001 }
      if isInside { low = middle } else { high = middle }
    }
    return low
  }

  private static func linear(_ lightness: Double, _ chroma: Double, _ hueDegrees: Double) -> (
    Double, Double, Double
  ) {
    let hue = hueDegrees * .pi / 180
    let (a, b) = (chroma * cos(hue), chroma * sin(hue))
    let long = lightness + 0.3963377774 * a + 0.2158037573 * b
    let medium = lightness - 0.1055613458 * a - 0.0638541728 * b
    let short = lightness - 0.0894841775 * a - 1.2914855480 * b
    let (l, m, s) = (long * long * long, medium * medium * medium, short * short * short)
    return (
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
    )
  }

  private static func encoded(_ value: Double) -> UInt8 {
    let clipped = min(1, max(0, value))
    let signal = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * pow(clipped, 1 / 2.4) - 0.055
    return UInt8((signal * 255).rounded())
  }
}
