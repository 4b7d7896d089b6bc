import Astronomy
import Foundation
import Geometry
import Testing
import VectorMath

@Suite("Shadow metrology")
struct ShadowMetrologyTests {
  private let au = PhysicalConstants.astronomicalUnit

  private func photometers(
    radius: Double = 0.055, count: Int = 8, points: [SIMD2<Double>]? = nil,
    law: LimbDarkening? = nil
  ) throws -> ShadowPhotometers {
    try ShadowPhotometers(
      points: points ?? ShadowPhotometers.ring(radius: radius, count: count),
      shape: .facingDisc(radius: 0.71), sunDistance: au,
      law: try law ?? .neckel(wavelengthNanometres: 555))
  }

  @Test("The light is none in the umbra, all beyond the penumbra, and falls inward between them")
  func profile() throws {
    let sensor = try photometers(points: [.zero])
    let shadow = sensor.shadow(range: 144.348)
    // geometry.md §3.4, 1 au behind the occulter: 38.707 mm and 1381.29 mm.
    #expect(abs(shadow.umbraRadius - 0.038_707) < 1e-6)
    func light(_ west: Double) -> Double {
      sensor.irradiances(at: ShadowPlace(west: west, north: 0, range: 144.348))[0]
    }
    #expect(light(0) == 0)
    #expect(light(shadow.umbraRadius - 1e-5) == 0)
    #expect(light(shadow.umbraRadius + 1e-5) > 0)
    #expect(light(shadow.penumbraRadius + 1e-4) == 1)
    #expect(light(shadow.penumbraRadius - 1e-3) < 1)
    var last = 0.0
    for step in 1...100 {
      let now = light(0.04 + Double(step) * 0.0134)
      #expect(now >= last)
      last = now
    }
    // At half the way the occulter's edge runs through the middle of the disc's centre: near a half.
    let uniform = try photometers(points: [.zero], law: .uniform)
    let middle = uniform.irradiances(
      at: ShadowPlace(west: 0.71, north: 0, range: 144.348))[0]
    // A circle of 1.0577 radii whose edge passes through the centre covers less than half.
    #expect(middle > 0.5 && middle < 0.65)
  }

  private func shaped(
    _ shape: OcculterShape, points: [SIMD2<Double>]? = nil
  ) throws -> ShadowPhotometers {
    try ShadowPhotometers(
      points: points ?? ShadowPhotometers.ring(radius: 0.055, count: 8), shape: shape,
      sunDistance: au, law: .neckel(wavelengthNanometres: 555))
  }

  @Test(
    "A body that is not round is read by its outline: as a disc when it is one, brighter where narrow"
  )
  func shapes() throws {
    let place = ShadowPlace(west: 0.01, north: -0.004, range: 144.348)
    let facing = try photometers().irradiances(at: place)
    let square = try shaped(.disc(radius: 0.71, normal: Vector3(0, 0, 1))).irradiances(at: place)
    // Square to the axis, not to each line of sight: 4.5e-4 rad of tilt raise an edge by 0.3 mm and
    // move its shadow by 1.5 µm, where the light grows by less than 1 for a metre.
    for (one, other) in zip(facing, square) { #expect(abs(one - other) < 1.5e-6) }
    let ball = try ShadowPhotometers(
      points: ShadowPhotometers.ring(radius: 0.055, count: 8), shape: .sphere(radius: 0.71),
      sunDistance: au, law: .neckel(wavelengthNanometres: 555)
    ).irradiances(at: place)
    let ellipsoid = try shaped(.ellipsoid(semiAxes: Vector3(0.71, 0.71, 0.71)))
      .irradiances(at: place)
    for (one, other) in zip(ball, ellipsoid) { #expect(abs(one - other) < 1e-10) }
    // Its normal leans west, so the raised eastern edge throws the narrower shadow.
    let leaning = try shaped(
      .disc(radius: 0.71, normal: Vector3(0, sin(0.2), cos(0.2))),
      points: [SIMD2(0.06, 0), SIMD2(-0.06, 0), SIMD2(0, 0.06), SIMD2(0, -0.06)])
    let light = leaning.irradiances(at: ShadowPlace(west: 0, north: 0, range: 144.348))
    #expect(light[1] > light[0] && light[0] > light[2])
    #expect(abs(light[2] - light[3]) < 1e-12)
  }

  @Test("The readings behind a tilted disc give the place back, with the deviation they promise")
  func shapedFix() throws {
    let sensors = try shaped(.disc(radius: 0.71, normal: Vector3(0, sin(0.1), cos(0.1))))
    let place = ShadowPlace(west: 0.012, north: -0.004, range: 144.0)
    let readings = sensors.irradiances(at: place)
    let fix = try sensors.fix(readings: readings, sigma: 1e-5, nominalRange: 144.348)
    #expect(abs(fix.place.west - place.west) < 1e-6 && abs(fix.place.north - place.north) < 1e-6)
    #expect(abs(fix.place.range - place.range) < 1e-2)
    let promised = try sensors.predictedSigmas(at: place, sigma: 1e-5)
    #expect(abs(fix.sigmas.west / promised.west - 1) < 1e-3)
    #expect(fix.sigmas.west > 0 && fix.sigmas.west < 1e-3)
  }

  @Test(
    "Readings without noise give the place back to a micrometre and to half a millimetre of range",
    arguments: [
      (0.0, 0.0, 144.348), (0.01, -0.004, 144.348), (0.05, 0.03, 143.9), (-0.4, 0.2, 150),
      (0, 0.9, 140),
    ])
  func roundTrip(west: Double, north: Double, range: Double) throws {
    let sensors = try photometers()
    let place = ShadowPlace(west: west, north: north, range: range)
    let fix = try sensors.fix(
      readings: sensors.irradiances(at: place), sigma: 1e-6, nominalRange: 144.348)
    #expect(abs(fix.place.west - west) < 1e-6 && abs(fix.place.north - north) < 1e-6)
    #expect(abs(fix.place.range - range) < 5e-4)
    #expect(fix.chiSquare < 1e-3 && fix.degreesOfFreedom == 5)
    #expect(fix.alternatives.isEmpty)
  }

  @Test("With noise the place scatters as its covariance says, and χ² as its degrees of freedom")
  func noise() throws {
    let sensors = try photometers()
    let place = ShadowPlace(west: 0.008, north: -0.005, range: 144.5)
    let truth = sensors.irradiances(at: place)
    let sigma = 1e-4
    let predicted = try sensors.predictedSigmas(at: place, sigma: sigma)
    let trials = 400
    let deviates = RandomStream(seed: 1, stream: 0)
    var squares = Vector3.zero
    var chi = 0.0
    for trial in 0..<trials {
      let readings = truth.enumerated().map {
        $0.element + sigma * deviates.normals(count: 8, at: UInt64(trial))[$0.offset]
      }
      let fix = try sensors.fix(readings: readings, sigma: sigma, nominalRange: 144.348)
      let error = Vector3(
        (fix.place.west - place.west) / predicted.west,
        (fix.place.north - place.north) / predicted.north,
        (fix.place.range - place.range) / predicted.range)
      squares += error * error
      chi += fix.chiSquare
    }
    // Four standard errors of a variance from so many trials, √(2/n); of the mean of χ², √(10/n).
    let n = Double(trials)
    for axis in 0..<3 { #expect(abs(squares[axis] / n - 1) < 4 * (2 / n).squareRoot()) }
    #expect(abs(chi / n - 5) < 4 * (10 / n).squareRoot())
  }

  @Test("Readings without information are refused with the reason")
  func degenerate() throws {
    let sensors = try photometers(radius: 0.02)
    let cases: [([Double], String)] = [
      (sensors.irradiances(at: ShadowPlace(west: 0, north: 0, range: 144.348)), "in the umbra"),
      (
        sensors.irradiances(at: ShadowPlace(west: 2, north: 0, range: 144.348)),
        "outside the penumbra"
      ),
      ([0.1, 0.2], "found 2 readings for 8 photometers"),
      ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1.7], "reading 8 is 1.7"),
      ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, .nan], "reading 8 is nan"),
    ]
    for (readings, words) in cases {
      let error = #expect(throws: GeometryError.self) {
        try sensors.fix(readings: readings, sigma: 1e-4, nominalRange: 144.348)
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
    #expect(throws: GeometryError.self) {
      try sensors.fix(
        readings: [Double](repeating: 0.5, count: 8), sigma: 0, nominalRange: 144.348)
    }
    #expect(throws: GeometryError.self) { try photometers(points: []) }
  }

  @Test("Photometers in a row leave two mirrored places, and two cannot give three unknowns")
  func row() throws {
    let row = try photometers(
      points: [SIMD2(-0.2, 0), SIMD2(0, 0), SIMD2(0.15, 0), SIMD2(0.3, 0)])
    let place = ShadowPlace(west: 0.05, north: 0.3, range: 144.348)
    let fix = try row.fix(
      readings: row.irradiances(at: place), sigma: 1e-4, nominalRange: 144.348, fixesRange: true)
    let all = [fix.place] + fix.alternatives
    #expect(all.count == 2)
    #expect(all.contains { abs($0.north - 0.3) < 1e-5 })
    #expect(all.contains { abs($0.north + 0.3) < 1e-5 })
    #expect(fix.sigmas.range == 0)
    let two = try photometers(points: [SIMD2(0.1, 0), SIMD2(0, 0.1)])
    let error = #expect(throws: GeometryError.self) {
      try two.fix(readings: [0.1, 0.1], sigma: 1e-4, nominalRange: 144.348)
    }
    #expect(error?.description.contains("do not determine the place") == true)
  }
}
