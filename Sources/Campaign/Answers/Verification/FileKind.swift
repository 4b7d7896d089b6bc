internal import Foundation

/// What lies at a path, found without opening it: a pipe would be waited for.
enum FileKind: Sendable, Equatable {
  /// A regular file with its size, bytes.
  case file(Int)
  case folder
  case link
  /// A pipe, a device or a socket.
  case special

  /// What lies there, links not followed; nil for nothing.
  init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// What lies there behind links; nil for nothing.
  init?(following path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file(Int(status.st_size))
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    default: self = .special
    }
  }

  /// The kind in words, for messages.
  var words: String {
    switch self {
    case .file: "a file"
    case .folder: "a folder"
    case .link: "a symbolic link"
    case .special: "a pipe, a device or a socket"
    }
  }
}

/// Which rules a file is held against, by its first bytes and, where these say nothing, its name.
enum PictureKind {
  case fits, png, unknown

  init(_ path: String) {
    let start: [UInt8]
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor >= 0 {
      var bytes = [UInt8](repeating: 0, count: 9)
      let count = read(descriptor, &bytes, bytes.count)
      close(descriptor)
      start = Array(bytes.prefix(max(0, count)))
    } else {
      start = []
    }
    let name = path.lowercased()
    if start.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      self = .png
    } else if start.starts(with: Array("SIMPLE  ".utf8)) {
      self = .fits
    } else if name.hasSuffix(".png") {
      self = .png
    } else {
      self = PictureKind.isNamedFITS(name) ? .fits : .unknown
    }
  }

  /// Whether a name in small letters is that of a FITS file.
  static func isNamedFITS(_ name: String) -> Bool {
    [".fits", ".fit", ".fts", ".fits.gz", ".fit.gz", ".fts.gz", ".fits.fz"].contains {
      name.hasSuffix($0)
    }
  }
}
