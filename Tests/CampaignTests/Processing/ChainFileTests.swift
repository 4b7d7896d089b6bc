import Foundation
import Processing
import TestSupport
import Testing

@testable import Campaign

@Suite("Chain files")
struct ChainFileTests {
  static func read(_ text: String) throws -> [StepRequest] {
    try ChainFile.read(
      try ConfigurationDocument(text: text, name: "c.toml", folder: "/data"),
      registry: sampleRegistry)
  }

  @Test("Steps come in the file's order with what was said of them, and no defaults")
  func reads() throws {
    let requests = try Self.read(
      """
      [[chain]]
      step = "scale"
      factor = 3
      range = [1, 2.5]
      way = "down"
      dark = "dark.fits"
      fast = true

      [[chain]]
      step = "merge"
      """)
    #expect(
      requests == [
        StepRequest(
          "scale",
          [
            "factor": .number(3), "range": .numbers([1, 2.5]), "way": .text("down"),
            "dark": .text("/data/dark.fits"), "fast": .boolean(true),
          ]), StepRequest("merge"),
      ])
  }

  @Test(
    "What a chain file may get wrong is told with line, key and remedy",
    arguments: [
      (
        "[[chain]]\nstep = \"scael\"",
        "c.toml:2:1: chain[0].step: found \"scael\", allowed \"scale\", \"merge\"; did you mean \"scale\"?"
      ),
      (
        "[[chain]]\nstep = \"scale\"\nfactr = 3",
        "c.toml:3:1: chain[0].factr: unknown key; did you mean 'factor'?"
      ),
      (
        "[[chain]]\nstep = \"scale\"\nfactor = 30",
        "c.toml:3:1: chain[0].factor: found the integer 30, allowed is a number within 0.1...10 DN"
      ),
      (
        "[[chain]]\nstep = \"scale\"\nfactor = \"3\"",
        "c.toml:3:1: chain[0].factor: found the string \"3\", allowed is a number within 0.1...10 DN"
      ),
      (
        "[[chain]]\nstep = \"scale\"\nrange = [1]",
        "c.toml:3:1: chain[0].range: found an array of 1, allowed is 2 numbers within 0...9"
      ),
      (
        "[[chain]]\nstep = \"scale\"\nrange = [1, \"a\"]",
        "c.toml:3:1: chain[0].range: found an array of 2, allowed is 2 numbers within 0...9"
      ),
      (
        "[[chain]]\nstep = \"scale\"\nway = \"left\"",
        "c.toml:3:1: chain[0].way: found the string \"left\", allowed is one of up, down"
      ),
      (
        "[[chain]]\nstep = \"scale\"\npasses = 1.5",
        "c.toml:3:1: chain[0].passes: found the number 1.5, allowed is a whole number within 1...5"
      ),
      (
        "[[chain]]\nstep = \"scale\"\nfast = 1",
        "c.toml:3:1: chain[0].fast: found the integer 1, allowed is true or false"
      ),
      (
        "[[chain]]\nstep = \"scale\"\ndark = \"\"",
        "c.toml:3:1: chain[0].dark: found the string \"\", allowed is the path of a FITS file"
      ),
      (
        "[[chain]]\nstep = \"merge\"\n[[chain]]\nstep = \"scale\"\n[[chain]]\nstep = \"merge\"",
        "c.toml:6:1: chain[2].step: merge is step 1 and step 3, but a step may come once: remove one"
      ),
      (
        "[[chain]]\nfactor = 3",
        "c.toml:1:3: chain[0].step: missing, expected one of \"scale\", \"merge\"; add 'step = …' to [chain[0]]"
      ),
      (
        "[chain]\nstep = \"scale\"",
        "c.toml:1:2: chain: found a table, expected an array of tables; write [[chain]] with two brackets"
      ),
      (
        "[[chain]]\nstep = \"scale\"\n[other]\nx = 1",
        "c.toml:3:2: other: unknown section; allowed here: schema, chain"
      ),
      (
        "schema = 1",
        "c.toml: the file has no [[chain]]; start from the one that 'totality process --template' prints"
      ),
    ])
  func refused(text: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) { try Self.read(text) }
    #expect(error?.description == message)
  }

  @Test("--set takes numbers with commas or in brackets, words with or without quotes")
  func settings() throws {
    let requests = [StepRequest("scale", ["factor": .number(1)]), StepRequest("merge")]
    let set = try ChainFile.applying(
      [
        "scale.factor=4", "1.range=1,2", "scale.way=\"down\"", "scale.fast=true",
        "scale.dark=x/y.fits", "scale.range=[3, 4]",
      ], to: requests, registry: sampleRegistry)
    #expect(
      set[0].values == [
        "factor": .number(4), "range": .numbers([3, 4]), "way": .text("down"),
        "fast": .boolean(true), "dark": .text("x/y.fits"),
      ])
    #expect(set[1].values.isEmpty)
  }

  @Test(
    "--set tells what it cannot take",
    arguments: [
      ("factor=3", "--set 'factor=3' names no step and key; write --set merge.feather=0.9,0.97"),
      (
        "scale.factor",
        "--set 'scale.factor' names no step and key; write --set merge.feather=0.9,0.97"
      ),
      (
        "bias.x=1",
        "--set bias.x=1: the chain has no step 'bias'; it has scale, merge"
      ),
      ("3.x=1", "--set 3.x=1: the chain has no step '3'; it has scale, merge"),
      (
        "scale.facto=1",
        "--set scale.facto=1: scale has no parameter 'facto'; did you mean 'factor'?"
      ),
      ("merge.x=1", "--set merge.x=1: merge has no parameters; leave it out"),
      (
        "scale.factor=x",
        "--set scale.factor=x: factor is 'x', allowed is a number within 0.1...10 DN"
      ),
      (
        "scale.range=1,,2",
        "--set scale.range=1,,2: range is '1,,2', allowed is 2 numbers within 0...9"
      ),
    ])
  func badSettings(text: String, message: String) {
    let requests = [StepRequest("scale"), StepRequest("merge")]
    let error = #expect(throws: (any Error).self) {
      try ChainFile.applying([text], to: requests, registry: sampleRegistry)
    }
    #expect(error.map { String(describing: $0) } == message)
  }

  @Test("The template holds every step and parameter, and reads as it stands")
  func template() throws {
    let descriptions = [ScalingStep.description, AveragingStep.description]
    let text = ChainTemplate.text(descriptions)
    #expect(try Self.read(text) == [StepRequest("scale"), StepRequest("merge")])
    for parameter in ScalingStep.description.parameters {
      #expect(text.contains("#\(parameter.name) = "))
    }
    let listing = StepListing.text(descriptions)
    #expect(listing.contains("factor: a number within 0.1...10 DN; default 2"))
    let document = try JSONValue.parse(StepListing.json(descriptions))
    #expect(document["schema"] == .string("totality.steps/1"))
  }

  @Test("The program's own template takes the steps that need no choice, and shows all others")
  func wholeTemplate() throws {
    let text = try ChainTemplate.text(for: [])
    let document = try ConfigurationDocument(text: text, name: "t.toml")
    let requests = try ChainFile.read(document)
    #expect(
      requests.map(\.step) == [
        "saturate", "bias", "gain", "linearity", "dark", "despike", "vignette", "msb", "merge",
        "register",
      ])
    #expect(try Chain(requests).steps.count == requests.count)
    for step in StepRegistry.descriptions {
      let isTaken = requests.contains { $0.step == step.name }
      #expect(text.contains((isTaken ? "\n" : "\n#") + "step = \"\(step.name)\"\n"))
      for parameter in step.parameters { #expect(text.contains("#\(parameter.name) = ")) }
    }
    // With the marks before one of them taken away the step is there, its masters filled in.
    let filled = text.replacingOccurrences(
      of: "#[[chain]]\n#step = \"flat\"\n#master", with: "[[chain]]\nstep = \"flat\"\nmaster")
    let flat = try ChainFile.read(
      ConfigurationDocument(text: filled, name: "t.toml", folder: "/data"))
    #expect(
      flat.first { $0.step == "flat" }?.values
        == [
          "master": .texts([
            "/data/master_flat_Polarizer-0-0.fits", "/data/master_flat_Polarizer-60-60.fits",
          ])
        ])
  }

  @Test("A list of pictures is taken from files and from --set, commas within quotes included")
  func pictures() throws {
    let folder = try TemporaryFolder()
    for (text, expected) in [
      ("\"a.fits\"", StepValue.text(folder.path("a.fits"))),
      ("[\"a.fits\", \"b,c.fits\"]", .texts([folder.path("a.fits"), folder.path("b,c.fits")])),
    ] {
      let path = try folder.write("[[chain]]\nstep = \"flat\"\nmaster = \(text)\n", to: "c.toml")
      let requests = try ChainFile.read(path)
      #expect(requests.first?.values["master"] == expected)
    }
    let set = try ChainFile.applying(
      ["flat.master=['x.fits', \"d/y,z.fits\"]"], to: [StepRequest("flat")])
    #expect(set.first?.values["master"] == .texts(["x.fits", "d/y,z.fits"]))
    let damaged = try folder.write(
      "[[chain]]\nstep = \"flat\"\nmaster = [\"a\\u0007.fits\"]\n", to: "d.toml")
    #expect(throws: ConfigurationError.self) { try ChainFile.read(damaged) }
  }

  @Test("A scenario may hold the chain; its identity does not rest on it")
  func scenario() throws {
    let plain = SampleScenario.text(more: SampleScenario.frames())
    let chained = plain + "\n[[chain]]\nstep = \"merge\"\nfeather = [0.8, 0.9]\n"
    let document = try ConfigurationDocument(text: chained, name: "s.toml")
    #expect(
      try ChainFile.read(document) == [StepRequest("merge", ["feather": .numbers([0.8, 0.9])])])
    let one = try Scenario(ConfigurationDocument(text: plain, name: "s.toml"))
    #expect(try Scenario(document).identity == one.identity)
    let none = #expect(throws: ConfigurationError.self) {
      try ChainFile.read(ConfigurationDocument(text: plain, name: "s.toml"))
    }
    #expect(none?.description.hasPrefix("s.toml: the scenario has no [[chain]]") == true)
    let folder = try TemporaryFolder()
    let path = try folder.write(" \n\n", to: "empty.toml")
    let empty = #expect(throws: ConfigurationError.self) { try ChainFile.read(path) }
    #expect(
      empty?.description.hasSuffix(
        "the file has no [[chain]]; start from the one that 'totality process --template' prints")
        == true)
  }

  @Test("Whatever bytes a chain file holds, it is read or refused with words, never worse")
  func mutated() throws {
    let seeds = [
      "[[chain]]\nstep = \"scale\"\nfactor = 3\nrange = [1, 2.5]\nway = \"down\"\n[[chain]]\nstep = \"merge\"\n",
      ChainTemplate.text([ScalingStep.description, AveragingStep.description]),
      "schema = 1\nchain = [{ step = \"scale\", passes = 3 }, { step = \"merge\" }]\n",
    ]
    let words = [
      "[[chain]]", "step", "=", "\"", "'", "[", "]", "{", "}", "\n", "\r\n", "1e999", "nan", "-0",
      "#", ",", ".", "\\u0000", "\u{FEFF}", "chain", "scale", "1979-05-27T07:32:00Z", "\"\"\"",
    ]
    var generator = SeededGenerator(seed: 6)
    var (read, refused) = (0, 0)
    for _ in 0..<10_000 {
      var bytes = Array(seeds.randomElement(using: &generator)!.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0 where place < bytes.count:
          bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1:
          let end = min(bytes.count, place + Int.random(in: 0...20, using: &generator))
          bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: words.randomElement(using: &generator)!.utf8, at: place)
        case 3: bytes.insert(contentsOf: bytes.prefix(place).suffix(40), at: place)
        default: bytes.removeSubrange(place...)
        }
      }
      let document = Result {
        try ConfigurationDocument(ScenarioFile(name: "c.toml", bytes: bytes, folder: ""))
      }
      do {
        _ = try ChainFile.read(try document.get(), registry: sampleRegistry)
        read += 1
      } catch let error as ConfigurationError {
        refused += 1
        #expect(!error.problems.isEmpty && error.description.utf8.count < 100_000)
      }
    }
    // Both ways must have been tried for the test to mean something.
    #expect(read > 200 && refused > 2000, "\(read) read, \(refused) refused")
  }
}
