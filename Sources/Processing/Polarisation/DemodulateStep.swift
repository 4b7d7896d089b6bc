internal import Imagery
internal import RealModule

/// Tells polarised from unpolarised light by pictures through polarisers at three or more angles.
///
/// `⟂pB = −(Q cos 2ψ + U sin 2ψ)` at position angle ψ is the light polarised along the limb less that across
/// it, `⟂pB′ = −(U cos 2ψ − Q sin 2ψ)` the part at 45° to both, which is noise where all is Thomson light.
/// Signed, unlike √(Q² + U²), whose noise does not average away (DeForest, Seaton & West, Astrophys. J. 927,
/// 98, 2022).
public struct DemodulateStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "demod", kind: "STOKES-DEMODULATION", level: .measured,
    summary: "Turns pictures through three or more polarisers into B, pB and pB'.",
    parameters: [
      StepParameter(
        "efficiency", .number(0.01...1, default: 1),
        "Contrast of the polarisers: the share of polarised light that they tell apart."),
      StepParameter(
        "together", .choice(["auto", "group", "all"], default: "auto"),
        "Which pictures belong together: those of a group, or all; auto takes all where no group has "
          + "three angles."),
      StepParameter(
        "stokes", .boolean(default: false), "Whether Q, U and the angle of polarisation come too."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  public init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  /// Gives B, PB and PBP of each group, and Q, U and ANGLE where asked for.
  ///
  /// - Throws: `missingKnowledge` for a picture whose polariser's angle or sky is not known,
  ///   `unsuitableInput` for fewer than three angles, different sizes or units, `noSolution` for angles
  ///   that lie too close.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    for observation in observations {
      try Self.require(
        [.meanSolarBrightness], observation, "run msb, and merge for brackets, before demod")
    }
    func isPolarised(_ observation: Observation) -> Bool {
      observation.polariserDegrees?.isFinite == true
    }
    let polarised = observations.filter { isPolarised($0) }
    // Pictures without a polariser go on as they are beside a set that is whole.
    let isWhole = PolariserAngles.count(polarised.compactMap(\.polariserDegrees)) >= 3
    if !isWhole, let unknown = observations.first(where: { !isPolarised($0) }) {
      throw ProcessingError(
        .missingKnowledge, "demod", source: unknown.name,
        "the angle of its polariser is not known; tell it where the picture is read, as in "
          + "POLAR=-60, in degrees from solar north, counter-clockwise")
    }
    var results = observations.filter { !isPolarised($0) }
    for group in groups(of: polarised) { results += try demodulated(group) }
    return results
  }

  private func groups(of observations: [Observation]) -> [[Observation]] {
    guard !observations.isEmpty else { return [] }
    var groups: [[Observation]] = []
    for observation in observations {
      if let place = groups.firstIndex(where: { $0[0].group == observation.group }) {
        groups[place].append(observation)
      } else {
        groups.append([observation])
      }
    }
    switch values.text("together") {
    case "all": return [observations]
    case "group": return groups
    default:
      let haveThree = groups.contains { group in
        PolariserAngles.count(group.compactMap(\.polariserDegrees)) >= 3
      }
      return haveThree ? groups : [observations]
    }
  }

  private func demodulated(_ group: [Observation]) throws(ProcessingError) -> [Observation] {
    let first = group[0]
    let degrees = group.compactMap(\.polariserDegrees)
    let angles = degrees.map { "\($0)" }.joined(separator: ", ")
    // Both ends of a polariser's axis are the same; angles are told apart to a millionth of a degree.
    let different = Set(
      degrees.map { angle -> Double in
        let turned = ((angle - 180 * (angle / 180).rounded(.down)) * 1e6).rounded()
        return turned == 180e6 ? 0 : turned
      })
    guard different.count >= 3 else {
      throw ProcessingError(
        .unsuitableInput, "demod", source: first.name,
        "has pictures through polarisers at \(angles) degrees only, needs three different angles within "
          + "180; give all pictures of the scene")
    }
    for observation in group where !observation.light.hasSize(of: first.light) {
      throw ProcessingError(
        .unsuitableInput, "demod", source: observation.name,
        "has \(observation.light.sizeWords), \(first.name) has \(first.light.sizeWords); register them "
          + "to one size before")
    }
    for observation in group { try first.requireSameLook(as: observation, for: "demod") }
    let sky = try Self.requireSky(first)
    let efficiency = values.number("efficiency") ?? 1
    guard let solution = Demodulation(degrees: degrees, efficiency: efficiency),
      solution.worst < 100
    else {
      throw ProcessingError(
        .noSolution, "demod", source: first.name,
        "the angles \(angles) degrees lie too close to tell polarised light; spread them over 180 degrees"
      )
    }
    let words =
      "\(group.count) pictures through polarisers at \(angles) degrees from solar north, efficiency "
      + "\(efficiency)"
    return planes(group, solution, sky).map { $0.recording(Self.self, values, words) }
  }

  private func planes(
    _ group: [Observation], _ solution: Demodulation, _ sky: SkyGeometry
  ) -> [Observation] {
    let first = group[0].light
    let angles = sky.positionAngles(like: first)
    let cosines = angles.map { Double.cos(2 * $0) }
    let sines = angles.map { Double.sin(2 * $0) }
    let mixer = FrameMixer(group)
    let (q, u) = (solution.q, solution.u)
    var results = [
      mixer.mixed("B") { frame, _ in solution.intensity[frame] },
      mixer.mixed("PB") { -(q[$0] * cosines[$1] + u[$0] * sines[$1]) },
      mixer.mixed("PBP") { -(u[$0] * cosines[$1] - q[$0] * sines[$1]) },
    ]
    guard values.boolean("stokes") else { return results }
    let (planeQ, planeU) = (
      mixer.mixed("Q") { frame, _ in q[frame] }, mixer.mixed("U") { frame, _ in u[frame] }
    )
    results += [planeQ, planeU, angle(planeQ, planeU)]
    return results
  }

  /// The angle of polarisation from solar north, `½ atan2(U, Q)`, degrees; its error by that of Q and U as
  /// if they were independent.
  private func angle(_ q: Observation, _ u: Observation) -> Observation {
    var result = q
    let degree = 180 / Double.pi
    result.kind = "ANGLE"
    result.unit = .number("degrees from solar north")
    result.commonErrors = []
    result.light.samples = zip(q.light.samples, u.light.samples).map {
      $0.isNaN ? .nan : Double.atan2(y: $1, x: $0) / 2 * degree
    }
    if let sigmaQ = q.uncertainty?.samples, let sigmaU = u.uncertainty?.samples {
      result.uncertainty?.samples = sigmaQ.indices.map { index in
        let (x, y) = (q.light.samples[index], u.light.samples[index])
        let (ex, ey) = (y * sigmaQ[index], x * sigmaU[index])
        return (ex * ex + ey * ey).squareRoot() / (2 * (x * x + y * y)) * degree
      }
    }
    return result
  }
}

/// Sums of frames with weights by frame and pixel, with their errors.
private struct FrameMixer {
  let frames: [Observation]
  private let template: Observation

  init(_ frames: [Observation]) {
    self.frames = frames
    var template = frames[0]
    template.name = frames[0].group
    template.polariserDegrees = nil
    template.noise = nil
    template.exposureCount = nil
    template.noiseCorrelation = .mixed(frames.map { ($0.noiseCorrelation, 1) })
    let instants = frames.compactMap(\.time)
    if instants.count == frames.count, !instants.isEmpty {
      template.time = instants.reduce(0, +) / Double(instants.count)
    }
    let times = frames.compactMap(\.exposureSeconds)
    template.exposureSeconds = times.count == frames.count ? times.reduce(0, +) : nil
    let width = template.light.width
    for index in template.light.samples.indices {
      // A sum is as good as its worst part.
      template.mask[index % width, index / width] = frames.reduce(into: []) {
        $0.formUnion($1.mask[index % width, index / width])
      }
    }
    self.template = template
  }

  func mixed(_ kind: String, _ weight: (Int, Int) -> Double) -> Observation {
    var result = template
    result.kind = kind
    let variances = frames.compactMap { $0.ownVariance() }
    let isKnown = variances.count == frames.count
    var common = CommonErrorSum(of: frames)
    var light = template.light.samples
    var sigma = light
    for index in light.indices {
      var (sum, square) = (0.0, 0.0)
      for (number, frame) in frames.enumerated() {
        let share = weight(number, index)
        sum += share * frame.light.samples[index]
        guard isKnown else { continue }
        square += share * share * variances[number][index]
        common.add(number, weight: share, at: index)
      }
      light[index] = sum
      sigma[index] = (square + common.variance(at: index)).squareRoot()
    }
    result.light.samples = light
    result.uncertainty = isKnown ? Plane(like: result.light, samples: sigma) : nil
    result.commonErrors = isKnown ? common.errors(like: result.light) : []
    return result
  }
}
