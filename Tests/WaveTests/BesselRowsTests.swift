import RealModule
import Testing

@testable import Wave

@Suite("Bessel functions by descending order")
struct BesselRowsTests {
  /// Orders down from the first asked at an argument, through a product with a single wave.
  private func values(argument: Double, orders: [Int]) -> [Int: Double] {
    // A group holds neighbours.
    var rows = BesselRows(
      rows: [1 / (2 * .pi)], columns: (0..<8).map { argument * (1 + 0.01 * Double($0)) })
    var waves = [Amplitudes8](repeating: .zero, count: 8)
    waves[0].imaginary = .init(repeating: 1)
    var found: [Int: Double] = [:]
    while rows.order > 0 {
      rows.descend()
      guard orders.contains(rows.order) else { continue }
      found[rows.order] = rows.product(row: 0, waves.span, from: 0).imaginary[3]
    }
    return found
  }

  @Test(
    "Orders 0 to 100 are those of Abramowitz & Stegun's table 9.4",
    arguments: [
      (0, 1, 7.651976865e-1), (1, 1, 4.400505857e-1), (10, 1, 2.630615124e-10),
      (0, 10, -2.459357645e-1), (10, 10, 2.074861066e-1), (20, 10, 1.151336925e-5),
      (10, 50, -1.138478491e-1), (50, 50, 1.214090219e-1), (100, 50, 1.115927368e-21),
      (100, 100, 9.636667330e-2), (0, 100, 1.998585030e-2),
    ])
  func published(order: Int, argument: Double, expected: Double) throws {
    let value = try #require(values(argument: argument, orders: [order])[order])
    #expect((value / expected - 1).magnitude < 1e-9, "\(value)")
  }

  @Test("In the sampling of a real telescope the squares of all orders sum to one everywhere")
  func completeness() {
    // ASPIICS out to 1.4 times its occulter.
    let sampling = CoronagraphSampling(
      pupil: 0.025, lyot: 0.97 * 0.025, rim: 8943, mask: 9600, largest: 17870, curvature: 315)
    let frequencies = [1e-3, 30, 2000, 9600, 17870]
    var rows = BesselRows(rows: frequencies, columns: sampling.radii)
    let columns = [0, 7, 8, 100, sampling.radii.count - 1]
    var sums = [[Double]](repeating: [0, 0, 0, 0, 0], count: frequencies.count)
    var waves = [Amplitudes8](repeating: .zero, count: sampling.radii.count)
    // One wave for each column that is asked for.
    for (lane, column) in columns.enumerated() { waves[column].real[lane] = 1 }
    while rows.order > 0 {
      rows.descend()
      for row in frequencies.indices {
        let value = rows.product(row: row, waves.span, from: 0).real
        for lane in 0..<5 {
          sums[row][lane] += (rows.order == 0 ? 1 : 2) * value[lane] * value[lane]
        }
      }
    }
    for sum in sums.joined() { #expect((sum - 1).magnitude < 1e-12, "\(sum)") }
  }

  @Test("On the axis order zero is one and the others are nothing")
  func origin() {
    var rows = BesselRows(rows: [0], columns: [1, 2, 3, 4, 5, 6, 7, 8])
    let waves = (0..<8).map { _ in Amplitudes8(real: .init(repeating: 1), imaginary: .zero) }
    while rows.order > 0 {
      rows.descend()
      let sum = rows.product(row: 0, waves.span, from: 0).real[0]
      #expect((sum - (rows.order == 0 ? 8 : 0)).magnitude < 1e-10)
    }
  }

  @Test("The modes of an inclined plane wave are Bessel functions, as Jacobi and Anger have them")
  func jacobiAnger() throws {
    // e^{ix cos φ} = J_0 + 2 Σ i^m J_m(x) cos mφ.
    var circle = HalfCircle(steps: 60)
    for step in 0...60 {
      let phase = 20 * circle.cosines[step]
      circle.waves[step].real[5] = Double.cos(phase)
      circle.waves[step].imaginary[5] = Double.sin(phase)
    }
    let found = values(argument: 20, orders: Array(0...20))
    #expect(found.count == 21)
    circle.forEachMode(upTo: 20) { order, mode in
      let bessel = found[order] ?? .nan
      let (real, imaginary) = (mode.real[5], mode.imaginary[5])
      let (part, rest) = order % 2 == 0 ? (real, imaginary) : (imaginary, real)
      let expected = order % 4 < 2 ? bessel : -bessel
      #expect((part - expected).magnitude < 1e-14 && rest.magnitude < 1e-14, "order \(order)")
    }
  }
}
