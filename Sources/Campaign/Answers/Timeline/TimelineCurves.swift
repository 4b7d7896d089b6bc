internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

/// The panels of a timeline: scales from the data, curves sampled where they bend.
struct TimelineCurves {
  /// What is plotted at a moment.
  struct Values: Sendable {
    /// Separation of the centres, in radii of the Sun.
    var separation: Double
    /// Radii of occulter and Sun together: nothing is covered beyond; in radii of the Sun.
    var sum: Double
    /// The difference of the radii without sign: central within; in radii of the Sun.
    var difference: Double
    /// From observer to occulter, m.
    var distance: Double
    /// The occulter's apparent radius in radii of the Sun.
    var size: Double
    /// The covered share of the disc's solid angle, percent.
    var covered: Double
    /// The covered share of the light, percent.
    var hidden: Double
    /// The share that all bodies hide together, companions and Earth included, percent.
    var hiddenByAll: Double
    /// The Sun's apparent radius, radians.
    var sunRadius: Double
  }

  let panels: [TimelineChart.Panel]

  private static let separationColour = Colour(28, 84, 158)
  private static let sumColour = Colour(205, 112, 24)
  private static let differenceColour = Colour(122, 62, 150)
  private static let distanceColour = Colour(22, 120, 92)
  private static let sizeColour = Colour(176, 58, 72)
  private static let hiddenColour = Colour(40, 44, 60)
  private static let coveredColour = Colour(190, 96, 40)
  private static let allColour = Colour(120, 30, 130)

  init(_ answer: TimelineAnswer) throws {
    let formation = answer.scenario.formation
    func values(_ seconds: Double) throws -> Values {
      let instant = min(
        answer.shown.lowerBound.advanced(bySeconds: seconds), answer.shown.upperBound)
      let view = try formation.view(at: instant)
      let (a, b, c) = (view.discs.sunRadius, view.discs.occulterRadius, view.discs.separation)
      let hidden = 100 * view.obscuration(law: answer.scenario.law)
      let union = try answer.scenario.union(in: view)
      let isAlone = !union.members.dropFirst().contains(where: \.hidesSome)
      return Values(
        separation: c / a, sum: (a + b) / a, difference: (b - a).magnitude / a,
        distance: view.occulter.length, size: b / a,
        covered: 100 * view.solidAngleObscuration,
        hidden: hidden,
        hiddenByAll: isAlone ? hidden : 100 * union.obscuration(law: answer.scenario.law),
        sunRadius: a)
    }
    let moments = Self.moments(answer)
    let coarse = try moments.map(values)
    let scales = Scales(coarse, answer)
    // Half a pixel of the usual picture: 640 of height, of which the first panel has half.
    let samples = try AdaptiveSampling.samples(at: moments, tolerance: 0.0012) { seconds in
      let values = try values(seconds)
      return .init(seconds: seconds, value: values, places: scales.places(values))
    }
    func points(_ value: (Values) -> Double) -> [TimelineChart.Curve.Point] {
      samples.map { .init(seconds: $0.seconds, value: value($0.value)) }
    }
    panels = Self.panels(answer, coarse, scales, points: points)
  }

  /// The three panels: angles, distance and size, what is hidden.
  private static func panels(
    _ answer: TimelineAnswer, _ coarse: [Values], _ scales: Scales,
    points: ((Values) -> Double) -> [TimelineChart.Curve.Point]
  ) -> [TimelineChart.Panel] {
    let solid = { (colour: Colour) in Stroke(colour, width: 2.2) }
    let isAnnular = coarse.contains { $0.size < 1 }
    let isTotal = coarse.contains { $0.size >= 1 }
    let central =
      isAnnular && isTotal ? "total or annular" : isAnnular ? "annular" : "total"
    var hidden = [
      TimelineChart.Curve(
        "light of the Sun (limb darkening \(answer.scenario.law.name))", points(\.hidden),
        solid(hiddenColour))
    ]
    if coarse.contains(where: { $0.hiddenByAll > $0.hidden + 0.05 }) {
      hidden.append(
        .init(
          "light hidden by all bodies", points(\.hiddenByAll),
          Stroke(allColour, width: 1.6, dashes: [7, 3])))
    }
    // In an overview the two are one line.
    if answer.chosen != nil {
      hidden.append(
        .init(
          "area of its disc", points(\.covered),
          Stroke(coveredColour, width: 1.6, dashes: [3, 3])))
    }
    return [
      TimelineChart.Panel(
        left: scales.angle, right: scales.arcminutes,
        curves: [
          .init(
            "separation", points(\.separation), Stroke(separationColour, width: 2.8)
          ),
          .init("sum of radii: partial below", points(\.sum), solid(sumColour)),
          .init(
            "difference: \(central) below", points(\.difference),
            solid(differenceColour)),
        ], weight: 0.5),
      TimelineChart.Panel(
        left: scales.distance, right: scales.size,
        curves: [
          .init(
            "distance", points { $0.distance / scales.distanceUnit },
            solid(distanceColour)),
          .init(
            "apparent radius of the occulter", points(\.size),
            Stroke(sizeColour, width: 2.2, dashes: [9, 4]), usesRightScale: true),
        ], weight: 0.22),
      TimelineChart.Panel(
        left: PlotScale("hidden, %", from: -3, to: 103),
        curves: hidden, weight: 0.28),
    ]
  }

  private static let samplesPerTurn = 24.0
  /// Up to so many turns of the observer every swing of the curves is followed.
  static let resolvedTurns = 800.0

  /// Where sampling begins: evenly, and at every moment where something happens.
  private static func moments(_ answer: TimelineAnswer) -> [Double] {
    let length = answer.length
    // A curve that swings once a turn needs to be met in every swing.
    let steps = max(96, (samplesPerTurn * min(resolvedTurns, answer.turns)).rounded(.up))
    var moments = (0...Int(steps)).map { length * Double($0) / steps }
    for (_, window) in answer.drawnWindows {
      let contacts =
        [window.first, window.fourth] + window.phases.flatMap { [$0.start, $0.end] }
      let inside =
        (contacts.compactMap { $0?.instant } + [window.greatest.instant])
        .map(answer.seconds).filter { $0 > 0 && $0 < length }.sorted()
      moments += inside
      // Between the moments of a short window, so that its curves are seen to bend.
      moments += zip(inside, inside.dropFirst()).flatMap { start, end in
        [0.25, 0.5, 0.75].map { start + (end - start) * $0 }
      }
    }
    return moments.sorted()
  }

  /// The scales, from a first look at the curves.
  struct Scales {
    let angle, arcminutes, distance, size: PlotScale
    /// Metres of the distance's unit.
    let distanceUnit: Double

    init(_ coarse: [Values], _ answer: TimelineAnswer) {
      angle = Self.angle(coarse, answer)
      // The Sun's radius changes by a part in 3000 a day: its middle serves the second scale.
      let minutes = (coarse.isEmpty ? 0 : coarse[coarse.count / 2].sunRadius) / (Angles.degree / 60)
      arcminutes = PlotScale(
        "arc minutes", from: angle.low * minutes, to: angle.high * minutes,
        isLogarithmic: angle.isLogarithmic)
      let farthest = coarse.map(\.distance).max() ?? 1
      // Ticks of more than five digits would run into the label.
      let (unit, name) =
        farthest >= 2e7 ? (1e6, "1000 km") : farthest >= 20_000 ? (1000, "km") : (1, "m")
      distanceUnit = unit
      distance = Self.around(
        coarse.map { $0.distance / unit }, "distance, \(name)",
        distanceColour, isHigh: true)
      size = Self.around(coarse.map(\.size), "occulter, solar radii", sizeColour, isHigh: false)
    }

    /// The places of all curves on their scales, cut where they leave the plot.
    func places(_ values: Values) -> [Double] {
      let shared = [values.separation, values.sum, values.difference].map(angle.place)
      // A panel of half the height shows half of a departure.
      let others = [
        distance.place(values.distance / distanceUnit) / 2, size.place(values.size) / 2,
        values.covered / 200, values.hidden / 200,
        values.hiddenByAll / 200,
      ]
      return (shared + others).map { min(1.1, max(-0.1, $0)) }
    }

    /// Separation and contact radii: linear around a window, logarithmic from window to window.
    private static func angle(_ coarse: [Values], _ answer: TimelineAnswer) -> PlotScale {
      let sums = coarse.map(\.sum).sorted()
      let usual = sums.isEmpty ? 2 : sums[sums.count / 2]
      let label = "angle, solar radii"
      let farthest = coarse.map(\.separation).max() ?? 1
      guard answer.chosen == nil, farthest > 8 * usual else {
        // The sum of radii where it counts: at first and fourth contact, else in the middle.
        let edges = coarse.filter { ($0.separation / $0.sum - 1).magnitude < 0.02 }.map(\.sum)
        guard let edge = edges.max() else {
          // Without contacts: the margin between the separation and what it must stay below.
          let isCentral = coarse.allSatisfy { $0.separation < $0.difference }
          let widest = coarse.map { max($0.separation, $0.difference) }.max() ?? usual
          return PlotScale(label, from: 0, to: isCentral ? 2.2 * widest : 1.35 * max(usual, widest))
        }
        return PlotScale(label, from: 0, to: 1.35 * edge)
      }
      return PlotScale(label, from: 0.05 * min(usual, 10), to: farthest * 1.3, isLogarithmic: true)
    }

    /// A scale that holds values with some room, never so narrow that its ticks look alike.
    private static func around(
      _ values: [Double], _ label: String, _ colour: Colour, isHigh: Bool
    ) -> PlotScale {
      let (low, high) = (values.min() ?? 0, values.max() ?? 1)
      guard low > 0, high / low < 25 else {
        return PlotScale(
          label, from: max(low, high * 1e-6) / 1.3, to: high * 1.3, isLogarithmic: true,
          colour: colour)
      }
      let room = max(0.08 * (high - low), 0.02 * high)
      // Two steady curves in one plot keep apart.
      let (below, above) = isHigh ? (1.5, 0.7) : (0.7, 1.5)
      return PlotScale(
        label, from: max(0, low - below * room), to: high + above * room, colour: colour)
    }
  }
}
