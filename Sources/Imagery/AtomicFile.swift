#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Files that exist complete or not at all.
public enum AtomicFile {
  /// Replaces a file by bytes in one step.
  ///
  /// The bytes go to `path.tmp.<host>.<process>.<number>` in the same directory, are forced to the
  /// disk, and the name is then moved over the old one; the directory is forced to the disk too.
  /// A reader sees the old file or the new one, never a part. A symbolic link keeps pointing where it
  /// does, and the file there is replaced; a device or pipe is written to, never replaced.
  ///
  /// - Throws: `file`, with the path, the operating system's words and a remedy. Unless only the
  ///   directory's own synchronisation failed, the old file is untouched; no temporary is left.
  public static func write(_ bytes: [UInt8], to path: String) throws(ImageryError) {
    let file = try AtomicFileWriter(path)
    try file.append(bytes)
    try file.commit()
  }

  /// Makes the new name itself survive a power failure.
  static func synchroniseDirectory(of path: String) throws(ImageryError) {
    let descriptor = open(directory(of: path), O_RDONLY | O_CLOEXEC)
    // A directory one may write to but not list cannot be synchronised; the data itself is safe.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Some file systems answer EINVAL: they have no such operation and need none.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw failure("synchronise the directory of", path, errno)
    }
  }

  /// The path behind symbolic links; the path itself where it does not exist yet.
  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// An error that names the path, the system's words and what to do.
  static func failure(_ operation: String, _ path: String, _ number: Int32) -> ImageryError {
    let words = strerror(number).map { String(cString: $0) } ?? "unknown error"
    let remedy =
      switch number {
      case ENOSPC, EDQUOT: "free some space or choose another output directory"
      case EACCES, EPERM: "change the permissions or choose another output directory"
      case EROFS: "the file system is read-only; choose another output directory"
      case ENOENT: "create the directory \(directory(of: path)) first"
      case ENOTDIR: "a part of the path is a file, not a directory; correct the path"
      case EISDIR: "the path is a directory; add a file name"
      case EFBIG: "raise the file size limit (ulimit -f) or choose another file system"
      case ENAMETOOLONG: "choose a shorter file name"
      case EMFILE, ENFILE: "too many files are open; raise the limit (ulimit -n)"
      default: "check the disk and the path"
      }
    return ImageryError(
      .file, operation, path: path, "\(words) (errno \(number)); \(remedy)", systemNumber: number)
  }
}
