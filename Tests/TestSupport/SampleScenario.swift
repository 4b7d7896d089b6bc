/// Texts of small scenarios: an observer in a low orbit and an occulter placed along the Sun line.
public enum SampleScenario {
  /// Only what `windows` needs: a disc of 1 m held 100 m away for ten minutes.
  public static let bare = text()

  /// A scenario from its parts.
  ///
  /// - Parameters:
  ///   - trajectory: the table `[occulter.trajectory…]` with its header.
  ///   - more: further sections.
  public static func text(
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

  /// Apollo 200 m up the Sun line from Soyuz, from the first undocking of 1975 on.
  ///
  /// - Parameters:
  ///   - stop: the end of the span.
  ///   - observer: keys and tables of `[observer]` before its trajectory.
  ///   - occulter: further tables of the occulter, among them its shape.
  public static func soyuz(stop: String, observer: String = "", occulter: String) -> String {
    """
    schema = 1
    [scenario]
    name = "soyuz"
    [span]
    start = 1975-07-19T12:03:20Z
    stop = \(stop)
    [observer]
    name = "Soyuz 19"
    \(observer)
    [observer.trajectory]
    propagator = "j2"
    [observer.trajectory.elements]
    epoch = 1975-07-19T12:03:20Z
    frame = "true-of-date"
    semi_major_axis_km = 6603.137
    eccentricity = 0.0001
    inclination_deg = 51.78
    ascending_node_deg = 105
    argument_of_perigee_deg = 0
    argument_of_latitude_deg = 281
    [occulter]
    name = "Apollo"
    [occulter.trajectory.sun_line]
    epoch = 1975-07-19T12:03:20Z
    range_m = 200
    rate_m_s = 0
    \(occulter)
    """
  }

  public static let heldAt100 = """
    [occulter.trajectory.sun_line]
    epoch = 2000-06-01T00:00:00Z
    range_m = 100
    """

  /// An occulter 100 m away that drifts across the Sun along the west, metres at seconds.
  public static func drift(west: [Double], seconds: [Double], range: Double = 100) -> String {
    """
    [occulter.trajectory.sun_line_table]
    epoch = 2000-06-01T00:00:00Z
    t_s = \(seconds)
    range_m = \(seconds.map { _ in range })
    west_m = \(west)
    """
  }

  /// Corona, camera and three frames, pictures left out.
  public static func frames(
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
}
