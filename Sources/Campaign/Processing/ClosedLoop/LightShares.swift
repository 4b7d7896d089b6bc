internal import Foundation
internal import Imagery
internal import Processing

/// How much of a frame's light is no corona, layer by layer: the part of an error that no calibration of the
/// sensor takes away.
struct LightShares: Sendable {
  /// A layer of light.
  struct Layer: Sendable {
    /// Of its plane, such as RING.
    var name: String
    /// What it is, in words.
    var meaning: String
    /// The median over pixels of its light over the corona's.
    var share: Double
  }

  /// The layers that the frame tells apart, the largest first; those below a millionth are left out.
  let layers: [Layer]
  /// The median over pixels of all light less corona and layers, over the corona's: stars, earthshine, and
  /// what occulter and blur take from the corona, and what lenses spread of it.
  let rest: Double

  /// Measures the layers where a picture is compared.
  ///
  /// - Parameter range: distances from the Sun's centre, solar radii.
  init(_ truth: TruthPlanes, range: ClosedRange<Double>) {
    let radii = truth.sky.impactParameters(like: truth.light)
    let counted = truth.light.samples.indices.filter {
      range.contains(radii[$0]) && truth.light.samples[$0].isFinite && truth.corona.samples[$0] > 0
    }
    func share(_ light: (Int) -> Double) -> Double {
      RadialErrors.median(
        counted.map { light($0) / truth.corona.samples[$0] }.filter(\.isFinite))
    }
    layers = truth.stray.map { layer in
      Layer(
        name: layer.name, meaning: layer.meaning,
        share: share { layer.light.samples[$0] })
    }.filter { $0.share.isFinite && $0.share >= 1e-6 }.sorted { $0.share > $1.share }
    rest = share { index in
      truth.light.samples[index] - truth.corona.samples[index]
        - truth.stray.reduce(0) {
          $0 + ($1.light.samples[index].isFinite ? $1.light.samples[index] : 0)
        }
    }
  }
}
