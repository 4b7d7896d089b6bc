internal import Foundation
internal import Imagery
internal import Processing

extension HeaderReader {
  /// The polariser's angle from solar north, counter-clockwise, degrees; nil without one.
  ///
  /// PUNCH writes -999 where there is none. ASPIICS in flight counts from the detector's rows (its team's
  /// processor l3_polariz adds CROTA and takes 0 for solar west). What the user gives, and what POLARREF
  /// says, counts from solar north already.
  mutating func polariser() -> Double? {
    var told = number("POLAR")
    if told == nil { told = angleInWords() }
    if told == nil { told = number("POLANGLE") }
    guard let written = told, abs(written) <= 360 else { return nil }
    let isGiven = assumed.contains("POLAR")
    let offset = isGiven && !assumed.contains("POLAROFF") ? 0 : number("POLAROFF") ?? 0
    let angle = written + (abs(offset) <= 360 ? offset : 0)
    guard !isGiven, header.string("POLARREF")?.lowercased() != "solar",
      header.string("INSTRUME")?.uppercased() == "ASPIICS", !isSimulated, let solar
    else { return angle }
    // A direction of the picture is west and north on the sky; position angles grow from north to east.
    let radians = angle * .pi / 180
    let along = SIMD2(cos(radians), sin(radians))
    let (west, north) = (
      (solar.projection.first * along).sum(), (solar.projection.second * along).sum()
    )
    let turned = remainder(atan2(-west, north) * 180 / .pi, 180)
    notes.append(
      "POLAR = \(written) of ASPIICS counts from the detector's rows: the polariser stands at "
        + "\((turned * 1000).rounded() / 1000) degrees from solar north")
    return turned
  }

  /// The angle in a text such as LASCO's `+60 Deg`; nil for other texts, which become a note unless they
  /// say that there is no polariser.
  private mutating func angleInWords() -> Double? {
    guard let text = header.string("POLAR") else { return nil }
    let word = text.lowercased().filter { $0 != " " }
    guard !["", "clear", "none", "unpolarized", "unpolarised"].contains(word) else { return nil }
    let digits = word.prefix { "+-.0123456789".contains($0) }
    if word.dropFirst(digits.count).hasPrefix("deg"), let angle = Double(String(digits)) {
      return angle
    }
    notes.append(
      "POLAR = '\(text)' tells no angle: the picture is taken as one without a polariser; give --assume "
        + "POLAR=degrees from solar north, counter-clockwise")
    return nil
  }
}
