internal import Foundation
internal import Imagery

/// One annotated picture of each family of coronas, and all of them on a sheet.
public struct Gallery: Sendable {
  private let folder: String

  /// A gallery that is written to a folder.
  public init(folder: String) {
    self.folder = folder
  }

  /// The names of the pictures' scenarios, in the order of the sheet.
  public static var names: [String] { GalleryEntry.all.map(\.name) }

  /// Renders everything and writes the sheet.
  ///
  /// Each scenario is written beside its picture, so that it can be changed and rendered again.
  ///
  /// - Parameters:
  ///   - side: columns and rows of every frame, 64 to 2048 pixels.
  ///   - workers: bands of a picture drawn at a time.
  ///   - report: told the path of each file when it is there.
  /// - Throws: `CampaignError` for a side out of range, or the error of the frame that failed.
  public func render(
    side: Int, workers: Int, report: (String) throws -> Void
  ) async throws {
    guard (64...2048).contains(side) else {
      throw CampaignError(.badRequest, "--side \(side): must lie in 64...2048 pixels")
    }
    var panels: [ContactSheet.Panel] = []
    for entry in GalleryEntry.all {
      let file = "\(folder)/\(entry.name)/scenario.toml"
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(entry.name)", withIntermediateDirectories: true)
      for (name, text) in entry.tables {
        try OutputFile.write(text, to: "\(folder)/\(entry.name)/\(name)")
      }
      try OutputFile.write(entry.scenarioText(side: side), to: file)
      let scenario = try Scenario.read(file)
      let runner = try FrameRunner(scenario, folder: "\(folder)/\(entry.name)")
      for index in 0..<(scenario.sequence?.count ?? 0) {
        let outcome = try await runner.make(try scenario.frame(index), workers: workers)
        guard let path = outcome.paths.first(where: { Self.isPicture($0) }) else { continue }
        try report(path)
        let caption = entry.captions[min(index, entry.captions.count - 1)]
        panels.append(.init(picture: try Self.picture(path), title: entry.title, caption: caption))
      }
    }
    let sheet = try ContactSheet.render(
      panels, columns: 4, panelWidth: 480,
      heading: "totality \(Version.current) \u{2014} families of coronas, synthetic")
    try OutputFile.write(try PNGEncoder.rgb8(sheet, texts: []), to: "\(folder)/gallery.png")
    try report("\(folder)/gallery.png")
  }

  private static func isPicture(_ path: String) -> Bool {
    path.hasSuffix(".png") && !path.hasSuffix("_gray16.png")
  }

  private static func picture(_ path: String) throws -> RGBPicture {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let decoded = try PNGDecoder.decode(bytes, path: path)
    return try RGBPicture(
      width: decoded.width, height: decoded.height,
      bytes: decoded.samples.map { UInt8(truncatingIfNeeded: $0) })
  }
}
