import Astronomy
import Geometry
import Imagery
import TestSupport
import Testing

@testable import Campaign

/// A small scenario rendered at one instant, with all that led to it.
struct RenderedSample {
  let scenario: Scenario
  let camera: Camera
  let scene: Scene
  let frame: RenderedFrame

  /// Renders a scenario five minutes into its span.
  init(
    trajectory: String = SampleScenario.heldAt100, shape: String = "kind = \"disc\"\nradius_m = 1",
    camera lines: String = "size = [48, 40]\npixel_scale_arcsec = 200",
    electrons: String = "leblanc1998", sun: String = "", output: String = "annotated = false",
    more: String = "", folder: String = "", workers: Int = 1
  ) async throws {
    scenario = try Samples.read(
      SampleScenario.text(
        shape: shape, trajectory: trajectory,
        more: SampleScenario.frames(camera: lines, electrons: electrons, sun: sun, output: output)
          + "\n" + more), folder: folder)
    camera = try #require(scenario.camera)
    let corona = try #require(scenario.corona)
    scene = try await Scene(
      at: try Instant.parse("2000-06-01T00:05:00Z").instant, formation: scenario.formation,
      corona: corona, law: scenario.law, camera: camera, optics: scenario.optics,
      stray: scenario.strayLight)
    frame = try await FrameRenderer(camera: camera).render(scene, workers: workers)
  }

  /// One file of the frame.
  struct Product {
    var kind: String
    var path: String
    var bytes: [UInt8]
  }

  /// The frame's files.
  func products() throws -> [Product] {
    let products = FrameProducts(
      scenario: scenario, camera: camera, scene: scene, rendered: frame, frameIndex: nil,
      created: try CreationDate.instant(unixSeconds: 1_000_000_000),
      raw: try scenario.rawFrames(camera))
    return try products.paths.map { kind, path in
      var bytes: [UInt8] = []
      try products.encode(kind) { bytes += $0 }
      return Product(kind: kind, path: path, bytes: bytes)
    }
  }

  /// The F corona of the frame.
  func dust() throws -> Image { try plane("F") }

  /// The light of one kind beside the K corona.
  func plane(_ name: String) throws -> Image {
    try #require(frame.layers.first { $0.plane == name }).image
  }

  /// The files of one kind.
  func bytes(_ kind: String) throws -> [UInt8] {
    try #require(try products().first { $0.kind == kind }).bytes
  }

  /// The records of the frame's header.
  func frameRecords() throws -> [String] {
    try FITSDecoder.decode(try bytes("frame")).header.records
  }

  /// The light of the photosphere over that of the whole disc: radiance times solid angle, summed.
  var photosphericFraction: Double {
    var sum = 0.0
    let projection = camera.projection
    for row in 0..<camera.height {
      for column in 0..<camera.width {
        // A TAN pixel subtends the cube of the cosine from the boresight.
        let direction = projection.direction(column: Double(column), row: Double(row))
        let cosine = direction.dot(projection.boresight)
        sum += Double(frame.photosphere[column, row]) * cosine * cosine * cosine
      }
    }
    let half = scene.view.discs.sunRadius
    let disc = 2 * Double.pi * (2 * sine(half / 2) * sine(half / 2))
    return sum * camera.pixelScale * camera.pixelScale / disc
  }

  /// Sine of a small angle, without Foundation's help.
  private func sine(_ x: Double) -> Double { x * (1 - x * x / 6 * (1 - x * x / 20)) }
}
