import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@Suite("Uncertain attitudes")
struct AttitudeUncertaintyTests {
  /// The body's x toward solar north, its y toward west, its z toward the Sun.
  private func facing() throws -> SunPointingAttitude {
    try SunPointingAttitude(axis: Vector3(0, 0, 1), reference: Vector3(1, 0, 0))
  }

  /// A body that drifts by 10 mm/s to the west, at a range of 100 m, over 600 s.
  private func formation(
    _ shape: OcculterShape, north: Double = 0, turned: Vector3 = .zero
  ) throws -> Formation {
    let crossing = try Crossing()
    let plain = try crossing.formation(north: north, shape: .facingDisc(radius: 1))
    return try Formation(
      observer: plain.observer, occulter: plain.occulter, shape: shape,
      attitude: PerturbedAttitude(nominal: try facing(), error: turned),
      ephemeris: plain.ephemeris)
  }

  /// A disc whose normal leans from the Sun toward the west.
  private func disc(tilt: Double) -> OcculterShape {
    .disc(radius: 1, normal: Vector3(0, sin(tilt), cos(tilt)))
  }

  private func uncertainty(
    _ attitude: Vector3, position: Vector3 = .zero
  ) throws -> FormationUncertainty {
    try FormationUncertainty(
      axes: .sunLine, epoch: Crossing().epoch,
      covariance: RelativeCovariance(positionSigma: position), attitudeSigma: attitude)
  }

  @Test("A turn of a tilted disc moves its contacts by what the two ends of its diameter do")
  func tiltedDisc() throws {
    let crossing = try Crossing()
    let tilt = 0.5
    let formation = try formation(disc(tilt: tilt))
    let contacts = try formation.sensitivities(of: crossing.window(formation))
    #expect(contacts.map(\.name) == ["C1", "C2", "C3", "C4"])
    for (name, sensitivity) in contacts {
      // The leading end stands at w + R cos τ and 100 m − R sin τ, the other opposite; a contact is
      // where an end meets the Sun's cone of half-angle a on one side or the other:
      //   w = −R cos τ ∓ (100 − R sin τ) tan a (C1, C2),  w = R cos τ ∓ (100 + R sin τ) tan a (C3, C4).
      // A turn about the body's x carries west toward the Sun and takes from the tilt.
      let edge = tan(sensitivity.view.discs.sunRadius)
      let byTilt =
        switch name {
        case "C1": sin(tilt) + cos(tilt) * edge
        case "C2": sin(tilt) - cos(tilt) * edge
        case "C3": -sin(tilt) - cos(tilt) * edge
        default: -sin(tilt) + cos(tilt) * edge
        }
      let found = sensitivity.shift(byTurn: Vector3(1, 0, 0))
      #expect(abs(found / (-byTilt / 0.01) - 1) < 1e-5, "\(name): \(found)")
      // A turn in the disc's own plane changes nothing.
      let normal = Vector3(0, sin(tilt), cos(tilt))
      #expect(abs(sensitivity.shift(byTurn: normal)) < 1e-4)
    }
  }

  @Test(
    "A contact's derivative by a turn is what a search with the turned body finds",
    arguments: [
      OcculterShape.disc(radius: 1, normal: Vector3(0.3, 0.4, 1)),
      .ellipsoid(semiAxes: Vector3(1.1, 0.8, 1.6)),
      .polygon(vertices: [
        Vector3(-1, -1, 0.3), Vector3(1.2, -1, 0.3), Vector3(1.1, 1, -0.2), Vector3(-0.9, 1, -0.2),
      ]),
      .composite([
        .frustum(
          from: Vector3(0, -0.3, -1), fromRadius: 0.9, to: Vector3(0.2, 0.5, 2), toRadius: 0.9),
        .sphere(centre: Vector3(0.2, 0.5, 2), radius: 0.9),
      ]),
    ])
  func search(shape: OcculterShape) throws {
    let crossing = try Crossing()
    let nominal = try formation(shape, north: 0.05)
    let contacts = try nominal.sensitivities(of: crossing.window(nominal))
    #expect(contacts.count >= 2)
    let step = 1e-4
    for axis in 0..<3 {
      var turn = Vector3.zero
      turn[axis] = step
      let late = try crossing.window(formation(shape, north: 0.05, turned: turn)).namedContacts
      let early = try crossing.window(formation(shape, north: 0.05, turned: -turn)).namedContacts
      for (index, entry) in contacts.enumerated() {
        let moved = late[index].contact.instant.seconds(since: early[index].contact.instant)
        let found = entry.sensitivity.shift(byTurn: turn) * 2
        // The contacts are known to 1e-9 s, the shifts are up to 0.03 s.
        #expect(abs(found - moved) < 2e-7 + 1e-5 * abs(moved), "\(entry.name) \(axis)")
      }
    }
  }

  @Test("Closed form and Monte-Carlo agree for a tilted disc, and the parts are told apart")
  func closedFormAgainstSamples() throws {
    let crossing = try Crossing()
    let formation = try formation(disc(tilt: 0.5))
    let window = try crossing.window(formation)
    let sigma = 1.5 * Angles.degree
    let uncertainty = try uncertainty(
      Vector3(sigma, sigma, sigma), position: Vector3(0.01, 0.01, 0.01))
    let sampler = try UncertaintySampler(
      formation, uncertainty, over: crossing.span, windows: [window], seed: 3)
    let count = 400
    let drawn = try (0..<count).map { try sampler.sample($0) }
    #expect(try sampler.sample(7) == drawn[7])
    let summary = StretchSummary(drawn.map { $0[0] })
    for (index, entry) in try formation.sensitivities(of: window).enumerated() {
      let closed = ContactUncertainty(entry.sensitivity, uncertainty)
      #expect(closed.isLinear, "\(entry.name): \(closed.nonlinearity)")
      // 0.01 m at 10 mm/s; 1.5° at 48 s for a radian.
      #expect(abs(closed.positionSeconds - 1) < 0.01)
      #expect(abs(closed.attitudeSeconds - sigma * 48) < 0.02)
      let whole =
        (closed.positionSeconds * closed.positionSeconds
        + closed.attitudeSeconds * closed.attitudeSeconds).squareRoot()
      #expect(abs(closed.sigmaSeconds - whole) < 1e-12)
      let found = try #require(summary.contacts[index])
      #expect(
        abs(found.sigma / closed.sigmaSeconds - 1) < 3.5 / (2 * Double(count)).squareRoot(),
        "\(entry.name): \(found.sigma) against \(closed.sigmaSeconds)")
    }
  }

  @Test("A disc that faces the observer stands at its best: the linear estimate says it is none")
  func atTheBest() throws {
    let crossing = try Crossing()
    let formation = try formation(disc(tilt: 0))
    let window = try crossing.window(formation)
    let sigma = 0.1
    let uncertainty = try uncertainty(Vector3(sigma, 0, 0))
    let first = try #require(try formation.sensitivities(of: window).first)
    let closed = ContactUncertainty(first.sensitivity, uncertainty)
    #expect(!closed.isLinear)
    let sampler = try UncertaintySampler(
      formation, uncertainty, over: crossing.span, windows: [window], seed: 5)
    let count = 300
    let drawn = try (0..<count).map { try sampler.sample($0) }
    let found = try #require(StretchSummary(drawn.map { $0[0] }).contacts[0])
    let nominal = first.sensitivity.contact.instant.seconds(since: sampler.stretches[0].lowerBound)
    // The half-width is R cos θ: its mean is R exp(−σ²/2), its spread near R σ²/√2; at 10 mm/s.
    let late = (1 - exp(-sigma * sigma / 2)) / 0.01
    #expect(abs(found.mean - nominal - late) < 4 * 0.72 / Double(count).squareRoot())
  }

  @Test("The attitude of a sphere and of a facing disc changes nothing, not even the samples")
  func round() throws {
    let crossing = try Crossing()
    for shape in [OcculterShape.sphere(radius: 1), .facingDisc(radius: 1)] {
      let formation = try formation(shape)
      let window = try crossing.window(formation)
      let place = Vector3(0.1, 0.1, 0.1)
      let with = try uncertainty(Vector3(0.2, 0.2, 0.2), position: place)
      let without = try uncertainty(.zero, position: place)
      func sampler(_ uncertainty: FormationUncertainty) throws -> UncertaintySampler {
        try UncertaintySampler(
          formation, uncertainty, over: crossing.span, windows: [window], seed: 1)
      }
      #expect(try sampler(with).sample(3) == sampler(without).sample(3))
      for entry in try formation.sensitivities(of: window) {
        let closed = ContactUncertainty(entry.sensitivity, with)
        #expect(closed.attitudeSeconds == 0)
        #expect(closed.sigmaSeconds == ContactUncertainty(entry.sensitivity, without).sigmaSeconds)
      }
    }
  }

  @Test("A deviation of attitude that is no small angle is refused, and the message says the limit")
  func mistakes() throws {
    for wrong in [-0.1, 1.5, .nan, .infinity] {
      let error = #expect(throws: GeometryError.self) { try uncertainty(Vector3(0, wrong, 0)) }
      #expect(error?.description.contains("of the attitude about y: must lie in 0...1.0") == true)
    }
  }
}
