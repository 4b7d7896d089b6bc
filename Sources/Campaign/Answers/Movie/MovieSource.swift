internal import Foundation
internal import Imagery

/// The frames of a movie in their order: those of a run, or files.
struct MovieSource {
  /// One frame: where its file lies, or why there is none.
  struct Entry {
    /// What the picture says of its number.
    var counter: String
    /// The file; nil for a frame that is missing.
    var path: String?
    /// Which unit of the file is shown.
    var unit: FITSUnitChoice
    /// The instant as the run's manifest tells it; nil where nobody does.
    var instant: String?
    /// The values of a sweep, one assignment a line.
    var lines: [String]
    /// Why there is no picture.
    var problem: Problem?
  }

  /// Why a frame is grey.
  struct Problem: Equatable {
    var heading: String
    var reason: String
  }

  /// The frames.
  var entries: [Entry]
  /// Who made them, for the bottom line.
  var footer: String
  /// What a reader should know of the choice of frames, one sentence each.
  var notes: [String] = []

  /// The frames of a run, or files as they are given.
  ///
  /// - Throws: `noInput` where there is nothing to show, `badRequest` for folders among files.
  init(paths: [String], _ request: MovieRequest) throws {
    var isFolder: ObjCBool = false
    if paths.count == 1, FileManager.default.fileExists(atPath: paths[0], isDirectory: &isFolder),
      isFolder.boolValue
    {
      try self.init(run: paths[0], request)
    } else {
      try self.init(files: paths, request)
    }
  }

  // MARK: A run

  private init(run path: String, _ request: MovieRequest) throws {
    let run = try RunContents(folder: path)
    guard let first = run.frames.first?.index, let last = run.frames.last?.index,
      let whole = run.record.frames
    else {
      throw CampaignError(
        .noInput, "\(path) holds no frame that was tried; run totality batch -o \(path) first")
    }
    let numbers = try request.selection(of: first..<last + 1, whole: whole)
    let tried = Dictionary(run.frames.map { ($0.index, $0) }) { one, _ in one }
    let name = (request.plane ?? "B").uppercased()
    let (kind, unit) = Self.product(of: name)
    footer = "totality \(Version.current) · \(run.record.runid)"
    entries = numbers.map { number in
      let counter = "frame \(number) of 0…\(whole - 1)"
      guard let frame = tried[number] else {
        return Entry(
          counter: counter, unit: unit, lines: [],
          problem: Problem(
            heading: "frame \(number) is missing",
            reason: "It was never tried; its instant stands in no manifest."))
      }
      var entry = Entry(
        counter: counter, unit: unit, instant: frame.entry.instant, lines: frame.entry.set ?? [])
      switch frame.state {
      case .done: (entry.path, entry.problem) = Self.file(of: frame, kind, name, in: run.folder)
      case .damaged:
        entry.problem = Problem(
          heading: "frame \(number) is damaged", reason: Self.sentence(frame.reason))
      case .failed:
        let attempts = frame.attempts > 1 ? " after \(frame.attempts) attempts" : ""
        entry.problem = Problem(
          heading: "frame \(number) failed\(attempts)", reason: Self.sentence(frame.reason))
      }
      return entry
    }
    try requireSomething(path, name)
    notes += try request.note(whole: whole)
    if request.frames == nil, first > 0 || last + 1 < whole {
      notes.append(
        "frames \(first) to \(last) were tried, of 0 to \(whole - 1); the movie shows no others (--frames 0:\(whole) "
          + "shows all, those never tried as grey fields)")
    }
  }

  /// The kind of product that holds a plane, and the unit in it.
  private static func product(of plane: String) -> (kind: String, unit: FITSUnitChoice) {
    if plane == "B" { return ("frame", .firstPicture) }
    if plane.hasPrefix("RAW"),
      let number = Int(plane.dropFirst(3).isEmpty ? "1" : plane.dropFirst(3))
    {
      return ("raw\(number)", .firstPicture)
    }
    return ("planes", .name(plane, version: nil))
  }

  private static func file(
    of frame: RunFrame, _ kind: String, _ plane: String, in folder: RunFolder
  ) -> (String?, Problem?) {
    guard let product = frame.entry.products.first(where: { $0.kind == kind }) else {
      return (
        nil,
        Problem(
          heading: "no plane \(plane)",
          reason:
            "Frame \(frame.index) was made without the file that holds it ([output], --products).")
      )
    }
    guard RunFolder.isInside(product.path) else {
      return (
        nil,
        Problem(
          heading: "frame \(frame.index) is damaged",
          reason: "The manifest names a file outside the run's folder.")
      )
    }
    return (folder.path + "/" + product.path, nil)
  }

  private static func sentence(_ reason: String?) -> String {
    PrintableText.escaped(reason ?? "no reason was recorded")
  }

  /// A movie of grey fields alone would help nobody.
  private func requireSomething(_ path: String, _ plane: String) throws(CampaignError) {
    guard entries.contains(where: { $0.path != nil }) else {
      let reason = entries.first?.problem.map { "\($0.heading): \($0.reason)" } ?? ""
      throw CampaignError(
        .noInput,
        "\(path): none of the \(entries.count) frames asked for can be shown in the plane \(plane); the first: "
          + reason)
    }
  }

  // MARK: Files

  private init(files: [String], _ request: MovieRequest) throws {
    let numbers = try request.selection(of: files.indices, whole: files.count)
    for number in numbers { try PictureFile.requireFile(files[number]) }
    footer = "totality \(Version.current) · \(files.count) files"
    notes += try request.note(whole: files.count)
    entries = numbers.map { number in
      Entry(
        counter: "\(number + 1) of \(files.count)", path: files[number],
        unit: request.plane.map { .name($0, version: nil) } ?? .firstPicture, lines: [])
    }
  }
}
