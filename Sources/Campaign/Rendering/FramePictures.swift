internal import Astronomy
internal import Corona
internal import Geometry
internal import Trajectories

/// The frames of a scenario's sequence as their corona sees them.
final class FramePictures: CoronaPictures {
  private let formation: Formation
  private let sequence: FrameSequence
  private let camera: Camera
  private let isSmooth: Bool

  /// - Parameter isSmooth: whether the corona is; see `KCorona`.
  init(_ sequence: FrameSequence, _ camera: Camera, _ formation: Formation, isSmooth: Bool) {
    self.sequence = sequence
    self.camera = camera
    self.formation = formation
    self.isSmooth = isSmooth
  }

  var count: Int { sequence.count }

  var seconds: Double { Double(max(sequence.count, 1) - 1) * sequence.cadenceSeconds }

  var sightlines: Int { camera.width * camera.height }

  func observer(atSeconds seconds: Double) throws -> CoronalObserver {
    let instant = sequence.start.advanced(bySeconds: seconds)
    let view = try formation.view(at: instant)
    let orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: formation.ephemeris,
      treatment: formation.treatment)
    return try formation.coronalObserver(in: view, orientation)
  }

  func sightlinesPerSquareRadius(atRadius radius: Double) -> Double {
    let distance = PhysicalConstants.astronomicalUnit / formation.sunRadius
    let pixel = distance * camera.pixelScale
    guard camera.sampling == .mean else { return 1 / (pixel * pixel) }
    switch PixelMeans.rule(atRadius: radius, pixel: pixel, isSmooth: isSmooth) {
    case .middle, .neighbours: return 1 / (pixel * pixel)
    case .points(let side): return Double(1 + side * side) / (pixel * pixel)
    }
  }
}
