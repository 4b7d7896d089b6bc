import Astronomy
import Corona
import Foundation
import TestSupport
import Testing
import VectorMath

@testable import Processing

/// Densities from polarised brightness.
@Suite("Inversion of brightness to density")
struct DensityInversionTests {
  struct Table {
    var radii: [Double] = []
    var densities: [Double] = []
    var polarized: [Double] = []
    var total: [Double] = []
  }

  static func table() throws -> Table {
    let path = ReferenceData.repositoryPath("Fixtures/imaging/inversion/thomson_baumbach_allen.csv")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var table = Table()
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      let cells = line.split(separator: ",").compactMap { Double($0) }
      table.radii.append(cells[0])
      table.densities.append(cells[1])
      table.polarized.append(cells[2])
      table.total.append(cells[3])
    }
    return table
  }

  static func kernel() throws -> ThomsonKernel { try ThomsonKernel(limbDarkening: .linear(0.63)) }

  static func worst(_ found: [Double], _ truth: [Double]) -> Double {
    zip(found, truth).map { abs($0 / $1 - 1) }.max() ?? .infinity
  }

  @Test("Baumbach and Allen's density comes back from its polarised and total brightness")
  func noiseless() throws {
    let table = try Self.table()
    let inversion = DensityInversion(kernel: try Self.kernel())
    let profile = try inversion.invert(radii: table.radii, brightness: table.polarized, sigmas: nil)
    #expect(Self.worst(profile.densities, table.densities) <= 1e-6)
    // The table has nine digits and its own constants; we are a tenth of that away.
    #expect(Self.worst(profile.densities, table.densities) < 1e-7)
    let total = DensityInversion(kernel: try Self.kernel(), light: .total)
    let other = try total.invert(radii: table.radii, brightness: table.total, sigmas: nil)
    #expect(Self.worst(other.densities, table.densities) <= 1e-6)
  }

  @Test("Two per cent of noise leave four per cent in the density, of a hundred realisations")
  func noisy() throws {
    let table = try Self.table()
    let expected: [DensityInversion.Basis: Double] = [.powers: 0.04, .splines: 0.04]
    for (basis, limit) in expected {
      let inversion = DensityInversion(kernel: try Self.kernel(), basis: basis)
      var errors: [Double] = []
      for number in 0..<100 {
        let noise = RandomStream(seed: 1975, stream: 7)
          .normals(count: table.radii.count, at: UInt64(number))
        let light = zip(table.polarized, noise).map { $0 * (1 + 0.02 * $1) }
        let profile = try inversion.invert(
          radii: table.radii, brightness: light, sigmas: table.polarized.map { 0.02 * $0 })
        errors.append(Self.worst(profile.densities, table.densities))
      }
      // The worst of all radii, in the median realisation: 2.1 % and 2.7 %.
      #expect(CircleFit.median(errors) <= limit, "\(basis)")
      #expect(CircleFit.median(errors) < 0.03, "\(basis)")
    }
  }

  @Test(
    "Errors of the density are as large as its deviations",
    arguments: [DensityInversion.Basis.powers, .splines], [0, 60])
  func pulls(basis: DensityInversion.Basis, realisations: Int) throws {
    let table = try Self.table()
    let inversion = DensityInversion(
      kernel: try Self.kernel(), basis: basis, realisations: realisations, seed: 5)
    var squares = 0.0
    var count = 0.0
    for number in 0..<(realisations > 0 ? 12 : 40) {
      let noise = RandomStream(seed: 11, stream: 2)
        .normals(count: table.radii.count, at: UInt64(number))
      let light = zip(table.polarized, noise).map { $0 * (1 + 0.02 * $1) }
      let profile = try inversion.invert(
        radii: table.radii, brightness: light, sigmas: table.polarized.map { 0.02 * $0 })
      for index in table.radii.indices {
        let pull = (profile.densities[index] - table.densities[index]) / profile.sigmas[index]
        squares += pull * pull
        count += 1
      }
    }
    let rms = (squares / count).squareRoot()
    #expect((0.7...1.4).contains(rms), "\(rms)")
  }

  @Test("The quadrature agrees with van de Hulst's closed form", arguments: [4.0, 6, 11, 22])
  func closedForm(power: Double) throws {
    let kernel = try Self.kernel()
    let constants = CoronaConstants.codata2022
    let sightlines = InversionSightlines(
      impactParameters: [1.02, 1.3, 2, 5], light: .polarized, kernel: kernel,
      constants: constants, outermost: 5, distance: nil)
    for line in sightlines.sightlines {
      // n P = r^-k makes C rho^(1-k) times the integral of cos^k over a half turn.
      let found = line.brightness(
        line.radii.map { pow($0, -power) / kernel.coefficients(atRadius: $0).p })
      let integral = Double.pi.squareRoot() * tgamma((power + 1) / 2) / tgamma(power / 2 + 1)
      let truth =
        constants.scatteringPerElectronColumn / kernel.discMean
        * pow(line.impactParameter, 1 - power) * integral
      #expect(abs(found / truth - 1) < 1e-10, "\(line.impactParameter)")
    }
  }

  static func light(_ model: any ElectronDensity, _ radii: [Double], distance: Double) throws
    -> (light: [KBrightness], truth: [Double])
  {
    let observer = try CoronalObserver(
      distanceSolarRadii: distance, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
    let corona = KCorona(density: model, kernel: try kernel())
    let light = try corona.profile(
      impactParameters: radii, positionAngleRadians: 1.2, from: observer)
    let truth = radii.map {
      model.electronsPerCubicCentimetre(radius: $0, latitudeRadians: 0, longitudeRadians: 0)
    }
    return (light, truth)
  }

  static let radii = (0..<48).map { 1.05 * pow(5 / 1.05, Double($0) / 47) }

  @Test("The observer's distance matters, and is taken into account")
  func finite() throws {
    let (light, truth) = try Self.light(
      PowerLawDensity.leblanc1998, Self.radii, distance: 12)
    let near = DensityInversion(kernel: try Self.kernel(), distanceSolarRadii: 12)
    let pB = light.map(\.polarized)
    let profile = try near.invert(radii: Self.radii, brightness: pB, sigmas: nil)
    #expect(Self.worst(profile.densities, truth) < 1e-9)
    let far = DensityInversion(kernel: try Self.kernel())
    let wrong = try far.invert(radii: Self.radii, brightness: pB, sigmas: nil)
    #expect(Self.worst(wrong.densities, truth) > 5e-4)
  }

  /// How far a basis is from densities that it is no sum of, between 1.05 and 5 solar radii.
  struct Misfit: Sendable {
    let model: any ElectronDensity
    let powers: Double
    let splines: Double
    let vanDeHulst: Double
  }

  @Test(
    "Densities that are no sum of the powers come back by splines, but for the outermost ring",
    arguments: [
      Misfit(
        model: PowerLawDensity.saito1977Equator, powers: 0.015, splines: 0.008, vanDeHulst: 0.50),
      Misfit(
        model: ExponentialDensity.newkirk1961, powers: 0.030, splines: 0.052, vanDeHulst: 0.10),
      Misfit(
        model: PowerLawDensity.guhathakurta1996Pole, powers: 0.021, splines: 0.027, vanDeHulst: 0.11
      ),
      Misfit(model: PowerLawDensity.cranmer1999, powers: 0.091, splines: 0.036, vanDeHulst: 0.30),
      Misfit(model: PowerLawDensity.gibson1999, powers: 0.010, splines: 0.010, vanDeHulst: 0.08),
      Misfit(
        model: ExponentialDensity.sittlerGuhathakurta1999Streamer, powers: 0.004, splines: 0.006,
        vanDeHulst: 0.19),
    ])
  func others(misfit: Misfit) throws {
    let (light, truth) = try Self.light(misfit.model, Self.radii, distance: 215)
    let limits: [(DensityInversion.Basis, Double)] = [
      (.powers, misfit.powers), (.splines, misfit.splines), (.vanDeHulst, misfit.vanDeHulst),
    ]
    for (basis, limit) in limits {
      let inversion = DensityInversion(
        kernel: try Self.kernel(), basis: basis, distanceSolarRadii: 215)
      let profile = try inversion.invert(
        radii: Self.radii, brightness: light.map(\.polarized), sigmas: nil)
      #expect(Self.worst(profile.densities, truth) < limit, "\(basis)")
      // What lies beyond the last point decides there; a few points further in nothing is left of it.
      let inner = Self.radii.indices.filter { Self.radii[$0] < 3.5 }
      let error = Self.worst(inner.map { profile.densities[$0] }, inner.map { truth[$0] })
      if basis == .splines { #expect(error < 2e-3, "\(misfit.model.name) \(error)") }
    }
  }

  @Test("What cannot be inverted is refused with the reason")
  func refused() throws {
    let inversion = DensityInversion(kernel: try Self.kernel())
    func message(_ light: [Double], _ sigmas: [Double]?) -> String {
      do throws(ProcessingError) {
        _ = try inversion.invert(radii: Self.radii, brightness: light, sigmas: sigmas)
        return "no error"
      } catch {
        return error.description
      }
    }
    let nothing = Self.radii.map { _ in Double.nan }
    #expect(
      message(nothing, nil)
        == "invert: 0 points with light for 7 functions of the distance; widen the range, take more bins or "
        + "broader sectors")
    let negative = Self.radii.map { _ in -1e-9 }
    #expect(message(negative, nil).hasPrefix("invert: no positive density explains the light"))
    #expect(
      message(negative, Self.radii.map { _ in 1e-10 })
        == "invert: no positive density explains the light, which is nowhere above zero within its errors; check "
        + "the subtraction of the dust and of stray light")
    #expect(message([1], nil).contains("must be equally many"))
  }

  @Test(
    "The order of the points changes nothing", arguments: [DensityInversion.Basis.powers, .splines])
  func order(basis: DensityInversion.Basis) throws {
    let table = try Self.table()
    let count = table.radii.count
    let noise = RandomStream(seed: 4, stream: 3).normals(count: count, at: 0)
    let light = zip(table.polarized, noise).map { $0 * (1 + 0.05 * $1) }
    let inversion = DensityInversion(kernel: try Self.kernel(), basis: basis)
    let sorted = try inversion.invert(radii: table.radii, brightness: light, sigmas: nil)
    // A number that shares no factor with the count reaches every place.
    let step = try #require([7, 11, 13].first { !count.isMultiple(of: $0) })
    let order = (0..<count).map { $0 * step % count }
    let mixed = try inversion.invert(
      radii: order.map { table.radii[$0] }, brightness: order.map { light[$0] }, sigmas: nil)
    #expect(Self.worst(mixed.densities, order.map { sorted.densities[$0] }) < 1e-6)
    #expect(Self.worst(mixed.sigmas, order.map { sorted.sigmas[$0] }) < 1e-4)
  }
}
