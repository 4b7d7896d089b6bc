/// Moves common errors onto a grid as the light is moved.
///
/// The error of a master's own pixels averages between them as noise does, `Σ w² c²`; that of a whole picture
/// is read as light. Pictures moved by less than a pixel against each other see the same master through
/// different weights, and count as seeing it alike; ``MovedMasters`` tells those moved further apart.
struct CommonErrorReader {
  /// Fills the grid from a picture.
  typealias Filling = (_ source: Observation, _ kernel: ResamplingKernel) -> (
    light: [Double], variance: [Double]?, flags: [UInt8]
  )

  private let plane: Plane
  private let fill: Filling

  /// - Parameters:
  ///   - plane: of the grid's size.
  ///   - fill: fills it from a picture.
  init(like plane: Plane, _ fill: @escaping Filling) { (self.plane, self.fill) = (plane, fill) }

  /// The common errors of a picture on the grid.
  func moved(_ observation: Observation, _ kernel: ResamplingKernel) -> [CommonError] {
    observation.commonErrors.map { error in
      if error.extent == .picture, case .uniform = error.deviation { return error }
      let filled = fill(error.alone(in: observation), kernel)
      return error.told(
        by: Plane(like: plane, samples: filled.light),
        filled.variance.map { Plane(like: plane, samples: $0.map { $0.squareRoot() }) })
    }
  }
}

extension CommonError {
  /// A picture whose light is the deviation, known where the observation's light is.
  func alone(in observation: Observation) -> Observation {
    var alone = observation.lightOnly
    alone.light.samples = observation.light.samples.indices.map { index in
      let value = deviation[index]
      return observation.light.samples[index].isNaN ? .nan : value.isNaN ? 0 : value
    }
    alone.uncertainty = Plane(
      like: alone.light, samples: alone.light.samples.map { $0.magnitude })
    return alone
  }

  /// The error as a reading of it tells: by its light for one that moves the whole picture, else by its
  /// standard deviation, with the light's sign.
  func told(by light: Plane, _ deviation: Plane?) -> CommonError {
    var result = self
    guard extent == .pixels, let deviation else {
      result.deviation = .each(light)
      return result
    }
    let signed = zip(light.samples, deviation.samples).map { $0 < 0 ? -$1 : $1 }
    result.deviation = .each(Plane(like: light, samples: signed))
    return result
  }
}
