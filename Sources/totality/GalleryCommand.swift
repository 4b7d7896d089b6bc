import ArgumentParser
import Campaign
import Foundation

/// `totality gallery`.
struct GalleryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Render a picture of each family of coronas, and all of them on one sheet.",
    discussion: """
      Writes DIR/gallery.png, and a folder for each of \(Gallery.names.joined(separator: ", ")) with \
      the scenario, its frames and pictures. Pictures show brightness times the third power of the \
      distance from the Sun, as a graded filter does.
      """)

  @Option(name: .shortAndLong, help: "The folder to write.")
  var output: String

  @Option(help: "Columns and rows of every frame.")
  var side = 512

  func run() async throws {
    try await Terminal.run {
      try await Gallery(folder: output).render(
        side: side, workers: ProcessInfo.processInfo.activeProcessorCount
      ) { path in
        try Terminal.result(path + "\n")
      }
    }
  }
}
