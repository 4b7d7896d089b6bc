import Foundation
import Imagery
import Testing

@Suite("Files written piece by piece")
struct AtomicFileWriterTests {
  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test("A file has its name when it is committed, and leaves nothing when it is not")
  func commit() throws {
    let folder = try Samples.directory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a"
    do {
      let file = try AtomicFileWriter(path)
      try file.append([1, 2])
      try file.append([3])
      #expect(try names(folder).count == 1 && !FileManager.default.fileExists(atPath: path))
      try file.finish()
      #expect(!FileManager.default.fileExists(atPath: path))
      try file.commit()
      #expect(throws: ImageryError.self) { try file.commit() }
    }
    #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) == [1, 2, 3])
    do {
      let given = try AtomicFileWriter(folder + "/b")
      try given.append([1])
      let finished = try AtomicFileWriter(folder + "/c")
      try finished.append([1])
      try finished.finish()
    }
    #expect(try names(folder) == ["a"])
  }

  @Test("More files may be finished than a process may hold open")
  func manyFiles() throws {
    let folder = try Samples.directory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = try (0..<3000).map { number in
      let file = try AtomicFileWriter(folder + "/\(number)")
      try file.append([UInt8(number % 256)])
      try file.finish()
      return file
    }
    for file in files.prefix(5) { try file.commit() }
    #expect(try names(folder).filter { !$0.contains("tmp") } == ["0", "1", "2", "3", "4"])
  }
}
