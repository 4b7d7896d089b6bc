internal import Astronomy
internal import Foundation
internal import Imagery
internal import Optics

/// The line on the occulter's edge as it comes through internal occulter and Lyot stop.
///
/// In each direction about the axis the profile of ``CoronagraphResponse``, as strong as the edge shines
/// there: what leaks past the internal occulter comes from the edge behind it. Left out is what
/// ``InternalOcculter/remark(middle:occulterRadius:)`` tells.
struct FilteredRing {
  private let profile: RadialResponse
  private let irradiance: Double
  /// By direction about the occulter's middle, from west through north.
  private let strengths: [Double]
  /// Places of the axis and of the occulter's middle, as tangents from the Sun's centre.
  private let axis: SIMD2<Double>
  private let middle: SIMD2<Double>
  /// Tangent of the angle at which the profile is steep.
  private let edge: Double

  /// - Parameters:
  ///   - ring: the line, with its irradiance in the pupil.
  ///   - response: the profile.
  ///   - internalOcculter: with the telescope's axis.
  ///   - middle: of the external occulter, as tangents from the Sun's centre.
  init(
    _ ring: RingImage, through response: CoronagraphResponse, _ internalOcculter: InternalOcculter,
    middle: SIMD2<Double>
  ) {
    profile = response.profile
    irradiance = ring.pupilIrradiance
    strengths = ring.strengthByDirection()
    let toward = internalOcculter.axis
    axis = SIMD2(toward.x, toward.y) / toward.z
    self.middle = middle
    edge = internalOcculter.tangent
  }

  /// Brightness summed over the sky, mean solar brightness times steradians.
  ///
  /// `2π ∫ B sin θ dθ` of the profile, by midpoints between its angles.
  var flux: Double {
    let steps = 16
    var sum = 0.0
    for (low, high) in zip([0] + profile.angles, profile.angles) {
      let width = (high - low) / Double(steps)
      for step in 0..<steps {
        let angle = low + (Double(step) + 0.5) * width
        sum += profile.value(at: angle) * sin(angle) * width
      }
    }
    let strength = strengths.reduce(0, +) / Double(strengths.count)
    return 2 * Double.pi * irradiance * strength * sum
  }

  /// The line on the camera's pixels, mean solar brightness.
  func plane(_ camera: Camera) -> [Float] {
    let projection = camera.projection
    // Pixels where the profile is steep are averaged over 3 x 3 places.
    let steep = max(16 * camera.pixelScale, 0.2 * edge)
    var samples: [Float] = []
    samples.reserveCapacity(camera.width * camera.height)
    for row in 0..<camera.height {
      for column in 0..<camera.width {
        func brightness(_ across: Double, _ up: Double) -> Double {
          let direction = projection.direction(
            column: Double(column) + across, row: Double(row) + up)
          guard direction.z > 0 else { return 0 }
          return self.brightness(SIMD2(direction.x, direction.y) / direction.z)
        }
        let direction = projection.direction(column: Double(column), row: Double(row))
        let place = SIMD2(direction.x, direction.y) / direction.z - axis
        let fromEdge = ((place * place).sum().squareRoot() - edge).magnitude
        guard fromEdge < steep else {
          samples.append(Float(brightness(0, 0)))
          continue
        }
        var sum = 0.0
        for up in [-1.0, 0, 1] {
          for across in [-1.0, 0, 1] { sum += brightness(across / 3, up / 3) }
        }
        samples.append(Float(sum / 9))
      }
    }
    return samples
  }

  /// The brightness at a place, as tangents from the Sun's centre.
  private func brightness(_ place: SIMD2<Double>) -> Double {
    let (fromAxis, fromMiddle) = (place - axis, place - middle)
    let turn = atan2(fromMiddle.y, fromMiddle.x) / (2 * Double.pi) + 1
    let position = turn * Double(strengths.count)
    let low = Int(position)
    let share = position - Double(low)
    let strength =
      strengths[low % strengths.count] * (1 - share)
      + strengths[(low + 1) % strengths.count] * share
    return irradiance * strength * profile.brightness(x: fromAxis.x, y: fromAxis.y)
  }
}
