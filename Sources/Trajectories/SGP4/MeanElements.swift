public import Astronomy
internal import RealModule

/// The mean elements of one object at one epoch, as SGP4 takes them.
///
/// They come from a two-line set or an orbit mean-elements message. Mean elements belong to the
/// theory that made them: they are no osculating elements and mean nothing to another propagator.
public struct MeanElements: Sendable, Hashable {
  /// The object's name, as in "ISS (ZARYA)"; empty where the source has none.
  public var name: String
  /// The number in the satellite catalogue, 0...339999 in a two-line set.
  public var catalogueNumber: Int
  /// The international designator as in "1998-067A"; empty where the source has none.
  public var internationalDesignator: String
  /// When the elements hold.
  public var epoch: Instant
  /// Mean motion in the sense of Kozai, as element sets give it, revolutions a day.
  public var meanMotionRevolutionsPerDay: Double
  /// Eccentricity, `0..<1`.
  public var eccentricity: Double
  /// Inclination to the true equator of date, radians, 0...π.
  public var inclination: Double
  /// Right ascension of the ascending node from the mean equinox of date, radians.
  public var ascendingNode: Double
  /// Argument of perigee, radians.
  public var argumentOfPerigee: Double
  /// Mean anomaly, radians.
  public var meanAnomaly: Double
  /// The drag term B*, per Earth radius.
  public var bStar: Double

  /// Elements in revolutions a day and radians.
  public init(
    name: String = "", catalogueNumber: Int = 0, internationalDesignator: String = "",
    epoch: Instant, meanMotionRevolutionsPerDay: Double, eccentricity: Double,
    inclination: Double, ascendingNode: Double, argumentOfPerigee: Double, meanAnomaly: Double,
    bStar: Double
  ) {
    self.name = name
    self.catalogueNumber = catalogueNumber
    self.internationalDesignator = internationalDesignator
    self.epoch = epoch
    self.meanMotionRevolutionsPerDay = meanMotionRevolutionsPerDay
    self.eccentricity = eccentricity
    self.inclination = inclination
    self.ascendingNode = ascendingNode
    self.argumentOfPerigee = argumentOfPerigee
    self.meanAnomaly = meanAnomaly
    self.bStar = bStar
  }

  /// Mean motion in the sense of Kozai, rad/min.
  public var meanMotionRadiansPerMinute: Double {
    get { meanMotionRevolutionsPerDay / (1440 / (2 * Double.pi)) }
    set { meanMotionRevolutionsPerDay = newValue * (1440 / (2 * Double.pi)) }
  }

  /// How messages name the object.
  var label: String {
    let number = "object \(catalogueNumber)"
    return name.isEmpty ? number : "\(name) (\(number))"
  }

  /// Refuses elements for which SGP4 is no theory.
  func check() throws(TrajectoryError) {
    func refuse(_ what: String) -> TrajectoryError {
      TrajectoryError(.valueOutOfRange, "\(label): \(what); check the element set")
    }
    guard meanMotionRevolutionsPerDay > 0, meanMotionRevolutionsPerDay <= 20 else {
      throw refuse(
        "mean motion \(meanMotionRevolutionsPerDay) revolutions a day; allowed are values above 0 "
          + "up to 20")
    }
    guard eccentricity >= 0, eccentricity < 1 else {
      throw refuse("eccentricity \(eccentricity); allowed are 0 <= e < 1")
    }
    guard inclination >= 0, inclination <= Double.pi else {
      throw refuse("inclination \(inclination / Angles.degree)°; allowed are 0...180°")
    }
    for (what, value) in [
      ("right ascension of the node", ascendingNode), ("argument of perigee", argumentOfPerigee),
      ("mean anomaly", meanAnomaly), ("drag term B*", bStar),
    ] where !(value.magnitude <= 1e4) {
      throw refuse("\(what) \(value) is no usable number")
    }
  }
}
