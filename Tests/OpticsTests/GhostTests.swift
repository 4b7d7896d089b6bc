import RealModule
import Testing

@testable import Optics

/// Second images reflected between surfaces.
@Suite("Ghosts")
struct GhostTests {
  private static let (width, height) = (120, 90)
  private static let pixel = 1e-4
  private static let axis = SIMD2(59.5, 44.5)

  /// Sum, middle and mean square distance from it along columns and rows, pixels.
  private struct Moments {
    var sum = 0.0
    var middle = SIMD2<Double>.zero
    var spread = SIMD2<Double>.zero

    init(_ picture: [Float]) {
      var square = SIMD2<Double>.zero
      for (index, light) in picture.enumerated() {
        let place = SIMD2(Double(index % width), Double(index / width))
        sum += Double(light)
        middle += Double(light) * place
        square += Double(light) * place * place
      }
      middle /= sum
      spread = square / sum - middle * middle
    }
  }

  private func point(_ column: Int, _ row: Int) -> [Float] {
    var picture = [Float](repeating: 0, count: Self.width * Self.height)
    picture[row * Self.width + column] = 1
    return picture
  }

  /// A round spot of Gauss's shape, two pixels wide.
  private func spot(_ middle: SIMD2<Double>) -> [Float] {
    (0..<Self.width * Self.height).map { index -> Float in
      let place = SIMD2(Double(index % Self.width), Double(index / Self.width)) - middle
      return Float(Double.exp(-(place * place).sum() / 8))
    }
  }

  private func ghost(_ ghost: Ghost, of picture: [Float]) -> [Float] {
    ghost.picture(of: picture, width: Self.width, axis: Self.axis, pixel: Self.pixel)
  }

  @Test(
    "A point makes a disc of the radius told, at the place that magnification and shift tell, with its share",
    arguments: [(-0.8, 12.0), (0.5, 7.3), (-1.2, 0.6), (1.7, 3), (0, 20)])
  func disc(magnification: Double, radius: Double) throws {
    let law = try Ghost(
      share: 0.01, magnification: magnification, shift: SIMD2(3.25e-4, -2.5e-4),
      radius: radius * Self.pixel)
    let source = spot(SIMD2(70, 40))
    let light = Moments(source).sum
    let found = Moments(ghost(law, of: source))
    #expect(abs(found.sum / light / 0.01 - 1) < 1e-6)
    let place = Self.axis + magnification * (SIMD2(70, 40) - Self.axis) + SIMD2(3.25, -2.5)
    // Even pixels that grow have edges, which pixels of the ghost cut at random.
    let tolerance = magnification.magnitude > 1 ? 0.02 : 1e-4
    let aside = found.middle - place
    #expect(max(aside.x.magnitude, aside.y.magnitude) < tolerance, "\(aside)")
    // A disc has the mean square R²/4 along either side, the spot 4 m²; pixels add a fraction of one.
    for spread in [found.spread.x, found.spread.y] {
      let pixels = spread - radius * radius / 4 - 4 * magnification * magnification
      #expect(pixels > -0.01 && pixels < 0.35 + magnification * magnification / 8, "\(pixels)")
    }
  }

  @Test("Within the disc the light is even, beyond it there is none")
  func evenness() throws {
    let law = try Ghost(share: 0.5, magnification: 1, radius: 15 * Self.pixel)
    let picture = ghost(law, of: point(60, 45))
    let expected = 0.5 / (Double.pi * 225)
    for row in 0..<Self.height {
      for column in 0..<Self.width {
        let distance = Double.hypot(Double(column) - 60, Double(row) - 45)
        let light = Double(picture[row * Self.width + column])
        if distance < 13.5 { #expect(abs(light / expected - 1) < 1e-5, "\(column) \(row)") }
        if distance > 16.5 { #expect(light == 0, "\(column) \(row)") }
      }
    }
  }

  @Test("All light of a picture is kept as long as its ghost lies in it, and holes shine not")
  func light() throws {
    var picture = [Float](repeating: 0, count: Self.width * Self.height)
    for index in picture.indices { picture[index] = 1e-8 * Float((index * 7919) % 1000) }
    for index in 300..<340 { picture[index] = .nan }
    let sum = picture.reduce(0.0) { $0 + ($1.isFinite ? Double($1) : 0) }
    let small = try Ghost(share: 0.003, magnification: -0.4, radius: 20 * Self.pixel)
    #expect(abs(Moments(ghost(small, of: picture)).sum / (0.003 * sum) - 1) < 1e-6)
    // Twice as large, an even picture is a quarter as bright, and three quarters fall beside.
    let even = [Float](repeating: 1, count: picture.count)
    let large = ghost(try Ghost(share: 1, magnification: 2, radius: 0), of: even)
    #expect(large.allSatisfy { abs($0 - 0.25) < 1e-6 })
    // In focus and as large, a ghost is the picture, upside down where the magnification is -1.
    let same = ghost(try Ghost(share: 1, magnification: 1, radius: 0), of: even)
    #expect(same == even)
    let turned = ghost(try Ghost(share: 1, magnification: -1, radius: 0), of: point(10, 20))
    #expect(turned[(Self.height - 1 - 20) * Self.width + Self.width - 1 - 10] == 1)
  }

  @Test("Light of both signs whose sum is zero makes a ghost like any other")
  func signs() throws {
    let law = try Ghost(share: 0.5, magnification: 1, radius: 4 * Self.pixel)
    var both = point(40, 45)
    both[45 * Self.width + 80] = -1
    let found = ghost(law, of: both)
    let expected = zip(ghost(law, of: point(40, 45)), ghost(law, of: point(80, 45))).map { $0 - $1 }
    #expect(expected.contains { $0 > 1e-3 } && expected.contains { $0 < -1e-3 })
    for index in found.indices { #expect(abs(found[index] - expected[index]) < 1e-8) }
  }

  @Test(
    "A disc far smaller than a pixel is a point, with all the light",
    arguments: [0, 1e-12, 1e-9, 1e-6, 9e-4, 2e-3])
  func focus(radius: Double) throws {
    let law = try Ghost(share: 0.25, magnification: 1, radius: radius * Self.pixel)
    let found = ghost(law, of: point(60, 45))
    #expect(abs(found[45 * Self.width + 60] - 0.25) < 1e-6)
    #expect(abs(found.reduce(0, +) - 0.25) < 1e-6)
  }

  @Test(
    "Wide discs come out by Fourier's transform as they do row by row, to rounding, for any number of tasks",
    arguments: [(-0.8, 11.3), (0.5, 40.7), (1.7, 25), (1, 300), (0, 33.2)])
  func transform(magnification: Double, radius: Double) async throws {
    let law = try Ghost(
      share: 0.02, magnification: magnification, shift: SIMD2(3.25e-4, -2.5e-4),
      radius: radius * Self.pixel)
    var first = spot(SIMD2(70, 40))
    for index in 300..<340 { first[index] = .nan }
    let second = spot(SIMD2(20, 60)).map { 0.3 - $0 }
    let third = [Float](repeating: 1e-9, count: first.count)
    let rows = [first, second, third].map { ghost(law, of: $0) }
    let plan = GhostPlan(radius: radius, width: Self.width, height: Self.height)
    let disc = GhostDisc.kernel(columns: 1024, rows: 1024, plan.chords)
    let margin = plan.chords.count / 2
    let across = GhostLine(
      count: Self.width, margin: margin, axis: Self.axis.x, magnification: magnification,
      shift: 3.25)
    let up = GhostLine(
      count: Self.height, margin: margin, axis: Self.axis.y, magnification: magnification,
      shift: -2.5)
    let pair = PictureConvolution.Pair(
      first: GhostLine.carried(first, across, up, factor: 0.02),
      second: GhostLine.carried(second, across, up, factor: 0.02), width: across.reached)
    let convolution = PictureConvolution(disc)
    let spread = await convolution.convolved(
      pair, corner: (margin, margin), width: Self.width, height: Self.height, workers: 1)
    for (found, expected) in [(spread.first, rows[0]), (spread.second, rows[1])] {
      let most = expected.reduce(0) { max($0, $1.magnitude) }
      for (a, b) in zip(found, expected) { #expect((a - b).magnitude <= 3e-7 * most) }
    }
    let shared = await convolution.convolved(
      pair, corner: (margin, margin), width: Self.width, height: Self.height, workers: 3)
    #expect(shared.first == spread.first && shared.second == spread.second)
    let planes = await law.pictures(
      of: [first, second, third], width: Self.width, axis: Self.axis, pixel: Self.pixel, workers: 2)
    for (found, expected) in zip(planes, rows) {
      let most = expected.reduce(0) { max($0, $1.magnitude) }
      for (a, b) in zip(found, expected) { #expect((a - b).magnitude <= 3e-7 * most) }
    }
  }

  @Test("Discs that would take hours or all memory are refused, whatever the shape of the picture")
  func work() throws {
    func message(_ radius: Double, _ width: Int, _ height: Int, _ pixel: Double) throws -> String {
      let law = try Ghost(share: 0.1, magnification: -1, radius: radius)
      do throws(OpticsError) {
        try law.requireWork(width: width, height: height, pixel: pixel)
        return ""
      } catch { return error.description }
    }
    // Discs across a quarter of a large picture are spread by Fourier's transform.
    #expect(try message(0.01, 2048, 2048, 1e-5) == "")
    #expect(try message(0.02, 4096, 4096, 1e-5) == "")
    #expect(
      try message(0.05, 4096, 4096, 1e-5)
        == "a ghost's disc of 0.05 rad is 10003 pixels across on 4096 × 4096 pixels: picture and disc "
        + "together may have 67108864 of them; take a smaller radius or larger pixels")
    #expect(try message(1, 64, 2, 1e-6).contains("2000003 pixels across on 64 × 2 pixels"))
    #expect(try message(1, 4, 4, 1e-300).contains("take a smaller radius"))
  }

  @Test(
    "What no lens has is refused",
    arguments: [
      (1.5, -1.0, 0.0, "share of the light in a ghost 1.5"),
      (0.1, 21, 0, "magnification of a ghost 21.0"), (0.1, 1, -0.1, "radius of a ghost's disc"),
      (0.1, .nan, 0, "magnification of a ghost nan"),
    ])
  func refusal(share: Double, magnification: Double, radius: Double, told: String) {
    #expect(throws: OpticsError.self) {
      _ = try Ghost(share: share, magnification: magnification, radius: radius)
    }
    #expect(message(share, magnification, radius).contains(told))
  }

  private func message(_ share: Double, _ magnification: Double, _ radius: Double) -> String {
    do throws(OpticsError) {
      _ = try Ghost(share: share, magnification: magnification, radius: radius)
      return ""
    } catch { return error.description }
  }
}
