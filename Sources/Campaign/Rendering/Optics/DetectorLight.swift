internal import Astronomy
internal import Imagery

/// What a detector receives: the sum of what goes straight and of what is finished, rows shared among tasks.
///
/// A class, as ``FilteredLine`` is, for its tasks' sake.
final class DetectorLight: Sendable {
  private let camera: Camera
  /// The share of what comes in that goes straight.
  private let direct: Float
  /// Planes of which that share counts.
  private let incoming: [[Float]]
  /// Planes that count whole.
  private let finished: [[Float]]
  /// Stokes Q and U as they come in, with what is spread into them; none where nothing is.
  private let polarised: [Polarised]

  /// One of both Stokes parameters.
  struct Polarised: Sendable {
    /// As it comes in.
    var incoming: [Float]
    /// What is spread into it; none where nothing is.
    var spread: [Float]
  }

  /// What a detector measures; not a number where that is nothing.
  struct Planes: Sendable {
    var brightness: [Float]
    var stokesQ: [Float]
    var stokesU: [Float]
    /// Along the limb.
    var polarized: [Float]
  }

  /// The light of a frame.
  ///
  /// - Parameters:
  ///   - direct: the share of what comes in that goes straight.
  ///   - incoming: planes of which that share counts.
  ///   - finished: planes that count whole.
  ///   - polarised: Stokes Q and U.
  init(
    _ camera: Camera, direct: Float, incoming: [[Float]], finished: [[Float]],
    q: Polarised, u: Polarised
  ) {
    self.camera = camera
    (self.direct, self.incoming, self.finished) = (direct, incoming, finished)
    polarised = [q, u]
  }

  private struct Band: Sendable {
    var rows: Range<Int>
    var brightness: [Float]
    var stokes: [[Float]]
    var polarized: [Float]
  }

  /// The sum, the same for any number of tasks.
  func planes(workers: Int) async -> Planes {
    let (width, dark) = (camera.width, [Float](repeating: 0, count: camera.width * camera.height))
    let bands = stride(from: 0, to: camera.height, by: FrameRenderer.bandRows).map {
      $0..<min($0 + FrameRenderer.bandRows, camera.height)
    }
    return await withTaskGroup(of: Band.self) { group in
      var planes = Planes(brightness: dark, stokesQ: dark, stokesU: dark, polarized: dark)
      var rest = bands[...]
      func addTask() {
        guard let rows = rest.popFirst() else { return }
        group.addTask { self.band(rows) }
      }
      for _ in 0..<max(1, workers) { addTask() }
      while let band = await group.next() {
        addTask()
        let place = band.rows.lowerBound * width..<band.rows.upperBound * width
        planes.brightness.replaceSubrange(place, with: band.brightness)
        planes.stokesQ.replaceSubrange(place, with: band.stokes[0])
        planes.stokesU.replaceSubrange(place, with: band.stokes[1])
        planes.polarized.replaceSubrange(place, with: band.polarized)
      }
      return planes
    }
  }

  private func band(_ rows: Range<Int>) -> Band {
    let width = camera.width
    let place = rows.lowerBound * width..<rows.upperBound * width
    var sum = [Float](repeating: 0, count: place.count)
    for plane in incoming {
      for index in sum.indices { sum[index] += plane[place.lowerBound + index] }
    }
    for index in sum.indices { sum[index] *= direct }
    for plane in finished {
      for index in sum.indices { sum[index] += plane[place.lowerBound + index] }
    }
    let stokes = polarised.map { part in
      place.map { direct * part.incoming[$0] + (part.spread.isEmpty ? 0 : part.spread[$0]) }
    }
    let projection = camera.projection
    var polarized: [Float] = []
    polarized.reserveCapacity(place.count)
    for index in sum.indices {
      let direction = projection.direction(
        column: Double(index % width), row: Double(rows.lowerBound + index / width))
      polarized.append(
        Float(
          FrameRenderer.tangential(Double(stokes[0][index]), Double(stokes[1][index]), direction)))
    }
    return Band(rows: rows, brightness: sum, stokes: stokes, polarized: polarized)
  }
}
