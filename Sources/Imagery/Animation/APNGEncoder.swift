/// Animated PNG files, frame by frame: no more than two pictures are in memory at a time.
///
/// Portable Network Graphics (PNG) Specification (Third Edition), W3C 2025, §11.3.6 (acTL, fcTL, fdAT);
/// the same as Mozilla's APNG 1.0. A reader that knows no animation shows the first frame. Each later
/// frame holds the rectangle that changed, either as it is or with the pixels clear that are as before,
/// whichever takes fewer bytes. The same pictures give the same bytes.
public struct APNGEncoder {
  /// How long a frame is shown, as a fraction of a second.
  public struct Delay: Sendable, Hashable {
    /// The fraction's numerator.
    public let numerator: UInt16
    /// The fraction's denominator, at least 1.
    public let denominator: UInt16

    /// A delay of so many frames a second, to a thousandth.
    ///
    /// - Throws: `badNumber` outside 0.02 to 60, what readers play: some slow down what is faster.
    public init(framesPerSecond rate: Double) throws(ImageryError) {
      guard rate >= 0.02, rate <= 60 else {
        throw ImageryError(
          .badNumber, "time an animation", "\(rate) frames a second; 0.02 to 60 are possible")
      }
      if rate == rate.rounded() {
        (numerator, denominator) = (1, UInt16(rate))
      } else {
        (numerator, denominator) = (1000, UInt16((1000 * rate).rounded()))
      }
    }

    /// The delay, seconds.
    public var seconds: Double { Double(numerator) / Double(denominator) }
  }

  /// The columns of every frame.
  public let width: Int
  /// The rows of every frame.
  public let height: Int
  /// How many frames there will be.
  public let frameCount: Int
  /// How often the animation is played; 0 for without end.
  public let plays: Int
  /// How many frames were encoded so far.
  public private(set) var encodedCount = 0

  private let delay: Delay
  private let texts: [PNGText]
  private var previous: RGBPicture?
  /// The number of the next chunk fcTL or fdAT.
  private var sequence = 0

  /// Begins an animation.
  ///
  /// - Parameters:
  ///   - width: columns of every frame, above 0.
  ///   - height: rows of every frame, above 0.
  ///   - frameCount: 1 to 2³⁰; it stands before the first frame and must be met.
  ///   - delay: how long each frame is shown.
  ///   - plays: 0, without end, to 2³¹ − 1.
  ///   - texts: words that travel in the file.
  /// - Throws: `badSize` for a size or count out of range.
  public init(
    width: Int, height: Int, frameCount: Int, delay: Delay, plays: Int = 0, texts: [PNGText] = []
  ) throws(ImageryError) {
    try Image.check(
      width: width, height: height, sampleCount: nil, operation: "make an animation")
    guard (1...1 << 30).contains(frameCount), (0...Int(Int32.max)).contains(plays) else {
      throw ImageryError(
        .badSize, "make an animation",
        "\(frameCount) frames played \(plays) times; at least one frame and no negative number")
    }
    (self.width, self.height, self.frameCount) = (width, height, frameCount)
    (self.delay, self.plays, self.texts) = (delay, plays, texts)
  }

  /// The bytes of the next frame, which follow those of the frames before it.
  ///
  /// - Parameters:
  ///   - picture: of the size told at the beginning.
  ///   - delay: how long this frame is shown; nil for as long as the others.
  /// - Throws: `badSize` for a picture of another size or one too many, `png` if libpng fails.
  public mutating func encode(_ picture: RGBPicture, delay: Delay? = nil) throws(ImageryError)
    -> [UInt8]
  {
    guard picture.width == width, picture.height == height else {
      throw ImageryError(
        .badSize, "add a frame to an animation",
        "\(picture.width) × \(picture.height) pixels; all frames have \(width) × \(height)")
    }
    guard encodedCount < frameCount else {
      throw ImageryError(
        .badSize, "add a frame to an animation", "it was begun for \(frameCount) frames")
    }
    defer {
      previous = picture
      encodedCount += 1
    }
    guard let previous else { return try first(picture, delay ?? self.delay) }
    return try next(picture, after: previous, delay ?? self.delay)
  }

  /// The bytes that end the file.
  ///
  /// - Throws: `badSize` when fewer frames were encoded than announced.
  public func end() throws(ImageryError) -> [UInt8] {
    guard encodedCount == frameCount else {
      throw ImageryError(
        .badSize, "end an animation",
        "it was begun for \(frameCount) frames and got \(encodedCount)")
    }
    var file: [UInt8] = []
    try PNGChunk.append("IEND", [], to: &file)
    return file
  }

  /// Everything before the second frame: a common PNG file in which the animation is announced.
  private mutating func first(_ picture: RGBPicture, _ delay: Delay) throws(ImageryError)
    -> [UInt8]
  {
    let area = ChangedArea(whole: picture)
    let still = try PNGEncoder.rgba8(
      area.opaque(picture), width: width, height: height, texts: texts)
    var file = PNGChunk.signature
    var data: [UInt8] = []
    for chunk in PNGChunk.chunks(of: still) {
      switch chunk.type {
      case "IDAT": data += chunk.data
      case "IEND": break
      default: try PNGChunk.append(chunk.type, chunk.data, to: &file)
      }
    }
    var control: [UInt8] = []
    PNGChunk.appendWord(frameCount, to: &control)
    PNGChunk.appendWord(plays, to: &control)
    try PNGChunk.append("acTL", control, to: &file)
    try appendControl(area, delay, isBlended: false, to: &file)
    try PNGChunk.append("IDAT", data, to: &file)
    return file
  }

  private mutating func next(
    _ picture: RGBPicture, after previous: RGBPicture, _ delay: Delay
  ) throws(ImageryError) -> [UInt8] {
    let area = ChangedArea(from: previous, to: picture) ?? .smallest
    var (data, isBlended) = (try compressed(area.opaque(picture), area), false)
    if let changes = area.changes(from: previous, to: picture) {
      let fewer = try compressed(changes, area)
      if fewer.count < data.count { (data, isBlended) = (fewer, true) }
    }
    var file: [UInt8] = []
    try appendControl(area, delay, isBlended: isBlended, to: &file)
    var content: [UInt8] = []
    content.reserveCapacity(data.count + 4)
    PNGChunk.appendWord(nextNumber(), to: &content)
    try PNGChunk.append("fdAT", content + data, to: &file)
    return file
  }

  /// The data of pixels as a PNG file of its own would hold them.
  private func compressed(_ pixels: [UInt8], _ area: ChangedArea) throws(ImageryError) -> [UInt8] {
    let file = try PNGEncoder.rgba8(pixels, width: area.width, height: area.height, texts: [])
    return PNGChunk.chunks(of: file).filter { $0.type == "IDAT" }.flatMap(\.data)
  }

  /// Adds the chunk that says where a frame goes, how long it stays and how it is laid over the last.
  private mutating func appendControl(
    _ area: ChangedArea, _ delay: Delay, isBlended: Bool, to file: inout [UInt8]
  ) throws(ImageryError) {
    var data: [UInt8] = []
    for number in [nextNumber(), area.width, area.height, area.x, area.y] {
      PNGChunk.appendWord(number, to: &data)
    }
    PNGChunk.appendHalfWord(delay.numerator, to: &data)
    PNGChunk.appendHalfWord(delay.denominator, to: &data)
    // Every frame is left standing (APNG_DISPOSE_OP_NONE); 1 is APNG_BLEND_OP_OVER.
    data += [0, isBlended ? 1 : 0]
    try PNGChunk.append("fcTL", data, to: &file)
  }

  private mutating func nextNumber() -> Int {
    defer { sequence += 1 }
    return sequence
  }
}
