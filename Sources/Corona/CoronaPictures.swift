/// What a sequence of pictures tells, so that they may share the work on their corona.
public protocol CoronaPictures: Sendable {
  /// How many pictures there are.
  var count: Int { get }
  /// From the first picture to the last, seconds.
  var seconds: Double { get }
  /// How many sightlines each of them has, those inside pixels apart.
  var sightlines: Int { get }

  /// Where a picture is taken.
  ///
  /// - Parameter seconds: after the first picture, up to ``seconds``; any number there, not only those of
  ///   pictures. Equal numbers must give equal observers.
  /// - Throws: where nobody knows; such pictures share nothing.
  func observer(atSeconds seconds: Double) throws -> CoronalObserver

  /// How many sightlines a square solar radius of the sky holds, those inside pixels included; only the
  /// choice of what is shared depends on it.
  ///
  /// - Parameter radius: distance from the Sun's centre, solar radii.
  func sightlinesPerSquareRadius(atRadius radius: Double) -> Double
}
