import Astronomy
import Campaign

/// A law of limb darkening as the command line writes it: a coefficient, neckel or uniform.
func limbDarkening(_ text: String, wavelengthNm: Double) throws -> LimbDarkening {
  do {
    switch text {
    case "uniform": return .uniform
    case "neckel": return try .neckel(wavelengthNanometres: wavelengthNm)
    default:
      guard let u = Double(text) else {
        throw CampaignError(
          .badRequest,
          "--limb-darkening '\(text)': write a number from 0 to 1, neckel or uniform")
      }
      return try .linear(u)
    }
  } catch let error as AstronomyError {
    throw CampaignError(.badRequest, "--limb-darkening: \(error)")
  }
}
