/// An sRGB colour of 8-bit components with an opacity.
public struct Colour: Sendable, Hashable {
  /// The components, 0 to 255.
  public var red, green, blue: UInt8
  /// How much the colour covers, 0 to 1.
  public var opacity: Double

  /// A colour.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, opacity: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.opacity = opacity
  }

  /// The same colour with another opacity.
  public func opacity(_ opacity: Double) -> Colour {
    Colour(red, green, blue, opacity: opacity)
  }

  /// The colour that covers a share of another one, both opaque.
  func mixed(_ share: Double, over other: Colour) -> Colour {
    func mixed(_ one: UInt8, _ other: UInt8) -> UInt8 {
      UInt8((Double(other) + (Double(one) - Double(other)) * share).rounded())
    }
    return share >= 1
      ? self
      : Colour(mixed(red, other.red), mixed(green, other.green), mixed(blue, other.blue))
  }

  /// Pure white.
  public static let white = Colour(255, 255, 255)
  /// Pure black.
  public static let black = Colour(0, 0, 0)
}
