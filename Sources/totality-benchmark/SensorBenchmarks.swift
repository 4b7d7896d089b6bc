import Foundation
import Sensors

/// Frames of 1024 × 1024 pixels through detectors and film.
enum SensorBenchmarks {
  static func run(_ bench: inout Bench) throws {
    let format = try FrameFormat(width: 1024, height: 1024)
    try detectors(&bench, format)
    try film(&bench, format)
  }

  /// A corona-like fall of brightness from a disc's edge, with a bright ring on it.
  private static func light(_ format: FrameFormat, brightest: Double) -> [Double] {
    (0..<format.count).map { index in
      let x = Double(index % format.width) - Double(format.width) / 2
      let y = Double(index / format.width) - Double(format.height) / 2
      let radius = (x * x + y * y).squareRoot() / 100
      if radius < 1 { return brightest * 1e-4 }
      return radius < 1.02 ? brightest : brightest * 0.1 / (radius * radius * radius)
    }
  }

  private static func detectors(_ bench: inout Bench, _ format: FrameFormat) throws {
    let exposure = try Exposure(seconds: 1, frame: 0, seed: 1)
    let light = light(format, brightest: 1e6)
    var design = DetectorDesign.aspiics
    design.format = format
    for (name, rule) in [
      ("CMOS", FullWellRule.clips), ("CCD", .bloomsAlongColumns(drained: 0)),
    ] {
      design.fullWellRule = rule
      let sensor = try SolidStateSensor(design)
      try bench.measure("\(name) frame, 1024², whole chain", "ms") {
        Double(try sensor.expose(light, exposure).numbers[1])
      }
    }
    try bench.measure("detector's fixed patterns, 1024²", "ms") {
      try SolidStateSensor(design).bias
    }
    let ideal = try SolidStateSensor(.ideal(format: format))
    try bench.measure("photon noise alone, 1024²", "ms") {
      Double(try ideal.expose(light, exposure).numbers[1])
    }
  }

  private static func film(_ bench: inout Bench, _ format: FrameFormat) throws {
    let exposure = try Exposure(seconds: 4, frame: 0, seed: 1)
    let light = light(format, brightest: 1000)
    var design = try FilmDesign.illustrative70mm(format: format)
    let film = try PhotographicFilm(design)
    try bench.measure("film frame, 1024², whole chain", "ms") {
      Double(try film.expose(light, exposure).numbers[1])
    }
    design.effects = []
    let bare = try PhotographicFilm(design)
    try bench.measure("film frame, 1024², curve and scan alone", "ms") {
      Double(try bare.expose(light, exposure).numbers[1])
    }
  }
}
