internal import Foundation
internal import Imagery

/// What lies in a run's folder beside the files that manifests tell of.
enum FolderListing {
  /// Tells of files in a folder of products that belong to no frame.
  static func tellOfStrangers(
    in folder: String, _ part: String, _ owners: [String: String], others: Set<String>,
    _ gathered: inout VerifiedFiles
  ) {
    for name in names(of: "\(folder)/\(part)") where owners["\(part)/\(name)"] == nil {
      let path = "\(folder)/\(part)/\(name)"
      if isUnfinished(name) { continue }
      if others.contains("\(part)/\(name)") {
        gathered.add(
          .remark, to: path, "a file of another scenario, of other values or of another version",
          "the run's own files lie here", "remove it, or make its frame again with totality batch")
        continue
      }
      let kind = FileKind(path)?.words ?? "a file"
      gathered.add(
        .error, to: path, "\(kind) that no manifest knows",
        "only files of the run's frames lie here",
        "move it elsewhere; a frame that lost it is made again by totality batch")
    }
  }

  /// Tells of unfinished files.
  static func tellOfLeftovers(in folder: String, _ gathered: inout VerifiedFiles) {
    for part in ["", "/frames", "/quicklook", "/manifest"] {
      if FileKind(folder + part) == .link, !part.isEmpty { continue }
      for name in names(of: folder + part) where isUnfinished(name) {
        let isDead = TemporaryFiles.isLeftover(name)
        gathered.add(
          .remark, to: "\(folder)\(part)/\(name)",
          isDead
            ? "an unfinished file of a process that is gone"
            : "an unfinished file of a process at work, or of another machine",
          "a run leaves none when it ends",
          isDead ? "the next totality batch removes it" : "remove it when nobody is at work")
      }
    }
  }

  /// Whether a name is that of a file in the making: `name.tmp.host.process.number`.
  private static func isUnfinished(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 4 && parts[parts.count - 4] == "tmp"
      && UInt64(parts[parts.count - 1]) != nil && UInt64(parts[parts.count - 2]) != nil
  }

  static func names(of folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}

/// A folder that is none of a run: its FITS and PNG files, one by one.
struct FolderVerification {
  private let path: String
  /// How deep folders in folders are looked into.
  private static let deepest = 8
  /// How many folders that are deeper are told one by one.
  private static let mostTold = 20

  init(_ path: String) { self.path = path }

  /// Looks at all FITS and PNG files below the folder; links are not followed.
  ///
  /// - Throws: `noInput` for a folder without such a file.
  func verify(_ gathered: inout VerifiedFiles) throws {
    if FileKind(path + "/manifest") == .folder, FileKind(path + "/frames") != nil {
      gathered.add(
        .error, to: path, "run.json is missing",
        "a run's folder holds run.json, manifest/, frames/ and quicklook/",
        "run the same totality batch again: it writes run.json and keeps what is made")
    }
    var tooDeep: [String] = []
    let files = pictures(path, depth: 0, &tooDeep)
    for folder in tooDeep.prefix(Self.mostTold) {
      gathered.add(
        .remark, to: folder,
        "it was not looked into: it lies more than \(Self.deepest) folders deep",
        "folders in folders are looked into so far", "name this folder itself")
    }
    if tooDeep.count > Self.mostTold {
      gathered.add(
        .remark, to: path,
        "\(tooDeep.count - Self.mostTold) more folders were not looked into: they lie more than "
          + "\(Self.deepest) folders deep",
        "folders in folders are looked into so far", "name them themselves")
    }
    guard !files.isEmpty else {
      throw CampaignError(
        .noInput,
        "\(PrintableText.shortened(path, limit: 300)) holds neither run.json nor FITS or PNG files"
          + (tooDeep.isEmpty ? "" : " within \(Self.deepest) folders")
          + "; give the folder that batch -o or process -o named, or single files")
    }
    for file in files { gathered.check(file, kind: FileKind(file) ?? .special) }
  }

  private func pictures(_ folder: String, depth: Int, _ tooDeep: inout [String]) -> [String] {
    var files: [String] = []
    for name in FolderListing.names(of: folder) {
      let path = "\(folder)/\(name)"
      let small = name.lowercased()
      if FileKind(path) == .folder {
        if depth < Self.deepest {
          files += pictures(path, depth: depth + 1, &tooDeep)
        } else {
          tooDeep.append(path)
        }
      } else if small.hasSuffix(".png") || PictureKind.isNamedFITS(small) {
        files.append(path)
      }
    }
    return files
  }
}
