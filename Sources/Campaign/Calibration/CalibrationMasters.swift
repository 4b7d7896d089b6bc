internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// Masters from the exposures that calibrate a sensor, found by what their headers tell.
struct CalibrationMasters {
  /// A master made.
  struct Master {
    let group: MasterGroup
    let path: String
  }

  private let groups: [MasterGroup]
  private let folder: String
  private let created: Instant
  private let assumptions: [String]
  private let cards: [FITSCard]
  /// Masters made before, in place of exposures.
  private let known: StandardChain.Masters

  /// - Parameters:
  ///   - files: calibrating exposures of any kind.
  ///   - folder: where masters go.
  ///   - kind: of all files, in place of what their headers tell.
  ///   - assumptions: cards in place of the files', `KEYWORD=value`.
  ///   - known: masters made before.
  /// - Throws: `CampaignError` for files whose kind is not known and a folder that cannot be made.
  init(
    _ files: [String], folder: String, kind: MasterGroup.Kind? = nil, assumptions: [String] = [],
    known: StandardChain.Masters = .init()
  ) throws {
    self.folder = folder
    (self.assumptions, self.known) = (assumptions, known)
    created = try CreationDate.now()
    cards = try ObservationReader.assumptions(assumptions)
    groups = try MasterGroup.groups(of: files, kind: kind, assuming: cards)
  }

  /// What would be made: the names of the masters, each with its number of exposures.
  var plan: [(stem: String, count: Int)] {
    groups.map { ($0.stem(among: groups), $0.files.count) }
  }

  /// The masters that a frame's chain wants: the first bias, the longest dark, the flats of all filters.
  func make() throws -> StandardChain.Masters {
    Self.masters(among: try makeAll(), known)
  }

  /// Makes every master that the files allow.
  ///
  /// Biases, unexposed film and step wedges are taken as they are, darks and flats after the steps that lead
  /// to electrons, or for film to lux seconds.
  ///
  /// - Parameters:
  ///   - name: of the file, where there is one master alone; nil for one that tells its group.
  ///   - progress: hears of every master before it is made.
  func makeAll(
    named name: String? = nil, progress: (String) -> Void = { _ in }
  ) throws -> [Master] {
    try RunFolder.makeFolder(folder)
    var made: [Master] = []
    for kind in [MasterGroup.Kind.bias, .unexposed, .wedge, .dark, .flat] {
      for group in groups where group.kind == kind {
        let stem = name ?? group.stem(among: groups)
        progress("\(stem): \(group.files.count) exposure\(group.files.count == 1 ? "" : "s")")
        var masters = Self.masters(among: made, known, for: group)
        // A dark is what gathered in the dark: none of another exposure time is taken from it.
        if kind == .dark { masters.dark = nil }
        made.append(Master(group: group, path: try make(group, as: stem, masters)))
      }
    }
    return made
  }

  /// The masters that fit a group best: of the nearest temperature and its gain, of darks the longest.
  private static func masters(
    among made: [Master], _ known: StandardChain.Masters, for group: MasterGroup? = nil
  ) -> StandardChain.Masters {
    func first(_ kind: MasterGroup.Kind) -> String? {
      let fitting = made.filter {
        $0.group.kind == kind && (group == nil || $0.group.gain == group?.gain)
      }
      func distance(_ master: Master) -> Double {
        group.map { $0.temperatureDistance(master.group) } ?? 0
      }
      let nearest = fitting.map(distance).min() ?? 0
      let best = fitting.filter { distance($0) <= nearest + MasterGroup.temperatureTolerance }
      guard let longest = best.compactMap(\.group.seconds).max() else { return best.first?.path }
      return best.first { $0.group.seconds == longest }?.path
    }
    var masters = known
    masters.bias = known.bias ?? first(.bias)
    masters.dark = known.dark ?? first(.dark)
    if known.flats.isEmpty {
      masters.flats = made.filter {
        $0.group.kind == .flat && (group == nil || $0.group.gain == group?.gain)
      }.map(\.path)
    }
    masters.curve = known.curve ?? first(.wedge)
    masters.unexposed = known.unexposed ?? first(.unexposed)
    return masters
  }

  private func make(
    _ group: MasterGroup, as stem: String, _ masters: StandardChain.Masters
  ) throws -> String {
    switch group.kind {
    case .bias, .unexposed: return try average(group, as: stem) { _ in [] }
    case .wedge: return try average(group, as: stem, then: curve) { _ in [] }
    case .dark, .flat:
      return try average(group, as: stem) { source in
        try require(source, masters)
        return StandardChain.photocharge(source, masters)
      }
    }
  }

  /// Refuses exposures that nothing leads to electrons.
  private func require(
    _ source: ObservationReader.Reading, _ masters: StandardChain.Masters
  ) throws {
    let header = source.observation.header
    guard !source.observation.isFilm, source.observation.unit == .counts else { return }
    guard masters.bias != nil || header.double("BIASLEVL") != nil else {
      throw CampaignError(
        .damagedInput,
        "\(source.file): its bias is not known; give biases beside it, --bias with a master, or --assume "
          + "BIASLEVL=numbers")
    }
    for (keyword, meaning) in [("GAIN", "numbers per electron"), ("READNOIS", "electrons")]
    where header.double(keyword) == nil {
      throw CampaignError(
        .damagedInput,
        "\(source.file): the header has no number \(keyword); --assume \(keyword)=…, in \(meaning)")
    }
  }

  /// The density curve that step wedges tell, as a table beside the picture.
  private func curve(_ sources: [ObservationReader.Reading], _ scans: [Observation]) throws
    -> FITSHDU
  {
    guard let wedge = sources.first?.wedge else {
      throw CampaignError(
        .damagedInput,
        "\(sources.first?.file ?? "the wedge"): the file has no table WEDGE with the columns "
          + StepWedgeReading.columns.joined(separator: ", ") + ", which tells where its fields lie")
    }
    if let other = sources.first(where: { $0.wedge != wedge }) {
      throw CampaignError(
        .damagedInput,
        "\(other.file): its table WEDGE differs from that of \(sources.first?.file ?? ""), but one curve comes "
          + "of scans that were exposed alike; make a master of each apart")
    }
    let table = try StepWedgeReading.curve(of: scans, wedge: wedge)
    var header = FITSHeader()
    try header.append("EXTNAME", "RESPONSE", "density by exposure, measured")
    let note =
      "LOGH: log10 of the exposure in lx s; DENSERR: standard error of the mean of a field."
    try header.append(FITSCard.comment(note))
    let columns = try table.columns.map { name in
      try FITSTextTable.Column(name, (table.column(name) ?? []).map { "\($0)" })
    }
    return FITSHDU(.table(try FITSTextTable(columns: columns)), header: header)
  }

  /// Averages exposures after some steps and writes the mean with its error.
  private func average(
    _ group: MasterGroup, as stem: String,
    then measure: (([ObservationReader.Reading], [Observation]) throws -> FITSHDU)? = nil,
    after steps: (ObservationReader.Reading) throws -> [StepRequest]
  ) throws -> String {
    var stack = ExposureStack(isLevelled: group.kind == .flat)
    var sources: [ObservationReader.Reading] = []
    var scans: [Observation] = []
    var pictures: [String: ObservationReader.Reading] = [:]
    var ancestry = Ancestry()
    // One after the other: a hundred exposures must not be in memory at once.
    for path in group.files {
      var source = try ObservationReader.read(path, assuming: cards)
      let chain = try Chain(try steps(source))
      pictures = try ObservationReader.pictures(of: chain, knowing: pictures)
      ancestry = Ancestry(chain, pictures, assumptions: assumptions)
      var run = try ChainRun(
        chain, [source.observation], pictures: pictures.mapValues(\.observation))
      try run.finish()
      guard let made = run.outcomes.first?.observation else { continue }
      try stack.add(made)
      if measure != nil { scans.append(source.observation) }
      source.observation.light = try Plane(width: 1, height: 1, samples: [0])
      sources.append(source)
    }
    // The name by which those that use it know its error.
    guard let mean = stack.mean(named: stem) else {
      throw CampaignError(.damagedInput, "\(group.files.first ?? stem): nothing is left of it")
    }
    let outcome = ChainOutcome(observation: mean, sources: Array(sources.indices))
    var product = Product(
      outcome: outcome, sources: sources, created: created, stem: stem, format: .single)
    product.ancestry = ancestry
    product.cards = [
      try FITSCard(
        "IMAGETYP", .string("MASTER \(group.kind.rawValue.uppercased())"), "kind of master"),
      try FITSCard("NCOMBINE", .integer(sources.count), "exposures averaged"),
      // SOLARNET would ask an observation for its date and coordinates.
      try FITSCard("OBS_HDU", .integer(0), "0 = HDU holds no observational data"),
    ]
    if let measure { product.extensions = [try measure(sources, scans)] }
    _ = try product.write(to: folder)
    return (folder == "." ? "" : folder + "/") + "\(stem).fits"
  }
}

extension StandardChain {
  /// The steps from raw numbers to what light or the dark made: electrons, for film lux seconds.
  static func photocharge(
    _ source: ObservationReader.Reading, _ masters: Masters
  ) -> [StepRequest] {
    var allowed: Set<String> = ["saturate", "bias", "gain", "linearity"]
    if masters.dark != nil { allowed.insert("dark") }
    return requests(for: [source], masters: masters).filter { allowed.contains($0.step) }
  }
}
