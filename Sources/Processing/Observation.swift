public import Imagery

/// How far a picture has come.
public enum ProcessingLevel: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Raw numbers of the converter.
  case raw = "L0"
  /// Raw numbers with all that must be known of them.
  case described = "L1"
  /// Mean solar brightness, one exposure.
  case calibrated = "L2"
  /// Exposures merged, the Sun in the middle and north up, light separated.
  case measured = "L3"

  /// Whether a level comes before another.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What the numbers of a picture are.
public enum LightUnit: Sendable, Hashable {
  /// Numbers of the converter.
  case counts
  /// Electrons of the detector.
  case electrons
  /// The Sun's mean brightness.
  case meanSolarBrightness
  /// Exposure of film, lux seconds.
  case luxSeconds
  /// A pure number, such as what an enhancement leaves, with words for what it is.
  case number(String)
}

/// A picture on its way from the raw exposure to a measurement: light, its error, and what is known of it.
///
/// A value: steps take observations and give new ones. Samples that are NaN in ``light`` are unknown and
/// have a reason in ``mask``.
///
/// Errors come in two kinds. ``uncertainty`` is the whole standard deviation of a sample. The part of it that
/// other pictures share, as the noise of a master flat, stands in ``commonErrors`` with its sign: it is added
/// linearly where pictures are joined. The rest is this picture's alone and is added in quadrature, as
/// ``noise`` tells it for the light expected.
public struct Observation: Sendable {
  /// A name for messages and for the files made of it, without folder and suffix.
  public var name: String
  /// What tells the file apart from others of its name, as its SHA-256; nil for what comes from no file.
  public var digest: String?
  /// The light in ``unit``.
  public var light: Plane
  /// Its standard deviation in the same unit, common errors included; nil while nothing is known of it.
  public var uncertainty: Plane?
  /// What of the uncertainty other pictures have, too, one for each source.
  public var commonErrors: [CommonError] = []
  /// How errors of neighbouring pixels go together.
  public var noiseCorrelation = NoiseCorrelation.none
  /// How the noise grows with the light; nil for film, before electrons are known and after merging.
  public var noise: DetectorNoise?
  /// How many exposures each sample rests on; nil before exposures are merged.
  public var exposureCount: Plane?
  /// Why pixels are not to be trusted.
  public var mask: Mask
  /// What the numbers are.
  public var unit: LightUnit
  /// How far it has come.
  public var level: ProcessingLevel
  /// What kind of light it is: `B`, `PB`, `K`, `NRGF`; becomes the EXTNAME.
  public var kind: String
  /// Seconds; nil when no header tells it.
  public var exposureSeconds: Double?
  /// The angle of the polariser's axis from solar north, counter-clockwise, degrees; nil without one.
  public var polariserDegrees: Double?
  /// Exposures of one group are of the same scene and instant: a bracket.
  public var group: String
  /// Seconds since an epoch common to the run; nil when no header tells a date.
  public var time: Double?
  /// Where the pixels look; nil when no header tells it.
  public var sky: SkyGeometry?
  /// The cards of the source.
  public var header: FITSHeader
  /// What has been done to it, in order.
  public var steps: [StepRecord] = []
  /// Numbers measured from it.
  public var tables: [MeasuredTable] = []
  /// What the device makes of light, where the source's file tells it in a table RESPONSE: columns ELECTRON
  /// and DN (above the bias) for detectors, LOGH (log₁₀ of lux seconds) and DENSITY for film.
  public var response: MeasuredTable?

  /// A picture without error, all pixels trusted where they are numbers.
  public init(
    name: String, light: Plane, unit: LightUnit, level: ProcessingLevel, kind: String,
    header: FITSHeader = FITSHeader()
  ) throws(ProcessingError) {
    (self.name, self.light, self.unit, self.level) = (name, light, unit, level)
    (self.kind, self.header, group) = (kind, header, name)
    let bits = light.samples.map { $0.isNaN ? Mask.Flags.noData.rawValue : 0 }
    do throws(ImageryError) {
      mask = try Mask(width: light.width, height: light.height, bits: bits)
    } catch {
      throw ProcessingError(.unsuitableInput, "make an observation", source: name, error.message)
    }
  }
}

/// What a step did, for the header's provenance.
public struct StepRecord: Sendable, Hashable {
  /// The step's name in the chain.
  public var step: String
  /// The kind of processing in SOLARNET's words, such as `CALIBRATION` (PRSTEPn).
  public var kind: String
  /// The parameters with their values (PRPARAn).
  public var parameters: String
  /// What it found, one human sentence (HISTORY).
  public var result: String
  /// What whoever runs it must hear of: pictures or pixels left out, results that are biased.
  public var remarks: [String]
  /// The paths of the pictures it used of those that its parameters name; nil for all of them.
  public var usedPictures: [String]?

  /// A record.
  public init(
    step: String, kind: String, parameters: String, result: String, remarks: [String] = [],
    usedPictures: [String]? = nil
  ) {
    (self.step, self.kind, self.parameters, self.result) = (step, kind, parameters, result)
    (self.remarks, self.usedPictures) = (remarks, usedPictures)
  }
}

/// Numbers measured from a picture: named columns of equal length.
public struct MeasuredTable: Sendable, Hashable {
  /// What it holds, such as `profile`; becomes part of the file's name.
  public var name: String
  /// Names with their unit, as in `radius_rsun`.
  public var columns: [String]
  /// One list for each row, as long as ``columns``; NaN where nothing was measured.
  public var rows: [[Double]]

  /// A table.
  public init(name: String, columns: [String], rows: [[Double]]) {
    (self.name, self.columns, self.rows) = (name, columns, rows)
  }

  /// The numbers of a column from the first row to the last; nil without a column of the name.
  public func column(_ name: String) -> [Double]? {
    guard let place = columns.firstIndex(of: name) else { return nil }
    return rows.map { $0.indices.contains(place) ? $0[place] : .nan }
  }
}
