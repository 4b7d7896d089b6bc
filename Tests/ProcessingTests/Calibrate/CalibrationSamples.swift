import Astronomy
import Foundation
import Imagery
import Processing
import TestSupport

/// An observation of given numbers with header cards.
func observation(
  _ samples: [Double], width: Int, unit: Processing.LightUnit = .counts,
  cards: [String: Double] = [:],
  seconds: Double? = 1, name: String = "frame"
) throws -> Observation {
  var header = FITSHeader()
  for (keyword, value) in cards.sorted(by: { $0.key < $1.key }) {
    try header.append(keyword, value)
  }
  let plane = try Plane(width: width, height: samples.count / width, samples: samples)
  var result = try Observation(
    name: name, light: plane, unit: unit, level: .raw, kind: "B", header: header)
  result.exposureSeconds = seconds
  return result
}

/// A sky of square pixels, north up, the Sun's centre at a pixel counted from 0.
func sky(
  arcsecondsPerPixel: Double, centre: SIMD2<Double>, solarRadiusArcseconds: Double = 959.63,
  occulter: SkyGeometry.Occulter? = nil
) -> SkyGeometry {
  let arcsecond = Double.pi / 648_000
  return SkyGeometry(
    projection: SkyProjection(
      pointing: SIMD2(0, 0), matrix: (SIMD2(1, 0), SIMD2(0, 1)),
      scale: arcsecondsPerPixel * arcsecond, centre: centre, kind: .tan),
    solarRadius: solarRadiusArcseconds * arcsecond, distanceSolarRadii: 215, occulter: occulter)
}

/// Runs one step.
func run(
  _ step: any ProcessingStep.Type, _ observations: [Observation],
  _ values: [String: StepValue] = [:], _ pictures: [String: Observation] = [:]
) throws -> [Observation] {
  let checked = try StepValues(values, for: step.description)
  return try step.init(checked).process(observations, pictures)
}

/// Runs one step on one observation.
func run(
  _ step: any ProcessingStep.Type, _ one: Observation, _ values: [String: StepValue] = [:],
  _ pictures: [String: Observation] = [:]
) throws -> Observation {
  try run(step, [one], values, pictures)[0]
}

/// What a step says when it refuses.
func refusal(
  _ step: any ProcessingStep.Type, _ observations: [Observation],
  _ values: [String: StepValue] = [:], _ pictures: [String: Observation] = [:]
) -> ProcessingError? {
  do {
    _ = try run(step, observations, values, pictures)
    return nil
  } catch {
    return error as? ProcessingError
  }
}

/// The planes of a FITS file with plain arrays, in double precision: cubes plane by plane.
func planes(ofFixture path: String) throws -> [Plane] {
  let file = ReferenceData.repositoryPath("Fixtures/imaging/" + path)
  let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
  var planes: [Plane] = []
  var place = 0
  while place + 2880 <= bytes.count {
    var cards: [String: Int] = [:]
    var isOpen = true
    while isOpen, place + 2880 <= bytes.count {
      for begin in stride(from: place, to: place + 2880, by: 80) {
        let card = String(decoding: bytes[begin..<begin + 80], as: UTF8.self)
        if card.hasPrefix("END ") { isOpen = false }
        let value = card.dropFirst(10).split(separator: "/")[0]
        cards[card.prefix(8).trimmingCharacters(in: .whitespaces)] =
          Int(value.trimmingCharacters(in: .whitespaces))
      }
      place += 2880
    }
    let size = (cards["BITPIX"] ?? 8) / 8
    let width = cards["NAXIS1"] ?? 0
    let height = cards["NAXIS2"] ?? 0
    let depth = cards["NAXIS3"] ?? 1
    for number in 0..<depth where width * height > 0 {
      let begin = place + number * width * height * abs(size)
      let samples = (0..<width * height).map { index -> Double in
        let at = begin + index * abs(size)
        let bits = bytes[at..<at + abs(size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == -8
          ? Double(bitPattern: bits) : Double(Int16(truncatingIfNeeded: Int64(bitPattern: bits)))
      }
      planes.append(try Plane(width: width, height: height, samples: samples))
    }
    place += (width * height * depth * abs(size) + 2879) / 2880 * 2880
  }
  return planes
}

/// Mean and deviation of numbers, NaN left out.
func moments(_ values: [Double]) -> (count: Int, mean: Double, deviation: Double) {
  let known = values.filter { !$0.isNaN }
  let mean = known.reduce(0, +) / Double(known.count)
  let square = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
  return (known.count, mean, square.squareRoot())
}
