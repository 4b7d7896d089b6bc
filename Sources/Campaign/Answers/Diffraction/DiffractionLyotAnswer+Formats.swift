internal import Astronomy
internal import Foundation
internal import Wave

extension DiffractionLyotAnswer {
  /// What a user should know, for standard error: sampling, energy, what is left out.
  public var notes: [String] {
    let sampling = profile.sampling
    let share = profile.light(of: profile.focusInfinity) / profile.pupilIrradiance
    var notes = [
      "B in mean solar brightnesses, perfect optics on one axis: roughness, ghosts, misalignment and "
        + "what a single sharp edge leaves out are not in it",
      String(
        format:
          "\(sampling.sources) points of the Sun, \(sampling.highestOrder + 1) azimuthal orders (%.1e of "
          + "the light left out), \(sampling.pupilNodes) radii in the pupil, "
          + "\(sampling.occulterNodes) on the internal occulter; irradiance in the pupil %.6e of the "
          + "Sun's", profile.missingShare, profile.pupilIrradiance),
    ]
    if sampling.isCritical {
      notes.append(
        String(
          format: "energy: the image before the masks holds %.4f of the pupil's light up to %g "
            + "solar radii; the rest falls outside", share, light.reach))
    } else {
      notes.append(
        "warning: the samples are farther apart than the finest structure, so that their sum does not tell "
          + "the energy; leave --samples out to have enough")
    }
    return notes
  }

  /// The CSV: angle as tangent and in solar radii, and the light in three images, mean solar brightness.
  public func csv() -> String {
    let lines = profile.angles.indices.map { index in
      String(
        format: "%.8e,%.6f,%.6e,%.6e,%.6e", profile.angles[index],
        profile.angles[index] / profile.sunRadius, profile.focusInfinity[index],
        profile.focusOcculter[index], profile.afterLyot[index])
    }
    return (["theta_rad,theta_rsun,B_focus_infinity,B_focus_occulter,B_after_lyot"] + lines)
      .joined(separator: "\n") + "\n"
  }

  private struct Document: Encodable {
    struct Row: Encodable {
      var theta_rad: Double
      var theta_rsun: Double
      var B_focus_infinity: Double
      var B_focus_occulter: Double
      var B_after_lyot: Double
    }
    var schema = "totality.diffraction-lyot/1"
    var radius_m: Double
    var distance_m: Double
    var pupil_mm: Double
    var internal_occulter_mm: Double
    var focal_length_mm: Double
    var lyot_fraction: Double
    var sun_radius_arcmin: Double
    var limb_darkening: String
    var wavelength_nm: Double
    var sources: Int
    var azimuthal_orders: Int
    var missing_share: Double
    var pupil_irradiance: Double
    /// `∫ B dΩ / Ω_s` up to the last angle; absent where the samples are too far apart to tell.
    var light_focus_infinity: Double?
    var light_focus_occulter: Double?
    var light_after_lyot: Double?
    var notes: [String]
    var rows: [Row]
  }

  /// The JSON document (schema `totality.diffraction-lyot/1`), with the energy in each image.
  public func json() throws -> String {
    func sum(_ column: [Double]) -> Double? {
      profile.sampling.isCritical ? profile.light(of: column) : nil
    }
    return try JSONOutput.text(
      Document(
        radius_m: telescope.radius, distance_m: telescope.distance,
        pupil_mm: telescope.pupilMillimetres,
        internal_occulter_mm: telescope.internalOcculterMillimetres,
        focal_length_mm: telescope.focalLengthMillimetres, lyot_fraction: telescope.lyotFraction,
        sun_radius_arcmin: light.sunRadiusArcmin, limb_darkening: light.law.name,
        wavelength_nm: light.wavelengthNanometres, sources: light.sources,
        azimuthal_orders: profile.sampling.highestOrder + 1, missing_share: profile.missingShare,
        pupil_irradiance: profile.pupilIrradiance,
        light_focus_infinity: sum(profile.focusInfinity),
        light_focus_occulter: sum(profile.focusOcculter),
        light_after_lyot: sum(profile.afterLyot), notes: notes,
        rows: profile.angles.indices.map { index in
          .init(
            theta_rad: profile.angles[index],
            theta_rsun: profile.angles[index] / profile.sunRadius,
            B_focus_infinity: profile.focusInfinity[index],
            B_focus_occulter: profile.focusOcculter[index],
            B_after_lyot: profile.afterLyot[index])
        }))
  }
}
