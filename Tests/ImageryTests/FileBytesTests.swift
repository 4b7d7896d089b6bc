import Foundation
import Testing

@testable import Imagery

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Files of users read whole")
struct FileBytesTests {
  private func message(_ path: String, limit: Int = FileBytes.usualLimit) -> String {
    let error = #expect(throws: ImageryError.self) { try FileBytes.read(path, limit: limit) }
    return error?.description ?? ""
  }

  @Test("A pipe, a device, a folder and a file too large are refused with words, never waited for")
  func refused() throws {
    let folder = try Samples.directory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (pipe, file) = (folder + "/pipe", folder + "/file")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(
      message(pipe) == "cannot read \(pipe): it is a pipe or a device; copy it into a file first")
    #expect(message("/dev/zero").contains("it is a pipe or a device; copy it into a file first"))
    #expect(message(folder).contains("it is a folder"))
    #expect(message(folder + "/none").contains("there is no such file"))
    try AtomicFile.write([UInt8](repeating: 7, count: 1 << 20 + 1), to: file)
    #expect(
      message(file, limit: 1 << 20)
        == "cannot read \(file): it has 1048577 bytes, at most 1 MiB are read; is it the right file?"
    )
    #expect(try FileBytes.read(file, limit: 1 << 20 + 1).count == 1 << 20 + 1)
    let error = #expect(throws: ImageryError.self) { try MappedFile(pipe) }
    #expect(error?.description.contains("it is empty or no regular file") == true)
  }
}
