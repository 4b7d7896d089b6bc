import Foundation
import Testing

@testable import Imagery

@Suite("Imagery timings")
struct ImageryTimings {
  @Test("Times of 1024² products, printed when TOTALITY_TIMINGS is set")
  func encodeTimes() throws {
    guard ProcessInfo.processInfo.environment["TOTALITY_TIMINGS"] != nil else { return }
    var corona = SyntheticCorona(size: 1024, sunRadius: 73, occulterRadius: 156)
    corona.rollRadians = 0.2
    let image = try corona.image()
    let header = try Samples.referenceHeader()
    let scale = try LogScale(low: -10.5, high: -7.5)
    let annotation = corona.annotation()
    func measure(_ name: String, _ body: () throws -> Int) rethrows {
      var best = Double.infinity
      var size = 0
      for _ in 0..<5 {
        var start = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
        size = try body()
        var end = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
        let seconds =
          Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) * 1e-9
        best = min(best, seconds)
      }
      print("MEASURED \(name): \((best * 10_000).rounded() / 10) ms CPU, \(size) bytes")
    }
    try measure("FITS 1024²") {
      try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header)).count
    }
    let file = try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
    try measure("FITS decode 1024²") {
      _ = try FITSDecoder.decode(file)
      return file.count
    }
    measure("statistics 1024²") { ImageStatistics(image).count }
    try measure("preview 1024²") { try PNGEncoder.grey16(image, scale: scale).count }
    try measure("annotated 1080, drawn") {
      try AnnotatedFrame.render(image, annotation).bytes.count
    }
    let picture = try AnnotatedFrame.render(image, annotation)
    try measure("annotated 1080, PNG") { try PNGEncoder.rgb8(picture).count }
    let path = try Samples.directory() + "/frame.fits"
    try measure("atomic write 4 MB") {
      try AtomicFile.write(file, to: path)
      return file.count
    }
    try FileManager.default.removeItem(atPath: path)
  }
}
