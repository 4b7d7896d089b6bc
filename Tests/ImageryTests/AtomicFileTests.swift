import Foundation
import Testing

@testable import Imagery

@Suite("Atomic files")
struct AtomicFileTests {
  @Test("A file is replaced whole and no temporary stays behind")
  func replacesFiles() throws {
    let directory = try Samples.directory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/product.bin"
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
    try AtomicFile.write([1, 2, 3], to: path)
    try AtomicFile.write(bytes, to: path)
    #expect(try FileBytes.read(path) == bytes)
    try AtomicFile.write([], to: path)
    #expect(try FileBytes.read(path).isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["product.bin"])
  }

  @Test("A symbolic link stays a link, and the file it points to is replaced")
  func linksStay() throws {
    let directory = try Samples.directory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let (real, link) = (directory + "/real.bin", directory + "/link.bin")
    try AtomicFile.write([1], to: real)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
    try AtomicFile.write([2, 3], to: link)
    #expect(try FileBytes.read(real) == [2, 3])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == real)
  }

  @Test("A device is written to and stays a device; a full one is an error")
  func devicesStay() throws {
    let null = "/dev/null"
    try AtomicFile.write([1, 2, 3], to: null)
    let type = try FileManager.default.attributesOfItem(atPath: null)[.type] as? FileAttributeType
    #expect(type == .typeCharacterSpecial)
    #expect(throws: ImageryError.self) { try AtomicFile.write([1], to: "/dev/full") }
    #expect(throws: ImageryError.self) { try AtomicFile.write([1], to: "/dev") }
  }

  @Test("A missing directory is named together with the remedy")
  func missingDirectory() {
    #expect { try AtomicFile.write([1], to: "/no-such-directory/a.fits") } throws: { error in
      guard let error = error as? ImageryError else { return false }
      return error.code == .file && error.path == "/no-such-directory/a.fits"
        && error.description.contains("create the directory /no-such-directory")
        && error.description.contains("No such file")
    }
  }

  @Test("A path under a file, a directory in place of a file and an empty path are refused")
  func impossiblePlaces() throws {
    let directory = try Samples.directory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try AtomicFile.write([1], to: directory + "/file")
    #expect { try AtomicFile.write([1], to: directory + "/file/below.fits") } throws: {
      "\($0)".contains("is a file, not a directory")
    }
    try FileManager.default.createDirectory(
      atPath: directory + "/folder", withIntermediateDirectories: false)
    #expect { try AtomicFile.write([1], to: directory + "/folder") } throws: {
      "\($0)".contains("is a directory")
    }
    #expect(throws: ImageryError.self) { try AtomicFile.write([1], to: "") }
    #expect(throws: ImageryError.self) { try AtomicFile.write([1], to: directory + "/a\0b") }
    let left = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    #expect(left == ["file", "folder"])
  }

  @Test("When the disk takes no more, the old file stays and the error counts the bytes")
  func fullDisk() async {
    await #expect(processExitsWith: .success) {
      let directory = try Samples.directory()
      let path = directory + "/product.bin"
      try AtomicFile.write([1, 2, 3], to: path)
      // A file size limit is the portable stand-in for a full disk.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      guard setrlimit(limitOfFileSize, &limit) == 0 else { exit(2) }
      do {
        try AtomicFile.write([UInt8](repeating: 7, count: 10_000), to: path)
        exit(3)
      } catch let error as ImageryError {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        let isOld = try FileBytes.read(path) == [1, 2, 3]
        let isNamed = error.description.contains("10000 bytes (4096 written)")
        try FileManager.default.removeItem(atPath: directory)
        exit(names == ["product.bin"] && isOld && isNamed ? 0 : 4)
      }
    }
  }
}

#if os(Linux)
  private let limitOfFileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
#else
  private let limitOfFileSize = RLIMIT_FSIZE
#endif
