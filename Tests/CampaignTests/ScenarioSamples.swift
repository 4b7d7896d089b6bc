import Campaign
import Foundation
import TestSupport

/// Small scenarios: an observer in a low orbit and an occulter placed along the Sun line.
enum Samples {
  /// Only what `windows` needs: a disc of 1 m held 100 m away for ten minutes.
  static let bare = scenario()

  /// A scenario from its parts.
  ///
  /// - Parameters:
  ///   - trajectory: the table `[occulter.trajectory…]` with its header.
  ///   - more: further sections.
  static func scenario(
    start: String = "2000-06-01T00:00:00Z", stop: String = "2000-06-01T00:10:00Z",
    shape: String = "kind = \"disc\"\nradius_m = 1", trajectory: String = heldAt100,
    more: String = ""
  ) -> String {
    """
    schema = 1

    [scenario]
    name = "tiny"

    [span]
    start = \(start)
    stop = \(stop)

    [observer]
    name = "watcher"

    [observer.trajectory.state]
    epoch = 2000-06-01T00:00:00Z
    r_km = [7000, 0, 0]
    v_km_s = [0, 7.5, 0]

    [occulter]
    name = "disc"

    [occulter.shape]
    \(shape)

    \(trajectory)

    \(more)
    """
  }

  static let heldAt100 = """
    [occulter.trajectory.sun_line]
    epoch = 2000-06-01T00:00:00Z
    range_m = 100
    """

  /// An occulter 100 m away that drifts across the Sun along the west, metres at seconds.
  static func drift(west: [Double], seconds: [Double], range: Double = 100) -> String {
    """
    [occulter.trajectory.sun_line_table]
    epoch = 2000-06-01T00:00:00Z
    t_s = \(seconds)
    range_m = \(seconds.map { _ in range })
    west_m = \(west)
    """
  }

  /// Corona, camera and three frames, pictures left out.
  static func frames(
    camera: String = "size = [24, 16]\npixel_scale_arcsec = 300", electrons: String = "leblanc1998",
    sun: String = "", output: String = "annotated = false"
  ) -> String {
    """
    \(sun)
    [corona]
    electrons = "\(electrons)"

    [camera]
    \(camera)

    [sequence]
    start = 2000-06-01T00:00:10Z
    cadence_s = 10
    frames = 3

    [output]
    \(output)
    """
  }

  /// Reads a scenario as a file named `a.toml` in a folder.
  static func read(
    _ text: String, set assignments: [String] = [], folder: String = ""
  ) throws -> Scenario {
    try Scenario(
      ConfigurationDocument(text: text, name: "a.toml", folder: folder), setting: assignments)
  }

  /// The problems a scenario is refused for, one a line; empty when it is accepted.
  static func problems(_ text: String, set assignments: [String] = [], folder: String = "")
    -> [String]
  {
    do {
      _ = try read(text, set: assignments, folder: folder)
      return []
    } catch {
      return "\(error)".split(separator: "\n").map(String.init)
    }
  }

  /// The line a text stands on, from one.
  static func line(of part: String, in text: String) -> Int {
    guard let range = text.range(of: part) else { return 0 }
    return text[..<range.lowerBound].count { $0 == "\n" } + 1
  }
}
