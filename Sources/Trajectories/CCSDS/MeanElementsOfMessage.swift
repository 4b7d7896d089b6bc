internal import Astronomy
internal import RealModule

extension OrbitMeanElementsMessage {
  /// The elements as SGP4 takes them.
  ///
  /// - Throws: `TrajectoryError` naming file and line when the theory is not SGP4, the frame not TEME,
  ///   the centre not the Earth, or the drag term is missing.
  public func meanElements() throws(TrajectoryError) -> MeanElements {
    func refuse(_ what: String) -> TrajectoryError {
      TrajectoryError(.unusableMessage, "\(origin): \(what)")
    }
    guard ["SGP4", "SGP/SGP4", "SDP4"].contains(theory.uppercased()) else {
      throw refuse(
        "MEAN_ELEMENT_THEORY = \(theory) cannot be propagated; allowed are SGP4 and SGP/SGP4")
    }
    guard metadata.centerName.uppercased() == "EARTH" else {
      throw refuse("CENTER_NAME = \(metadata.centerName); SGP4 needs EARTH")
    }
    guard case .inertial(.teme)? = metadata.frame.meaning else {
      throw refuse("REF_FRAME = \(metadata.frame.name); elements of SGP4 are given in TEME")
    }
    guard let motion = meanMotion ?? semiMajorAxis.flatMap(Self.revolutionsPerDay) else {
      throw refuse("neither MEAN_MOTION nor a positive SEMI_MAJOR_AXIS; give one of them")
    }
    guard let bStar = twoLine?.bStar else {
      throw refuse("BSTAR is missing, which SGP4 needs; zero stands for no drag")
    }
    return MeanElements(
      name: metadata.objectName, catalogueNumber: twoLine?.catalogueNumber ?? 0,
      internationalDesignator: metadata.objectID, epoch: try instant(),
      meanMotionRevolutionsPerDay: motion, eccentricity: eccentricity,
      inclination: inclination * Angles.degree, ascendingNode: ascendingNode * Angles.degree,
      argumentOfPerigee: argumentOfPericentre * Angles.degree,
      meanAnomaly: meanAnomaly * Angles.degree, bStar: bStar)
  }

  /// Kepler's third law with the gravitational parameter of WGS 72, with which the elements were made.
  private static func revolutionsPerDay(semiMajorAxisKilometres axis: Double) -> Double? {
    guard axis > 0 else { return nil }
    return 86_400 / (2 * .pi) * (398_600.8 / (axis * axis * axis)).squareRoot()
  }
}
