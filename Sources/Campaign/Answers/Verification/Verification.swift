internal import Foundation
internal import Imagery

/// What is wrong with files and folders: answer to `totality verify`.
public struct Verification: Sendable, Codable, Equatable {
  /// A file of which something is to be told.
  struct File: Sendable, Codable, Equatable {
    /// The path, beginning with what was asked for.
    var path: String
    /// The frame of the run it belongs to; nil for others.
    var frame: Int?
    var findings: [FileFinding]
  }

  /// A run's folder.
  struct Run: Sendable, Codable, Equatable {
    var path: String
    var runid: String
    var scenario: String
    /// How many frames the run has; nil where the scenario has no sequence.
    var frames: Int?
    /// Frames of which nothing is wrong.
    var whole: Int
    /// Frames of instants given by hand of which nothing is wrong.
    var single: Int
    /// Frames that were tried and never made.
    var failed: [Int]
    /// Frames of which a file is wrong.
    var damaged: [Int]
    /// Frames that were never tried; the first thousand of them.
    var missing: [Int]
    /// How many frames were never tried.
    var missing_count: Int
  }

  var schema = "totality.verification/1"
  var deep: Bool
  var profiles: [String]
  /// How many files were looked at.
  var files_checked: Int
  /// Their bytes.
  var bytes: Int
  var errors: Int
  var remarks: Int
  /// Of how many files no more than size and headers were looked at.
  var headers_only: Int
  var runs: [Run]
  /// Those of which something is to be told.
  var files: [File]

  /// Whether nothing is wrong; remarks do not count.
  public var isRight: Bool { errors == 0 }

  /// Looks at files, folders of runs and other folders.
  ///
  /// - Parameters:
  ///   - paths: files and folders.
  ///   - names: rules beside those of FITS and PNG: `fits`, `sunpy`, `solarnet`.
  ///   - isDeep: whether all bytes of a folder's files are read; single files always are.
  /// - Throws: `badRequest` for rules nobody knows; `noInput` for a path where nothing is; `damagedRun` for a
  ///   record that is none of ours.
  public init(_ paths: [String], profiles names: [String] = [], isDeep: Bool) throws {
    let profiles = try Self.profiles(names)
    deep = isDeep
    self.profiles = Set(profiles.map(\.rawValue)).union(["fits"]).sorted()
    var gathered = VerifiedFiles(profiles: profiles, isDeep: isDeep)
    let kinds = try paths.map { path in
      guard let kind = FileKind(following: path) else {
        throw CampaignError(
          .noInput,
          "there is no file or folder \(PrintableText.shortened(path, limit: 300)); check "
            + "the name")
      }
      return kind
    }
    runs = []
    for (path, kind) in zip(paths, kinds) {
      if kind != .folder {
        gathered.isDeep = true
        gathered.check(path, kind: kind)
        gathered.isDeep = isDeep
      } else if FileKind(path + "/run.json") == nil {
        try FolderVerification(path).verify(&gathered)
      } else {
        runs.append(try RunVerification(path).verify(&gathered))
      }
    }
    files = gathered.files
    (files_checked, bytes, headers_only) = (gathered.count, gathered.bytes, gathered.headersOnly)
    let all = files.flatMap(\.findings)
    errors = all.count { $0.severity == .error }
    remarks = all.count - errors
  }

  private static func profiles(_ names: [String]) throws -> Set<VerificationProfile> {
    var profiles: Set<VerificationProfile> = []
    for name in names {
      guard let profile = VerificationProfile(rawValue: name) else {
        let known = VerificationProfile.allCases.map(\.rawValue).joined(separator: ", ")
        throw CampaignError(
          .badRequest,
          "there is no profile \(PrintableText.quoted(name)); there are \(known), with commas between"
        )
      }
      profiles.insert(profile)
    }
    return profiles
  }

  /// The answer as JSON.
  public func json() throws -> String { try JSONOutput.text(self) }
}

/// The files that were looked at, and what was found.
struct VerifiedFiles {
  let profiles: Set<VerificationProfile>
  var isDeep: Bool
  private(set) var files: [Verification.File] = []
  private(set) var count = 0
  private(set) var bytes = 0
  /// Files of which no more than size and headers were looked at.
  private(set) var headersOnly = 0

  init(profiles: Set<VerificationProfile>, isDeep: Bool) {
    self.profiles = profiles
    self.isDeep = isDeep
  }

  /// Keeps findings about a file; none is fine.
  mutating func add(_ findings: [FileFinding], to path: String, frame: Int? = nil) {
    guard !findings.isEmpty else { return }
    if let last = files.indices.last, files[last].path == path, files[last].frame == frame {
      files[last].findings += findings
    } else {
      files.append(.init(path: path, frame: frame, findings: findings))
    }
  }

  /// Keeps one finding about a file.
  mutating func add(
    _ severity: FileFinding.Severity, to path: String, frame: Int? = nil, _ found: String,
    _ allowed: String, _ remedy: String
  ) {
    add(
      [
        FileFinding(severity, profile: "run", found: found, allowed: allowed, remedy: remedy)
      ], to: path, frame: frame)
  }

  /// Counts a file that was looked at.
  mutating func count(_ size: Int) {
    count += 1
    bytes += size
  }

  /// Looks at a file of its own; false if something is wrong.
  @discardableResult
  mutating func check(_ path: String, kind: FileKind, frame: Int? = nil) -> Bool {
    guard case .file(let size) = kind else {
      add(
        .error, to: path, frame: frame, "it is \(kind.words)", "a file is expected here",
        "remove it, or name a file")
      return false
    }
    count(size)
    return checkContents(path, frame: frame)
  }

  /// Holds a file against the rules of its kind; false if something is wrong.
  mutating func checkContents(_ path: String, frame: Int? = nil) -> Bool {
    let found: [FileFinding]
    do throws(ImageryError) {
      let kind = PictureKind(path)
      if !isDeep, kind == .fits || kind == .png && frame != nil { headersOnly += 1 }
      switch kind {
      case .fits:
        found = try FITSVerification.findings(path, profiles: profiles, isDeep: isDeep)
      case .png: found = isDeep || frame == nil ? try PNGVerification.findings(path) : []
      case .unknown:
        found = [
          FileFinding(
            .error, profile: "run", found: "it is neither FITS nor PNG",
            allowed: "files of these two kinds can be verified",
            remedy: "leave it out, or give the folder of a run")
        ]
      }
    } catch {
      found = [
        FileFinding(
          .error, profile: "run", found: error.description, allowed: "the file can be read",
          remedy: "change its permissions, or copy it again")
      ]
    }
    add(found, to: path, frame: frame)
    return !found.contains { $0.severity == .error }
  }
}
