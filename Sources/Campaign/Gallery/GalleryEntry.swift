/// One corona of the gallery: what it shows, and the scenario's lines that differ.
struct GalleryEntry: Sendable {
  /// The scenario's name and the folder's.
  let name: String
  /// A few words for the sheet.
  let title: String
  /// A line for each frame; the last one stands for those that follow.
  let captions: [String]
  /// The section `[corona]` with its parts.
  let corona: String
  /// The date of the first frame.
  var date = "2025-05-23"
  /// Frames, and seconds between them.
  var frames = (count: 1, cadence: 1800)
  /// Half of the picture's side, solar radii.
  var halfField = 4.0
  /// Decimal logarithms of the graded brightness at the ends of the scale.
  var scale = (low: -8.4, high: -5.6)
  /// Tables the scenario names: file name and text.
  var tables: [(name: String, text: String)] = []

  /// The scenario as TOML.
  func scenarioText(side: Int) -> String {
    let pixel = 2 * halfField * 960 / Double(side)
    return """
      # \(title): a picture of `totality gallery`.
      # The corona is a model, not an observation. A disc on the Sun line hides 1.06 solar radii.
      schema = 1
      [scenario]
      name = "\(name)"
      description = "\(captions[0])"
      seed = 1
      [span]
      start = \(date)T09:00:00Z
      stop = \(date)T13:00:00Z
      [observer]
      name = "Camera"
      [observer.trajectory]
      propagator = "kepler"
      [observer.trajectory.elements]
      epoch = \(date)T10:00:00Z
      frame = "gcrf"
      semi_major_axis_km = 36943.137
      eccentricity = 0.811114
      inclination_deg = 59.0
      ascending_node_deg = 153.0
      argument_of_perigee_deg = 188.0
      mean_anomaly_deg = 180.0
      [occulter]
      name = "disc"
      [occulter.shape]
      kind = "disc"
      radius_m = 0.71
      [occulter.trajectory.sun_line]
      epoch = \(date)T09:00:00Z
      range_m = 144.348
      \(corona)
      [camera]
      name = "gallery"
      size = [\(side), \(side)]
      pixel_scale_arcsec = \(pixel)
      [sequence]
      start = \(date)T10:00:00Z
      cadence_s = \(frames.cadence)
      frames = \(frames.count)
      [output]
      preview = false
      picture_side_px = 720
      radial_filter_power = 3
      scale_log10 = [\(scale.low), \(scale.high)]

      """
  }
}
