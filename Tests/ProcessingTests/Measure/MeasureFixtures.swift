import Foundation
import Imagery

@testable import Processing

/// Pictures drawn from formulas over distance and position angle.
enum MeasureFixtures {
  /// A picture of a function of distance (solar radii) and position angle (degrees), Sun off the middle, rolled.
  static func observation(
    width: Int = 220, height: Int = 200, roll: Double = 0.4, scale: Double = 40,
    kind: String = "B", sigma: Double? = nil, light: (Double, Double) -> Double
  ) throws -> Observation {
    let sky = RegisterFixtures.sky(centre: SIMD2(107.3, 98.6), scale: scale, roll: roll)
    var samples: [Double] = []
    for row in 0..<height {
      for column in 0..<width {
        let d = sky.projection.direction(column: Double(column), row: Double(row))
        let radius = atan2(hypot(d.x, d.y), d.z) / sky.solarRadius
        var degrees = atan2(-d.x, d.y) * 180 / .pi
        if degrees < 0 { degrees += 360 }
        samples.append(light(radius, degrees))
      }
    }
    var observation = try Observation(
      name: "frame", light: Plane(width: width, height: height, samples: samples),
      unit: .meanSolarBrightness, level: .measured, kind: kind)
    observation.sky = sky
    if let sigma {
      observation.uncertainty = Plane(
        like: observation.light, samples: samples.map { abs($0) * sigma })
    }
    return observation
  }

  /// The angle between two position angles, degrees.
  static func separation(_ a: Double, _ b: Double) -> Double {
    abs((a - b + 540).truncatingRemainder(dividingBy: 360) - 180)
  }

  /// A streamer that leans with distance, on a corona that falls as r⁻³.
  static func streamer(_ radius: Double, _ degrees: Double, at ridge: Double, lean: Double = 4)
    -> Double
  {
    let offset = separation(degrees, ridge + lean * (radius - 2))
    return 1e-7 * pow(max(radius, 0.5), -3) * (1 + 2 * exp(-0.5 * pow(offset / 8, 2)))
  }

  static func process<Step: ProcessingStep>(
    _ step: Step.Type, _ values: [String: StepValue], _ observations: [Observation]
  ) throws -> [Observation] {
    let step = try Step(StepValues(values, for: Step.description))
    return try step.process(observations, [:])
  }
}
