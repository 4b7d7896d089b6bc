/// What one header-data unit of a file is, told without reading its data.
public struct FITSUnitSummary: Sendable, Hashable {
  /// What a unit holds.
  public enum Kind: String, Sendable, Hashable {
    /// An array of samples.
    case image
    /// An array packed into a table, tile by tile.
    case compressedImage = "compressed image"
    /// A binary table.
    case table
    /// A table written in letters.
    case textTable = "text table"
    /// Random groups, as radio interferometers wrote them.
    case groups = "random groups"
    /// A header without data.
    case empty
    /// An extension of another kind.
    case other
  }

  /// The number counted from 0, the primary unit being 0.
  public let number: Int
  /// EXTNAME, empty if the unit has none.
  public let name: String
  /// EXTVER, 1 if the unit has none.
  public let version: Int
  /// What it holds.
  public let kind: Kind
  /// The lengths of the array's axes, the fastest first; of a table its row's bytes and its rows.
  public let lengths: [Int]
  /// BITPIX of the samples: 8, 16, 32, 64, −32 or −64.
  public let bitsPerSample: Int
  /// Whether the file reaches to the end of the unit's data.
  public let isComplete: Bool
  /// The cards, those left out that describe how the data lie in the file.
  public let header: FITSHeader

  /// How the data lie in the file.
  let storage: Storage

  struct Storage: Sendable, Hashable {
    /// Every card, for the structure.
    var keywords: FITSKeywords
    var dataOffset: Int
    var dataByteCount: Int
  }

  /// The axes that run across and up the picture, counted from 0, those of length 1 left out; nil
  /// for what is no array.
  public var pictureAxes: (across: Int, up: Int)? {
    guard kind == .image || kind == .compressedImage, !lengths.isEmpty else { return nil }
    let long = lengths.indices.filter { lengths[$0] > 1 }
    if long.count >= 2 { return (long[0], long[1]) }
    // One row or one column, or a single sample: the first two axes, where there are two.
    return lengths.count == 1 || long.first ?? 0 < 2 ? (0, 1) : (long[0] - 1, long[0])
  }

  /// The columns and rows of the picture, nil for what is no array.
  public var pictureSize: (width: Int, height: Int)? {
    guard let axes = pictureAxes else { return nil }
    return (lengths[axes.across], axes.up < lengths.count ? lengths[axes.up] : 1)
  }

  /// How many pictures lie one behind the other in a cube; 1 for a single one.
  public var planeCount: Int {
    guard let axes = pictureAxes else { return 0 }
    return lengths.enumerated().reduce(1) {
      $1.offset == axes.across || $1.offset == axes.up ? $0 : $0 * $1.element
    }
  }

  /// Whether the unit holds something with at least two columns and two rows.
  public var isPicture: Bool {
    guard let size = pictureSize else { return false }
    return size.width > 1 && size.height > 1
  }

  /// One line: number, name, kind and size.
  public var description: String {
    let size = lengths.map { "\($0)" }.joined(separator: " × ")
    let title = name.isEmpty ? "" : " '\(name)'"
    return "\(number)\(title): \(kind.rawValue)\(size.isEmpty ? "" : " \(size)")"
      + (isComplete ? "" : ", cut short")
  }
}

/// Which unit of a file is meant.
public enum FITSUnitChoice: Sendable, Hashable {
  /// The first unit with a picture of two dimensions.
  case firstPicture
  /// The unit with a number, the primary one being 0.
  case number(Int)
  /// The first unit with an EXTNAME, capitals or not, and an EXTVER if one is given.
  case name(String, version: Int?)

  /// A choice as people type it: `2`, `UNCERT` or `UNCERT,2`; nothing for the first picture.
  public init(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if text.isEmpty {
      self = .firstPicture
    } else if let number = Int(text) {
      self = .number(number)
    } else if parts.count == 2, let version = Int(parts[1]) {
      self = .name(String(parts[0]), version: version)
    } else {
      self = .name(text, version: nil)
    }
  }
}
