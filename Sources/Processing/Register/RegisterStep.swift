internal import Imagery

/// The step `register`: where a picture looks, found anew, and the picture on a grid with the Sun in the middle
/// and north up.
public struct RegisterStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "register", kind: "SPATIAL-ALIGNMENT", level: .measured,
    summary:
      "Puts the Sun in the middle and north up, by header, occulter's limb or coronal structure.",
    parameters: [
      StepParameter(
        "method", .choice(["header", "limb", "structure"], default: "header"),
        "What tells where the picture looks: its header, the occulter's limb, or coronal structure "
          + "compared with the reference."),
      StepParameter(
        "middle", .choice(["sun", "occulter"], default: "sun"),
        "Whose centre lies in the middle of the result."),
      StepParameter(
        "resample", .boolean(default: true),
        "Whether pixels are moved to the common grid, which leads to L3, or only the coordinates are "
          + "corrected, which leaves the level."),
      StepParameter(
        "kernel", .choice(["lanczos", "cubic", "linear"], default: "lanczos"),
        "How pixels are read between: lanczos keeps most, cubic rings less, linear never."),
      StepParameter(
        "scale", .number(1e-3...3600, default: nil), unit: "arcsec",
        "The angle of a pixel of the result; the first picture's without it."),
      StepParameter(
        "size", .numbers(count: 1...2, each: 8...16384, default: nil), unit: "pixel",
        "Columns and rows of the result; the first picture's without it."),
      StepParameter(
        "edge", .choice(["vignetted", "blurred"], default: "vignetted"),
        "How the limb's ramp comes about: an occulter before the lens, or a blur of the camera."),
      StepParameter(
        "clip", .number(1...20, default: 3),
        "How many standard deviations an edge point may lie off the outline."),
      StepParameter(
        "radius", .number(1e-2...3.6e5, default: nil), unit: "arcsec",
        "The occulter's expected radius; the header's without it, else it is searched for."),
      StepParameter(
        "offset", .numbers(count: 2...2, each: -3.6e5...3.6e5, default: nil), unit: "arcsec",
        "The occulter's centre from the Sun's, to the west and to the north; the header's without it."
      ),
      StepParameter(
        "outline", .numbers(count: 6...2000, each: -3.6e5...3.6e5, default: nil), unit: "arcsec",
        "Corners x, y, x, y … of an occulter that is no disc, from its centre, right and up in the "
          + "picture."),
      StepParameter(
        "template", .picture,
        "A picture whose silhouette is the occulter's outline, on the same pixels."),
      StepParameter(
        "turn", .boolean(default: false), "Whether outline or template may be turned."),
      StepParameter(
        "reference", .picture,
        "The picture whose structure the others are laid over; the first one without it."),
      StepParameter(
        "annulus", .numbers(count: 2...2, each: 0...1000, default: [1.3, 4.5]), unit: "solRad",
        "Between which distances structure is compared."),
      StepParameter(
        "highpass", .number(0.5...100, default: 3), unit: "pixel",
        "Structure coarser than this Gaussian is left out."),
      StepParameter(
        "reach", .number(0.5...2000, default: 20), unit: "pixel",
        "How far picture and header may disagree for structure, outline and template."),
    ])

  let values: StepValues
  let annulus: ClosedRange<Double>
  let edge: EdgeKind
  let kernel: ResamplingKernel

  /// The step with checked parameters.
  ///
  /// - Throws: `badParameter` when parameters exclude each other.
  public init(_ values: StepValues) throws(ProcessingError) {
    self.values = values
    let radii = values.numbers("annulus") ?? [1.3, 4.5]
    guard radii.count == 2, radii[0] < radii[1] else {
      throw ProcessingError(
        .badParameter, "register",
        "annulus is \(StepValue.numbers(radii).words), the first distance must be less than the second"
      )
    }
    annulus = radii[0]...radii[1]
    if let outline = values.numbers("outline"), !outline.count.isMultiple(of: 2) {
      throw ProcessingError(
        .badParameter, "register",
        "outline has \(outline.count) numbers, it must have two for each corner: x, y")
    }
    if values.numbers("outline") != nil, values.text("template") != nil {
      throw ProcessingError(
        .badParameter, "register", "outline and template are both given, allowed is one of them")
    }
    edge = EdgeKind(rawValue: values.text("edge") ?? "") ?? .vignetted
    kernel = ResamplingKernel(rawValue: values.text("kernel") ?? "") ?? .lanczos
  }

  /// Registers every observation.
  ///
  /// - Throws: `missingKnowledge` without a sky geometry, `noSolution` where limb or structure are not found.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    // An exposure without a known pixel cannot be laid on anything, and adds nothing to those that can.
    let usable = observations.filter { $0.light.samples.contains { !$0.isNaN } }
    // Not by name, which another night's exposure may have, too.
    let blank =
      usable.isEmpty
      ? [] : observations.filter { $0.light.samples.allSatisfy(\.isNaN) }.map(\.name)
    guard let first = usable.first ?? observations.first else { return [] }
    let reference = try picture("reference", pictures) ?? first
    let template = try picture("template", pictures)
    guard let referenceSky = reference.sky else { throw reference.missingSky("register") }
    var results: [Observation] = []
    var projections: [SkyProjection] = []
    for observation in usable.isEmpty ? observations : usable {
      guard let sky = observation.sky else { throw observation.missingSky("register") }
      let pointing: Pointing
      switch values.text("method") {
      case "limb": pointing = try byLimb(observation, sky, template)
      case "structure":
        pointing = try byStructure(observation, sky, reference, referenceSky)
      default: pointing = Pointing(sky: sky, words: "looks where its header says")
      }
      var remarks = pointing.remarks
      if results.isEmpty {
        remarks = blank.sorted().map { "\($0) left out, it has no known pixel" } + remarks
      }
      results.append(try finish(observation, pointing, first, referenceSky, remarks))
      projections.append(pointing.sky.projection)
    }
    if values.boolean("resample") { MovedMasters.separate(&results, from: projections) }
    return results
  }

  private func picture(_ key: String, _ pictures: [String: Observation]) throws(ProcessingError)
    -> Observation?
  {
    guard let path = values.text(key) else { return nil }
    guard let picture = pictures[path] else {
      throw ProcessingError(
        .missingKnowledge, "register", "\(key) is '\(path)', but no such picture was read")
    }
    return picture
  }

  /// The result: corrected coordinates, and pixels moved where asked for.
  private func finish(
    _ observation: Observation, _ pointing: Pointing, _ first: Observation,
    _ referenceSky: SkyGeometry, _ remarks: [String]
  ) throws(ProcessingError) -> Observation {
    var result = observation
    result.sky = pointing.sky
    if let row = pointing.figures {
      result.tables.append(
        MeasuredTable(name: "registration", columns: pointing.columns, rows: [row]))
    }
    guard values.boolean("resample") else {
      result.header = try observation.header.withWorldCoordinates(
        of: pointing.sky, source: observation.name)
      result = result.recording(
        Self.self, values, pointing.words + "; coordinates corrected, pixels not moved",
        remarks: remarks)
      // The picture is as calibrated as before: only what is known of it has changed.
      result.level = observation.level
      return result
    }
    let grid = try grid(first, referenceSky, pointing.sky, observation.name)
    result = try result.resampled(to: grid, kernel)
    let isSun = values.text("middle") != "occulter"
    let arcseconds = FigureWords.fixed(grid.projection.scale * Pointing.arcsecondsPerRadian, 4)
    result = result.recording(
      Self.self, values,
      "\(pointing.words); the \(isSun ? "Sun's" : "occulter's") centre is in the middle, solar north up, "
        + "\(arcseconds) arcsec per pixel, read by \(kernel.rawValue)", remarks: remarks)
    // Raw numbers that were moved are raw numbers still.
    if observation.level < .calibrated { result.level = observation.level }
    return result
  }

  private func grid(
    _ first: Observation, _ referenceSky: SkyGeometry, _ sky: SkyGeometry, _ name: String
  ) throws(ProcessingError) -> CommonGrid {
    let size = values.numbers("size")?.map { Int($0.rounded()) }
    let width = size?[0] ?? first.light.width
    let height = size.map { $0[$0.count - 1] } ?? first.light.height
    var middle = SIMD2<Double>.zero
    if values.text("middle") == "occulter" {
      guard let centre = try occulterCentre(sky) else {
        throw ProcessingError(
          .missingKnowledge, "register", source: name,
          "middle is occulter, but neither the header nor offset tells where it is from the Sun")
      }
      middle = centre
    }
    let scale =
      values.number("scale").map { $0 / Pointing.arcsecondsPerRadian } ?? referenceSky.pixelAngle
    return CommonGrid(
      width: width, height: height, middle: middle, scale: scale,
      kind: referenceSky.projection.kind)
  }

  /// Helioprojective longitude and latitude of the occulter's centre, radians.
  func occulterCentre(_ sky: SkyGeometry) throws(ProcessingError) -> SIMD2<Double>? {
    if let offset = values.numbers("offset") {
      return SIMD2(offset[0], offset[1]) / Pointing.arcsecondsPerRadian
    }
    return sky.occulter?.centre
  }
}
