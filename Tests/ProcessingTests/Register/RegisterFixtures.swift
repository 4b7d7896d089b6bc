import Astronomy
import Foundation
import Imagery
import TestSupport

@testable import Processing

/// Pictures for the tests of registration, with a geometry of the vectors: 40″ pixels, R☉ 943.96″.
enum RegisterFixtures {
  static let arcsecond = Double.pi / 648_000
  static let solarRadius = 943.9600065 * arcsecond

  /// The planes of a file.
  static func planes(_ name: String) throws -> [Plane] {
    let path = ReferenceData.repositoryPath("Fixtures/imaging/register/\(name).fits")
    switch try FITSDecoder.read(path).content {
    case .float32(let image): return [Plane(image)]
    case .float32Cube(let images): return images.map { Plane($0) }
    default: throw ProcessingError(.unsuitableInput, "read \(name)", "no picture")
    }
  }

  /// A geometry with the Sun at a place, counted from 0, turned counter-clockwise by a roll.
  static func sky(
    centre: SIMD2<Double>, scale: Double = 40, roll: Double = 0, kind: CameraProjection = .tan,
    pointing: SIMD2<Double> = .zero, occulter: SIMD2<Double>? = nil, occulterRadius: Double = 1.9
  ) -> SkyGeometry {
    let (c, s) = (cos(roll), sin(roll))
    return SkyGeometry(
      projection: SkyProjection(
        pointing: pointing, matrix: (SIMD2(c, -s), SIMD2(s, c)), scale: scale * arcsecond,
        centre: centre, kind: kind),
      solarRadius: solarRadius, distanceSolarRadii: 218.5,
      occulter: occulter.map {
        SkyGeometry.Occulter(radius: occulterRadius * solarRadius, centre: $0)
      })
  }

  static func observation(_ name: String, _ plane: Plane, _ sky: SkyGeometry?) throws -> Observation
  {
    var observation = try Observation(
      name: name, light: plane, unit: .meanSolarBrightness, level: .calibrated, kind: "B")
    observation.sky = sky
    return observation
  }
}
