extension Observation {
  /// Refuses to join two pictures whose pixels look elsewhere by more than a tenth of a pixel.
  ///
  /// Where one of them does not tell where it looks nothing is refused.
  ///
  /// - Parameter step: the step that would join them, for the message.
  func requireSameLook(
    as other: Observation, for step: String
  ) throws(ProcessingError) {
    guard let sky, let otherSky = other.sky else { return }
    let apart = sky.misalignment(with: otherSky, width: light.width, height: light.height)
    guard apart > 0.1 else { return }
    throw ProcessingError(
      .unsuitableInput, step, source: other.name,
      "its pixels look up to \(FigureWords.fixed(min(apart, 1e6), 2)) pixels beside those of \(name); run "
        + "register before \(step)")
  }
}
