import Campaign
import Testing

@Suite("Configuration: --set")
struct ConfigurationAssignmentTests {
  @Test("Assignments replace values, make tables and reach into arrays, in order")
  func applies() throws {
    let reading = try readSample(
      minimalText,
      set: [
        "camera.size=[128, 64]", "scenario.name = \"y\"", "camera.size[1]=32",
        "occulter.shape.radius_m=2", "scenario.start=1975-07-19T12:10:00Z",
      ])
    #expect(reading.value.size == [128, 32])
    #expect(reading.value.name == "y")
    #expect(reading.value.shape.radiusMetres == 2)
    #expect(reading.value.start == "1975-07-19T12:10:00Z")
    let origins = Dictionary(
      uniqueKeysWithValues: reading.effective.entries.map { ($0.path.description, $0.origin) })
    #expect(origins["occulter.shape.radius_m"] == .assignment("occulter.shape.radius_m=2"))
    #expect(origins["scenario.name"]?.description == "--set scenario.name = \"y\"")
  }

  @Test(
    "A bad assignment is refused with the remedy",
    arguments: [
      (
        "camera.level=raw",
        "--set camera.level=raw: camera.level: \"raw\" is not a TOML value; quote text: --set 'camera.level=\"raw\"'"
      ),
      (
        "camera.level",
        "--set camera.level: no '=' between key and value; write --set key.path=value"
      ),
      (
        "camera.level=",
        "--set camera.level=: camera.level: no value after '='; write an empty text as 'camera.level=\"\"'"
      ),
      (
        "=1",
        "--set =1: \"\" is not a key path; write keys with dots between them, such as camera.size or sequence.exposures_s[1]"
      ),
      (
        "camera..x=1",
        "--set camera..x=1: \"camera..x\" is not a key path; write keys with dots between them, such as camera.size or sequence.exposures_s[1]"
      ),
      (
        "scenario.name.x=1",
        "--set scenario.name.x=1: scenario.name.x: scenario.name is the string \"x\", not a table; replace it as a whole: --set 'scenario.name={ … }'"
      ),
      (
        "camera.size[0]=1",
        "--set camera.size[0]=1: camera.size[0]: there is no array camera.size in the scenario; set the whole array: --set 'camera.size=[…]'"
      ),
      (
        "a=1\nb=2",
        "--set a=1\\nb=2: a: \"1\\nb=2\" is more than one value; give every key its own --set"
      ),
    ])
  func refused(assignment: String, message: String) {
    #expect(complaints(minimalText, set: [assignment]) == [message])
  }

  @Test("An unknown key on the command line is reported as such")
  func unknownKey() {
    #expect(
      complaints(minimalText, set: ["camera.siez=1"])
        == ["--set camera.siez=1: camera.siez: unknown key; did you mean 'size'?"])
  }
}
