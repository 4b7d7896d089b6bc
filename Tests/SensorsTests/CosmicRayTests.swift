import RealModule
import Testing

@testable import Sensors

@Suite struct CosmicRayTests {
  @Test func particlesPerFrameArePoisson() throws {
    let rays = try CosmicRays(rate: 5, factor: 2, thickness: 15)
    let format = try FrameFormat(width: 1000, height: 500)
    // 1 cm × 0.5 cm of 10 µm pixels for 0.7 s at 10 particles cm⁻² s⁻¹.
    let expected = rays.expectedHits(format: format, pitch: 10, seconds: 0.7)
    #expect((expected - 3.5).magnitude < 1e-12)
    let counts = try (0..<10_000).map { frame in
      Double(
        try rays.hits(
          format: format, pitch: 10,
          exposure: Exposure(seconds: 0.7, frame: frame, seed: 8)))
    }
    #expect(Sample(counts).agrees(mean: 3.5, variance: 3.5, fourth: 3 * 3.5 * 3.5 + 3.5))
  }

  @Test func tracksHaveTheAnglesAndChargesOfTheory() throws {
    let rays = try CosmicRays(rate: 5, chargePerMicrometre: 80, thickness: 15, width: 0.15)
    let format = try FrameFormat(width: 100, height: 100)
    let exposure = try Exposure(seconds: 1, frame: 0, seed: 3)
    var (squares, deviates, columns) = ([Double](), [Double](), [Double]())
    for number in 0..<10_000 {
      let track = rays.track(number, format: format, pitch: 10, exposure: exposure)
      let flat =
        100 * (track.along.columns * track.along.columns + track.along.rows * track.along.rows)
      let length = (flat + 225).squareRoot()
      squares.append(225 / (flat + 225))
      deviates.append((track.charge / (80 * length) - 1) / 0.15)
      columns.append(track.column / 100)
    }
    // An even spread has the moments 1/2, 1/12 and 1/80.
    #expect(Sample(squares).agrees(mean: 0.5, variance: 1.0 / 12, fourth: 1.0 / 80))
    #expect(Sample(columns).agrees(mean: 0.5, variance: 1.0 / 12, fourth: 1.0 / 80))
    // Moyal's distribution: mean γ + ln 2, variance π²/2, fourth central moment 7π⁴/4.
    let square = Double.pi * Double.pi / 2
    #expect(
      Sample(deviates).agrees(
        mean: 0.577_215_664_9 + Double.log(2), variance: square, fourth: 7 * square * square))
  }

  @Test func depositsAddUpToTheTrack() throws {
    let format = try FrameFormat(width: 50, height: 40)
    for (along, touched) in [((30.0, 0.0), 31), ((-20, 0), 21), ((0, 15), 16), ((0.1, 0), 1)] {
      let track = CosmicRays.Track(column: 20.5, row: 20.5, along: along, charge: 1000)
      var charges: [Int: Double] = [:]
      CosmicRays.deposit(track, format: format) { charges[$0, default: 0] += $1 }
      let inside = along.0 == 30 ? 29.5 / 30 : 1
      let sum = charges.values.reduce(0, +)
      #expect((sum - 1000 * inside).magnitude < 1e-9)
      #expect(charges.count == min(touched, 30))
    }
    let slanted = CosmicRays.Track(column: 10.25, row: 30.75, along: (12, -9), charge: 777)
    var charges: [Int: Double] = [:]
    CosmicRays.deposit(slanted, format: format) { charges[$0, default: 0] += $1 }
    let sum = charges.values.reduce(0, +)
    #expect((sum - 777).magnitude < 1e-9)
    // One pixel for the begin and one for each edge crossed: 12 columns and 9 rows.
    #expect(charges.count == 22)
  }

  @Test func struckPixelsAreFlaggedAndNoOthers() throws {
    var design = try plainDesign(width: 300, height: 300)
    design.effects.remove(.photonNoise)
    design.cosmicRays = try CosmicRays(rate: 5, factor: 100, thickness: 15)
    let frame = try SolidStateSensor(design).expose(
      [Double](repeating: 100, count: 90_000), Exposure(seconds: 1, frame: 0, seed: 1))
    let struck = frame.flags.indices.filter { frame.flags[$0].contains(.cosmicRay) }
    #expect(struck.count > 30)
    for index in frame.numbers.indices where !frame.flags[index].contains(.cosmicRay) {
      #expect(frame.numbers[index] == 100)
    }
  }

  @Test func impossibleParticlesAreRefused() throws {
    #expect(
      message { () throws(SensorsError) in _ = try CosmicRays(rate: -1, thickness: 15) }
        == "rate of cosmic rays: found -1.0 cm-2 s-1, must lie within 0.0...1000000.0 cm-2 s-1")
    var design = try plainDesign()
    design.cosmicRays = try CosmicRays(rate: 1e6, factor: 1e6, thickness: 15)
    let sensor = try SolidStateSensor(design)
    let light = [Double](repeating: 0, count: 10_000)
    #expect(
      message { () throws(SensorsError) in
        _ = try sensor.expose(light, Exposure(seconds: 1000, frame: 0, seed: 0))
      }.hasPrefix("cosmic rays: 10000000000000.0 particles are expected in a frame of 1000.0 s"))
  }
}
