import Foundation
import Imagery
import Processing
import TestSupport
import Testing

@testable import Campaign

/// What pictures have in common must not be forgotten between two runs.
@Suite("Common errors in files")
struct CommonErrorFilesTests {
  private func written(_ change: (inout Observation) throws -> Void, _ folder: TemporaryFolder)
    throws -> Observation
  {
    var one = try Observation(
      name: "one", light: Plane(width: 4, height: 3, samples: [Double](repeating: 2, count: 12)),
      unit: .meanSolarBrightness, level: .calibrated, kind: "B")
    one.uncertainty = Plane(like: one.light, repeating: 0.5)
    try change(&one)
    let source = ObservationReader.Reading(
      observation: one, file: "one.fits", sha256: String(repeating: "0", count: 64),
      wedge: nil, notes: [])
    let product = Product(
      outcome: ChainOutcome(observation: one, sources: [0]), sources: [source],
      created: ObservationReader.epoch, stem: "one", format: .double)
    _ = try product.write(to: folder.path)
    return try ObservationReader.read(folder.path("one.fits")).observation
  }

  @Test("A product read back has the sources, signs and reach of its common errors")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let back = try written(
      { one in
        one.commonErrors = [
          CommonError(
            source: "master_flat", extent: .pixels,
            deviation: .each(Plane(like: one.light, repeating: -0.25))),
          CommonError(source: "F model allen1977", extent: .picture, deviation: .uniform(0.125)),
        ]
        one.noiseCorrelation = try #require(
          NoiseCorrelation(side: 3, values: [0, 0, 0, 0.5, 1, 0.5, 0, 0, 0]))
      }, folder)
    #expect(back.commonErrors.map(\.source) == ["master_flat", "F model allen1977"])
    #expect(back.commonErrors.map(\.extent) == [.pixels, .picture])
    #expect(back.commonErrors.map { $0.deviation[7] } == [-0.25, 0.125])
    #expect(back.noiseCorrelation.values == [0, 0, 0, 0.5, 1, 0.5, 0, 0, 0])
    let planes = try FITSFile(folder.path("one_planes.fits"))
    #expect(planes.units.map(\.name) == ["UNCERT", "COMMON1", "COMMON2", "NOISCORR", "MASK"])
    #expect(try FITSDecoder.checksumsAreValid(try folder.bytes("one_planes.fits")))
  }

  @Test("A picture without any has no such planes")
  func none() throws {
    let folder = try TemporaryFolder()
    let back = try written({ _ in }, folder)
    #expect(back.commonErrors.isEmpty && back.noiseCorrelation == .none)
    let planes = try FITSFile(folder.path("one_planes.fits"))
    #expect(planes.units.map(\.name) == ["UNCERT", "MASK"])
  }
}
