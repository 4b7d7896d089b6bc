import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Brightness of density cubes")
struct CubeBrightnessTests {
  /// The mean relative error of total and polarised brightness of a cube over sightlines that lie
  /// differently in its cells.
  private func error(_ cube: CubeDensity, _ model: any ElectronDensity) throws -> Double {
    var sum = 0.0
    for ray in 0..<20 {
      let (rho, angle) = (1.3 + 0.07 * Double(ray), 0.31 * Double(ray))
      let found = try SampledCube.brightness(cube, SampledCube.line(rho, positionAngle: angle))
      let exact = try SampledCube.exact(model, rho, positionAngle: angle)
      sum += relativeError(found.total, exact.total)
      sum += relativeError(found.polarized, exact.polarized)
    }
    return sum / 40
  }

  @Test("Samples of the Saito and Leblanc coronae give their brightness to second order")
  func convergence() throws {
    let models: [any ElectronDensity] = [
      LatitudeBlendedDensity.saito1977, PowerLawDensity.leblanc1998,
    ]
    for model in models {
      var errors: [Double] = []
      for factor in [1, 2, 4] {
        // The last radius is far enough that what lies behind adds less than the error.
        let cube = try SampledCube.sphere(
          of: model, radii: (1, 300, 60 * factor + 1), rings: 18 * factor, meridians: 8,
          outside: .powerLaw(exponent: 2))
        errors.append(try error(cube, model))
      }
      // Linear interpolation of r^−6 in steps of h = ln 300 / 60 is off by k (k + 1) h²/12 = 3 %.
      #expect(errors[0] < 0.04, "\(model.name) \(errors)")
      #expect((3.6...4.4).contains(errors[0] / errors[1]), "\(model.name) \(errors)")
      #expect((3.6...4.4).contains(errors[1] / errors[2]), "\(model.name) \(errors)")
    }
  }

  @Test(
    "With power laws between radii a sampled power law is exact, and beyond the last radius too")
  func powerLaw() throws {
    let law = try PowerLawDensity(
      name: "wind", source: "test", fittedRadii: 1...100, terms: [.init(1e6, exponent: 2)])
    let cube = try SampledCube.sphere(
      of: law, radii: (1, 8, 13), rings: 6, meridians: 6, radialLaw: .powerLaw,
      outside: .powerLaw(exponent: 2))
    for rho in [0.4, 1.2, 3, 7.9, 20] {
      let found = try SampledCube.brightness(
        cube, SampledCube.line(rho, positionAngle: 1), nodes: 24)
      let exact = try SampledCube.exact(law, rho, positionAngle: 1)
      // Single-precision samples.
      #expect(relativeError(found.total, exact.total) < 1e-7, "\(rho)")
      #expect(relativeError(found.polarized, exact.polarized) < 1e-7, "\(rho)")
    }
  }

  @Test("A box converges to the same brightness as a sphere")
  func box() throws {
    // Nothing beyond three solar radii in both, so that box and sphere hold the same electrons but
    // for the box's corners, which these sightlines leave out.
    let model = LatitudeBlendedDensity.saito1977
    let (rho, angle) = (1.8, 0.7)
    var errors: [Double] = []
    for count in [41, 81, 161] {
      let box = try SampledCube.box(of: model, halfSide: 5, count: count)
      let found = try SampledCube.brightness(box, SampledCube.line(rho, positionAngle: angle))
      // The exact model between the box's own ends of the sightline.
      let ends = box.stretches(along: SampledCube.line(rho, positionAngle: angle))
      let stretch = SightlineStretch(
        ends[0].range.lowerBound...ends[ends.count - 1].range.upperBound, scale: 0.05)
      let exact = try SampledCube.brightness(
        Piece(model: model, stretch: stretch), SampledCube.line(rho, positionAngle: angle), nodes: 8
      )
      errors.append(relativeError(found.total, exact.total))
    }
    #expect(errors[0] < 0.1 && errors[2] < 5e-3, "\(errors)")
    #expect((3.2...5).contains(errors[0] / errors[1]), "\(errors)")
    #expect((3.2...5).contains(errors[1] / errors[2]), "\(errors)")
  }

  /// A model along one stretch.
  private struct Piece: LocalisedDensity {
    let model: any ElectronDensity
    let stretch: SightlineStretch
    var name: String { model.name }
    var source: String { model.source }
    var fittedRadii: ClosedRange<Double> { model.fittedRadii }
    func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
      model.electronsPerCubicCentimetre(at: points)
    }
    func stretches(along sightline: Sightline) -> [SightlineStretch] { [stretch] }
  }

  @Test("Between the cells' faces the density is smooth: eight nodes a cell say what sixteen say")
  func creases() throws {
    let model = try SumDensity([
      .init(density: LatitudeBlendedDensity.saito1977),
      .init(
        density: try StreamerBelt(
          radialLaw: .leblanc1998, enhancement: 3, halfWidthRadians: 0.4, tiltRadians: 0.3,
          tiltLongitudeRadians: 1.1)),
    ])
    let sphere = try SampledCube.sphere(
      of: model, radii: (1.02, 12, 30), rings: 17, meridians: 24)
    let box = try SampledCube.box(of: model, halfSide: 4, count: 30)
    for density in [sphere, box] {
      for rho in [0.3, 1.1, 1.3, 3.1] {
        for angle in [0.1, 1.3, 2.8, 4] {
          let line = SampledCube.line(rho, positionAngle: angle, latitude: 0.4, longitude: 3.3)
          let few = try SampledCube.brightness(density, line, nodes: 8)
          let many = try SampledCube.brightness(density, line, nodes: 16)
          #expect(relativeError(few.total, many.total) < 1e-8, "\(density.name) \(rho) \(angle)")
        }
      }
    }
  }

  @Test("Steps of a cell leave an error well below the interpolation's own")
  func steps() throws {
    let model = LatitudeBlendedDensity.saito1977
    func error(_ detail: CubeDensity.Detail, nodes: Int) throws -> (Double, Int) {
      let cube = try SampledCube.sphere(
        of: model, radii: (1, 30, 60), rings: 30, meridians: 60, detail: detail)
      let line = SampledCube.line(1.3, positionAngle: 0.8)
      return (
        try SampledCube.brightness(cube, line, nodes: nodes).total,
        cube.stretches(along: line).count
      )
    }
    let cells = try error(.cells, nodes: 6)
    let steps = try error(.steps, nodes: 2)
    let exact = try SampledCube.exact(model, 1.3, positionAngle: 0.8).total
    #expect(steps.1 < 25 && cells.1 > 100, "\(steps.1) \(cells.1)")
    #expect(relativeError(steps.0, cells.0) < 0.05 * relativeError(cells.0, exact))
  }

  @Test(
    "The K corona of a cube is the sum over its cells, and its error tells the steps' own within three times"
  )
  func programIntegral() throws {
    let model = LatitudeBlendedDensity.saito1977
    func cube(_ detail: CubeDensity.Detail) throws -> CubeDensity {
      try SampledCube.sphere(
        of: model, radii: (1, 30, 60), rings: 30, meridians: 24, outside: .powerLaw(exponent: 2),
        detail: detail)
    }
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 2,
      eclipticNorthPositionAngleRadians: 0)
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    for rho in [0.4, 1.1, 1.7, 4, 12] {
      let line = SampledCube.line(rho, positionAngle: 0.8)
      let plain = try SampledCube.brightness(cube(.cells), line, nodes: 20)
      for (detail, bound) in [(CubeDensity.Detail.cells, 1e-9), (.steps, 3e-4)] {
        let corona = KCorona(density: try cube(detail), kernel: kernel)
        let found = try corona.profile(
          impactParameters: [rho], positionAngleRadians: 0.8, from: observer,
          perspective: .parallel)[0]
        let error = relativeError(found.total, plain.total)
        #expect(error < bound, "\(detail) \(rho) \(error)")
        // Estimates are made for smooth integrands; across faces of cells they may be too small.
        #expect(error < Swift.max(3 * found.relativeError, 1e-10), "\(detail) \(rho) \(error)")
      }
    }
  }

  @Test("Stretches rise, do not overlap, lie in the reach, and hold all of the density")
  func cover() throws {
    let model = PowerLawDensity.leblanc1998
    let hollow = try SampledCube.sphere(of: model, radii: (1.5, 6, 12), rings: 9, meridians: 12)
    let stepped = try SampledCube.sphere(
      of: model, radii: (1.5, 6, 12), rings: 9, meridians: 12, detail: .steps)
    let box = try SampledCube.box(of: model, halfSide: 3, count: 12)
    for density in [hollow, stepped, box] {
      for rho in [0, 0.5, 1.2, 2, 2.9, 5.9, 7] {
        let line = SampledCube.line(rho, positionAngle: 0.3)
        let stretches = density.stretches(along: line)
        for (one, next) in zip(stretches, stretches.dropFirst()) {
          #expect(one.range.upperBound <= next.range.lowerBound + 1e-12)
        }
        for stretch in stretches {
          #expect(stretch.scale > 0 && stretch.range.lowerBound >= line.reach.lowerBound)
        }
        for s in stride(from: max(-9, line.reach.lowerBound), through: 9, by: 0.0773) {
          let isCovered = stretches.contains { $0.range.contains(s) }
          let electrons = SampledCube.value(density, at: line.point(at: s))
          #expect(isCovered == (electrons > 0), "\(density.name) rho \(rho) s \(s)")
        }
      }
    }
  }
}
