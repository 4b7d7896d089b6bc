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

  @Test("Sources are written whole: two that begin alike stay two, and are not cut")
  func longSources() throws {
    let folder = try TemporaryFolder()
    let begin = String(repeating: "a master of a long name ", count: 6)
    let sources = ["\(begin)of the first night", "\(begin)of the second night"]
    let back = try written(
      { one in
        one.commonErrors = sources.map {
          CommonError(source: $0, extent: .pixels, deviation: .uniform(0.25))
        }
      }, folder)
    #expect(back.commonErrors.map(\.source) == sources)
    #expect(Set(back.commonErrors.map(\.source)).count == 2)
  }

  @Test("Files of one name are told apart by their contents")
  func otherNights() throws {
    let digests = try [2.0, 2.5].map { light -> String in
      let night = try written(
        { $0.light = Plane(like: $0.light, repeating: light) }, try TemporaryFolder())
      #expect(night.name == "one")
      return try #require(night.digest)
    }
    #expect(digests[0] != digests[1])
  }

  @Test("A plane of an error that does not tell what it is is passed over with a remark")
  func nameless() throws {
    let folder = try TemporaryFolder()
    _ = try written({ _ in }, folder)
    let plane = try Plane(width: 4, height: 3, samples: [Double](repeating: 1, count: 12))
    var header = FITSHeader()
    try header.append("EXTNAME", "COMMON1")
    let bytes = try FITSEncoder.encode(
      primary: FITSHDU(.float32(try plane.image()), header: header))
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path("one_planes.fits")))
    let reading = try ObservationReader.read(folder.path("one.fits"))
    #expect(reading.observation.commonErrors.isEmpty)
    #expect(reading.notes.contains { $0.contains("the plane COMMON1 of") && $0.contains("ERRSRC") })
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
