/// The place of a value in a scenario, such as `occulter.shape.radius_m` or `chain[2].step`.
public struct ConfigurationPath: Sendable, Hashable, CustomStringConvertible {
  /// One step down: into a table by key or into an array by number.
  public enum Component: Sendable, Hashable {
    /// The key of a table.
    case key(String)
    /// The place in an array, counted from 0.
    case index(Int)
  }

  /// The steps from the root.
  public var components: [Component]

  /// A path of steps.
  public init(_ components: [Component] = []) { self.components = components }

  /// The path of the whole scenario.
  public static let root = ConfigurationPath()

  /// The path one key further down.
  public func key(_ key: String) -> ConfigurationPath {
    ConfigurationPath(components + [.key(key)])
  }

  /// The path one array element further down.
  public func index(_ index: Int) -> ConfigurationPath {
    ConfigurationPath(components + [.index(index)])
  }

  /// The path one step up; the root is its own parent.
  public var parent: ConfigurationPath { ConfigurationPath(Array(components.dropLast())) }

  /// Whether this path leads through `other` or is the same.
  public func isWithin(_ other: ConfigurationPath) -> Bool {
    components.count >= other.components.count
      && components.prefix(other.components.count).elementsEqual(other.components)
  }

  /// The path in TOML notation; keys that are not bare are quoted, long ones cut.
  public var description: String {
    var text = ""
    for component in components {
      switch component {
      case .key(let key):
        if !text.isEmpty { text += "." }
        text += Self.isBare(key) && key.utf8.count <= 80 ? key : PrintableText.quoted(key)
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  /// Whether TOML allows a key without quotes.
  static func isBare(_ key: String) -> Bool {
    !key.isEmpty
      && key.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// The key as TOML text, quoted where it must be.
  static func tomlKey(_ key: String) -> String {
    isBare(key) ? key : ConfigurationValue.string(key).tomlText
  }
}

extension ConfigurationPath: Comparable {
  /// An order by step, keys by their UTF-8 bytes, that depends on nothing but the paths.
  public static func < (left: ConfigurationPath, right: ConfigurationPath) -> Bool {
    for (leftStep, rightStep) in zip(left.components, right.components) where leftStep != rightStep
    {
      switch (leftStep, rightStep) {
      case (.index(let leftIndex), .index(let rightIndex)): return leftIndex < rightIndex
      case (.index, .key): return true
      case (.key, .index): return false
      case (.key(let leftKey), .key(let rightKey)):
        return leftKey.utf8.lexicographicallyPrecedes(rightKey.utf8)
      }
    }
    return left.components.count < right.components.count
  }
}
