import Foundation

/// Measures the program's hot paths; run by Scripts/benchmark from the repository's root.
@main
struct Benchmark {
  private static let all = ["geometry", "corona", "optics", "render", "sensors", "imaging"]

  static func main() async throws {
    var groups: [String] = []
    var runs = 11
    var file: String?
    var pictures: String?
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case _ where all.contains(argument): groups.append(argument)
      case "all": groups += all
      case "--tsv-file":
        guard let path = arguments.popFirst() else { usage() }
        file = path
      case "--pictures-folder":
        guard let path = arguments.popFirst() else { usage() }
        pictures = path
      case "--runs":
        guard let number = arguments.popFirst().flatMap({ Int($0) }), (1...1000).contains(number)
        else { usage() }
        runs = number
      default: usage()
      }
    }
    if groups.isEmpty { groups = all }
    var bench = Bench(runs: runs)
    let repository = FileManager.default.currentDirectoryPath
    if groups.contains("geometry") { try GeometryBenchmarks.run(&bench, repository: repository) }
    if groups.contains("corona") { try await CoronaBenchmarks.run(&bench) }
    if groups.contains("corona") { try CubeBenchmarks.run(&bench) }
    if groups.contains("optics") { try OpticsBenchmarks.run(&bench) }
    if groups.contains("optics") { try ShadowBenchmarks.run(&bench) }
    if groups.contains("optics") { try WaveBenchmarks.run(&bench, folder: pictures) }
    if groups.contains("optics") { try await StrayBenchmarks.run(&bench) }
    if groups.contains("sensors") { try SensorBenchmarks.run(&bench) }
    if groups.contains("optics") || groups.contains("sensors") {
      try await FilmFrameBenchmark.run(&bench)
    }
    if groups.contains("imaging") { try ImagingBenchmarks.run(&bench, folder: pictures) }
    if groups.contains("render") {
      try await RenderBenchmarks.run(&bench, repository: repository)
    }
    guard bench.kept.isFinite else {
      FileHandle.standardError.write(Data("benchmark: a result is not a number\n".utf8))
      exit(1)
    }
    print(bench.table(), terminator: "")
    if let file {
      try bench.tabSeparated().write(toFile: file, atomically: false, encoding: .utf8)
    }
  }

  private static func usage() -> Never {
    let text =
      "usage: totality-benchmark [geometry|corona|optics|render|sensors|imaging|all]... [--runs N] "
      + "[--tsv-file FILE] [--pictures-folder DIR]\n"
    FileHandle.standardError.write(Data(text.utf8))
    exit(64)
  }
}
