import Astronomy
import Foundation
import Imagery
import Testing

@testable import Campaign

/// Equal angles as equal lengths.
@Suite("Zenithal equidistant camera")
struct CameraProjectionTests {
  private var camera: Camera {
    Camera(
      name: "test", width: 100, height: 80, pixelScaleArcseconds: 300, rollDegrees: 30,
      pointingArcseconds: SIMD2(3000, -2000), exposureSeconds: 1, passbandNanometres: 400...700,
      projectionKind: .arc)
  }

  @Test(
    "Pixels of a turned and tilted ARC picture look where WCSLIB says",
    // astropy.wcs 7 with CTYPE HPLN-ARC, CRPIX (50.5, 40.5), CRVAL (3000, −2000)″, CDELT 300″, and the
    // PC matrix of 30°: pixels counted from one, helioprojective seconds of arc.
    arguments: [
      (1.0, 1.0, -3958.647557, -19682.921526), (100, 80, 9947.061062, 15685.193678),
      (50.5, 40.5, 3000, -2000), (20, 70, -9348.843052, 1091.062908),
    ])
  func published(column: Double, row: Double, longitude: Double, latitude: Double) throws {
    let direction = camera.projection.direction(column: column - 1, row: row - 1)
    #expect(abs(direction.length - 1) < 1e-15)
    let place = FrameHeader.helioprojective(direction)
    #expect(abs(place.x - longitude) < 2e-6)
    #expect(abs(place.y - latitude) < 2e-6)
    let back = try #require(camera.projection.pixel(of: direction))
    #expect(abs(back.x - (column - 1)) < 1e-9)
    #expect(abs(back.y - (row - 1)) < 1e-9)
  }

  @Test("Both projections' pixels fill the solid angle that their formula gives")
  func solidAngle() {
    for kind in CameraProjection.allCases {
      var camera = camera
      camera.projectionKind = kind
      camera.pixelScaleArcseconds = 1500
      let projection = camera.projection
      for (column, row) in [(50.0, 40.0), (5, 70), (99, 0)] {
        let middle = projection.direction(column: column, row: row)
        let across =
          projection.direction(column: column + 0.5, row: row)
          - projection.direction(column: column - 0.5, row: row)
        let up =
          projection.direction(column: column, row: row + 0.5)
          - projection.direction(column: column, row: row - 0.5)
        let area = across.cross(up).length
        let angle = middle.angle(to: projection.boresight)
        let expected =
          camera.pixelScale * camera.pixelScale * kind.relativeSolidAngle(atAngle: angle)
        #expect(abs(area / expected - 1) < 2e-5, "\(kind), \(angle)")
      }
    }
  }
}
