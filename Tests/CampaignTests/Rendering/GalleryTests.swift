import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

/// One picture of each family of coronas.
@Suite("Gallery")
struct GalleryTests {
  @Test("Every family has a scenario without warning of its own, a title and captions")
  func scenarios() throws {
    let folder = try TemporaryFolder()
    #expect(Set(GalleryEntry.all.map(\.name)).count == GalleryEntry.all.count)
    for entry in GalleryEntry.all {
      for (name, text) in entry.tables { try folder.write(text, to: name) }
      let path = try folder.write(entry.scenarioText(side: 64), to: entry.name + ".toml")
      let scenario = try Scenario.read(path)
      #expect(scenario.name == entry.name)
      #expect(scenario.corona != nil && scenario.camera?.width == 64)
      #expect(!entry.title.isEmpty && !entry.captions.isEmpty)
    }
  }

  @Test("A gallery is a sheet, and for each family a scenario that can be rendered again")
  func files() async throws {
    let folder = try TemporaryFolder()
    var paths: [String] = []
    try await Gallery(folder: folder.path).render(side: 64, workers: 2) { paths.append($0) }
    #expect(paths.last == folder.path + "/gallery.png")
    for path in paths { #expect(FileManager.default.fileExists(atPath: path)) }
    #expect(paths.count > Gallery.names.count)
    for name in Gallery.names {
      _ = try Scenario.read("\(folder.path)/\(name)/scenario.toml")
    }
    let sheet = try PNGDecoder.decode(
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: paths.last ?? ""))))
    #expect(sheet.width > 480 && sheet.height > 480)
  }

  @Test("A side that makes no picture is refused", arguments: [0, 63, 2049])
  func side(side: Int) async throws {
    await #expect(throws: CampaignError.self) {
      try await Gallery(folder: "unused").render(side: side, workers: 1) { _ in }
    }
  }
}
