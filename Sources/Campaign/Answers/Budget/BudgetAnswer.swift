public import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Optics

/// The answer of `totality budget`: every kind of light in a frame against the distance from the Sun.
///
/// The frame is rendered as `totality render` does, and its planes are averaged over position angle along
/// circles about the Sun's centre, as the camera receives them: the sky past the occulter, stray light as
/// it is. The faintest star of a row is as bright as all the light of one pixel there.
public struct BudgetAnswer: Sendable {
  /// How many radii are asked for at most.
  public static let mostRadii = 10_000

  let scenario: Scenario
  let instant: Instant
  let camera: Camera
  let circles: BudgetCircles
  let raw: RawFrames?
  let rows: [BudgetRow]
  /// The occulter's edge seen from the Sun's centre, nearest and farthest, solar radii; nil where it does
  /// not stand before that centre.
  let edge: ClosedRange<Double>?

  /// What a user should know, for standard error.
  public let notes: [String]

  /// Renders a scenario's frame and measures it.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - instant: the middle of the exposure.
  ///   - radii: solar radii, above 0 and within the picture; nil for those from the occulter's edge to the
  ///     picture's corner.
  ///   - workers: bands of the picture drawn at a time.
  /// - Throws: `CampaignError` for a scenario without camera or corona and for radii that the picture does
  ///   not show; whatever rendering throws, as for an instant beyond a trajectory's table.
  public init(
    _ scenario: Scenario, at instant: Instant, radii: [Double]? = nil, workers: Int
  ) async throws {
    let (camera, corona) = try scenario.requireFrameSections()
    if let radii { try Self.check(radii) }
    let raw = try scenario.rawFrames(camera)
    let scene = try await Scene(
      at: instant, formation: scenario.formation, corona: corona, law: scenario.law,
      camera: camera, optics: scenario.optics, stray: scenario.strayLight)
    let frame = try await FrameRenderer(camera: camera).render(scene, workers: workers)
    let circles = await BudgetCircles(
      frame, scene, camera: camera, raw: raw, workers: workers)
    edge = Self.edge(of: scene)
    rows = try Self.rows(radii, circles, edge, camera)
    notes = Self.notes(scenario, scene, rows) + Self.channelNotes(raw)
    (self.scenario, self.instant, self.camera) = (scenario, instant, camera)
    (self.circles, self.raw) = (circles, raw)
  }

  private static func check(_ radii: [Double]) throws(CampaignError) {
    guard !radii.isEmpty, radii.count <= mostRadii else {
      throw CampaignError(
        .badRequest, "--radii: found \(radii.count) radii, allowed are 1 to \(mostRadii)")
    }
    for radius in radii where !(radius > 0 && radius.isFinite) {
      throw CampaignError(
        .badRequest, "--radii \(radius): every radius must be a number above 0, in solar radii")
    }
  }

  private static func rows(
    _ radii: [Double]?, _ circles: BudgetCircles, _ edge: ClosedRange<Double>?, _ camera: Camera
  ) throws -> [BudgetRow] {
    guard let radii else {
      let rows = standardRadii(circles, edge, camera).compactMap { circles.row(at: $0) }
      guard !rows.isEmpty else {
        throw CampaignError(
          .badRequest,
          "the picture shows no circle about the Sun's centre; point the camera nearer to it")
      }
      return rows
    }
    return try radii.map { radius in
      guard let row = circles.row(at: radius) else {
        let field = camera.fieldSolarRadii.map {
          String(format: ", its field from %g to %g", $0.lowerBound, $0.upperBound)
        }
        throw CampaignError(
          .badRequest,
          "--radii \(radius): the picture shows nothing of that circle; it reaches to "
            + String(format: "%.4g solar radii", circles.farthest) + (field ?? ""))
      }
      return row
    }
  }

  /// Where the occulter's edge lies about the Sun's centre, solar radii.
  private static func edge(of scene: Scene) -> ClosedRange<Double>? {
    let sun = Vector3(0, 0, 1)
    guard scene.isHidden(sun) else { return nil }
    let distance = scene.coronalObserver.distanceSolarRadii
    let aside = sun.angle(to: scene.occulterDirection)
    // The disc within which all is hidden, the disc beyond which nothing is.
    var near = max(0, scene.hiddenRadius - aside)
    var far = min(scene.occulterReach + aside, Double.pi / 2)
    if let inside = scene.optics.internalOcculter {
      let aside = sun.angle(to: inside.axis)
      near = max(near, inside.radius - aside)
      far = max(far, inside.radius + aside)
    }
    return distance * sin(near)...max(distance * sin(far), distance * sin(near))
  }

  /// Radii from behind the occulter to the picture's corner, close together at the edge, where light
  /// changes within a pixel.
  private static func standardRadii(
    _ circles: BudgetCircles, _ edge: ClosedRange<Double>?, _ camera: Camera
  ) -> [Double] {
    let end = min(circles.farthest, camera.fieldSolarRadii?.upperBound ?? .infinity)
    let begin = max(edge?.upperBound ?? 1, camera.fieldSolarRadii?.lowerBound ?? 0)
    guard end > begin + circles.pixel else { return spaced(from: end / 20, to: end, count: 20) }
    let inside = edge == nil ? [] : [0.8 * begin, 0.95 * begin, begin]
    let steps = spaced(from: circles.pixel, to: end - begin, count: 24).map { begin + $0 }
    var seen = Set<Double>()
    return (inside + steps).map(rounded).filter { $0 > 0 && $0 <= end && seen.insert($0).inserted }
  }

  /// Numbers at equal factors.
  static func spaced(from low: Double, to high: Double, count: Int) -> [Double] {
    (0..<count).map { low * pow(high / low, Double($0) / Double(count - 1)) }
  }

  /// A number with four digits, rounded down so that the last stays in the picture.
  private static func rounded(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    let decimals = Int(3 - log10(value).rounded(.down))
    let power = pow(10, Double(abs(decimals)))
    return decimals >= 0
      ? (value * power).rounded(.down) / power : (value / power).rounded() * power
  }

  /// Behind filters or polarisers recorded numbers are those of one of them.
  private static func channelNotes(_ raw: RawFrames?) -> [String] {
    guard let raw, let first = raw.channels.first else { return [] }
    let polariser = first.polariserDegrees.map {
      String(format: " with its axis at %g\u{00B0}, half of the light", $0)
    }
    guard raw.channels.count > 1 || polariser != nil else { return [] }
    return ["recorded numbers are those through \(first.filterName)" + (polariser ?? "")]
  }

  private static func notes(
    _ scenario: Scenario, _ scene: Scene, _ rows: [BudgetRow]
  ) -> [String] {
    var notes: [String] = []
    if scenario.optics == nil {
      notes.append(
        "the scenario has no [optics]: no line on the occulter's edge, no stray light; the cameras aspiics "
          + "and astp-camera-placeholder have them (camera.preset)")
    } else if scenario.strayLight == nil {
      notes.append("the scenario has no [stray_light]: nothing scattered, no veil, no glow")
    }
    if scenario.sensor == nil {
      notes.append("the scenario has no [sensor]: brightness alone, no recorded numbers")
    }
    notes += scene.optics.remarks
    let cut = rows.count { $0.inPicture < 0.999 }
    if cut > 0 {
      notes.append(
        "\(cut) of \(rows.count) circles reach beyond the picture: means are over the part shown")
    }
    return notes
  }
}

extension BudgetAnswer {
  /// What recorded numbers are called, with their unit.
  var signalUnit: (suffix: String, words: String)? {
    raw.map { $0.settings.isFilm ? ("lux", "lux") : ("dn_s", "DN/s") }
  }

  /// Johnson V of the star whose light in one pixel equals that of a row; nil in the dark.
  func faintestStar(_ row: BudgetRow) -> Double? {
    let light = row.total * row.pixelSteradians
    guard light > 0 else { return nil }
    // Pogson's law: five magnitudes are a factor of a hundred.
    return -2.5 * log10(light / Photometry.brightnessSteradians(visualMagnitude: 0))
  }

  /// Stretches of rows in which one kind is the largest.
  var stretches: [(kind: Int, from: Double, to: Double)] {
    var result: [(kind: Int, from: Double, to: Double)] = []
    for row in rows.sorted(by: { $0.radius < $1.radius }) {
      guard let most = row.largest?.kind else { continue }
      if let last = result.last, last.kind == most {
        result[result.count - 1].to = row.radius
      } else {
        result.append((most, row.radius, row.radius))
      }
    }
    return result
  }
}
