internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Trajectories

extension Scenario {
  /// Reads and checks a scenario file.
  ///
  /// - Parameters:
  ///   - path: the TOML file, or the name of a preset when there is no such file.
  ///   - assignments: `key.path=value` overrides, values as TOML.
  /// - Throws: `ConfigurationError` with every problem of the file.
  public static func read(_ path: String, setting assignments: [String] = []) throws -> Scenario {
    // A folder of a preset's name, as that of a run, is no scenario.
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if !isThere || isFolder.boolValue, let preset = Preset(rawValue: path) {
      return try Scenario(
        ConfigurationDocument(
          ScenarioFile(name: path, bytes: Array(preset.text.utf8), folder: "")),
        setting: assignments)
    }
    let file = try ScenarioFile.read(path)
    return try Scenario(ConfigurationDocument(file), setting: assignments)
  }

  /// Reads a scenario from a document.
  ///
  /// - Throws: `ConfigurationError` with every problem.
  public init(_ document: ConfigurationDocument, setting assignments: [String] = []) throws {
    let document = try document.applying(assignments)
    let reading = try ConfigurationReader.read(document, by: Self.declaration)
    self = reading.value
    self.document = document
    effectiveTextWithOrigins = reading.effective.tomlText
    // Products hold no path: a table counts by its name and content, wherever it lies.
    var effective = reading.effective
    // Frames do not rest on how they are processed afterwards, nor on what other values there are.
    for key in ["chain", "sweep"] {
      let path = ConfigurationPath.root.key(key)
      effective.entries.removeAll { $0.path.isWithin(path) }
    }
    for file in dataFiles {
      for index in effective.entries.indices where effective.entries[index].path == file.key {
        effective.entries[index].value = .string(file.name)
      }
    }
    // An array of which elements alone were set is not named as a whole.
    let wholes = effective.entries.filter { entry in
      document.assignments.contains { entry.path.isWithin($0.path) }
    }.map { "\($0.path)=\($0.value.tomlText)" }
    let elements = document.elementAssignments(among: effective.entries.map(\.path))
    overrides = Set(wholes + elements).sorted()
    let canonical = effective.canonicalBytes
    let tables = dataFiles.map { "# \($0.name) sha256 \($0.sha256)" }
    identity = Digest.sha256(canonical + tables.joined(separator: "\n").utf8)
    effectiveText = (effective.dottedLines + tables).joined(separator: "\n")
    effectiveOrigins = effective.dottedOrigins
    // A misspelt key or a value out of range is told now, not by every frame.
    if let keys = sweep.keys {
      let (frames, isTooMany) = sweep.count.multipliedReportingOverflow(by: sequence?.count ?? 1)
      guard !isTooMany, frames <= Self.mostFrames else {
        throw ConfigurationError(
          .invalid,
          [
            ConfigurationProblem(
              origin: document.origin(of: ConfigurationPath.root.key("sweep")),
              keyPath: ConfigurationPath.root.key("sweep"),
              message:
                "found \(sweep.count) combinations of \(sequence?.count ?? 1) frames, allowed are "
                + "\(Self.mostFrames) frames in all", remedy: "lower sequence.frames or count")
          ])
      }
      writeOutArrays(of: keys, reading.effective)
      // Each reading takes some milliseconds: of long lists the beginning, and the end.
      let covering = sweep.covering
      for index in covering.prefix(Self.checkedVariations) + covering.suffix(1) {
        _ = try varied(by: index)
      }
    }
  }

  /// The most frames of a run.
  static let mostFrames = 1_000_000
  /// How many variations of a sweep are read to check its values before any frame is made.
  private static let checkedVariations = 200

  /// Writes arrays that the file leaves out into the document, so that a sweep may set elements of them.
  private mutating func writeOutArrays(of keys: [String], _ effective: EffectiveScenario) {
    for key in keys {
      let name = String(key.prefix { $0 != "[" })
      guard name != key,
        let entry = effective.entries.first(where: { "\($0.path)" == name }),
        case .programDefault = entry.origin
      else { continue }
      document = document.writingOut(entry.value, at: entry.path)
    }
  }

  /// The scenario with the values of one variation of its sweep.
  ///
  /// - Throws: `ConfigurationError` for a key that is not there, or a value that it does not take.
  func varied(by index: Int) throws -> Scenario {
    guard !sweep.isEmpty else { return self }
    var document = document
    document.root["sweep"] = nil
    let assignments = sweep.assignments(of: index)
    do {
      return try Scenario(document, setting: assignments)
    } catch var error as ConfigurationError {
      // What a sweep sets is the file's fault, at its line, not the command line's.
      error.code = .invalid
      for number in error.problems.indices {
        guard case .assignment(let text) = error.problems[number].origin,
          let axis = sweep.axis(setting: text)
        else { continue }
        let place = ConfigurationPath.root.key("sweep").index(axis)
        error.problems[number].origin = self.document.origin(of: place.key("key"))
        error.problems[number].message += " (set by \(text))"
      }
      throw error
    }
  }

  /// What a scenario may hold, for `scenario schema`.
  public static var schema: ScenarioSchema {
    ConfigurationReader.schema(title: "Totality scenario", by: declaration)
  }

  private static func declaration(_ root: SectionReader) -> Scenario? {
    let version = root.integer("schema", in: 1...1, doc: "Version of this format.")
    let head = root.section("scenario", doc: "Name and purpose.", HeadSection.init)
    let span = root.section("span", doc: "The time searched for windows.", SpanSection.init)
    let sun = root.section("sun", doc: "How the Sun is taken.", SunSection.init)
    let observer = root.section("observer", doc: "Who watches.", ObserverSection.init)
    let occulter = root.section("occulter", doc: "What hides the Sun.", OcculterSection.init)
    let companions = root.sections(
      "companion", count: CompanionSection.allowedCount,
      doc: "Further bodies that may stand before the Sun beside the occulter."
    ) { section, _ in CompanionSection(section) }
    let earth = root.optionalSection(
      "earth", doc: "How the Earth counts before the Sun, and turns.", EarthSection.read)
    let corona = root.optionalSection("corona", doc: "What is around the Sun.") { section in
      CoronaSection(section)
    }
    let sky = root.optionalSection("sky", doc: "Stars and planets in the picture.") { section in
      SkySection(section)
    }
    let camera = root.optionalSection("camera", doc: "What takes the picture.", CameraSection.read)
    let optics = root.optionalSection(
      "optics", doc: "Pupil, lens and what the occulter's edge does; left out, a pinhole."
    ) { OpticsSection.read($0, preset: camera?.preset ?? .none) }
    let stray = root.optionalSection(
      "stray_light", doc: "Light that is no corona.", StrayLightSection.read)
    let sensor = root.optionalSection("sensor", doc: "What records the light.", SensorSection.read)
    let sequence = root.optionalSection(
      "sequence", doc: "When pictures are taken.", SequenceSection.read)
    let output = root.section("output", doc: "What is written.", OutputSection.read)
    let errors = root.optionalSection(
      "uncertainty", doc: "How well the formation is known.", UncertaintySection.init)
    let metrology = root.optionalSection(
      "metrology", doc: "Photometers around the pupil.", MetrologySection.read)
    // An empty list would count among the scenario's values.
    let chain = root.isDeclaring || root.has("chain") ? ChainSection().read(root) : []
    let sweep =
      root.isDeclaring || root.has("sweep") ? SweepSection.read(root, seed: head.seed) : []
    guard version == 1, let range = span.range, let law = sun.law else { return nil }
    var files = DataFiles()
    let formation = formation(
      of: observer, and: occulter, with: companions, before: sun, over: range, root,
      reading: &files)
    guard let formation else { return nil }
    // What was declared must be there: a section with a problem must not count as absent.
    let light = corona.map { section in
      root.attempt(at: "corona") {
        try section.build(
          law: law, sunRadius: sun.radiusKilometres * 1000, reading: &files)
      } ?? nil
    }
    if case .some(nil) = light { return nil }
    var scenario = Scenario(
      name: head.name, summary: head.summary, seed: head.seed, span: range, scale: span.scale,
      law: law, wavelengthNanometres: sun.wavelengthNanometres, observerName: observer.name,
      occulterName: occulter.name, formation: formation,
      earth: .earth(at: .midpoint(range.lowerBound, range.upperBound)),
      atmosphere: earth?.atmosphere,
      corona: light ?? nil, camera: camera,
      sequence: sequence, output: output, effectiveText: "", effectiveTextWithOrigins: "",
      identity: "", dataFiles: [], overrides: [], warnings: [])
    scenario.observerBody = observer.build(root, reading: &files)
    (scenario.optics, scenario.sensor) = (optics, sensor)
    if let stray {
      guard let whole = stray.reading(&files, root) else { return nil }
      scenario.strayLight = whole
    }
    guard scenario.lightPathIsWhole(root) else { return nil }
    if let sky {
      guard let bodies = sky.build(for: formation, reading: &files) else { return nil }
      scenario.sky = bodies
      scenario.corona?.lights.append(StarLight(bodies: bodies, sunRadius: formation.sunRadius))
    }
    scenario.dataFiles = files.records
    scenario.metrology = metrology
    scenario.chain = chain
    do throws(SweepPlan.Problem) {
      scenario.sweep = try SweepPlan(sweep)
    } catch {
      root.context.report(
        at: root.path.key("sweep").index(error.axis).key("key"), error.message, error.remedy)
      return nil
    }
    scenario.stationUT1 = earth?.ut1
    scenario.observerCraft = observer.craft
    scenario.occulterCraft = occulter.craft
    scenario.uncertainty =
      errors.flatMap { section in
        root.attempt(at: "uncertainty") {
          try section.build(spanStart: range.lowerBound, shape: formation.shape)
        }
      } ?? nil
    scenario.warnings = scenario.findWarnings()
    return scenario
  }

  /// Observer and occulter under the Sun; nil after problems, which the reader has noted.
  private static func formation(
    of observer: ObserverSection, and occulter: OcculterSection,
    with companions: [CompanionSection], before sun: SunSection, over span: ClosedRange<Instant>,
    _ root: SectionReader, reading files: inout DataFiles
  ) -> Formation? {
    // Frames outside the span are few and may take the slow way to the Earth's position.
    let ephemeris = EarthEphemeris(covering: span)
    let motion =
      root.attempt(at: "observer") {
        try observer.trajectory?.build(over: span, reading: &files)
      } ?? nil
    guard let motion else { return nil }
    let surroundings = MotionSurroundings(
      observer: motion, ephemeris: ephemeris, treatment: sun.treatment, span: span)
    let relative =
      root.attempt(at: "occulter") {
        try occulter.motion?.build(surroundings, reading: &files)
      } ?? nil
    let shape =
      root.attempt(at: "occulter") { try occulter.shape?.build(reading: &files) } ?? nil
    guard let relative, let shape else { return nil }
    guard let attitude = occulter.attitude(of: shape, root, reading: &files) else { return nil }
    if attitude is LocalVerticalAttitude, motion is GroundSite {
      root.report(
        "found the observer's radial and along-track axes, but the observer stands on the ground",
        remedy: "choose kind = \"inertial\" or \"sun-pointing\"", at: "occulter")
      return nil
    }
    let others = CompanionSection.build(
      companions, beside: occulter.name, surroundings, reading: &files)
    guard let others else { return nil }
    return root.attempt(at: "occulter") {
      try Formation(
        observer: motion, occulter: relative, shape: shape, attitude: attitude,
        sunRadius: sun.radiusKilometres * 1000,
        treatment: sun.treatment, ephemeris: ephemeris, companions: others)
    }
  }
}

/// `[scenario]`.
private struct HeadSection {
  let name: String
  let summary: String
  let seed: Int

  init(_ section: SectionReader) {
    name = section.string(
      "name", length: 1...32, doc: "Short name, used in file names: letters, digits, '.', '_', '-'."
    )
    summary = section.string(
      "description", length: 0...1000, default: "", doc: "One line about the experiment.")
    seed = section.integer(
      "seed", in: 0...Int(Int32.max), default: 0, doc: "Seed of everything random.")
    let allowed = name.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || $0 == "." || $0 == "_" || $0 == "-"
    }
    if !allowed || name.hasPrefix(".") || name.hasPrefix("-") {
      section.report(
        "found a name that cannot be part of a file name",
        remedy: "use letters, digits, '.', '_' and '-', beginning with a letter or digit",
        at: "name")
    }
  }
}

/// `[span]`.
private struct SpanSection {
  let range: ClosedRange<Instant>?
  let scale: TimeScale

  init(_ section: SectionReader) {
    let start = section.instant(
      "start", doc: "Beginning of the span.", parse: { try Instant.parse($0) })
    let stop = section.instant("stop", doc: "End of the span.", parse: { try Instant.parse($0) })
    scale = start?.scale ?? .utc
    guard let start, let stop else {
      range = nil
      return
    }
    for (key, read) in [("start", start), ("stop", stop)] where read.instant < Instant.utcBegins {
      section.report(
        "found a date before 1960, when UTC begins; contacts are given in UTC",
        remedy: "choose a later span", at: key)
    }
    if start.scale != stop.scale {
      section.report(
        "found \(stop.scale.rawValue), but start is in \(start.scale.rawValue)",
        remedy: "write both in one time scale", at: "stop")
    }
    guard stop.instant > start.instant else {
      section.report(
        "found an end that does not come after the start", remedy: "exchange start and stop",
        at: "stop")
      range = nil
      return
    }
    range = start.instant...stop.instant
  }
}

/// `[sun]`.
private struct SunSection {
  let treatment: SunTreatment
  let radiusKilometres: Double
  let wavelengthNanometres: Double
  let law: LimbDarkening?

  init(_ section: SectionReader) {
    treatment = section.choice(
      "direction", as: SunTreatment.self, default: .apparent,
      doc: "apparent: with light time and aberration; geometric: where the Sun is at that instant.")
    radiusKilometres = section.double(
      "radius_km", in: .closed(600_000, 800_000),
      default: PhysicalConstants.nominalSolarRadius / 1000, doc: "Radius of the photosphere.")
    let wavelength = section.double(
      "wavelength_nm", in: .closed(300, 2500), default: 550,
      doc: "Wavelength of the limb darkening and of the headers.")
    wavelengthNanometres = wavelength
    law =
      section.oneOf(
        "limb_darkening", as: LimbDarkening?.self, doc: "How the disc darkens to its limb.",
        whenAbsent: .means("neckel")
      ) { choice in
        choice.word("neckel", doc: "Fifth-degree polynomial of Neckel 2005, 422 to 1100 nm.") { _ in
          guard !section.isDeclaring else { return nil }
          return section.attempt(at: "wavelength_nm") {
            try LimbDarkening.neckel(wavelengthNanometres: wavelength)
          }
        }
        choice.word("uniform", doc: "The same radiance everywhere.") { _ in .uniform }
        choice.key("linear", doc: "1 - u (1 - mu).") { law in
          let u = law.double("linear", in: .closed(0, 1), doc: "The coefficient u.")
          return law.attempt { try LimbDarkening.linear(u) }
        }
        choice.key("quadratic", doc: "1 - u1 (1 - mu) - u2 (1 - mu)^2.") { law in
          let u = law.doubles(
            "quadratic", count: 2...2, each: .closed(-2, 2), doc: "The coefficients u1 and u2.")
          return law.attempt { try LimbDarkening.quadratic(u[0], u[1]) }
        }
      } ?? nil
  }
}
