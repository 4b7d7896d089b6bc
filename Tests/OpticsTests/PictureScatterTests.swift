import RealModule
import Testing

@testable import Optics

/// What optics scatter out of whole pictures.
@Suite("Scatter of pictures")
struct PictureScatterTests {
  @Test(
    "The share within an angle is the law's integral over the cap",
    arguments: [(1e-3, 2.0), (2e-4, 3.1), (0.05, 1.2), (0.3, 2)])
  func share(shoulder: Double, slope: Double) throws {
    let law = try HarveyScatter(total: 0.03, shoulder: shoulder, slope: slope)
    for angle in [0.1 * shoulder, shoulder, 3 * shoulder, 1.2] {
      let steps = 20_000
      var sum = 0.0
      for step in 0..<steps {
        // Steps that grow with the fourth power find a narrow shoulder, too.
        let t = (Double(step) + 0.5) / Double(steps)
        let (place, width) = (angle * t * t * t * t, 4 * angle * t * t * t / Double(steps))
        sum += law.radiance(at: place) * 2 * .pi * Double.sin(place) * width
      }
      #expect(abs(law.share(within: angle) / sum - 1) < 1e-4, "\(angle)")
    }
    #expect(law.share(within: 0) == 0 && abs(law.share(within: 2) / 0.03 - 1) < 1e-12)
    #expect(abs(law.share(within: .pi / 2 - 1e-9) / 0.03 - 1) < 1e-6)
  }

  @Test(
    "A point throws the law's light: its core whole, far off the law's radiance", arguments: [1, 4])
  func point(cell: Int) throws {
    let pixel = 5e-5
    let law = try HarveyScatter(total: 0.02, shoulder: 2e-4, slope: 2.5)
    let shares = ScatterShares(law, count: 200, cell: pixel * Double(cell))
    var sum = 0.0
    for up in -199..<200 {
      for across in -199..<200 {
        let share = shares.share(across: abs(across), up: abs(up))
        sum += share
        let distance = Double.hypot(Double(across), Double(up)) * pixel * Double(cell)
        guard distance > 40 * pixel * Double(cell) else { continue }
        let area = pixel * pixel * Double(cell * cell)
        #expect(abs(share / (law.radiance(at: distance) * area) - 1) < 2e-3)
      }
    }
    // A square of cells holds more than the circle in it and less than that about it.
    let half = 199.5 * pixel * Double(cell)
    #expect(sum > law.share(within: half) && sum < law.share(within: half * 1.4143))
  }

  @Test("An even sky scatters as much into a place as out of it, but for the picture's edge")
  func evenSky() async throws {
    let law = try HarveyScatter(total: 0.2, shoulder: 1e-3, slope: 4)
    let scatter = try PictureScatter(law, width: 300, height: 280, pixel: 5e-5)
    let even = [Float](repeating: 2, count: 300 * 280)
    let found = await scatter.scattered([even, even.map { -$0 }], workers: 2)
    // At 7 mrad from the edge a share (1 + 49)⁻¹ of it is missing at most.
    let middle = found[0][140 * 300 + 150]
    #expect(middle < 0.4 && middle > 0.4 * (1 - 1.0 / 50), "\(middle)")
    #expect(abs(found[1][140 * 300 + 150] + middle) < 1e-6)
    #expect(found[0][0] < 0.15 && found[0][0] > 0.08)
  }

  @Test(
    "Cells as wide as a quarter of the shoulder change little of what pixels scatter, and keep the light"
  )
  func cells() async throws {
    let (width, height, pixel) = (256, 240, 1e-5)
    // A corona that falls as the sixth power, cut by an occulter.
    let plane: [Float] = (0..<width * height).map { index in
      let r = Double.hypot(Double(index % width) - 128, Double(index / width) - 120) / 30
      return r < 1.1 ? 0 : Float(Double.pow(r, -6))
    }
    let law = try HarveyScatter(total: 0.1, shoulder: 16 * pixel, slope: 3)
    let coarse = await try PictureScatter(law, width: width, height: height, pixel: pixel)
      .scattered([plane], workers: 1)[0]
    // The plain sum over pixels.
    let shares = ScatterShares(law, count: 256, cell: pixel)
    for (column, row) in [(128, 120), (150, 120), (161, 120), (180, 140), (240, 30)] {
      var sum = 0.0
      for index in plane.indices where plane[index] > 0 {
        sum +=
          Double(plane[index])
          * shares.share(across: abs(index % width - column), up: abs(index / width - row))
      }
      let found = Double(coarse[row * width + column])
      #expect(abs(found / sum - 1) < 0.01, "\(column) \(row): \(found / sum)")
    }
    let narrow = try HarveyScatter(total: 0.1, shoulder: pixel, slope: 4)
    let fine = await try PictureScatter(narrow, width: width, height: height, pixel: pixel)
      .scattered([plane, plane, plane], workers: 2)[2]
    let light = plane.reduce(0.0) { $0 + Double($1) }
    #expect(abs(fine.reduce(0.0) { $0 + Double($1) } / light / 0.1 - 1) < 1e-3)
  }

  @Test("Pictures that are none are refused, planes of another size scatter nothing")
  func refusal() async throws {
    let law = try HarveyScatter(total: 0.1, shoulder: 1e-3, slope: 2)
    for (width, height, pixel, words) in [
      (0, 4, 1e-5, "pixels along a side"), (4, 70_000, 1e-5, "pixels along a side"),
      (4, 4, 0, "width of a pixel"), (4, 4, .nan, "width of a pixel"),
    ] {
      let error = #expect(throws: OpticsError.self) {
        _ = try PictureScatter(law, width: width, height: height, pixel: pixel)
      }
      #expect(error?.description.contains(words) == true)
    }
    let scatter = try PictureScatter(law, width: 4, height: 4, pixel: 1e-5)
    let found = await scatter.scattered([[1, 2], [1, 2]], workers: 1)
    #expect(found[1] == [Float](repeating: 0, count: 16))
  }
}
