internal import Foundation

/// Keeps products from the places of the files that they are made of.
enum OutputPaths {
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
      if let dot = input.lastIndex(of: ".") { taken.insert(place(input[..<dot] + "_planes.fits")) }
    }
    guard let first = outputs.first(where: { taken.contains(place($0)) }) else { return }
    throw CampaignError(
      .cannotWrite,
      "\(first) is one of the files read and is not written over; choose another -o")
  }
}
