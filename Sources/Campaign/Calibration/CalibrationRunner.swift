internal import Astronomy
public import Foundation
internal import Imagery

/// Writes the exposures that calibrate a scenario's sensor, so that its raw frames can be reduced without
/// knowing the device: biases, darks and flats of the same device.
///
/// The files of a scenario are the same in every run (with `SOURCE_DATE_EPOCH` to the byte), whatever the
/// number of jobs; taking more of a kind leaves the first ones as they are.
public struct CalibrationRunner: Sendable {
  /// How many exposures of each kind may be asked for.
  public static let allowedCounts = 1...CalibrationExposure.mostOfAKind

  private let products: CalibrationProducts
  private let exposures: [CalibrationExposure]
  private let folder: String

  /// A runner that writes below a folder, which is made if need be.
  ///
  /// - Parameters:
  ///   - scenario: camera and sensor.
  ///   - folder: the folder.
  ///   - count: how many of each kind, within ``allowedCounts``.
  ///   - forStandardChain: whether what `StandardChain` never takes is left out: flats of film.
  ///   - environment: where SOURCE_DATE_EPOCH is looked up.
  /// - Throws: `CampaignError` for a count out of range, a scenario without camera or sensor, and a folder
  ///   that cannot be made; what making the sensor throws.
  public init(
    _ scenario: Scenario, folder: String, count: Int, forStandardChain: Bool = false,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    guard Self.allowedCounts.contains(count) else {
      throw CampaignError(
        .badRequest, "--count \(count): allowed are \(Self.allowedCounts.rangeText) of each kind")
    }
    guard let camera = scenario.camera, let raw = try scenario.rawFrames(camera) else {
      throw CampaignError(
        .incompleteScenario,
        "the scenario has no [sensor] behind a [camera]; add both, and [optics]")
    }
    products = CalibrationProducts(
      scenario: scenario, camera: camera, raw: raw, created: try CreationDate.now(environment))
    exposures = raw.calibrationExposures(count: count, name: scenario.name).filter {
      !(forStandardChain && raw.settings.isFilm && $0.kind == .flat)
    }
    self.folder = folder
    try RunFolder.makeFolder(folder + "/calibration")
  }

  /// Writes all files and returns their paths, in order.
  ///
  /// - Parameters:
  ///   - jobs: how many are made at a time.
  ///   - report: told of the number written and of all after each file.
  /// - Throws: at the first file that cannot be made or written.
  public func make(jobs: Int, report: (_ done: Int, _ of: Int) -> Void) async throws -> [String] {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var rest = exposures[...]
      var done = 0
      func start() {
        guard let exposure = rest.popFirst() else { return }
        group.addTask { try write(exposure) }
      }
      for _ in 0..<max(1, jobs) { start() }
      while try await group.next() != nil {
        done += 1
        report(done, exposures.count)
        start()
      }
    }
    return exposures.map { folder + "/" + $0.file }
  }

  private func write(_ exposure: CalibrationExposure) throws {
    let file = try AtomicFileWriter(folder + "/" + exposure.file)
    try FITSEncoder.encode(try products.units(exposure)) { (piece) throws(ImageryError) in
      try file.append(piece)
    }
    try file.commit()
  }
}
