import Optics
import RealModule
import Testing

@Suite("Auxiliary Fresnel functions")
struct FresnelTests {
  /// w, f, g by mpmath at sixty figures.
  static let values: [(w: Double, f: Double, g: Double)] = [
    (0, 0.5, 0.5), (1e-8, 0.49999999999999992146, 0.49999999000000007854),
    (0.001, 0.4999992156484173038, 0.49900078539754720482),
    (0.1, 0.49313182560662363436, 0.40779855452993033832),
    (0.5, 0.39920505852570223993, 0.17364269961323774796),
    (1, 0.27989340037682282947, 0.061740852609645233923),
    (1.5, 0.2034184312260139559, 0.025009796942798094223),
    (1.999999, 0.15658439544236040517, 0.011746610076364299223),
    (2, 0.1565843216363017578, 0.0117465939246592455),
    (2.0000001, 0.15658431425569944503, 0.011746592309490290425),
    (3, 0.10572078929768562956, 3.6870010326249639024e-3),
    (5, 0.063631188704012231102, 8.0861808288311324807e-4),
    (10, 0.031830021415117759597, 1.0130579448427638585e-4),
    (50, 6.3661974140612585467e-3, 8.1056927203204418984e-7),
    (1000, 3.1830988618369391693e-4, 1.0132118364218378171e-10),
    (1e5, 3.1830988618379067154e-6, 1.0132118364233777144e-16),
    (1e8, 3.1830988618379067154e-9, 1.0132118364233777144e-25),
  ]

  @Test("f and g are within 2e-15 of sixty-figure values from 0 to 1e8", arguments: values)
  func published(value: (w: Double, f: Double, g: Double)) {
    let (f, g) = Fresnel.auxiliary(value.w)
    #expect((f / value.f - 1).magnitude < 2e-15, "\(f)")
    #expect((g / value.g - 1).magnitude < 2e-15, "\(g)")
  }

  @Test(
    "Fresnel's integrals are those printed in Abramowitz & Stegun, Table 7.7",
    arguments: [
      (0.5, 0.4923442259, 0.0647324329), (1.0, 0.7798934004, 0.4382591474),
      (2.0, 0.4882534061, 0.3434156784), (5.0, 0.5636311887, 0.4991913819),
    ])
  func integrals(w: Double, cosineIntegral: Double, sineIntegral: Double) {
    // Abramowitz & Stegun 7.3.9 and 7.3.10.
    let (f, g) = Fresnel.auxiliary(w)
    let (s, c) = (Double.sin(.pi * w * w / 2), Double.cos(.pi * w * w / 2))
    #expect((0.5 + f * s - g * c - cosineIntegral).magnitude < 6e-11)
    #expect((0.5 - f * c - g * s - sineIntegral).magnitude < 6e-11)
  }

  @Test("f and g solve their differential equations and leave no step between the two fits")
  func derivatives() {
    // f' = −πwg, g' = πwf − 1 (Abramowitz & Stegun 7.3.28, 7.3.29), by the central difference.
    for index in 1..<400 {
      let (w, h) = (0.01 * Double(index), 1e-5)
      let (below, at, above) = (
        Fresnel.auxiliary(w - h), Fresnel.auxiliary(w), Fresnel.auxiliary(w + h)
      )
      #expect(((above.f - below.f) / (2 * h) + .pi * w * at.g).magnitude < 2e-9)
      #expect(((above.g - below.g) / (2 * h) - .pi * w * at.f + 1).magnitude < 2e-9)
    }
  }

  @Test("Far out both fall to zero, at infinity without a trap")
  func far() {
    for w in [1e77, 1e100, 1e200, .infinity] {
      let (f, g) = Fresnel.auxiliary(w)
      #expect((f * w * .pi - 1).magnitude < 1e-15 || f == 0)
      #expect(g >= 0 && g < 1e-200)
    }
    #expect(Fresnel.auxiliary(.infinity) == (0, 0))
  }

  @Test("Eight lanes give what one gives, whatever stands beside it")
  func lanes() {
    for index in 0..<2000 {
      var w = SIMD8<Double>.zero
      for lane in 0..<8 {
        let phase = (Double(8 * index + lane) * 0.618_033_988_749_894_9)
          .truncatingRemainder(dividingBy: 1)
        w[lane] = Double.exp(14 * phase - 6)
      }
      let many = Fresnel.auxiliary(w)
      for lane in 0..<8 {
        let one = Fresnel.auxiliary(w[lane])
        #expect((many.f[lane] / one.f - 1).magnitude < 1.5e-15)
        #expect((many.g[lane] / one.g - 1).magnitude < 1.5e-15)
        let same = Fresnel.auxiliary(SIMD8(repeating: w[lane]))
        #expect(same.f[3] == many.f[lane] && same.g[5] == many.g[lane])
      }
    }
  }
}

@Suite("Straight edge")
struct StraightEdgeTests {
  static let (wavelength, z) = (550e-9, 144.348)

  @Test("On the edge of the shadow the amplitude is a half and a quarter of the light arrives")
  func edge() {
    let onEdge = Fresnel.straightEdgeAmplitude(
      distance: 0, wavelength: Self.wavelength, z: Self.z)
    #expect(onEdge == ComplexAmplitude(real: 0.5, imaginary: 0))
    for distance in [0.0, -0.0, 1e-12, -1e-12] {
      let light = Fresnel.straightEdgeIntensity(
        distance: distance, wavelength: Self.wavelength, z: Self.z)
      #expect((light - 0.25).magnitude < 1e-9)
    }
  }

  @Test("The first bright and dark fringes are those of the textbook")
  func fringes() {
    // Born & Wolf, Fig. 8.38: maximum near w = 1.22, minimum near w = 1.87; the values of
    // ½[(½ + C)² + (½ + S)²] at these w by mpmath.
    let unit = (Self.wavelength * Self.z / 2).squareRoot()
    func light(_ w: Double) -> Double {
      Fresnel.straightEdgeIntensity(
        distance: -w * unit, wavelength: Self.wavelength, z: Self.z)
    }
    #expect((light(1.2172) - 1.37044291969495).magnitude < 1e-12)
    #expect((light(1.8726) - 0.778251074341389).magnitude < 1e-12)
  }

  @Test(
    "Amplitude, intensity and eight lanes agree on both sides; opposite edges make the free wave")
  func agreement() {
    for index in -60...60 {
      let distance = 0.0007 * Double(index)
      let amplitude = Fresnel.straightEdgeAmplitude(
        distance: distance, wavelength: Self.wavelength, z: Self.z)
      let light = Fresnel.straightEdgeIntensity(
        distance: distance, wavelength: Self.wavelength, z: Self.z)
      #expect((amplitude.intensity - light).magnitude < 4e-15)
      let lanes = Fresnel.straightEdgeIntensity(
        distance: SIMD8(repeating: distance),
        inverseFresnelArea: SIMD8(repeating: 1 / (Self.wavelength * Self.z)))
      #expect((lanes[2] - light).magnitude < 4e-15)
      // Babinet: the half-plane and its complement.
      let other = Fresnel.straightEdgeAmplitude(
        distance: -distance, wavelength: Self.wavelength, z: Self.z)
      let sum = amplitude + other
      #expect((sum.real - 1).magnitude < 1e-15 && sum.imaginary.magnitude < 1e-15)
    }
  }

  @Test("Deep in the shadow the light falls as the square of the distance")
  func deepShadow() {
    // λz/(4π²d²), the limit of Keller's theory of diffraction.
    let light = Fresnel.straightEdgeIntensity(
      distance: 1, wavelength: Self.wavelength, z: Self.z)
    #expect((light / (Self.wavelength * Self.z / (4 * .pi * .pi)) - 1).magnitude < 1e-7)
  }
}
