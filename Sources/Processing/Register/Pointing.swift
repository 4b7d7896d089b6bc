internal import Imagery
internal import RealModule

/// Where a picture looks, with what told it.
struct Pointing {
  /// The corrected geometry.
  var sky: SkyGeometry
  /// What was found, for the history.
  var words: String
  /// Names of ``figures``.
  var columns: [String] = []
  /// Numbers for a table.
  var figures: [Double]?
  /// What whoever registers must hear of.
  var remarks: [String] = []

  static let arcsecondsPerRadian = 648_000 / Double.pi
}

extension RegisterStep {
  /// By the occulter's limb: a circle, an outline or a template.
  ///
  /// The limb tells where the occulter is; the Sun lies beside it by the offset that header or parameter tell.
  func byLimb(_ observation: Observation, _ sky: SkyGeometry, _ template: Observation?)
    throws(ProcessingError) -> Pointing
  {
    let known = try occulterCentre(sky)
    let offset = known ?? .zero
    guard let expected = sky.pixel(longitude: offset.x, latitude: offset.y) else {
      throw ProcessingError(
        .noSolution, "register", source: observation.name,
        "the occulter lies behind the camera of the header")
    }
    var pointing: Pointing
    let found: SIMD2<Double>
    if values.numbers("outline") != nil || template != nil {
      let outline = try outline(template, expected, sky, observation.name)
      (pointing, found) = try byOutline(observation, sky, outline, expected)
    } else {
      (pointing, found) = try byCircle(observation, sky, expected)
    }
    pointing.sky = sky.moved(by: found - expected)
    let arcsec = offset * Pointing.arcsecondsPerRadian
    pointing.words +=
      known == nil
      ? "; taken to be centred on the Sun, as neither header nor offset tells"
      : "; its centre lies \(FigureWords.pair(arcsec, 2)) arcsec west and north of the Sun's"
    pointing.words += "; header corrected by \(FigureWords.pair(found - expected, 3)) pixels"
    if pointing.sky.occulter == nil, let radius = pointing.figures?[2] {
      pointing.sky.occulter = SkyGeometry.Occulter(
        radius: sky.projection.kind.angle(ofRadius: radius * sky.pixelAngle), centre: offset)
    } else if values.numbers("offset") != nil {
      pointing.sky.occulter?.centre = offset
    }
    return pointing
  }

  private func byCircle(_ observation: Observation, _ sky: SkyGeometry, _ expected: SIMD2<Double>)
    throws(ProcessingError) -> (Pointing, SIMD2<Double>)
  {
    let plane = observation.light
    let half = 0.5 * Double(min(plane.width, plane.height))
    let angle =
      values.number("radius").map { $0 / Pointing.arcsecondsPerRadian } ?? sky.occulter?.radius
    let radius = angle.map { sky.projection.kind.radius(ofAngle: min($0, 1.5)) / sky.pixelAngle }
    let radii = radius.map { max(1, 0.7 * $0)...max(2, 1.3 * $0) } ?? 4...max(5, 0.96 * half)
    let finder = LimbFinder(plane: plane, kind: edge, clipSigmas: values.number("clip") ?? 3)
    // A header may be far off: the middle of the picture is the second guess.
    let middle = SIMD2(Double(plane.width - 1), Double(plane.height - 1)) / 2
    guard
      let limb = finder.limb(around: expected, radii: radii)
        ?? finder.limb(around: middle, radii: radii)
    else { throw noLimb(observation, "no circle of \(radii.words) pixels radius", expected) }
    let bias = limb.steepestRadius - limb.radius
    let pointing = Pointing(
      sky: sky,
      words:
        "limb on \(limb.rayCount) of 360 rays around pixel \(FigureWords.pair(limb.centre + 1, 3)), error "
        + "\(FigureWords.fixed(limb.centreError, 4)), radius \(FigureWords.fixed(limb.radius, 3)), the "
        + "corona's slope of \(FigureWords.fixed(limb.coronalSlope, 4)) per pixel had moved the steepest rise by "
        + "\(FigureWords.fixed(bias, 3))",
      columns: [
        "centre_x_px", "centre_y_px", "radius_px", "steepest_radius_px", "rays", "scatter_px",
        "centre_error_px", "edge_width_px", "slope_per_px",
      ],
      figures: [
        limb.centre.x + 1, limb.centre.y + 1, limb.radius, limb.steepestRadius,
        Double(limb.rayCount), limb.scatter, limb.centreError, limb.edgeWidth, limb.coronalSlope,
      ])
    return (pointing, limb.centre)
  }

  /// The outline in pixels of the picture, from its origin.
  private func outline(
    _ template: Observation?, _ expected: SIMD2<Double>, _ sky: SkyGeometry, _ name: String
  ) throws(ProcessingError) -> OutlineTemplate {
    if let numbers = values.numbers("outline") {
      let scale = 1 / (Pointing.arcsecondsPerRadian * sky.pixelAngle)
      let corners = stride(from: 0, to: numbers.count - 1, by: 2).map {
        SIMD2(numbers[$0], numbers[$0 + 1]) * scale
      }
      if let outline = OutlineTemplate(corners: corners) { return outline }
      throw ProcessingError(
        .badParameter, "register", "outline encloses no area; it must have three corners that do")
    }
    if let template {
      var origin = expected
      if let other = template.sky, let offset = other.occulter?.centre,
        let pixel = other.pixel(longitude: offset.x, latitude: offset.y)
      {
        origin = pixel
      }
      if let outline = OutlineTemplate(silhouette: template, origin: origin) { return outline }
      throw ProcessingError(
        .noSolution, "register", source: template.name,
        "no silhouette around pixel \(FigureWords.pair(origin + 1, 1)); a template must be dark, or flagged as "
          + "occulted, there and bright around")
    }
    throw ProcessingError(.missingKnowledge, "register", source: name, "no outline")
  }

  private func byOutline(
    _ observation: Observation, _ sky: SkyGeometry, _ outline: OutlineTemplate,
    _ expected: SIMD2<Double>
  ) throws(ProcessingError) -> (Pointing, SIMD2<Double>) {
    let fitter = OutlineFitter(
      plane: observation.light, kind: edge, clipSigmas: values.number("clip") ?? 3,
      turns: values.boolean("turn"), grows: false)
    let reach = values.number("reach") ?? 20
    guard let place = fitter.place(outline, near: expected, reach: reach) else {
      throw noLimb(
        observation, "no edge of that outline within \(FigureWords.fixed(reach, 1)) pixels",
        expected)
    }
    let degrees = place.turn * 180 / Double.pi
    let pointing = Pointing(
      sky: sky,
      words:
        "outline on \(place.pointCount) of \(outline.points.count) points, its origin at pixel "
        + "\(FigureWords.pair(place.origin + 1, 3)), error \(FigureWords.fixed(place.originError, 4)), turned by "
        + "\(FigureWords.fixed(degrees, 3)) deg",
      columns: [
        "centre_x_px", "centre_y_px", "extent_px", "turn_deg", "points", "scatter_px",
        "centre_error_px",
      ],
      figures: [
        place.origin.x + 1, place.origin.y + 1, outline.extent, degrees,
        Double(place.pointCount), place.scatter, place.originError,
      ])
    return (pointing, place.origin)
  }

  private func noLimb(_ observation: Observation, _ what: String, _ expected: SIMD2<Double>)
    -> ProcessingError
  {
    ProcessingError(
      .noSolution, "register", source: observation.name,
      "\(what) around pixel \(FigureWords.pair(expected + 1, 1)) meets a third of the rays; the limb must not be "
        + "masked (NaN) or saturated; give radius, a larger reach, or use method header or structure"
    )
  }

  /// By comparing structure with a reference, whose header is believed.
  func byStructure(
    _ observation: Observation, _ sky: SkyGeometry, _ reference: Observation,
    _ referenceSky: SkyGeometry
  ) throws(ProcessingError) -> Pointing {
    if observation.name == reference.name, observation.light == reference.light {
      return Pointing(sky: sky, words: "is the reference for structure, its header is believed")
    }
    let match = StructureMatch(
      reference: reference, sky: referenceSky, annulus: annulus,
      highPass: values.number("highpass") ?? 3, reach: values.number("reach") ?? 20)
    let shift = try match.shift(of: observation, sky: sky)
    var remarks: [String] = []
    if let searched = shift.searchedPixels {
      remarks.append(
        "searched \(FigureWords.fixed(searched, 1)) pixels around the header's place, not the reach given: the "
          + "annulus is too small for more")
    }
    return Pointing(
      sky: sky.moved(by: shift.pixels),
      words:
        "structure lies \(FigureWords.pair(shift.pixels, 3)) pixels beside that of \(reference.name), error "
        + "\(FigureWords.fixed(shift.error, 4)), correlation \(FigureWords.fixed(shift.correlation, 4))"
        + (shift.annulusEnd.map {
          ", compared up to \(FigureWords.fixed($0, 2)) solar radii, where a picture less reach ends"
        } ?? ""),
      columns: ["shift_x_px", "shift_y_px", "error_px", "correlation"],
      figures: [shift.pixels.x, shift.pixels.y, shift.error, shift.correlation], remarks: remarks)
  }
}

extension ClosedRange<Double> {
  /// The bounds with a decimal.
  fileprivate var words: String {
    "\(FigureWords.fixed(lowerBound, 1)) to \(FigureWords.fixed(upperBound, 1))"
  }
}
