internal import Imagery

/// Cameras known by name, for comparison with the instruments that carry the names.
///
/// Only what a picture of the corona needs: format, scale, field, pupil and passband, and with `[optics]` the
/// internal occulter of ASPIICS; stray light is not in it, and detectors are named by `[sensor]`. Sources: science/history.md §6; what was not
/// found in a document is told in `remarks`, and with that in every header.
enum CameraPreset: String, CaseIterable {
  /// Nothing known: every value is the scenario's own.
  case none
  /// SOHO LASCO C2.
  case lascoC2 = "lasco-c2"
  /// SOHO LASCO C3.
  case lascoC3 = "lasco-c3"
  /// Skylab S052, the white-light coronagraph of the Apollo Telescope Mount.
  case skylabS052 = "skylab-s052"
  /// The K-Cor of the Mauna Loa Solar Observatory.
  case kCor = "k-cor"
  /// PUNCH, the narrow field imager.
  case punchNFI = "punch-nfi"
  /// ASPIICS, the coronagraph of PROBA-3.
  case aspiics
  /// An 80 mm lens on 70 mm film, as other astronauts had: not the camera of 1975, which is not documented.
  case astpPlaceholder = "astp-camera-placeholder"

  /// The camera with the preset's values.
  var camera: Camera {
    switch self {
    case .none: .plain("pinhole", side: 512, scale: 25.8, exposure: 1, band: 400...700)
    case .lascoC2:
      .plain(
        "sim LASCO C2", side: 1024, scale: 11.8, exposure: 26, band: 540...640, field: 2.0...6.0,
        remarks: ["LASCO C2 orange filter 540-640 nm is recollection"])
    case .lascoC3:
      .plain(
        "sim LASCO C3", side: 1024, scale: 56, exposure: 19, band: 400...850, field: 3.7...32,
        remarks: ["LASCO C3 clear filter 400-850 nm is recollection"])
    case .skylabS052:
      .plain(
        "sim S052", side: 1024, scale: 12, exposure: 9, band: 350...700, field: 1.5...6.0,
        remarks: [
          "S052 passband 350-700 nm is recollection",
          "S052 was film; 1024 x 1024 at 12 arcsec is an assumed scan",
        ])
    case .kCor:
      .plain(
        "sim K-Cor", side: 1024, scale: 5.64, exposure: 1, band: 720...750, field: 1.05...3.0,
        remarks: ["K-Cor passband 720-750 nm, format and exposure are recollection"])
    case .punchNFI:
      .plain(
        "sim PUNCH NFI", side: 2048, scale: 30, exposure: 1, band: 450...750, field: 5.6...32,
        projection: .arc,
        remarks: ["NFI scale, passband, projection and exposure are recollection"])
    case .aspiics:
      // calibr_data.json and aspiics_optics.py of the Royal Observatory of Belgium's processors.
      .plain(
        "sim ASPIICS", side: 2048, scale: 2.8172, exposure: 1, band: 536...566, aperture: 0.050)
    case .astpPlaceholder:
      // 56 mm of film behind 80 mm at f/2.8, scanned to 1024 columns of 54.7 um.
      .plain(
        "80 mm f/2.8, placeholder", side: 1024, scale: 141.0, exposure: 1, band: 400...700,
        aperture: 0.0286,
        remarks: ["the camera of MA-148 is not documented: 80 mm f/2.8 on 70 mm film is assumed"])
    }
  }
}

extension CameraPreset {
  /// What stands in an instrument's light beside its pupil.
  struct Coronagraph {
    var internalOcculterMillimetres: Double
    var focalLengthMillimetres: Double
    /// Diameter of the Lyot stop over that of the pupil's image.
    var lyotFactor: Double
  }

  /// The coronagraph behind the pupil; nil where it is not documented or there is none.
  var coronagraph: Coronagraph? {
    guard self == .aspiics else { return nil }
    // Radius in the flight calibration's files and focal length in aspiics_optics.py of the Royal
    // Observatory of Belgium's processors; Lyot stop of Rougeot et al. 2017, A&A 599, A2.
    return Coronagraph(
      internalOcculterMillimetres: 1.758, focalLengthMillimetres: 330.348, lyotFactor: 0.97)
  }
}

extension Camera {
  fileprivate static func plain(
    _ name: String, side: Int, scale: Double, exposure: Double, band: ClosedRange<Double>,
    field: ClosedRange<Double>? = nil, projection: CameraProjection = .tan,
    aperture: Double? = nil, remarks: [String] = []
  ) -> Camera {
    Camera(
      name: name, width: side, height: side, pixelScaleArcseconds: scale, rollDegrees: 0,
      pointingArcseconds: SIMD2(0, 0), exposureSeconds: exposure, passbandNanometres: band,
      apertureMetres: aperture, projectionKind: projection, fieldSolarRadii: field, remarks: remarks
    )
  }
}
