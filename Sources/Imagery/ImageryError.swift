/// What went wrong while an image, a file or a picture was made, and what to do about it.
public struct ImageryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A width, height or sample count that is zero, too large or contradictory.
    public static let badSize = Code(rawValue: "bad-size")
    /// A number that has no meaning here, such as a radius that is not finite.
    public static let badNumber = Code(rawValue: "bad-number")
    /// A header keyword or value that FITS cannot hold.
    public static let badCard = Code(rawValue: "bad-card")
    /// Text outside the characters a format allows.
    public static let badText = Code(rawValue: "bad-text")
    /// A FITS file is damaged or cut short, or CFITSIO refused to write or read.
    public static let fits = Code(rawValue: "fits")
    /// The requested header-data unit is missing or holds something else.
    public static let wrongHDU = Code(rawValue: "wrong-hdu")
    /// The libpng library refused to write or read.
    public static let png = Code(rawValue: "png")
    /// Cairo refused to draw.
    public static let drawing = Code(rawValue: "drawing")
    /// The operating system refused to read or write a file.
    public static let file = Code(rawValue: "file")
    /// A colour map nobody has defined.
    public static let unknownColourMap = Code(rawValue: "unknown-colour-map")
  }

  /// The kind of failure.
  public var code: Code
  /// What was being done, such as "write FITS keyword".
  public var operation: String
  /// The file concerned, if there is one.
  public var path: String?
  /// What was found, what is allowed and what to do.
  public var message: String
  /// What the C library had to say, oldest first.
  public var trace: [String]
  /// The operating system's `errno`, where it was the system that refused.
  public var systemNumber: Int32?

  /// An error with a kind, the operation that failed and a sentence.
  public init(
    _ code: Code, _ operation: String, path: String? = nil, _ message: String,
    trace: [String] = [], systemNumber: Int32? = nil
  ) {
    self.code = code
    self.operation = operation
    self.path = path
    self.message = message
    self.trace = trace
    self.systemNumber = systemNumber
  }

  /// Everything on one line: operation, path, sentence and the library's own words.
  public var description: String {
    let place = path.map { " \($0)" } ?? ""
    let words = trace.isEmpty ? "" : " (\(trace.joined(separator: "; ")))"
    return "cannot \(operation)\(place): \(message)\(words)"
  }
}
