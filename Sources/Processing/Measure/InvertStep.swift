internal import Astronomy
internal import Corona
internal import RealModule

/// The step `invert`: polarised brightness to electron density, sector by sector.
public struct InvertStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "invert", kind: "ANALYSIS",
    summary:
      "Finds the electron density from polarised brightness, for each sector of position angle.",
    parameters: [
      StepParameter(
        "from", .choice(["pb", "k"], default: "pb"),
        "The light inverted: polarised brightness, or the total brightness of the K corona alone."),
      StepParameter(
        "sectors", .integer(1...720, default: 36),
        "How many sectors of position angle, the first centred on solar north."),
      StepParameter(
        "range", .numbers(count: 2...2, each: 1.001...1000, default: nil), unit: "solRad",
        "Distances from the Sun's centre; from the occulter to where the picture ends without it."),
      StepParameter(
        "bins", .integer(7...1000, default: nil),
        "How many rings, wider outwards; 48, but none narrower than a pixel, without it."),
      StepParameter(
        "basis", .choice(["splines", "powers", "van-de-hulst"], default: "splines"),
        "What the density is a sum of: splines times powers of the distance, powers alone, or those of "
          + "van de Hulst."),
      StepParameter(
        "limb_darkening", .number(0...1, default: 0.63), "The coefficient u of the linear law."),
      StepParameter(
        "constants", .choice(["codata2022", "nrl1996"], default: "codata2022"),
        "The physical constants."),
      StepParameter(
        "finite", .boolean(default: true),
        "Whether sightlines start at the observer, if the header tells its distance; else in infinity."
      ),
      StepParameter(
        "smoothing", .number(0...1e12, default: nil),
        "The weight of splines' curvature; found by cross-validation without it."),
      StepParameter(
        "realisations", .integer(0...10000, default: 0),
        "Errors from so many noisy realisations; 0 for the covariance of the fit."),
      StepParameter("seed", .integer(0...2_147_483_647, default: 0), "Seed of the realisations."),
    ])

  private let values: StepValues
  private let range: [Double]?

  /// The step with checked parameters.
  ///
  /// - Throws: `badParameter` for a range that is not ascending.
  public init(_ values: StepValues) throws(ProcessingError) {
    self.values = values
    range = try values.ascending("range")
  }

  /// Adds a table `density` to every observation of the light asked for; others pass unchanged.
  ///
  /// - Throws: `unsuitableInput` when there is none, or its unit is not mean solar brightness;
  ///   `noSolution` when no sector can be inverted.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    let kind = values.text("from") == "k" ? "K" : "PB"
    guard observations.contains(where: { $0.kind == kind }) else {
      let kinds = Set(observations.map(\.kind)).sorted().joined(separator: ", ")
      throw ProcessingError(
        .unsuitableInput, "invert",
        "needs a picture of kind \(kind), found \(kinds.isEmpty ? "none" : kinds); "
          + (kind == "PB" ? "run demod before" : "run fsub before"))
    }
    var results: [Observation] = []
    for observation in observations {
      results.append(observation.kind == kind ? try invert(observation) : observation)
    }
    return results
  }

  private func invert(_ observation: Observation) throws(ProcessingError) -> Observation {
    guard observation.unit == .meanSolarBrightness else {
      throw ProcessingError(
        .unsuitableInput, "invert", source: observation.name,
        "its numbers are not mean solar brightness; run msb before")
    }
    let polar = try SolarPolar(observation, step: "invert")
    let range = try polar.range(range, least: 1.02, step: "invert", source: observation.name)
    let ratio = Double.log(range.upperBound / range.lowerBound)
    let finest = Int(ratio / Double.log(1 + polar.pixelRadii / range.lowerBound))
    let bins = values.integer("bins") ?? max(7, min(48, finest))
    let profiles = SectorProfiles(
      observation, polar, edges: PolarBins.logarithmic(range, bins),
      sectors: values.integer("sectors") ?? 36)
    let inversion = try inversion(polar)
    var rows: [[Double]] = []
    var solved = 0
    for sector in 0..<profiles.sectors {
      let outcome = Self.result(inversion, profiles, sector)
      switch outcome {
      case .success(let profile):
        solved += 1
        rows += self.rows(profiles, sector, profile)
      case .failure: rows += self.rows(profiles, sector, nil)
      }
    }
    guard solved > 0 else {
      // All failed: the first tells why.
      if case .failure(let error) = Self.result(inversion, profiles, 0) {
        throw ProcessingError(
          .noSolution, "invert", source: observation.name,
          "none of \(profiles.sectors) sectors can be inverted; the first: \(error.message)")
      }
      return observation
    }
    var result = observation
    result.tables.append(
      MeasuredTable(name: "density", columns: Self.columns, rows: rows))
    let words =
      "\(solved) of \(profiles.sectors) sectors inverted between \(FigureWords.fixed(range.lowerBound, 3)) and "
      + "\(FigureWords.fixed(range.upperBound, 3)) solar radii, each as if the corona were round, "
      + (inversion.distanceSolarRadii.map {
        "observer at \(FigureWords.fixed($0, 2)) solar radii"
      } ?? "observer in infinity")
      + (observation.uncertainty == nil ? ", errors from residuals" : ", errors from UNCERT")
    return result.recording(Self.self, values, words, remarks: profiles.remarks)
  }

  static let columns = [
    "position_angle_deg", "radius_rsun", "density_cm3", "sigma_cm3", "brightness_msb",
    "brightness_sigma_msb", "fitted_msb", "residual",
  ]

  private func rows(_ profiles: SectorProfiles, _ sector: Int, _ profile: DensityProfile?)
    -> [[Double]]
  {
    profiles.radii.indices.map { ring in
      let light = profiles.means[sector][ring]
      let fitted = profile?.fitted[ring] ?? .nan
      return [
        profiles.degrees(sector), profiles.radii[ring], profile?.densities[ring] ?? .nan,
        profile?.sigmas[ring] ?? .nan, light, profiles.sigmas?[sector][ring] ?? .nan, fitted,
        (light - fitted) / fitted,
      ]
    }
  }

  private static func result(
    _ inversion: DensityInversion, _ profiles: SectorProfiles, _ sector: Int
  ) -> Result<DensityProfile, ProcessingError> {
    do throws(ProcessingError) {
      let profile = try inversion.invert(
        radii: profiles.radii, brightness: profiles.means[sector],
        sigmas: profiles.sharedSigmas?[sector],
        common: profiles.sharedSigmas == nil ? [] : profiles.wideDeviations[sector],
        stream: UInt32(truncatingIfNeeded: sector))
      return .success(profile)
    } catch {
      return .failure(error)
    }
  }

  private func inversion(_ polar: SolarPolar) throws(ProcessingError) -> DensityInversion {
    let distance = values.boolean("finite") ? polar.sky.distanceSolarRadii : nil
    return DensityInversion(
      kernel: try kernel(),
      constants: values.text("constants") == "nrl1996" ? .nrl1996 : .codata2022,
      light: ScatteredLight(rawValue: values.text("from") ?? "") ?? .polarized,
      basis: DensityInversion.Basis(rawValue: values.text("basis") ?? "") ?? .splines,
      distanceSolarRadii: distance, smoothing: values.number("smoothing"),
      realisations: values.integer("realisations") ?? 0,
      seed: UInt64(values.integer("seed") ?? 0))
  }

  private func kernel() throws(ProcessingError) -> ThomsonKernel {
    let u = values.number("limb_darkening") ?? 0.63
    let law: LimbDarkening
    do throws(AstronomyError) {
      law = try .linear(u)
    } catch {
      throw ProcessingError(.badParameter, "invert", error.description)
    }
    do throws(CoronaError) {
      return try ThomsonKernel(limbDarkening: law)
    } catch {
      throw ProcessingError(.badParameter, "invert", error.description)
    }
  }
}
