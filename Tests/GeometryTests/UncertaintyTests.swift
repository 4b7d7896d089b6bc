import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

/// An observer on a low orbit and an occulter that drifts across the Sun in a straight line.
struct Crossing {
  let epoch: Instant
  let observer: KeplerTrajectory

  init() throws {
    epoch = try Instant.parse("2000-06-01T00:00:00Z").instant
    observer = try KeplerTrajectory(
      elements: KeplerElements(
        position: Vector3(7_000_000, 0, 0), velocity: Vector3(0, 7500, 0)),
      epoch: epoch, frame: .gcrf, propagator: .kepler)
  }

  var span: ClosedRange<Instant> { epoch...epoch.advanced(bySeconds: 600) }

  /// West goes evenly from −3 m to 3 m in 600 s at a range of 100 m.
  func formation(
    north: Double = 0, shape: OcculterShape = .facingDisc(radius: 1), sunRadius: Double? = nil,
    west: (Double, Double) = (-3, 3)
  ) throws -> Formation {
    try Formation(
      observer: observer,
      occulter: try SunLineTable(
        epoch: epoch,
        rows: [
          .init(seconds: 0, range: 100, north: north, west: west.0),
          .init(seconds: 600, range: 100, north: north, west: west.1),
        ]), shape: shape, sunRadius: sunRadius ?? PhysicalConstants.nominalSolarRadius,
      ephemeris: EarthEphemeris(covering: span))
  }

  func window(_ formation: Formation) throws -> OccultationWindow {
    try #require(try formation.windows(over: span, law: .uniform).windows.first)
  }

  func uncertainty(
    _ sigma: Vector3, axes: RelativeAxes = .sunLine, velocity: Vector3 = .zero, timing: Double = 0,
    radius: Double = 0, sun: Double = 0
  ) throws -> FormationUncertainty {
    try FormationUncertainty(
      axes: axes, epoch: epoch,
      covariance: RelativeCovariance(positionSigma: sigma, velocitySigma: velocity),
      timingSigma: timing, occulterRadiusSigma: radius, sunRadiusSigma: sun)
  }
}

@Suite("Contact sensitivities")
struct ContactSensitivityTests {
  @Test(
    "Every partial derivative agrees with a change of the parameter itself",
    arguments: [OcculterShape.facingDisc(radius: 1), .sphere(radius: 1)])
  func derivatives(shape: OcculterShape) throws {
    let crossing = try Crossing()
    let formation = try crossing.formation(north: 0.1, shape: shape)
    let instant = crossing.epoch.advanced(bySeconds: 200)
    for function in DepthFunction.allCases {
      let gradient = try DepthGradient(function, of: formation, at: instant)
      func depth(_ changed: Formation) throws -> Double {
        function.value(try changed.view(at: instant).discs)
      }
      func moved(_ error: Vector3) throws -> Double {
        try depth(
          Formation(
            observer: formation.observer,
            occulter: PerturbedMotion(
              nominal: formation.occulter, axes: .inertial, epoch: crossing.epoch, position: error),
            shape: shape, ephemeris: formation.ephemeris))
      }
      let step = 1e-4
      for axis in 0..<3 {
        var error = Vector3.zero
        error[axis] = step
        let slope = (try moved(error) - moved(-error)) / (2 * step)
        // Truncation: a third derivative of up to 8e-3 rad/m³, a sixth of it over 0.1 mm squared.
        #expect(abs(slope - gradient.position[axis]) < 1e-10)
      }
      let radii =
        (try depth(crossing.formation(north: 0.1, shape: shape.withRadius(1 + step)))
          - depth(crossing.formation(north: 0.1, shape: shape.withRadius(1 - step)))) / (2 * step)
      #expect(abs(radii / gradient.occulterRadius - 1) < 1e-8)
      let sun = PhysicalConstants.nominalSolarRadius
      let solar =
        (try depth(crossing.formation(north: 0.1, shape: shape, sunRadius: sun + 1e6))
          - depth(crossing.formation(north: 0.1, shape: shape, sunRadius: sun - 1e6))) / 2e6
      #expect(abs(solar / gradient.sunRadius - 1) < 1e-8)
    }
  }

  @Test("An ellipsoid of equal axes has the sphere's derivatives, and is sampled like it")
  func bodies() throws {
    let crossing = try Crossing()
    let round = try crossing.formation(north: 0.1, shape: .sphere(radius: 1))
    let body = try crossing.formation(
      north: 0.1, shape: .ellipsoid(semiAxes: Vector3(1, 1, 1)))
    let instant = crossing.epoch.advanced(bySeconds: 200)
    for function in [DepthFunction.any, .total] {
      let exact = try DepthGradient(function, of: round, at: instant)
      let found = try DepthGradient(function, of: body, at: instant)
      #expect((found.position - exact.position).length < 1e-8)
      #expect(found.sunRadius == exact.sunRadius)
      #expect(abs(found.occulterRadius / exact.occulterRadius - 1) < 1e-6)
    }
    let uncertainty = try crossing.uncertainty(Vector3(0.1, 0.1, 0.1))
    func sampler(_ formation: Formation) throws -> UncertaintySampler {
      try UncertaintySampler(
        formation, uncertainty, over: crossing.span, windows: [try crossing.window(formation)],
        seed: 4)
    }
    for number in 0..<5 {
      let one = try sampler(round).sample(number)
      let other = try sampler(body).sample(number)
      for (a, b) in zip(one[0].contacts, other[0].contacts) {
        #expect(abs(try #require(a) - #require(b)) < 1e-6)
      }
    }
  }

  @Test("A crossing at 10 mm/s shifts its contacts by 100 s for each metre to the west")
  func plainCrossing() throws {
    let crossing = try Crossing()
    let formation = try crossing.formation()
    let contacts = try formation.sensitivities(of: crossing.window(formation))
    #expect(contacts.map(\.name) == ["C1", "C2", "C3", "C4"])
    for (name, sensitivity) in contacts {
      let (west, north, sunward) = RelativeAxes.sunLine.vectors(in: sensitivity.view.context)
      // An occulter farther along its way is early, whatever the contact. The Sun itself grows by
      // tan a · v/D = 2.3e-10 rad/s at most against 1e-4 rad/s of the way: 2e-6 of the 100 s.
      #expect(abs(sensitivity.shift(byPosition: west) + 100) < 3e-4, "\(name)")
      #expect(abs(sensitivity.shift(byPosition: north)) < 1e-6)
      // One metre farther: the Sun's radius is 0.00464·1 m wider in the plane of the occulter.
      let sign = name == "C1" || name == "C3" ? -1.0 : 1
      let widening = name == "C1" || name == "C4" ? 1.0 : -1
      let expected = sign * widening * 0.00459 / 0.01
      let found = sensitivity.shift(byPosition: sunward)
      #expect(abs(found.magnitude - expected.magnitude) < 0.01, "\(name): \(found)")
    }
  }

  @Test("300 km of solar radius move a contact by what a search with the other radius finds")
  func solarRadius() throws {
    let crossing = try Crossing()
    let formation = try crossing.formation()
    let other = try crossing.formation(sunRadius: 696_000_000)
    let contacts = try formation.sensitivities(of: crossing.window(formation))
    let moved = try crossing.window(other).namedContacts
    for (before, after) in zip(contacts, moved) {
      let shift = before.sensitivity.shift(
        byDepth: before.sensitivity.gradient.sunRadius * 300_000)
      let found = after.contact.instant.seconds(since: before.sensitivity.contact.instant)
      #expect(abs(found - shift) < 1e-5, "\(before.name)")
      // 300 km at 1.014 au are 1.98e-6 rad: 0.2 mm at 100 m, at 10 mm/s.
      #expect(abs(shift.magnitude - 0.0198) < 2e-4)
    }
  }

  @Test("A contact at the very end of a table is refused, and the message says why")
  func endOfTable() throws {
    let crossing = try Crossing()
    let formation = try crossing.formation()
    let contact = Contact(instant: crossing.span.upperBound, bracketSeconds: 0)
    let error = #expect(throws: GeometryError.self) {
      try ContactSensitivity(contact, of: .any, in: formation, timeScale: 100)
    }
    #expect(error?.description.contains("at the very end of a trajectory's coverage") == true)
  }
}

@Suite("Uncertain contacts")
struct UncertaintyTests {
  private func samples(
    _ formation: Formation, _ uncertainty: FormationUncertainty, count: Int, seed: UInt64 = 1
  ) throws -> (sampler: UncertaintySampler, samples: [[SampledStretch]]) {
    let crossing = try Crossing()
    let windows = try formation.windows(over: crossing.span, law: .uniform).windows
    let sampler = try UncertaintySampler(
      formation, uncertainty, over: crossing.span, windows: windows, seed: seed)
    return (sampler, try (0..<count).map { try sampler.sample($0) })
  }

  @Test(
    "Where the motion is straight, closed form and Monte-Carlo agree within the samples' own error",
    arguments: [RelativeAxes.sunLine, .localVertical, .inertial])
  func closedFormAgainstSamples(axes: RelativeAxes) throws {
    let crossing = try Crossing()
    let formation = try crossing.formation()
    let uncertainty = try crossing.uncertainty(
      Vector3(0.01, 0.012, 0.014), axes: axes, velocity: Vector3(2e-5, 1e-5, 1e-5), timing: 0.3,
      radius: 0.004, sun: 300_000)
    let window = try crossing.window(formation)
    let count = 2000
    let (sampler, drawn) = try samples(formation, uncertainty, count: count)
    let summary = StretchSummary(drawn.map { $0[0] })
    #expect(summary.occultation.hits == count && summary.totality.hits == count)
    for (index, entry) in try formation.sensitivities(of: window).enumerated() {
      let closed = ContactUncertainty(entry.sensitivity, uncertainty)
      let found = try #require(summary.contacts[index])
      #expect(closed.isLinear, "\(entry.name): \(closed.nonlinearity)")
      // A deviation from n samples has a relative standard error of 1/√(2n), here 1.6 %.
      #expect(
        abs(found.sigma / closed.sigmaSeconds - 1) < 3.5 / (2 * Double(count)).squareRoot(),
        "\(entry.name): \(found.sigma) against \(closed.sigmaSeconds)")
      let nominal = entry.sensitivity.contact.instant.seconds(
        since: sampler.stretches[0].lowerBound)
      #expect(abs(found.mean - nominal) < 4 * closed.sigmaSeconds / Double(count).squareRoot())
      #expect(
        abs((found.percentiles.high - found.percentiles.low) / (2 * 1.96 * closed.sigmaSeconds) - 1)
          < 0.1)
    }
  }

  @Test("A grazing totality is flagged, and its probability is the tail of the normal distribution")
  func grazing() throws {
    let crossing = try Crossing()
    // The umbra is about 0.54 m wide at 100 m; the pupil's way passes at 0.53 m.
    let formation = try crossing.formation(north: 0.53)
    let window = try crossing.window(formation)
    #expect(window.windowClass == .total)
    let uncertainty = try crossing.uncertainty(Vector3(0, 0.02, 0))
    let contacts = try formation.sensitivities(of: window)
    let second = try #require(contacts.first { $0.name == "C2" })
    let first = try #require(contacts.first { $0.name == "C1" })
    #expect(!ContactUncertainty(second.sensitivity, uncertainty).isLinear)
    #expect(ContactUncertainty(first.sensitivity, uncertainty).isLinear)
    let count = 4000
    let (_, drawn) = try samples(formation, uncertainty, count: count)
    let totality = StretchSummary(drawn.map { $0[0] }).totality
    // Total when the northern offset stays below the umbra's radius: Φ((umbra − 0.53)/0.02).
    let umbra = try #require(
      try formation.view(at: window.greatest.instant).shadow
    ).umbraRadius
    let share = 0.5 * (1 + erf((umbra - 0.53) / 0.02 / 2.0.squareRoot()))
    #expect(share > 0.6 && share < 0.99)
    #expect(abs(totality.value - share) < 4 * totality.standardError + 1e-3)
  }

  @Test("The probability of totality against time is the normal law of its contacts")
  func probabilityAgainstTime() throws {
    let crossing = try Crossing()
    let formation = try crossing.formation()
    let uncertainty = try crossing.uncertainty(Vector3(0.1, 0, 0))
    let window = try crossing.window(formation)
    let (sampler, drawn) = try samples(formation, uncertainty, count: 2000)
    let second = try #require(window.second).instant.seconds(since: sampler.stretches[0].lowerBound)
    // 0.1 m at 10 mm/s are 10 s.
    let times = [-30.0, -20, -10, 0, 10, 20, 30].map { second + $0 }
    let found = StretchSummary.probabilities(at: times, drawn.map { $0[0] })
    let normal = [0.001_35, 0.022_75, 0.158_66, 0.5, 0.841_34, 0.977_25, 0.998_65]
    for (one, expected) in zip(found, normal) {
      #expect(abs(one.total.value - expected) < 4 * (expected * (1 - expected) / 2000).squareRoot())
      #expect(one.covered.value == 1)
    }
  }

  @Test("A miss by far has no stretch, a miss by little a window that may come")
  func misses() throws {
    let crossing = try Crossing()
    let uncertainty = try crossing.uncertainty(Vector3(0.1, 0.1, 0.1))
    let far = try crossing.formation(west: (5, 6))
    #expect(try samples(far, uncertainty, count: 1).sampler.stretches.isEmpty)
    // Penumbra about 1.46 m: the pupil stays 1.55 m aside, so a part of the samples is touched.
    let near = try crossing.formation(north: 1.55)
    let (sampler, drawn) = try samples(near, uncertainty, count: 1000)
    #expect(sampler.stretches.count == 1)
    let summary = StretchSummary(drawn.map { $0[0] })
    #expect(summary.occultation.hits > 100 && summary.occultation.hits < 400)
    #expect(summary.totality.hits == 0 && summary.contacts.isEmpty)
  }

  @Test("A sample depends on seed and number alone")
  func deterministic() throws {
    let crossing = try Crossing()
    let formation = try crossing.formation()
    let uncertainty = try crossing.uncertainty(Vector3(0.1, 0.1, 0.1))
    let (sampler, drawn) = try samples(formation, uncertainty, count: 5)
    #expect(try sampler.sample(4) == drawn[4])
    #expect(try samples(formation, uncertainty, count: 5).samples == drawn)
    #expect(try samples(formation, uncertainty, count: 5, seed: 2).samples != drawn)
  }

  @Test("A covariance matrix gives the deviations of its definition and refuses what is none")
  func covariance() throws {
    // Deviations 3 and 4 with correlation 0.5; the third component is the sum of both.
    let matrix = try RelativeCovariance(lowerTriangle: [9, 6, 16, 15, 22, 37])
    #expect(abs(matrix.sigma(along: Vector3(1, 0, 0), after: 99) - 3) < 1e-12)
    #expect(abs(matrix.sigma(along: Vector3(0, 1, 0), after: 0) - 4) < 1e-12)
    #expect(abs(matrix.sigma(along: Vector3(0, 0, 1), after: 0) - 37.0.squareRoot()) < 1e-12)
    #expect(matrix.sigma(along: Vector3(1, 1, -1), after: 0) < 1e-6)
    let growing = try RelativeCovariance(
      positionSigma: Vector3(3, 0, 0), velocitySigma: Vector3(0.4, 0, 0))
    #expect(abs(growing.sigma(along: Vector3(1, 0, 0), after: 10) - 5) < 1e-12)
    for (numbers, words) in [
      ([1, 2, 3], "has 6 (position) or 21"), ([1, 2, 1, 0, 0, 1], "no covariance"),
      ([0, 1, 1, 0, 0, 1], "no covariance"), ([-1, 0, 1, 0, 0, 1], "no covariance"),
      ([.nan, 0, 1, 0, 0, 1], "must be finite"),
    ] as [([Double], String)] {
      let error = #expect(throws: GeometryError.self) {
        try RelativeCovariance(lowerTriangle: numbers)
      }
      #expect(error?.description.contains(words) == true)
    }
    #expect(throws: GeometryError.self) { try RelativeCovariance(positionSigma: Vector3(-1, 0, 0)) }
  }

  @Test("An error larger than the range is told with the number of the sample")
  func tooLarge() throws {
    let crossing = try Crossing()
    let formation = try crossing.formation(shape: .sphere(radius: 50))
    let uncertainty = try crossing.uncertainty(Vector3(0, 0, 30))
    let error = #expect(throws: GeometryError.self) {
      _ = try samples(formation, uncertainty, count: 200)
    }
    #expect(error?.description.hasPrefix("sample ") == true)
    #expect(error?.description.hasSuffix("too large for this formation") == true)
  }
}

@Suite("Perturbed motions")
struct PerturbedMotionTests {
  @Test("The bounds hold for every axis and for motions that follow the Sun and that do not")
  func bounds() throws {
    let crossing = try Crossing()
    let start = crossing.epoch
    let state = crossing.observer.state(at: start)
    let ephemeris = EarthEphemeris(covering: crossing.span)
    func context(_ seconds: Double) -> FormationContext {
      let instant = start.advanced(bySeconds: seconds)
      let observer = crossing.observer.state(at: instant)
      return FormationContext(
        instant: instant, observer: observer, sun: ephemeris.sun(from: observer, at: instant))
    }
    let motions: [any RelativeMotion] = [
      try SunLineMotion(epoch: start, range: 100, rate: 0.5),
      try ClohessyWiltshireMotion(
        epoch: start, initial: .sunLine(range: 100, rate: 0.2, north: 1, west: 2),
        context: FormationContext(
          instant: start, observer: state, sun: ephemeris.sun(from: state, at: start))),
    ]
    for nominal in motions {
      for axes in RelativeAxes.allCases {
        let motion = PerturbedMotion(
          nominal: nominal, axes: axes, epoch: start, position: Vector3(30, -20, 10),
          velocity: Vector3(0.1, 0.2, -0.3))
        let interval = start.advanced(bySeconds: 100)...start.advanced(bySeconds: 160)
        let bounds = motion.bounds(
          over: interval, around: context(130),
          observer: crossing.observer.bounds(over: interval), sunRate: 2.6e-7 + 1e-5)
        #expect(bounds.maximumSpeed < 5)
        var least = Double.infinity
        for step in 0..<600 {
          let seconds = 100 + Double(step) / 10
          let here = context(seconds)
          let there = context(seconds + 0.1)
          var change = motion.position(in: there) - motion.position(in: here)
          if bounds.followsSun {
            // In the frame of the Sun line.
            let old = RelativeAxes.sunLine.vectors(in: here)
            let new = RelativeAxes.sunLine.vectors(in: there)
            let (a, b) = (motion.position(in: here), motion.position(in: there))
            change = Vector3(
              b.dot(new.0) - a.dot(old.0), b.dot(new.1) - a.dot(old.1), b.dot(new.2) - a.dot(old.2))
          }
          #expect(change.length / 0.1 <= bounds.maximumSpeed * (1 + 1e-9) + 1e-6)
          least = min(least, motion.position(in: here).length)
        }
        #expect(bounds.minimumDistance <= least)
      }
    }
  }
}
