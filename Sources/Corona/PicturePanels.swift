internal import RealModule
internal import VectorMath

/// The panels of a picture: two for every octave of `|ρ − 1|`, those inside the limb first.
struct PicturePanels: Sendable {
  /// Panels begin at this power of two from the limb.
  static let lowestOctave = -14

  /// How many lie inside the limb.
  let insideCount: Int
  private let count: Int

  /// One panel: from where to where it reaches.
  struct Extent: Sendable {
    /// Where it begins, solar radii from the limb.
    let start: Double
    /// How far it reaches from there.
    let length: Double
    /// One outside the limb, minus one inside.
    let sign: Double

    /// The impact parameter at a place in −1...1.
    func radius(_ place: Double) -> Double { 1 + sign * (start + 0.5 * length * (1 + place)) }

    /// Square solar radii of the sky.
    var area: Double { 2 * Double.pi * radius(0) * length }
  }

  /// The panels of a picture taken from a distance in solar radii.
  init(distance: Double) {
    // At ρ = d the sightline starts at its tangent point, another singularity: stay away from it.
    var octave = Self.lowestOctave
    while Double.exp2(Double(octave + 1)) + 1 <= 0.7 * distance { octave += 1 }
    insideCount = -2 * Self.lowestOctave
    count = insideCount + 2 * (octave - Self.lowestOctave)
  }

  /// The numbers of all panels.
  var indices: Range<Int> { 0..<count }

  /// The panel of a distance from the limb, negative inside; nil where there is none.
  func panel(atHeight height: Double) -> Int? {
    let size = abs(height)
    guard size >= Double.exp2(Double(Self.lowestOctave)) else { return nil }
    let number = Int(size.bitPattern >> 51) - 2 * (1023 + Self.lowestOctave)
    if height < 0 { return Swift.min(number, insideCount - 1) }
    return number < count - insideCount ? insideCount + number : nil
  }

  /// Where a panel lies.
  func extent(of panel: Int) -> Extent {
    let isInside = panel < insideCount
    let number = isInside ? panel : panel - insideCount
    let octave = Double.exp2(Double(Self.lowestOctave + number / 2))
    return Extent(
      start: octave * (number % 2 == 0 ? 1 : 1.5), length: octave / 2, sign: isInside ? -1 : 1)
  }

  /// For each panel whether some sightlines need it.
  ///
  /// - Parameter distance: of the observer, solar radii.
  func holding(_ directions: SkyDirections, distance: Double) -> [Bool] {
    var isNeeded = [Bool](repeating: false, count: count)
    for index in 0..<directions.count {
      let (west, north) = (directions.west[index], directions.north[index])
      let height = distance * (west * west + north * north).squareRoot() - 1
      if let panel = panel(atHeight: height) { isNeeded[panel] = true }
    }
    return isNeeded
  }
}
