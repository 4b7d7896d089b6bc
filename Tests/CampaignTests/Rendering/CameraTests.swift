import Astronomy
import Foundation
import Imagery
import Testing

@testable import Campaign

@Suite("Camera")
struct CameraTests {
  private func camera(
    width: Int = 64, height: Int = 48, scale: Double = 100, roll: Double = 0,
    pointing: SIMD2<Double> = SIMD2(0, 0)
  ) -> Camera {
    Camera(
      name: "test", width: width, height: height, pixelScaleArcseconds: scale, rollDegrees: roll,
      pointingArcseconds: pointing, exposureSeconds: 1, passbandNanometres: 400...700)
  }

  /// A direction from helioprojective longitude (west) and latitude (north), seconds of arc.
  private func direction(west: Double, north: Double) -> Vector3 {
    let (x, y) = (west * Angles.arcsecond, north * Angles.arcsecond)
    return Vector3(cos(y) * sin(x), sin(y), cos(y) * cos(x))
  }

  @Test("The boresight is the middle of the picture and the reference pixel")
  func middle() throws {
    let camera = camera(pointing: SIMD2(300, -500))
    #expect(camera.referencePixel == SIMD2(32.5, 24.5))
    let pixel = try #require(camera.projection.pixel(of: direction(west: 300, north: -500)))
    #expect(abs(pixel.x - 31.5) < 1e-9)
    #expect(abs(pixel.y - 23.5) < 1e-9)
  }

  @Test("Without roll west is right and north is up; a Sun north of the boresight stands high")
  func axes() throws {
    let projection = camera().projection
    let west = try #require(projection.pixel(of: direction(west: 1000, north: 0)))
    #expect(abs(west.x - 41.5) < 1e-3)
    #expect(abs(west.y - 23.5) < 1e-9)
    let north = try #require(projection.pixel(of: direction(west: 0, north: 1000)))
    #expect(abs(north.x - 31.5) < 1e-9)
    #expect(abs(north.y - 33.5) < 1e-3)
    let low = camera(pointing: SIMD2(500, -1000)).projection
    let sun = try #require(low.pixel(of: Vector3(0, 0, 1)))
    #expect(abs(sun.x - 26.5) < 1e-3)
    #expect(abs(sun.y - 33.5) < 1e-3)
  }

  @Test("A roll of +30° turns image up from north toward east, so north falls toward the right")
  func roll() throws {
    let projection = camera(roll: 30).projection
    let up = projection.direction(column: 31.5, row: 33.5)
    // East is the negative of west.
    #expect(abs(atan2(-up.x, up.y) / Angles.degree - 30) < 1e-9)
    let north = try #require(projection.pixel(of: direction(west: 0, north: 1000)))
    #expect(abs(north.x - (31.5 + 5)) < 1e-3)
    #expect(abs(north.y - (23.5 + 10 * 0.75.squareRoot())) < 1e-3)
    let quarter = camera(roll: 90).projection
    let right = quarter.direction(column: 41.5, row: 23.5)
    #expect(abs(right.x) < 1e-12)
    #expect(right.y > 0)
  }

  @Test("Pixel to direction and back is the identity for a turned and tilted camera")
  func roundTrip() throws {
    let projection = camera(roll: -73, pointing: SIMD2(-20_000, 31_000)).projection
    for (column, row) in [(0.0, 0.0), (63, 0), (10.25, 47), (31.5, 23.5)] {
      let direction = projection.direction(column: column, row: row)
      #expect(abs(direction.length - 1) < 1e-14)
      let pixel = try #require(projection.pixel(of: direction))
      #expect(abs(pixel.x - column) < 1e-8)
      #expect(abs(pixel.y - row) < 1e-8)
    }
    #expect(projection.pixel(of: Vector3(0, 0, -1)) == nil)
  }

  @Test(
    "Directions are those that the header's TAN projection gives by the FITS standard",
    arguments: [(0.0, 0.0, 0.0), (25, 3000, -2000), (-140, -90_000, 60_000)])
  func worldCoordinates(roll: Double, west: Double, north: Double) {
    let camera = camera(scale: 600, roll: roll, pointing: SIMD2(west, north))
    let (first, second) = camera.rotationMatrix
    for (column, row) in [(0.0, 0.0), (63, 0), (7, 40), (63, 47)] {
      // Calabretta & Greisen 2002, equations 2, 5, 14, 15 and 54, with LONPOLE = 180°.
      let p = SIMD2(column + 1, row + 1) - camera.referencePixel
      let x = (first.x * p.x + first.y * p.y) * camera.pixelScale
      let y = (second.x * p.x + second.y * p.y) * camera.pixelScale
      let phi = atan2(x, -y)
      let theta = atan2(1, (x * x + y * y).squareRoot())
      let pole = north * Angles.arcsecond
      let turned = phi - .pi
      let longitude =
        west * Angles.arcsecond
        + atan2(
          -cos(theta) * sin(turned), sin(theta) * cos(pole) - cos(theta) * sin(pole) * cos(turned))
      let latitude = asin(sin(theta) * sin(pole) + cos(theta) * cos(pole) * cos(turned))
      let found = FrameHeader.helioprojective(
        camera.projection.direction(column: column, row: row))
      #expect(abs(found.x - longitude / Angles.arcsecond) < 1e-6)
      #expect(abs(found.y - latitude / Angles.arcsecond) < 1e-6)
    }
  }
}
