/// The radiometric chain of ASPIICS, the coronagraph of PROBA-3, as calibrated in flight.
public enum AspiicsFilter: String, Sendable, Hashable, CaseIterable {
  /// The wide band, 536–566 nm.
  case wideBand = "WB"
  /// The wide band through the polariser at 0°.
  case polariser0 = "P0"
  /// The wide band through the polariser at 60°.
  case polariser60 = "P60"
  /// The wide band through the polariser at 120°.
  case polariser120 = "P120"
  /// The green line of Fe XIV, 530.4 nm.
  case ironXIV = "FeXIV"
  /// The yellow line D3 of helium, 587.7 nm.
  case heliumD3 = "HeI"

  /// Photons s⁻¹ cm⁻² sr⁻¹ of one MSB within the filter.
  ///
  /// Source: `calibr_data.json` of the Royal Observatory of Belgium's level-2 processor, as distributed
  /// with aspiicswebdemo (2025). Against the table of the Sun's spectrum the wide band is 27.4 nm of
  /// full transmission round 550 nm, within a band of 30 nm full width at half maximum.
  public var photonRadiance: Double {
    switch self {
    case .wideBand, .polariser0, .polariser60, .polariser120: 2.082e20
    case .ironXIV: 3.742e18
    case .heliumD3: 1.548e19
    }
  }

  /// Numbers a second and pixel from one MSB, A_PHOT, as calibrated in flight (same source).
  ///
  /// Of the polarisers it holds the share of light that vibrates along their axes, 0.80 to 0.89 of that in
  /// the wide band, and not the half that an ideal polariser takes from unpolarised light: the level-2
  /// processor divides by A_PHOT as it does for the other filters, and the level-3 processor's matrix
  /// `½ (1, cos 2a, sin 2a)` (l3_polariz.2.py) then tells I, Q and U from the three.
  public var numbersPerSecondOfBrightness: Double {
    switch self {
    case .wideBand: 2.36e10
    case .polariser0: 2.11e10
    case .polariser60: 2.09e10
    case .polariser120: 1.89e10
    case .ironXIV: 3.63e8
    case .heliumD3: 1.78e9
    }
  }

  /// The name as files of ASPIICS have it.
  public var label: String {
    switch self {
    case .wideBand: "Wideband"
    case .polariser0: "Polarizer 0"
    case .polariser60: "Polarizer 60"
    case .polariser120: "Polarizer 120"
    case .ironXIV: "Fe XIV"
    case .heliumD3: "He I"
    }
  }

  /// First and last wavelength of the filter at half its maximum, nanometres.
  ///
  /// Source: the page of the instrument at the Solar Influences Data Analysis Center for the wide band;
  /// `continuum_sub_window.py` of aspiicswebdemo (2025) for the lines.
  public var passbandNanometres: ClosedRange<Double> {
    switch self {
    case .wideBand, .polariser0, .polariser60, .polariser120: 536...566
    case .ironXIV: 530.09...530.67
    case .heliumD3: 586.52...588.72
    }
  }

  /// The wavelength that stands for the filter, nanometres: the line, or the middle of the wide band.
  public var wavelengthNanometres: Double {
    switch self {
    case .wideBand, .polariser0, .polariser60, .polariser120: 551
    case .ironXIV: 530.4
    case .heliumD3: 587.7
    }
  }

  /// The nominal axis of a polariser, degrees from the detector's rows counter-clockwise; nil for the
  /// other filters.
  ///
  /// Rows are where the level-3 processor (l3_polariz.2.py of the Royal Observatory of Belgium) counts from:
  /// its angle of polarisation is "with respect to horizontal pixels". Flown axes are 5.26° and 64.65°
  /// in the mean, by its calibration maps; the nominal ones are taken here.
  public var polariserDegrees: Double? {
    switch self {
    case .polariser0: 0
    case .polariser60: 60
    case .polariser120: 120
    case .wideBand, .ironXIV, .heliumD3: nil
    }
  }

  /// Electrons for each photon (same source): 0.61 at the green line, 0.65 elsewhere.
  public var quantumEfficiency: Double { self == .ironXIV ? 0.61 : 0.65 }
}

extension Radiometry {
  /// Side of a pixel of ASPIICS, arcseconds (`calibr_data.json` of its level-2 processor).
  public static let aspiicsPixelArcseconds = 2.8172

  /// The chain of ASPIICS through one of its filters, with the transmission that its flight calibration
  /// implies.
  ///
  /// Pupil 50 mm, Lyot stop 0.97 of it (W. Rougeot et al., A&A 599, A2 (2017); the pre-flight factor in
  /// the level-2 processor only follows with it), gain 0.100 numbers per electron. The
  /// transmission through a polariser is that of light along its axis: see
  /// ``AspiicsFilter/numbersPerSecondOfBrightness``.
  ///
  /// - Throws: `OpticsError` never for the filters as they stand.
  public static func aspiics(_ filter: AspiicsFilter) throws(OpticsError) -> Radiometry {
    let arcsecond = Double.pi / 648_000
    let side = aspiicsPixelArcseconds * arcsecond
    return try Radiometry(
      band: SolarBandpass(name: filter.rawValue, photonRadiance: filter.photonRadiance),
      apertureDiameter: 0.050, lyotFactor: 0.97, pixelSteradians: side * side, transmission: 1,
      quantumEfficiency: filter.quantumEfficiency, gain: 0.100
    ).calibrated(numbersPerSecondOfBrightness: filter.numbersPerSecondOfBrightness)
  }
}
