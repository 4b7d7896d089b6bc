import Optics
import RealModule
import Testing

@Suite struct PictureBlurTests {
  private static let arcsecond = Double.pi / 648_000

  private func blurred(_ plane: [Float], _ blur: PictureBlur, width: Int) -> [Float] {
    let rows = 0..<plane.count / width
    let first = blur.patterned(rows, of: plane, width: width)
    let second = blur.blurredAcross(rows, of: first, width: width)
    return blur.blurredUp(rows, of: second, width: width)
  }

  /// A point in the middle of a picture, after the blur.
  private func point(_ blur: PictureBlur, width: Int) -> [Float] {
    var plane = [Float](repeating: 0, count: width * width)
    plane[width / 2 * width + width / 2] = 1
    return blurred(plane, blur, width: width)
  }

  private func telescope(deviation: Double = 0, pixel: Double, focus: Double = .infinity) throws
    -> PictureBlur
  {
    try PictureBlur(
      diameter: 0.05, wavelengths: [550e-9], focusDistance: focus,
      deviation: deviation * Self.arcsecond, pixel: pixel * Self.arcsecond)
  }

  @Test(arguments: [0.05, 0.4, 1.0, 3.0])
  func gaussianHasItsVarianceAndAllLight(pixels: Double) throws {
    // Wide pixels, so that the pupil's pattern stays within one but for its wings.
    let blur = try PictureBlur(
      diameter: 100, wavelengths: [550e-9], focusDistance: .infinity, deviation: pixels * 1e-4,
      pixel: 1e-4)
    #expect(blur.reach == 1)
    let (width, middle) = (61, 30)
    let picture = point(blur, width: width)
    let sum = picture.reduce(0) { $0 + Double($1) }
    #expect(abs(sum - 1) < 1e-6)
    let variance = picture.enumerated().reduce(0.0) { total, entry in
      let across = Double(entry.offset % width - middle)
      return total + across * across * Double(entry.element)
    }
    #expect(abs(variance - pixels * pixels) < 1e-4 + 1e-5 * pixels * pixels, "\(variance)")
  }

  @Test func pupilLeavesAirysSharesOnPixels() throws {
    // Rayleigh 1881: within v the share 1 − J₀² − J₁²; 0.838 within the first dark ring at v = 3.8317.
    let darkRing = 3.8317 / .pi * 550e-9 / 0.05
    let pixel = darkRing / 5
    let blur = try PictureBlur(
      diameter: 0.05, wavelengths: [550e-9], focusDistance: .infinity, deviation: 0, pixel: pixel)
    let side = 2 * blur.reach + 1
    var inside = 0.0
    for (index, share) in blur.shares.enumerated() {
      let (x, y) = (Double(index % side - blur.reach), Double(index / side - blur.reach))
      if (x * x + y * y).squareRoot() < 5 { inside += Double(share) }
    }
    // The wings beyond the pattern, 2/(π v) of the light with v of 12 λ/D, are shared out.
    let wings = 2 / (Double.pi * Double.pi * 12)
    #expect(abs(inside * (1 - wings) - 0.838) < 0.006, "\(inside)")
    #expect(abs(blur.shares.reduce(0) { $0 + Double($1) } - 1) < 1e-6)
  }

  @Test func outOfFocusFillsTheGeometricDisc() throws {
    // 50 mm focused at 100 m: the sky's spot has the diameter 5e-4 rad = 103″.
    let blur = try telescope(pixel: 10, focus: 100)
    let picture = point(blur, width: 41)
    let radius = 0.025 / 100 / (10 * Self.arcsecond)
    var (inside, outside) = (0.0, 0.0)
    for (index, share) in picture.enumerated() {
      let (x, y) = (Double(index % 41 - 20), Double(index / 41 - 20))
      let distance = (x * x + y * y).squareRoot()
      if distance < radius - 1 {
        inside += Double(share)
        // An even disc, but for Fresnel's fringes.
        #expect(abs(Double(share) * .pi * radius * radius - 1) < 0.35, "\(distance)")
      } else if distance > radius + 1 {
        outside += Double(share)
      }
    }
    #expect(inside > 0.5 && outside < 0.05, "\(inside) \(outside)")
  }

  @Test func evenLightStaysEvenAndRowsMayBeDivided() throws {
    let blur = try telescope(deviation: 8, pixel: 4)
    let even = blurred([Float](repeating: 2, count: 30 * 20), blur, width: 30)
    #expect(even.allSatisfy { abs($0 - 2) < 1e-5 })
    let plane = (0..<30 * 20).map { Float(($0 * 7919) % 101) }
    let whole = blur.patterned(0..<20, of: plane, width: 30)
    let parts = [0..<7, 7..<8, 8..<20].flatMap { blur.patterned($0, of: plane, width: 30) }
    #expect(whole == parts)
    #expect(
      blur.blurredUp(0..<20, of: plane, width: 30)
        == [0..<3, 3..<20].flatMap { blur.blurredUp($0, of: plane, width: 30) })
    #expect(
      blur.blurredAcross(0..<20, of: plane, width: 30)
        == [0..<3, 3..<20].flatMap { blur.blurredAcross($0, of: plane, width: 30) })
  }

  @Test func impossibleBlursAreToldWithWhatIsAllowed() {
    func told(deviation: Double = 0, focus: Double = .infinity, pixel: Double = 1e-5) -> String {
      do throws(OpticsError) {
        _ = try PictureBlur(
          diameter: 0.05, wavelengths: [550e-9], focusDistance: focus, deviation: deviation,
          pixel: pixel)
        return ""
      } catch { return error.description }
    }
    #expect(told(deviation: 1).hasSuffix("must be 0 or above, and at most 256 pixels"))
    #expect(told(focus: -1).hasPrefix("distance in focus -1.0 m: must be above 0"))
    #expect(
      told(focus: 10).hasPrefix(
        "the sky's light out of focus: a spot of 264 pixels to each side, at most 64 are worked out"
      ))
  }
}
