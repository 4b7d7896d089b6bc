internal import Corona
internal import Imagery

/// The unit of the planes of brightness.
extension FrameHeader {
  /// One mean solar brightness, W m⁻² sr⁻¹, to four digits.
  static let meanSolarBrightness =
    (BrightnessUnit.wattsPerSquareMetreSteradian.perMeanSolarBrightness / 1e4).rounded() * 1e4

  /// The unit of the planes of brightness.
  var brightnessUnit: BrightnessUnit {
    get throws {
      switch scenario.output.unit {
      case .msb: .meanSolarBrightness
      case .discCentre: .discCentre(scene.corona.kernel)
      case .watts: .wattsPerSquareMetreSteradian
      case .photons:
        try SunPhotons.unit(camera.passbandNanometres)
      }
    }
  }

  func appendUnit(to header: inout FITSHeader) throws {
    let unit = try brightnessUnit
    switch scenario.output.unit {
    case .msb: try header.append("BUNIT", "", "B/B_sun (mean solar brightness)")
    case .discCentre: try header.append("BUNIT", "", "B/I_0 (centre of the solar disc)")
    case .watts, .photons: try header.append("BUNIT", unit.symbol, "unit of the array")
    }
    try header.append("BSUN_VAL", unit.perMeanSolarBrightness, "one B_sun in this unit")
    if scenario.output.unit != .msb {
      try header.append("BUNITSRC", String(unit.source.prefix(60)), "what the unit rests on")
    }
  }
}
