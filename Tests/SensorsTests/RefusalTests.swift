import Sensors
import Testing

@Suite struct RefusalTests {
  private func refusal(_ change: (inout DetectorDesign) -> Void) throws -> String {
    var design = try plainDesign()
    change(&design)
    return message { () throws(SensorsError) in _ = try SolidStateSensor(design) }
  }

  @Test func impossibleDetectorsAreRefused() throws {
    #expect(
      try refusal { $0.gain = -0.1 }
        == "gain: found -0.1 numbers per electron, must be above 0 and finite")
    #expect(
      try refusal { $0.fullWell = -5 } == "full well: found -5.0 e-, must be above 0 and finite")
    #expect(
      try refusal { $0.bits = 0 } == "bits of the converter: found 0, must lie within 1...32")
    #expect(
      try refusal { $0.bits = 33 } == "bits of the converter: found 33, must lie within 1...32")
    #expect(
      try refusal { $0.temperature = -300 }
        == "temperature of the detector: found -300.0 °C, must lie within -150.0...100.0 °C")
    #expect(
      try refusal {
        $0.darkCurrent = .quadratic(a: 1, b: 1, c: 0)
        $0.temperature = -13
      } == "dark current: the law gives -12.0 e- s-1 at -13.0 °C, must be 0...1e12; check its "
        + "coefficients")
    #expect(
      try refusal { $0.readNoise = .nan }
        == "read noise: found nan e-, must lie within 0.0...1000000000.0 e-")
    #expect(
      try refusal { $0.quantumEfficiency = 1.1 }.hasPrefix("quantum efficiency: found 1.1, must"))
    #expect(try refusal { $0.responseDeviation = 2 }.hasPrefix("deviation of the pixels' response"))
    #expect(try refusal { $0.fullWellRule = .bloomsAlongColumns(drained: -1) }.contains("drained"))
  }

  @Test func framesWithoutPixelsAreRefused() {
    #expect(
      message { () throws(SensorsError) in _ = try FrameFormat(width: 0, height: 10) }
        == "format: found 0 × 10 pixels, each side must lie within 1...32768")
    #expect(
      message { () throws(SensorsError) in _ = try FrameFormat(width: .max, height: .max) }
        .hasPrefix("format: found 9223372036854775807"))
    #expect(
      message { () throws(SensorsError) in _ = try FrameFormat(width: 32_768, height: 32_768) }
        .hasPrefix("format: 32768 × 32768 are 1073741824 pixels, must be at most 67108864"))
  }

  @Test func impossibleExposuresAreRefused() {
    #expect(
      message { () throws(SensorsError) in _ = try Exposure(seconds: 0, frame: 0, seed: 0) }
        == "exposure: found 0.0 s, must be above 0 and at most 86400.0 s")
    #expect(
      message { () throws(SensorsError) in _ = try Exposure(seconds: 1, frame: -1, seed: 0) }
        == "frame: found number -1, must be 0 or more and below 4294967296")
    #expect(
      message { () throws(SensorsError) in _ = try ExposureBracket(seconds: []) }
        == "bracket: has 0 exposure times, must have 1...100")
    #expect(
      message { () throws(SensorsError) in _ = try ExposureBracket(seconds: [1, -1]) }
        == "exposure: found -1.0 s, must be above 0 and at most 86400.0 s")
    #expect(
      message { () throws(SensorsError) in _ = try ExposureBracket(seconds: [1, 1]) }
        .hasPrefix("bracket: [1.0, 1.0] s has an exposure time twice"))
    #expect(
      message { () throws(SensorsError) in
        _ = try ExposureBracket.aspiics.exposures(firstFrame: .max, seed: 0)
      }.hasPrefix("frame: found number 9223372036854775807"))
  }

  @Test func impossibleLightIsRefusedWithItsPlace() throws {
    let sensor = try SolidStateSensor(plainDesign(width: 3, height: 2))
    let exposure = try Exposure(seconds: 1, frame: 0, seed: 0)
    #expect(
      message { () throws(SensorsError) in _ = try sensor.expose([1, 2], exposure) }
        == "light: has 2 values, must have one for each of the sensor's 3 × 2 pixels, row by row")
    for value in [-1.0, .nan, .infinity] {
      #expect(
        message { () throws(SensorsError) in
          _ = try sensor.expose([0, 0, 0, 0, value, 0], exposure)
        } == "light: found \(value) at column 1, row 1; must be within 0...1e30 in every pixel"
      )
    }
  }

  @Test func curvesThatFallAreRefused() {
    #expect(
      message { () throws(SensorsError) in
        _ = try MonotoneCurve(x: [0, 1, 2], y: [0, 2, 1], name: "response")
      }
        == "response: is not monotone: point 3 is (2.0, 1.0) after (1.0, 2.0); both numbers must rise "
        + "from point to point")
    #expect(
      message { () throws(SensorsError) in
        _ = try MonotoneCurve(x: [0, .nan], y: [0, 1], name: "response")
      } == "response: point 2 is (nan, 1.0), must be two numbers within 1e300")
    #expect(
      message { () throws(SensorsError) in
        _ = try MonotoneCurve(x: [0], y: [0], name: "response")
      }.hasPrefix("response: has 1 places and 1 values"))
  }
}
