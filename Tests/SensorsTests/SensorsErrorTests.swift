import Sensors
import Testing

@Suite struct SensorsErrorTests {
  @Test func errorSpeaksItsSentence() {
    let error = SensorsError(.valueOutOfRange, "gain 0: must be above 0")
    #expect("\(error)" == "gain 0: must be above 0")
  }
}
