internal import Foundation

/// Keeps products from the places of the files that they are made of.
enum OutputPaths {
  /// Refuses a folder for products that cannot be one, before any work is done.
  static func check(folder: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      !isFolder.boolValue
    else { return }
    throw CampaignError(
      .cannotWrite, "-o \(folder) is a file and products need a folder; name another one")
  }

  /// Refuses a file for a product that is a folder or lies in none, before any work is done.
  static func check(file: String) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
      throw CampaignError(.cannotWrite, "-o \(file) is a folder; name a file in it")
    }
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw CampaignError(
        .cannotWrite, "-o \(file): there is no folder \(folder); make it first")
    }
  }

  /// Refuses to write over what was read.
  ///
  /// - Parameters:
  ///   - outputs: paths about to be written.
  ///   - inputs: paths that were read; their companions `*_planes.fits` count, too.
  static func check(_ outputs: [String], against inputs: [String]) throws {
    func place(_ path: String) -> String {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
    var taken: Set<String> = []
    for input in inputs {
      taken.insert(place(input))
      for companion in PictureFile.companions(of: input) { taken.insert(place(companion)) }
    }
    guard let first = outputs.first(where: { taken.contains(place($0)) }) else { return }
    throw CampaignError(
      .cannotWrite,
      "\(first) is one of the files read and is not written over; choose another -o")
  }
}
