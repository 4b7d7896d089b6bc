public import Astronomy
internal import Corona
public import Geometry
internal import Processing
internal import Trajectories

/// One experiment, read and checked: who flies where, what the sky holds, what is photographed.
public struct Scenario: Sendable {
  /// Short name, used in file names.
  public var name: String
  /// One line about the experiment.
  public var summary: String
  /// Seed of everything random.
  public var seed: Int
  /// The span searched for windows.
  public var span: ClosedRange<Instant>
  /// The time scale the span is written in; elapsed seconds count in it.
  public var scale: TimeScale
  /// The limb-darkening law.
  public var law: LimbDarkening
  /// The wavelength for which laws are evaluated, nm.
  public var wavelengthNanometres: Double
  /// The observer's name.
  public var observerName: String
  /// The occulter's name.
  public var occulterName: String
  /// Observer, occulter and Sun in motion.
  public var formation: Formation
  /// The Earth's figure with the pole of the span's middle.
  let earth: Spheroid
  /// The air at the Earth's limb; nil when refraction is left out.
  var atmosphere: EarthAtmosphere?
  /// How the Earth's rotation under ground stations is told; nil when the scenario does not say.
  var stationUT1: UT1Source? = nil
  /// What the corona is made of; nil when the scenario has no such section.
  var corona: CoronaSettings?
  /// Stars and planets; nil when the scenario has no such section.
  var sky: SkyBodies? = nil
  /// Pupil, lens and the occulter's edge; nil for a pinhole.
  var optics: OpticsSettings? = nil
  /// Light that is no corona; nil when the scenario has no such section.
  var strayLight: StrayLightSettings? = nil
  /// What records the light; nil when frames are brightness alone.
  var sensor: SensorSettings? = nil
  /// The camera; nil when the scenario has no such section.
  public var camera: Camera?
  /// The instants to photograph; nil when the scenario has no such section.
  public var sequence: FrameSequence?
  /// How well the formation is known; nil when the scenario has no such section.
  var uncertainty: UncertaintySettings? = nil
  /// The photometers; nil when the scenario has no such section.
  var metrology: MetrologySettings? = nil
  /// How sunlight and air push the observer; nil when the scenario does not say.
  var observerCraft: PushedCraft? = nil
  /// How they push the occulter; nil when the scenario does not say.
  var occulterCraft: PushedCraft? = nil
  /// The observer's own body; nil when the scenario has none.
  var observerBody: ObserverBodySettings? = nil
  /// The steps that process what the camera took; empty when the scenario has no `[[chain]]`.
  var chain: [StepRequest] = []
  /// The variations that the sequence is photographed with.
  var sweep = SweepPlan.none
  /// The text this was read from, with the values set over it: variations are read from it again.
  var document = ConfigurationDocument.empty
  /// What is written for each frame.
  public var output: OutputSettings
  /// Every value in force, as text that does not depend on how the file was written.
  public var effectiveText: String
  /// Where the values of its lines come from, line by line, without folders.
  var effectiveOrigins: [String] = []
  /// The same with the origin of every value.
  public var effectiveTextWithOrigins: String
  /// SHA-256 of the canonical effective values and the tables they name, 64 hexadecimal digits.
  public var identity: String
  /// The files the scenario names.
  var dataFiles: [DataFiles.Record]
  /// Values set on the command line, as `key=value` in canonical TOML, sorted.
  public var overrides: [String]
  /// What a user should know but what is no error.
  public var warnings: [String]

  /// Identifies scenario and version in products: equal for equal input, whoever runs it.
  public var runIdentifier: String {
    "run-" + String(Digest.sha256("\(Version.current)\n\(identity)").prefix(16))
  }

  /// Identifies a whole run with all variations of its sweep; ``runIdentifier`` without one.
  var sweepRunIdentifier: String {
    guard !sweep.isEmpty else { return runIdentifier }
    return "run-" + String(Digest.sha256("\(runIdentifier)\n\(sweep.text ?? "")").prefix(16))
  }
}

extension Scenario {
  /// A condition on the Sun and the Earth's limb, with the Earth as this scenario takes it.
  func earthLimb(_ requirement: EarthLimbCondition.Requirement) -> EarthLimbCondition {
    EarthLimbCondition(
      requirement, earth: earth, sunRadius: formation.sunRadius, atmosphere: atmosphere)
  }

  /// How high the Sun's centre stands above the Earth's limb for the observer, radians.
  ///
  /// For a place on the ground the limb is its horizon. Nil for spacecraft inside the Earth.
  func sunAboveEarthLimb(in context: FormationContext) -> Double? {
    if let site = formation.observer as? GroundSite {
      return site.horizontal(context.sun.direction, at: context.instant).altitude
    }
    return try? earthLimb(.sunAboveLimb(radians: 0)).margin(in: context)
  }
}

extension Scenario {
  /// What is watched, in words for headers and pictures.
  var eclipseKind: String {
    formation.occulter is ThirdBodyMotion ? "natural eclipse" : "artificial eclipse"
  }

  /// The theories that place the bodies.
  var ephemerisName: String {
    "ERFA epv00"
      + (formation.occulter is ThirdBodyMotion
        ? "; Moon: libnova ELP 2000-82B with constants of DE405" : "")
  }
}

/// Instants at a steady cadence.
public struct FrameSequence: Sendable, Hashable {
  /// Middle of the first exposure.
  public var start: Instant
  /// From one frame to the next, s.
  public var cadenceSeconds: Double
  /// How many frames.
  public var count: Int

  /// The middle of a frame's exposure.
  ///
  /// - Parameter index: from zero.
  public func instant(ofFrame index: Int) -> Instant {
    start.advanced(bySeconds: Double(index) * cadenceSeconds)
  }
}

/// A unit in which frames may be written.
public enum OutputUnit: String, Sendable, Hashable, CaseIterable {
  /// Mean solar brightness.
  case msb
  /// The radiance of the disc's centre.
  case discCentre = "disc-centre"
  /// W m⁻² sr⁻¹ over all wavelengths.
  case watts
  /// Photons s⁻¹ cm⁻² sr⁻¹ in the camera's passband.
  case photons
}

/// What is written for each frame.
public struct OutputSettings: Sendable, Hashable {
  /// Whether the companion file with the planes is written.
  public var planes: Bool
  /// Whether the companion file holds a plane with the error of the K corona.
  public var errors: Bool
  /// Whether the sensor's raw exposures are written.
  public var raw: Bool
  /// Whether the 16-bit preview is written.
  public var preview: Bool
  /// Whether the annotated picture is written.
  public var annotated: Bool
  /// The unit of the FITS planes of brightness.
  public var unit: OutputUnit
  /// Decimal logarithms of the brightness at the ends of the pictures' scale.
  public var scaleLog10: ClosedRange<Double>
  /// The power of the distance from the Sun by which the annotated picture's brightness is multiplied.
  public var radialFilterPower: Double
  /// Side of the annotated picture's image, pixels.
  public var pictureSide: Int
}
