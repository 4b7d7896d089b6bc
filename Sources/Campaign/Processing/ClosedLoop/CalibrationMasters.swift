internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// Masters from the exposures that calibrate a sensor, found by what their headers tell.
struct CalibrationMasters {
  private let files: [String]
  private let folder: String
  private let created: Instant

  /// - Parameters:
  ///   - files: biases, darks and flats, told apart by IMAGETYP.
  ///   - folder: where masters go.
  init(_ files: [String], folder: String) throws {
    (self.files, self.folder) = (files, folder)
    created = try CreationDate.now()
    try RunFolder.makeFolder(folder)
  }

  /// Makes the masters that the files allow.
  ///
  /// Biases are averaged as they are; darks of the longest exposure and flats of the first filter after the
  /// steps that lead to electrons.
  func make() throws -> StandardChain.Masters {
    var masters = StandardChain.Masters()
    var kinds: [String: [String]] = [:]
    for file in files {
      let header = try FITSFile(file).unit().header
      kinds[header.string("IMAGETYP") ?? "", default: []].append(file)
    }
    if let biases = kinds["BIAS"] {
      masters.bias = try average(biases, as: "bias") { _ in [] }
    }
    if let darks = kinds["DARK"] {
      let seconds = try darks.map { try FITSFile($0).unit().header.double("XPOSURE") ?? 0 }
      let longest = zip(darks, seconds).filter { $0.1 == seconds.max() }.map(\.0)
      masters.dark = try average(longest, as: "dark") { source in
        StandardChain.electrons(source, masters)
      }
    }
    if let flats = kinds["FLAT"] {
      let filters = try flats.map { try Self.filter($0) }
      let first = zip(flats, filters).filter { $0.1 == filters[0] }.map(\.0)
      masters.flat = try average(first, as: "flat") { source in
        StandardChain.electrons(source, masters)
      }
    }
    return masters
  }

  private static func filter(_ path: String) throws -> String {
    let header = try FITSFile(path).unit().header
    return "\(header.string("FILTER") ?? "") \(header.double("POLAR") ?? -1)"
  }

  /// Averages exposures after some steps and writes the mean; nil without exposures.
  private func average(
    _ paths: [String], as name: String,
    after steps: (ObservationReader.Reading) -> [StepRequest]
  ) throws -> String? {
    var first: Observation?
    var sum: [Double] = []
    var variance: [Double]?
    var sources: [ObservationReader.Reading] = []
    var pictures: [String: Observation] = [:]
    // One after the other: a hundred exposures must not be in memory at once.
    for path in paths {
      var source = try ObservationReader.read(path)
      let chain = try Chain(steps(source))
      pictures = try ObservationReader.pictures(of: chain, knowing: pictures)
      var run = try ChainRun(chain, [source.observation], pictures: pictures)
      try run.finish()
      guard let made = run.outcomes.first?.observation else { continue }
      if first == nil {
        (first, sum) = (made, made.light.samples)
        variance = made.uncertainty?.samples.map { $0 * $0 }
      } else {
        for (index, value) in made.light.samples.enumerated() { sum[index] += value }
        for (index, sigma) in (made.uncertainty?.samples ?? []).enumerated() {
          variance?[index] += sigma * sigma
        }
      }
      source.observation.light = try Plane(width: 1, height: 1, samples: [0])
      sources.append(source)
    }
    guard var mean = first else { return nil }
    let count = Double(sources.count)
    mean.light.samples = sum.map { $0 / count }
    mean.name = name
    mean.uncertainty = try variance.map { variance in
      try Plane(
        width: mean.light.width, height: mean.light.height,
        samples: variance.map { $0.squareRoot() / count })
    }
    mean.exposureCount = Plane(like: mean.light, repeating: count)
    let outcome = ChainOutcome(observation: mean, sources: Array(sources.indices))
    let stem = "master_\(name)"
    let product = Product(
      outcome: outcome, sources: sources, created: created, stem: stem, format: .single)
    let path = "\(folder)/\(stem).fits"
    try AtomicFile.write(try product.picture("\(stem).fits"), to: path)
    return path
  }
}

extension StandardChain {
  /// The steps from raw numbers to the electrons that light or the dark made.
  static func electrons(
    _ source: ObservationReader.Reading, _ masters: Masters
  ) -> [StepRequest] {
    let allowed: Set<String> =
      masters.dark == nil ? ["bias", "gain", "linearity"] : ["bias", "gain", "linearity", "dark"]
    return requests(for: [source], masters: masters).filter { allowed.contains($0.step) }
  }
}
