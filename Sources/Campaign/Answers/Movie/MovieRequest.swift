/// What is asked of a movie.
public struct MovieRequest: Sendable, Hashable {
  /// The plane that is shown, as EXTNAME tells it: B, PB, K, F, RAW and so on; nil for B of a run, and for
  /// the first picture of other files.
  public var plane: String?
  /// Frames shown in a second, 0.02 to 60.
  public var framesPerSecond: Double
  /// The width in pixels, 320 to 4096.
  public var width: Int
  /// The darkest and the brightest sample of the scale, in the unit of the samples; nil to take them from all
  /// frames.
  public var scale: ClosedRange<Double>?
  /// A half-open range `a:b` of frames of the run, or of the files, from zero; nil for all.
  public var frames: String?
  /// Every how-manieth frame is shown, from the first.
  public var every: Int
  /// How often an animated PNG is played; 0 for without end.
  public var plays: Int
  /// How long ffmpeg may take for one picture, and for the end of a film, s.
  var patienceSeconds = 300.0

  /// The usual movie: brightness, ten frames a second, 512 pixels wide, on a scale from all frames.
  public init() {
    (plane, framesPerSecond, width, scale) = (nil, 10, 512, nil)
    (frames, every, plays) = (nil, 1, 0)
  }

  /// Reads the two ends of a scale, `low,high`.
  ///
  /// - Throws: `badRequest` for other text, or ends that do not grow.
  public static func scale(parsing text: String) throws(CampaignError) -> ClosedRange<Double> {
    let ends = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.filter { $0 != " " })
    }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low.isFinite, high.isFinite,
      low < high
    else {
      throw CampaignError(
        .badRequest,
        "--scale '\(PrintableText.shortened(text))' is no scale; write the darkest and the brightest sample, such "
          + "as --scale 1e-10,1e-7")
    }
    return low...high
  }

  /// Refuses numbers that make no movie.
  func check() throws(CampaignError) {
    guard framesPerSecond >= 0.02, framesPerSecond <= 60 else {
      throw CampaignError(
        .badRequest,
        "--fps \(PrintableText.number(framesPerSecond)): 0.02 to 60 frames a second are possible")
    }
    guard (320...4096).contains(width) else {
      throw CampaignError(.badRequest, "--width \(width): 320 to 4096 pixels are possible")
    }
    guard every >= 1 else {
      throw CampaignError(.badRequest, "--every \(every): give 1 or more")
    }
    guard (0...Int(Int32.max)).contains(plays) else {
      throw CampaignError(.badRequest, "--plays \(plays): give 0, for without end, or more")
    }
  }

  /// The frames asked for among those numbered from `first` to before `end`.
  ///
  /// - Parameter whole: how many there are; a range reaches no further.
  func selection(of usual: Range<Int>, whole: Int) throws(CampaignError) -> [Int] {
    var bounds = usual
    if let frames {
      let asked = try Scenario.parse(frames)
      bounds =
        min(asked.lower, whole)..<max(min(asked.lower, whole), min(asked.upper ?? whole, whole))
      guard !bounds.isEmpty else {
        throw CampaignError(
          .badRequest,
          "--frames \(frames) holds no frame of 0:\(whole); it is half-open, first frame is 0")
      }
    }
    return Array(stride(from: bounds.lowerBound, to: bounds.upperBound, by: every))
  }

  /// What is told when the range reaches past the last frame.
  func note(whole: Int) throws(CampaignError) -> [String] {
    guard let frames, let upper = try Scenario.parse(frames).upper, upper > whole else { return [] }
    return ["--frames \(frames) reaches past the last frame; clipped to end at \(whole)"]
  }
}
