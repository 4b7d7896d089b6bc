import Astronomy
import Foundation
import Geometry
import TestSupport

extension SeededGenerator {
  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }

  mutating func direction() -> Vector3 {
    let z = uniform(-1...1)
    let angle = uniform(0...(2 * .pi))
    let r = (1 - z * z).squareRoot()
    return Vector3(r * cos(angle), r * sin(angle), z)
  }

  mutating func rotation() -> Rotation {
    let z = direction()
    let x = z.cross(direction()).normalized
    return Rotation(xAxis: x, yAxis: z.cross(x), zAxis: z)
  }
}

/// A unit vector at an angle from another, on the side of a third.
func tilted(_ direction: Vector3, by angle: Double, toward side: Vector3) -> Vector3 {
  let d = direction.normalized
  let across = (side - d * d.dot(side)).normalized
  return d * cos(angle) + across * sin(angle)
}

/// Regular polygons on the sky.
func ring(around centre: Vector3, radius: Double, count: Int, phase: Double = 0) -> [Vector3] {
  let x = centre.cross(Vector3(0.3, -0.5, 0.81)).normalized
  let y = centre.cross(x)
  return (0..<count).map { index in
    let angle = 2 * .pi * Double(index) / Double(count) + phase
    return centre * cos(radius) + (x * cos(angle) + y * sin(angle)) * sin(radius)
  }
}

/// The rows of a table in `Fixtures/reference`.
func referenceRows(_ name: String) throws -> [[String: Double]] {
  let path = ReferenceData.repositoryPath("Fixtures/reference/\(name).csv")
  let text = try String(contentsOfFile: path, encoding: .utf8)
  return ReferenceData.rows(csv: text).map { $0.compactMapValues(Double.init) }
}
