internal import Foundation
internal import Imagery

/// What takes the pictures of a movie one after the other.
protocol MovieSink {
  /// Takes the next picture.
  mutating func append(_ picture: RGBPicture) throws
  /// Puts the finished file in place; without it nothing is left behind.
  mutating func commit() throws
}

/// An animated PNG file, written as frames come.
struct APNGSink: MovieSink {
  private var encoder: APNGEncoder
  private let file: AtomicFileWriter

  init(_ path: String, _ layout: MovieLayout, frameCount: Int, _ request: MovieRequest) throws {
    let (width, height) = layout.size
    encoder = try APNGEncoder(
      width: width, height: height, frameCount: frameCount,
      delay: try APNGEncoder.Delay(framesPerSecond: request.framesPerSecond),
      plays: request.plays,
      texts: [
        try PNGText("Title", layout.title),
        try PNGText("Description", "\(layout.quantity); \(layout.scaleWords)"),
        try PNGText("Software", "totality \(Version.current)"),
      ])
    file = try AtomicFileWriter(path)
  }

  mutating func append(_ picture: RGBPicture) throws {
    try file.append(try encoder.encode(picture))
  }

  mutating func commit() throws {
    try file.append(try encoder.end())
    try file.commit()
  }
}
