import Foundation
import TestSupport
import Testing

@testable import Imagery

@Suite("Files that other programs write")
struct PendingFileTests {
  @Test("The file gets its name when it is committed, whole; until then the older one stands")
  func commits() throws {
    let folder = try TemporaryFolder()
    try folder.write("older", to: "film.mp4")
    let file = try PendingFile(folder.path("film.mp4"))
    try Data("newer".utf8).write(to: URL(fileURLWithPath: file.temporaryPath))
    #expect(try folder.text("film.mp4") == "older")
    try file.commit()
    #expect(try folder.text("film.mp4") == "newer")
    #expect(try folder.tree(".").count == 1)
  }

  @Test("What is not committed leaves nothing behind")
  func abandons() throws {
    let folder = try TemporaryFolder()
    do {
      let file = try PendingFile(folder.path("film.mp4"))
      #expect(FileManager.default.fileExists(atPath: file.temporaryPath))
    }
    #expect(try folder.tree(".").isEmpty)
  }

  @Test("A program that removes its own file is told, and the older film stands")
  func vanished() throws {
    let folder = try TemporaryFolder()
    try folder.write("older", to: "film.mp4")
    let file = try PendingFile(folder.path("film.mp4"))
    try FileManager.default.removeItem(atPath: file.temporaryPath)
    #expect(throws: ImageryError.self) { try file.commit() }
    #expect(try folder.text("film.mp4") == "older")
  }

  @Test("Folders, devices, empty names and folders that are not there are refused in words")
  func refusals() throws {
    let folder = try TemporaryFolder()
    for (path, words) in [
      (folder.path(""), "the path is a directory"), ("/dev/null", "device or pipe"),
      ("", "the path is empty"), (folder.path("no/film.mp4"), "create the directory"),
    ] {
      do {
        _ = try PendingFile(path)
        Issue.record("\(path) was taken")
      } catch { #expect(error.message.contains(words), "\(error)") }
    }
  }
}
