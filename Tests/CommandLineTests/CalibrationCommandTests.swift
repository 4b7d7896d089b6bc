import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: calibration")
struct CalibrationCommandTests {
  private static let scenario = SampleScenario.text(
    more: SampleScenario.frames(
      camera:
        "size = [48, 40]\npixel_scale_arcsec = 20\naperture_m = 0.05\npassband_nm = [540, 570]",
      output: "annotated = false\npreview = false")
        + """

        [optics]
        [sensor]
        kind = "aspiics"
        filter = ["P0", "P60"]
        exposures_s = [0.1, 1]
        """)

  @Test("calibration writes the same darks, flats and biases whatever the number of jobs")
  func files() throws {
    let program = try Program()
    try program.folder.write(Self.scenario, to: "a.toml")
    var names: [String] = []
    for jobs in ["1", "2"] {
      let outcome = try program.run(
        ["calibration", "a.toml", "-o", "run" + jobs, "-n", "2", "-j", jobs], date: 1_000_000_000)
      #expect(outcome.status == 0, "\(outcome.messages)")
      names = outcome.output.split(separator: "\n").map { String($0.dropFirst(5)) }
    }
    #expect(names.count == 10 && names.allSatisfy { $0.hasPrefix("calibration/") })
    #expect(names.count { $0.contains("_bias_") } == 2)
    #expect(names.count { $0.contains("_dark_0.1s_") } == 2)
    #expect(names.count { $0.contains("_flat_P60_") } == 2)
    for name in names {
      let one = try program.folder.bytes("run1/" + name)
      let isSame = one == (try program.folder.bytes("run2/" + name))
      #expect(isSame, "\(name)")
      #expect(try FITSDecoder.checksumsAreValid(one))
      let header = try FITSDecoder.decode(one).header
      #expect(["BIAS", "DARK", "FLAT"].contains(header.string("IMAGETYP") ?? ""))
    }
  }

  @Test("masters averages what calibration wrote, and refuses what makes none")
  func masters() throws {
    let program = try Program()
    try program.folder.write(Self.scenario, to: "a.toml")
    let made = try program.run(["calibration", "a.toml", "-o", "run", "-n", "2"])
    let files = made.output.split(separator: "\n").map(String.init)
    let masters = try program.run(["masters"] + files + ["-o", "m"])
    #expect(masters.status == 0, "\(masters.messages)")
    #expect(
      masters.output == """
        m/master_bias.fits
        m/master_dark_0.1s.fits
        m/master_dark_1s.fits
        m/master_flat_Polarizer-0-90.fits
        m/master_flat_Polarizer-60-150.fits

        """)
    #expect(masters.messages.contains("master_dark_1s: 2 exposures"))
    let biases = files.filter { $0.contains("_bias_") }
    let one = try program.run(["masters"] + biases + ["-o", "b.fits"])
    #expect(one.status == 0 && one.output == "b.fits\n", "\(one.messages)")
    for (words, status, told) in [
      (files + ["-o", "one.fits"], Int32(64), "-o one.fits: the files make 5 masters"),
      (["gone.fits", "-o", "m"], 66, "gone.fits"),
      (biases + ["-o", "m", "--kind", "light"], 64, "--kind 'light': allowed are bias, dark"),
      (biases + ["-o", "m", "--assume", "x"], 64, "--assume 'x' has no keyword and value"),
    ] {
      let outcome = try program.run(["masters"] + words)
      #expect(
        outcome.status == status && outcome.messages.contains(told),
        "\(outcome.status) \(outcome.messages)")
    }
  }

  @Test("Wrong values end with 64, a scenario without a sensor with 65")
  func refusals() throws {
    let program = try Program()
    try program.folder.write(Self.scenario, to: "a.toml")
    try program.folder.write(SampleScenario.bare, to: "bare.toml")
    for (words, status, told) in [
      (["a.toml", "-n", "0"], Int32(64), "--count 0: allowed are 1"),
      (["a.toml", "-j", "0"], 64, "--jobs 0: must lie in 1...1024"),
      (["bare.toml"], 65, "the scenario has no [sensor] behind a [camera]"),
    ] {
      let outcome = try program.run(["calibration"] + words + ["-o", "run"])
      #expect(outcome.status == status && outcome.messages.contains(told), "\(outcome.messages)")
    }
  }
}
