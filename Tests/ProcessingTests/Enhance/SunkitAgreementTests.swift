import Foundation
import Processing
import TestSupport
import Testing

/// The filters as sunkit-image 0.6.1 has them, beside what it gives.
@Suite("Agreement with sunkit-image")
struct SunkitAgreementTests {
  private let bins133: RadialBins
  private let bins64: RadialBins

  init() throws {
    bins133 = try RadialBins(lower: 1, upper: 7.65, count: 133)
    bins64 = try RadialBins(lower: 1, upper: 7.65, count: 64)
  }

  private func check(_ ours: Plane, _ name: String, largest: Double) throws {
    let difference = FilterVectors.difference(ours, try FilterVectors.plane(name))
    #expect(difference.unequalHoles == 0)
    #expect(difference.largest <= largest, "\(name)")
    if ProcessInfo.processInfo.environment["TOTALITY_SHOW"] != nil { print(name, difference) }
  }

  @Test("The normalizing radial graded filter agrees to 1e-9 of the standard deviation")
  func nrgf() throws {
    let filter = NormalizingRadialGradedFilter.sunkit(bins: bins133, applicationRadius: 1)
    let ours = try filter.apply(FilterVectors.input(), grid: FilterVectors.sunkitGrid())
    try check(ours.light, "nrgf", largest: 1e-9)
  }

  @Test("Radial histogram equalization agrees to 1e-9 of the standard deviation")
  func rhef() throws {
    let grid = try FilterVectors.sunkitGrid()
    for (name, upsilon) in [("rhef", 0.35), ("rhef_noupsilon", 1)] {
      var filter = RadialHistogramEqualizingFilter.sunkit(bins: bins133, applicationRadius: 1)
      filter.upsilon = (upsilon, upsilon)
      try check(filter.apply(FilterVectors.input(), grid: grid), name, largest: 1e-9)
    }
  }

  @Test("The Fourier filter agrees to 1e-6 on 99 of 100 pixels")
  func fnrgf() throws {
    let grid = try FilterVectors.sunkitGrid(withAngles: true)
    var filter = FourierNormalizingRadialGradedFilter.sunkit(bins: bins64, applicationRadius: 1)
    try check(filter.apply(FilterVectors.input(), grid: grid), "fnrgf", largest: 1e-9)
    filter.order = 20
    filter.meanAttenuation = (1, 1)
    filter.deviationAttenuation = (1, 1)
    filter.mix = (0, 1)
    let ours = try filter.apply(FilterVectors.input(), grid: grid)
    let difference = FilterVectors.difference(ours, try FilterVectors.plane("fnrgf_o20_flat"))
    #expect(difference.percentile99 <= 1e-6)
    try check(ours, "fnrgf_o20_flat", largest: 1e-6)
  }

  @Test("Multiscale Gaussian normalization agrees to 1e-4 of the standard deviation")
  func mgn() throws {
    var filter = MultiscaleGaussianNormalization()
    filter.clipsNegative = true
    try check(filter.apply(FilterVectors.scaledInput()), "mgn_scaled1e9", largest: 1e-4)
  }

  @Test("Wavelets optimized whitening agrees to 1e-4 of the standard deviation")
  func wow() throws {
    var filter = WaveletsOptimizedWhitening()
    try check(filter.apply(FilterVectors.scaledInput()), "wow_scaled1e9", largest: 1e-4)
    filter.denoise = [5, 2, 1]
    filter.usesSimulatedNoise = true
    try check(filter.apply(FilterVectors.scaledInput()), "wow_denoise521", largest: 1e-4)
  }
}
