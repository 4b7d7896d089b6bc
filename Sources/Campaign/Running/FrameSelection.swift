internal import Astronomy

extension Scenario {
  /// The sections that every frame needs.
  func requireFrameSections() throws(CampaignError) -> (camera: Camera, corona: CoronaSettings) {
    guard let camera, let corona else {
      let missing = [camera == nil ? "[camera]" : nil, corona == nil ? "[corona]" : nil]
        .compactMap { $0 }
      throw CampaignError(
        .incompleteScenario,
        "the scenario has no \(missing.joined(separator: " and no ")); frames need both sections")
    }
    return (camera, corona)
  }

  /// The frames of the sequence, or those of a half-open range of them.
  ///
  /// - Parameter range: text `a:b`, from zero, either end may be left out; nil for all frames.
  /// - Returns: the frames and, where the range reaches past the sequence, a warning.
  /// - Throws: `CampaignError` for a range that cannot be read or holds no frame.
  public func frames(
    in range: String?
  ) throws(CampaignError) -> (tasks: [FrameTask], warning: String?) {
    guard let sequence else {
      throw CampaignError(
        .incompleteScenario, "the scenario has no [sequence]; add one, or use render --at INSTANT")
    }
    let total = sequence.count * sweep.count
    var bounds = 0..<total
    var warning: String?
    if let range {
      let asked = try Self.parse(range)
      let upper = asked.upper ?? total
      guard asked.lower < upper else {
        throw CampaignError(
          .badRequest, "--frames \(range) holds no frame: it is half-open, first frame is 0")
      }
      bounds = min(asked.lower, total)..<min(upper, total)
      guard !bounds.isEmpty else {
        throw CampaignError(
          .badRequest,
          "--frames \(range) lies outside the sequence, whose frames are 0:\(total)")
      }
      if upper > total {
        warning =
          "--frames \(range) reaches past the sequence; clipped to "
          + "\(bounds.lowerBound):\(bounds.upperBound)"
      }
    }
    return (bounds.map { task($0, of: sequence) }, warning)
  }

  /// One frame of the sequence.
  ///
  /// - Throws: `CampaignError` when there is no such frame.
  public func frame(_ index: Int) throws(CampaignError) -> FrameTask {
    guard let sequence, (0..<sequence.count * sweep.count).contains(index) else {
      throw CampaignError(
        .badRequest,
        sequence.map {
          "there is no frame \(index): the sequence has frames 0 to \($0.count * sweep.count - 1)"
        }
          ?? "the scenario has no [sequence]; add one, or use --at INSTANT")
    }
    return task(index, of: sequence)
  }

  /// The sequence is photographed with each variation in turn.
  private func task(_ index: Int, of sequence: FrameSequence) -> FrameTask {
    FrameTask(
      index: index, instant: sequence.instant(ofFrame: index % sequence.count),
      variation: index / sequence.count)
  }

  /// The ends of a half-open range `a:b`; the upper one is nil where it is left out.
  static func parse(
    _ range: String
  ) throws(CampaignError) -> (lower: Int, upper: Int?) {
    let parts = range.split(separator: ":", omittingEmptySubsequences: false)
    func number(_ text: Substring) -> Int? {
      text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
    guard parts.count == 2, parts[0].isEmpty || number(parts[0]) != nil,
      parts[1].isEmpty || number(parts[1]) != nil
    else {
      throw CampaignError(
        .badRequest, "--frames '\(range)' is not a range; write 10:20, :20 or 10: (half-open)")
    }
    return (number(parts[0]) ?? 0, number(parts[1]))
  }
}
