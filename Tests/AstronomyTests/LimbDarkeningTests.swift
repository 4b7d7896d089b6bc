import Astronomy
import Testing

@Suite("Limb darkening")
struct LimbDarkeningTests {
  @Test("The Neckel polynomial at 550 nm has the published mean-to-centre ratio 0.8048")
  func neckelDiscMean() throws {
    let law = try LimbDarkening.neckel(wavelengthNanometres: 550)
    #expect(abs(law.discMean - 0.8048) < 5e-5)
    #expect(abs(law.radiance(cosine: 1) - 1) < 1e-5)
  }

  @Test("A linear law's disc mean is 1 − u/3")
  func linearDiscMean() throws {
    #expect(abs(try LimbDarkening.linear(0.63).discMean - 0.79) < 1e-15)
  }

  @Test("Laws that make the Sun's radiance negative are refused")
  func unphysicalLawsAreRefused() {
    #expect(throws: AstronomyError.self) { try LimbDarkening.linear(1.2) }
    #expect(throws: AstronomyError.self) { try LimbDarkening.linear(.nan) }
    #expect(throws: AstronomyError.self) { try LimbDarkening.quadratic(1.5, 0.5) }
    #expect(throws: AstronomyError.self) { try LimbDarkening.neckel(wavelengthNanometres: 300) }
  }
}
