import Campaign
import Testing

@Suite("Configuration: problems")
struct ConfigurationProblemTests {
  @Test(
    "A wrong value is reported with place, key, what was found and what is allowed",
    arguments: [
      (
        "[camera]\npixel_scale_arcsec = -1",
        "a.toml:6:1: camera.pixel_scale_arcsec: found -1, allowed 0.001…3600 arcsec"
      ),
      (
        "[camera]\npixel_scale_arcsec = nan",
        "a.toml:6:1: camera.pixel_scale_arcsec: found nan, allowed 0.001…3600 arcsec"
      ),
      (
        "[camera]\nexposures_s = [1, inf]",
        "a.toml:6:19: camera.exposures_s[1]: found inf, allowed > 0 s"
      ),
      (
        "[camera]\nexposures_s = []",
        "a.toml:6:1: camera.exposures_s: found 0 values, allowed 1…9"
      ),
      (
        "[camera]\nexposures_s = 1",
        "a.toml:6:1: camera.exposures_s: found the integer 1, expected an array of 1…9 numbers "
          + "in seconds; write it in brackets: [1]"
      ),
      (
        "[camera]\npixel_scale_arcsec = \"10 arcsec\"",
        "a.toml:6:1: camera.pixel_scale_arcsec: found the string \"10 arcsec\", expected a number "
          + "in arcseconds; write the number alone, without quotes: the unit is in the key"
      ),
      (
        "[camera]\npixel_scale_arcsec = true",
        "a.toml:6:1: camera.pixel_scale_arcsec: found the boolean true, expected a number "
          + "in arcseconds"
      ),
      (
        "[camera]\nsize = [512.0, 40000]",
        "a.toml:6:9: camera.size[0]: found the number 512.0, expected an integer; write 512"
      ),
      (
        "[camera]\npixel_scale_arcsec = 9007199254740993",
        "a.toml:6:1: camera.pixel_scale_arcsec: found 9007199254740993, which no number in double "
          + "precision equals; write it with a decimal point"
      ),
      (
        "[camera]\ncooled = 1",
        "a.toml:6:1: camera.cooled: found the integer 1, expected true or false"
      ),
      (
        "[camera]\nlevel = \"calibratd\"",
        "a.toml:6:1: camera.level: found \"calibratd\", allowed \"raw\", \"calibrated\"; "
          + "did you mean \"calibrated\"?"
      ),
      (
        "[camera]\nflat_csv = \"a\\u001b[2Jb\"",
        "a.toml:6:1: camera.flat_csv: found the control character \\u{1b} in \"a\\u{1b}[2Jb\"; "
          + "remove it"
      ),
      (
        "camera = 5\n",
        "a.toml:5:1: observer.camera: unknown key; it belongs at the top of the file"
      ),
      (
        "[[camera]]",
        "a.toml:5:3: camera: found an array of 1, expected a table; write [camera] with single brackets"
      ),
      (
        "[chain]\nstep = \"merge\"",
        "a.toml:5:2: chain: found a table, expected an array of tables; "
          + "write [[chain]] with two brackets"
      ),
      (
        "[[chain]]\nstep = \"enhanse\"\nupsilon = 0.5",
        "a.toml:6:1: chain[0].step: found \"enhanse\", allowed \"merge\", \"enhance\"; "
          + "did you mean \"enhance\"?"
      ),
      (
        "[[chain]]\nupsilon = 0.5",
        "a.toml:5:3: chain[0].step: missing, expected one of \"merge\", \"enhance\"; "
          + "add 'step = …' to [chain[0]]"
      ),
      (
        "state = { r_km = [1, 2, 3] }",
        "a.toml:4:1: observer.csv: found together with state, allowed is exactly one of "
          + "state, csv, sun_line; keep one of them"
      ),
      (
        "[sun]\nlimb_darkening = \"linear\"",
        "a.toml:6:1: sun.limb_darkening: found only the word \"linear\", which needs values; "
          + "write limb_darkening = { linear = … }"
      ),
      (
        "[sun]\nlimb_darkening = 0.6",
        "a.toml:6:1: sun.limb_darkening: found the number 0.6, expected \"neckel\" or a table"
      ),
      (
        "[sun]\nlimb_darkening = { linear = 2 }",
        "a.toml:6:20: sun.limb_darkening.linear: found 2, allowed 0…1"
      ),
    ])
  func wrongValues(piece: String, expected: String) {
    #expect(complaintsAbout(piece).first == expected)
  }

  @Test(
    "An unknown key is reported with the key that was meant",
    arguments: [
      (
        "[camera]\npixel_scale_arsec = 2",
        "a.toml:6:1: camera.pixel_scale_arsec: unknown key; did you mean 'pixel_scale_arcsec'?"
      ),
      (
        "[camera]\nsiez = [1, 2]", "a.toml:6:1: camera.siez: unknown key; did you mean 'size'?"
      ),
      (
        "[occulter.shape]\nradius_km = 2",
        "a.toml:6:1: occulter.shape.radius_km: unknown key; the unit is in the key: radius_m, in metres"
      ),
      (
        "[occulter.shape]\nradius = 2",
        "a.toml:6:1: occulter.shape.radius: unknown key; the unit is in the key: radius_m, in metres"
      ),
      (
        "[camera]\nradius_m = 2",
        "a.toml:6:1: camera.radius_m: unknown key; it belongs in [occulter.shape]"
      ),
      (
        "[[chain]]\nstep = \"merge\"\nupsilon = 0.5",
        "a.toml:7:1: chain[0].upsilon: unknown key; allowed only with step = \"enhance\""
      ),
      ("[cammera]\nsize = 1", "a.toml:5:2: cammera: unknown section; did you mean 'camera'?"),
      (
        "[weather]",
        "a.toml:5:2: weather: unknown section; allowed here: scenario, camera, observer, sun, "
          + "chain, occulter, filter"
      ),
      (
        "[camera]\n\"\\u001b]0;x\" = 1",
        "a.toml:6:1: camera.\"\\u{1b}]0;x\": unknown key; allowed here: pixel_scale_arcsec, size, "
          + "exposures_s, level, cooled, flat_csv"
      ),
    ])
  func unknownKeys(piece: String, expected: String) {
    #expect(complaintsAbout(piece) == [expected])
  }

  @Test(
    "A date-time that is not in UTC is refused with the remedy",
    arguments: [
      (
        "1975-07-19T12:00:00",
        "found a date-time without a zone (1975-07-19T12:00:00); end with Z for UTC: "
          + "1975-07-19T12:00:00Z; write other scales as text: \"1975-07-19T12:00:00 TDB\""
      ),
      (
        "1975-07-19T15:00:00+03:00",
        "found the offset +03:00, allowed UTC; subtract 3 h and end with Z"
      ),
      (
        "1975-07-19",
        "found a date without a time (1975-07-19); add the time in UTC: 1975-07-19T00:00:00Z"
      ),
      (
        "12:00:00",
        "found a time without a date (12:00:00); put the date in front: 1975-07-19T12:00:00Z"
      ),
      ("5", "found the integer 5, expected a date-time; write it as 1975-07-19T12:00:00Z"),
      ("\"noon\"", "\"noon\" is not an instant"),
    ])
  func instants(value: String, message: String) {
    #expect(
      complaints("[scenario]\nname='x'\nstart = \(value)\n[observer]\ncsv='a'")
        == ["a.toml:3:1: scenario.start: \(message)"])
  }

  @Test("All problems are listed at once, in the order of the lines, missing keys included")
  func allProblemsTogether() {
    let text = """
      [occulter.shape]
      radius_m = 0
      [camera]
      size = [1, 2, 3]
      levle = "raw"
      [observer]
      """
    #expect(
      complaints(text, set: ["camera.cooled=1"]) == [
        "a.toml:2:1: occulter.shape.radius_m: found 0, allowed > 0 m",
        "a.toml:4:1: camera.size: found 3 values, allowed 2",
        "a.toml:5:1: camera.levle: unknown key; did you mean 'level'?",
        "a.toml:6:2: observer: missing, expected exactly one of the keys state, csv, sun_line",
        "a.toml: scenario.name: missing, expected a string; add 'name = …' to [scenario]",
        "--set camera.cooled=1: camera.cooled: found the integer 1, expected true or false",
      ])
  }

  @Test("A value that its own type refuses is reported at its key, and only once")
  func attempts() throws {
    struct Refused: Error, CustomStringConvertible { var description: String { "too dark" } }
    func read(_ value: String) throws(ConfigurationError) {
      let document = try ConfigurationDocument(text: "u = \(value)", name: "a.toml")
      _ = try ConfigurationReader.read(document) { root -> Int? in
        _ = root.double("u", in: .closed(0, 2), doc: "")
        return root.attempt(at: "u") { throw Refused() }
      }
    }
    func message(_ value: String) -> String {
      do throws(ConfigurationError) {
        try read(value)
        return ""
      } catch { return error.description }
    }
    #expect(message("1.2") == "a.toml:1:1: u: too dark")
    #expect(message("3") == "a.toml:1:1: u: found 3, allowed 0…2")
  }
}
