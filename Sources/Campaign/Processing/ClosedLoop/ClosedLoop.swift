internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Processing
internal import Sensors

/// Renders raw exposures with noise, processes them knowing only what headers and calibration exposures
/// tell, and compares the result with the truth.
public struct ClosedLoop: Sendable {
  private let scenario: Scenario
  private let task: FrameTask
  private let folder: String
  private let calibrations: Int
  private let range: ClosedRange<Double>

  /// A loop for one frame.
  ///
  /// - Parameters:
  ///   - scenario: with a sensor, detector or film; with three polarisers or more, polarised brightness
  ///     and densities are compared, too.
  ///   - task: the frame.
  ///   - folder: where frames, masters and products go.
  ///   - calibrations: how many biases, darks and flats of each kind are taken.
  ///   - range: distances from the Sun's centre that the verdict is about, solar radii.
  /// - Throws: `CampaignError` for a scenario without sensor and for a range that is none.
  public init(
    _ scenario: Scenario, _ task: FrameTask, folder: String, calibrations: Int = 8,
    range: ClosedRange<Double> = 1.3...2.5
  ) throws {
    guard scenario.sensor != nil else {
      throw CampaignError(
        .incompleteScenario,
        "the scenario has no [sensor]; add one, or --set sensor.kind='\"aspiics\"'")
    }
    var scenario = scenario
    (scenario.output.planes, scenario.output.annotated) = (true, false)
    (scenario.output.preview, scenario.output.unit) = (false, .msb)
    (self.scenario, self.task, self.folder) = (scenario, task, folder)
    (self.calibrations, self.range) = (calibrations, range)
  }

  /// Renders, processes and compares.
  ///
  /// - Parameters:
  ///   - jobs: how much is made at a time.
  ///   - progress: hears of every stage.
  public func run(jobs: Int, progress: (String) -> Void) async throws -> ClosedLoopAnswer {
    try refuseRangeOutsideField()
    progress("rendering the frame")
    let outcome = try await FrameRunner(scenario, folder: folder + "/simulated").make(
      task, workers: jobs)
    let raws = outcome.paths.filter { path in
      PictureFile.stem(path).split(separator: "_").last?.hasPrefix("raw") == true
    }
    for remark in outcome.remarks { progress("warning: " + remark) }
    progress("taking \(calibrations) calibration exposures of each kind")
    let exposures = try await CalibrationRunner(
      scenario, folder: folder + "/simulated", count: calibrations, forStandardChain: true
    ).make(jobs: jobs) { _, _ in }
    progress("making masters")
    let masters = try CalibrationMasters(exposures, folder: folder + "/masters").make()
    guard let frame = outcome.paths.first else {
      throw CampaignError(.damagedRun, "no frame was rendered")
    }
    let truth = try TruthPlanes(frame: frame)
    var answer = try compare(raws, masters, truth, progress)
    answer.remarks = outcome.remarks
    return answer
  }

  /// The exposures through polarisers and those without are processed apart.
  private func compare(
    _ raws: [String], _ masters: StandardChain.Masters, _ truth: TruthPlanes,
    _ progress: (String) -> Void
  ) throws -> ClosedLoopAnswer {
    let sources = try raws.map { try ObservationReader.read($0) }
    let clear = sources.filter { $0.observation.polariserDegrees == nil }
    let polarised = sources.filter { $0.observation.polariserDegrees != nil }
    var answer = ClosedLoopAnswer(
      scenario: scenario.name, exposures: raws.count, range: range)
    answer.isFilm = scenario.sensor?.isFilm == true
    answer.occulterRadius = truth.sky.occulter.map { $0.radius / truth.sky.solarRadius }
    if !clear.isEmpty {
      let made = try process(clear, masters, progress)
      answer.brightness = made.first.flatMap { errors($0, truth.corona, truth) }
      answer.light = made.first.flatMap { errors($0, truth.light, truth) }
      answer.stray = LightShares(truth, range: range)
      answer.hidden = made.first.flatMap { hidden($0, truth) }
      answer.film = try made.first.flatMap { try biases($0, truth, masters) }
    }
    guard !polarised.isEmpty else { return answer }
    let made = try process(polarised, masters, progress)
    if answer.brightness == nil, let total = made.first(where: { $0.kind == "B" }) {
      answer.brightness = errors(total, truth.corona, truth)
      answer.light = errors(total, truth.light, truth)
      answer.stray = LightShares(truth, range: range)
    }
    guard let picture = made.first(where: { $0.kind == "PB" }) else { return answer }
    answer.polarised = errors(picture, truth.polarised, truth)
    do {
      answer.density = try densities(picture, truth, progress)
    } catch let error as ProcessingError {
      // Brightness was compared all the same.
      answer.densityRefusal = error.message
    }
    return answer
  }

  /// Refuses distances of which the camera sees nothing, before anything is rendered.
  private func refuseRangeOutsideField() throws {
    let (camera, _) = try scenario.requireFrameSections()
    let sun = try scenario.formation.view(at: task.instant).discs.sunRadius
    let pixels = SIMD2(Double(camera.width), Double(camera.height))
    let pointing = camera.pointingArcseconds * Angles.arcsecond
    let offset = (pointing * pointing).sum().squareRoot()
    let corner = offset + (pixels * pixels).sum().squareRoot() / 2 * camera.pixelScale
    let reach = min(corner / sun, camera.fieldSolarRadii?.upperBound ?? .infinity)
    guard range.lowerBound < reach else {
      throw CampaignError(
        .badRequest,
        String(
          format: "--range %g,%g: the camera sees nothing beyond %.2f solar radii; give distances "
            + "within", range.lowerBound, range.upperBound, reach))
    }
  }

  private func process(
    _ sources: [ObservationReader.Reading], _ masters: StandardChain.Masters,
    _ progress: (String) -> Void
  ) throws -> [Observation] {
    let chain = try Chain(StandardChain.requests(for: sources, masters: masters))
    let job = try ProcessingJob(chain, sources, ProcessingRequest(chain: nil, inputs: []))
    // Both have pictures of one name.
    let isClear = sources.contains { $0.observation.polariserDegrees == nil }
    let place = folder + (isClear ? "/products/clear" : "/products")
    return try job.results(into: place, progress: progress).outcomes
      .map(\.observation)
  }

  private func errors(
    _ picture: Observation, _ plane: Plane, _ truth: TruthPlanes
  ) -> RadialErrors? {
    guard let expected = truth.resampled(truth.visible(plane), like: picture) else { return nil }
    let edges = (0...100).map { 1 + 0.1 * Double($0) }
    return RadialErrors(picture, truth: expected, edges: edges, range: range)
  }

  /// Of the pixels compared that have a value, the share that sees the occulter and no sky.
  private func hidden(_ picture: Observation, _ truth: TruthPlanes) -> Double? {
    guard let sky = picture.sky, let all = truth.resampled(truth.corona, like: picture),
      let visible = truth.resampled(truth.visible(truth.corona), like: picture)
    else { return nil }
    let radii = sky.impactParameters(like: picture.light)
    let given = radii.indices.filter {
      range.contains(radii[$0]) && picture.light.samples[$0].isFinite
        && all.samples[$0].isFinite
    }
    guard !given.isEmpty else { return nil }
    return Double(given.count { visible.samples[$0].isNaN }) / Double(given.count)
  }

  /// What film did to the light; nil for detectors.
  private func biases(
    _ picture: Observation, _ truth: TruthPlanes, _ masters: StandardChain.Masters
  ) throws -> FilmBiases? {
    guard let camera = scenario.camera, let raw = try scenario.rawFrames(camera),
      let channel = raw.channels.first, let film = channel.sensor as? PhotographicFilm,
      let expected = truth.resampled(truth.visible(truth.corona), like: picture),
      let sky = picture.sky
    else { return nil }
    let own = sky.impactParameters(like: picture.light)
    let there = own.indices.filter { range.contains(own[$0]) && expected.samples[$0] > 0 }
    guard !there.isEmpty else { return nil }
    let unknown = Double(there.count { picture.light.samples[$0].isNaN }) / Double(there.count)
    let radii = truth.sky.impactParameters(like: truth.light)
    return try FilmBiases(
      film, light: channel.light(truth.wholeLight.samples.map { Float($0) }, camera),
      seconds: raw.settings.exposures,
      measured: try masters.curve.flatMap { try ObservationReader.read($0).observation.response },
      isCounted: truth.light.samples.indices.map {
        range.contains(radii[$0]) && truth.light.samples[$0].isFinite
      }, unknown: unknown)
  }

  /// Inverts what was measured and, for what inversion alone leaves, the truth.
  private func densities(
    _ picture: Observation, _ truth: TruthPlanes, _ progress: (String) -> Void
  ) throws -> DensityErrors? {
    guard let plane = truth.resampled(truth.polarised, like: picture) else { return nil }
    progress("inverting")
    // Next to the limb nothing can be inverted, and whole rings are needed.
    let (low, high) = (max(range.lowerBound, 1.02), reach(of: picture))
    guard high > 1.1 * low else { return nil }
    let chain = try Chain([
      StepRequest("invert", ["range": .numbers([low, min(high, max(10, range.upperBound))])])
    ])
    func table(_ observation: Observation) throws(ProcessingError) -> MeasuredTable? {
      var run = try ChainRun(chain, [observation])
      try run.finish()
      return run.outcomes.first?.observation.tables.first { $0.name == "density" }
    }
    guard let found = try table(picture) else { return nil }
    var exact = picture
    exact.light = plane
    let reference = try table(exact)
    try AtomicFile.write(Array(found.csv.utf8), to: folder + "/products/density.csv")
    return DensityErrors(
      found, truth: reference, range: range,
      model: try scenario.densityAsSeen(at: task.instant))
  }

  /// The largest distance whose whole circle the picture shows, solar radii.
  private func reach(of picture: Observation) -> Double {
    guard let sky = picture.sky else { return 0 }
    let (width, height) = (picture.light.width, picture.light.height)
    let centre = sky.projection.pixel(of: Vector3(0, 0, 1)) ?? SIMD2(0, 0)
    let pixels = min(
      min(centre.x, Double(width - 1) - centre.x), min(centre.y, Double(height - 1) - centre.y))
    return 0.98 * pixels * sky.projection.scale / sky.solarRadius
  }
}
