internal import Astronomy
public import Foundation
internal import Imagery

/// The frames of a run, or files, as a film that people watch: answer to `totality movie`.
///
/// All frames have one scale, a clock and the depth of the eclipse. A frame that is missing, failed or cannot
/// be read is a grey field with the reason: a movie is never silently shorter than its run. One frame is in
/// memory at a time.
public struct Movie {
  /// What a movie became.
  public struct Result: Sendable, Hashable {
    /// How many pictures it has.
    public var frames: Int
    /// How many of them are grey fields.
    public var missing: Int
    /// The width and height, pixels.
    public var width, height: Int
    /// The film's length, s.
    public var seconds: Double
    /// The scale in words.
    public var scale: String
  }

  private let request: MovieRequest
  private var source: MovieSource
  private var layout: MovieLayout
  /// What is told before frames are drawn, one sentence each.
  public private(set) var notes: [String]

  /// Looks at all frames: what there is, how deep, how bright.
  ///
  /// - Parameters:
  ///   - paths: the folder of a run, or FITS files in the order in which they are shown.
  ///   - request: what the movie shows.
  ///   - report: told how many frames of how many have been looked at.
  /// - Throws: `CampaignError` when there is nothing to show, or the request makes no sense.
  public init(
    of paths: [String], _ request: MovieRequest = MovieRequest(),
    report: (Int, Int) throws -> Void = { _, _ in }
  ) throws {
    try request.check()
    self.request = request
    source = try MovieSource(paths: paths, request)
    layout = MovieLayout(title: "movie", side: request.width)
    notes = source.notes
    try look(report)
  }

  /// How many pictures the movie has.
  public var frameCount: Int { source.entries.count }

  /// The first pass: words and scale that all frames share.
  private mutating func look(_ report: (Int, Int) throws -> Void) throws {
    var scale: MovieScale?
    var first: MovieShot?
    var deepest: Double?
    for index in source.entries.indices {
      guard let path = source.entries[index].path else { continue }
      do {
        let shot = try MovieShot(path, source.entries[index].unit)
        if first == nil {
          first = shot
          scale = try MovieScale(shot.look, given: request.scale)
        }
        if let first, shot.quantity != first.quantity {
          source.entries[index].problem = MovieSource.Problem(
            heading: "other light",
            reason: PrintableText.shortened(
              "it shows \(shot.quantity), the first frame \(first.quantity)", limit: 300))
          source.entries[index].path = nil
          continue
        }
        if let depth = shot.depth { deepest = max(deepest ?? 0, depth.magnitude) }
        if scale?.needsSamples == true { scale?.add(try shot.image()) }
      } catch let error as ImageryError {
        source.entries[index].problem = Self.unreadable(error)
        source.entries[index].path = nil
      }
      try report(index + 1, source.entries.count)
    }
    guard let first else {
      let reason = source.entries.lazy.compactMap(\.problem).first?.reason ?? "no file"
      throw CampaignError(
        .noInput, "none of the \(source.entries.count) frames can be shown; the first: \(reason)")
    }
    layout.title = PrintableText.escaped(first.title)
    layout.badge = first.isSynthetic ? "SYNTHETIC" : ""
    layout.scale = try scale?.found()
    layout.scaleOrigin = request.scale == nil ? "from all" : "given"
    if case .linear = layout.scale { layout.colourMap = .gray }
    layout.quantity = PrintableText.escaped(first.quantity)
    layout.footer = source.footer
    layout.lineCount = min(6, source.entries.map(\.lines.count).max() ?? 0)
    // A bar that reaches far beyond totality would show nothing of the partial phase.
    layout.depthEnd = deepest.map { $0 <= 1.2 ? 1.2 : 2 }
  }

  private static func unreadable(_ error: ImageryError) -> MovieSource.Problem {
    .init(
      heading: "the file cannot be read", reason: PrintableText.escaped(error.message))
  }

  /// Draws all frames into a file: `.png` or `.apng` an animated PNG, `.mp4` a film by ffmpeg.
  ///
  /// - Parameters:
  ///   - path: the file of the movie.
  ///   - environment: where PATH is looked up.
  ///   - report: told how many frames of how many are drawn; what it throws ends the movie, and no file is
  ///     left.
  /// - Throws: `badRequest` for another ending, `noInput` without ffmpeg, errors of the disk.
  public func write(
    to path: String, environment: [String: String] = ProcessInfo.processInfo.environment,
    report: (Int, Int) throws -> Void = { _, _ in }
  ) throws -> Result {
    var sink = try sink(path, environment)
    var missing = 0
    for (index, entry) in source.entries.enumerated() {
      let (picture, isMissing) = try picture(entry)
      if isMissing { missing += 1 }
      try sink.append(picture)
      try report(index + 1, source.entries.count)
    }
    try sink.commit()
    let (width, height) = layout.size
    return Result(
      frames: source.entries.count, missing: missing, width: width, height: height,
      seconds: Double(source.entries.count) / request.framesPerSecond, scale: layout.scaleWords)
  }

  private func sink(
    _ path: String, _ environment: [String: String]
  ) throws -> any MovieSink {
    switch path.split(separator: "/").last?.split(separator: ".").last?.lowercased() {
    case "png", "apng":
      return try APNGSink(path, layout, frameCount: source.entries.count, request)
    case "mp4": return try FFmpegSink(path, layout, request, environment: environment)
    default:
      throw CampaignError(
        .badRequest,
        "-o \(path): give the name the ending .png or .apng for an animated PNG, .mp4 for a film by ffmpeg"
      )
    }
  }

  /// One picture, and whether it is a grey field.
  private func picture(_ entry: MovieSource.Entry) throws -> (RGBPicture, Bool) {
    var problem = entry.problem
    if let path = entry.path {
      do {
        let shot = try MovieShot(path, entry.unit)
        let image = try shot.image()
        var caption = MovieCaption(
          clock: shot.clock ?? Self.clock(entry), counter: entry.counter)
        caption.lines = entry.lines.map(PrintableText.escaped)
        caption.depth = shot.depth
        caption.place = shot.place
        return (try MovieFrame.render(image, caption, layout), false)
      } catch let error as ImageryError where error.code != .drawing {
        // The file changed after it was looked at.
        problem = Self.unreadable(error)
      }
    }
    var caption = MovieCaption(clock: Self.clock(entry), counter: entry.counter)
    caption.lines = entry.lines.map(PrintableText.escaped)
    let words = problem ?? .init(heading: "no picture", reason: "no reason is known")
    return (
      try MovieFrame.missing(words.heading, reason: words.reason, caption, layout), true
    )
  }

  private static func clock(_ entry: MovieSource.Entry) -> String {
    guard let text = entry.instant, let instant = try? Instant.parse(text).instant else {
      return "instant not known"
    }
    return MovieShot.clock(instant)
  }
}
