import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

/// Pictures from a low orbit about the Earth, 90 minutes a turn, while the Sun rotates.
private struct OrbitPictures: CoronaPictures {
  var count = 10_000
  var seconds = 1000.0
  var sightlines = 4096
  /// When the observer is somewhere else of a sudden.
  var jump = Double.infinity
  /// When nobody knows where the observer is.
  var end = Double.infinity

  func observer(atSeconds seconds: Double) throws -> CoronalObserver {
    guard seconds <= end else {
      throw CoronaError(.invalidObserver, "nobody knows")
    }
    let turn = 2 * Double.pi * seconds / 5400
    let shift = seconds > jump ? 1e-4 : 0
    return try CoronalObserver(
      distanceSolarRadii: 215 * (1 + 4.4e-5 * Double.sin(turn)),
      heliographicLatitudeRadians: 0.1 + 3e-5 * Double.cos(turn) + shift,
      carringtonLongitudeRadians: 2 - 2.66e-6 * seconds + 3e-5 * Double.sin(turn),
      eclipticNorthPositionAngleRadians: 0.3)
  }

  func sightlinesPerSquareRadius(atRadius radius: Double) -> Double {
    abs(radius - 1) < 0.2 ? 1300 : radius < 3 ? 350 : 21
  }
}

@Suite("Pictures of a sequence that share their corona")
struct CoronaSequenceTests {
  private let pictures = OrbitPictures()

  private func sky(_ count: Int, reach: Double = 8) throws -> SkyDirections {
    var radii = (0..<count).map { reach * (Double($0) + 0.5) / Double(count) / 215 }
    for index in stride(from: 5, to: count, by: 5) {
      let sign = index.isMultiple(of: 2) ? 1.0 : -1.0
      radii[index] = (1 + sign * Double.exp2(-Double(index % 16))) / 215
    }
    return try SkyDirections(
      west: radii.enumerated().map { -$1 * Double.sin(2.4 * Double($0)) },
      north: radii.enumerated().map { $1 * Double.cos(2.4 * Double($0)) })
  }

  private static func belt() throws -> SumDensity {
    try SumDensity([
      .init(density: LatitudeBlendedDensity.saito1977),
      .init(
        density: StreamerBelt(
          enhancement: 4, halfWidthRadians: 0.1745, tiltRadians: 0.35, tiltLongitudeRadians: 1.3)),
    ])
  }

  /// Round, the same about an axis, a belt, and a belt with a thin skin.
  private static func models() throws -> [any ElectronDensity] {
    [
      PowerLawDensity.baumbachAllen, LatitudeBlendedDensity.saito1977, try belt(),
      try SumDensity([
        .init(density: try belt()), .init(density: ShellSkin(radius: 3, sigma: 0.1)),
      ]),
    ]
  }

  /// Structures some degrees wide or thin across.
  private static func fineModels() throws -> [any ElectronDensity] {
    let plumes = try PlumeDensity.ring(
      perPole: 4, innerRadians: 0.05, outerRadians: 0.4, radiusRadians: 0.035, contrast: 4, seed: 7
    )
    return [
      try SumDensity([
        .init(density: try belt()), .init(density: try PlumeDensity(plumes)),
      ]),
      try SumDensity([
        .init(density: try belt()),
        .init(
          density: try SlabStreamer(
            latitudeRadians: 0.3, longitudeRadians: 0.4, tiltRadians: 0.2, halfExtentRadians: 0.5)),
      ]),
      try CurrentSheetDensity(tiltRadians: 0.3, nodeLongitudeRadians: 1),
    ]
  }

  private func corona(
    _ density: any ElectronDensity, _ quality: Quality = .standard
  ) throws -> KCorona {
    KCorona(
      density: density, kernel: try ThomsonKernel(limbDarkening: .linear(0.63)), quality: quality)
  }

  @Test("A blended picture is that of its own observer to 1e-7, from the first one to the last")
  func agreesWithDirect() throws {
    let sky = try sky(300)
    for model in try Self.models() {
      let corona = try corona(model)
      let sequence = try #require(CoronaSequence(corona, of: pictures))
      for seconds in [0.0, 31.7, 83, 244.1, 500, 777.7, 960, 1000] {
        let observer = try pictures.observer(atSeconds: seconds)
        let prepared = try #require(sequence.prepared(for: observer, atSeconds: seconds))
        #expect(prepared.method == .sequence)
        let blended = prepared.light(of: sky).planes
        let direct = corona.radiance(of: sky, from: observer)
        var (worst, equal) = (0.0, 0)
        for index in 0..<sky.count {
          let light = direct.I[index]
          worst = max(
            worst, abs(blended.I[index] - light) / light,
            abs(blended.Q[index] - direct.Q[index]) / light,
            abs(blended.U[index] - direct.U[index]) / light)
          equal += blended.I[index] == light ? 1 : 0
        }
        #expect(worst < 1e-7, "\(model.name) at \(seconds) s: \(worst)")
        // Most are read from panels, not integrated; those next to the limb are not.
        #expect(equal < sky.count / 5, "\(model.name): \(equal)")
      }
    }
  }

  @Test("Plumes, slabs and sheets are those of their own observer, too, blended or not")
  func fineStructures() throws {
    // All in one panel: each takes seconds in a build for debugging.
    let angles = (0..<80).map { 2.4 * Double($0) }
    let sky = try SkyDirections(
      west: angles.map { 0.0098 * Double.cos($0) }, north: angles.map { 0.0098 * Double.sin($0) })
    for model in try Self.fineModels() {
      let corona = try corona(model)
      guard let sequence = CoronaSequence(corona, of: pictures) else {
        Issue.record("\(model.name) is not shared")
        continue
      }
      for seconds in [31.7, 960] {
        let observer = try pictures.observer(atSeconds: seconds)
        let prepared = try #require(sequence.prepared(for: observer, atSeconds: seconds))
        let blended = prepared.light(of: sky).planes
        let direct = corona.radiance(of: sky, from: observer)
        let worst = (0..<sky.count).map { relativeError(blended.I[$0], direct.I[$0]) }.max() ?? 1
        #expect(worst < 1e-7, "\(model.name) at \(seconds) s: \(worst)")
      }
    }
  }

  @Test("Nodes are counted once for all pictures that are read from them")
  func nodes() throws {
    let sequence = try #require(
      CoronaSequence(try corona(LatitudeBlendedDensity.saito1977), of: pictures))
    let single = sequence.nodeCount(atSeconds: [500])
    #expect((2...4).contains(single))
    #expect(sequence.nodeCount(atSeconds: [500, 500.01]) == single)
    let times = (0..<10_000).map { Double($0) * 0.1 }
    let all = sequence.nodeCount(atSeconds: times)
    #expect(all > single && sequence.nodeCount(atSeconds: times.reversed()) == all)
    // Two halves share the nodes in the middle, and no more of them than one picture needs.
    let halves = [times.prefix(5000), times.suffix(5000)].map {
      sequence.nodeCount(atSeconds: Array($0))
    }
    #expect(halves.reduce(0, +) >= all && halves.reduce(0, +) <= all + 4)
    #expect(sequence.nodeCount(atSeconds: []) == 0)
  }

  @Test("In a hundred seconds the picture changes by a thousand times what the blend may lose")
  func changes() throws {
    let sky = try sky(300)
    let corona = try corona(try Self.belt())
    let first = corona.radiance(of: sky, from: try pictures.observer(atSeconds: 0))
    let later = corona.radiance(of: sky, from: try pictures.observer(atSeconds: 100))
    let change = (0..<sky.count).map { relativeError(first.I[$0], later.I[$0]) }.max() ?? 0
    #expect(change > 1e-4, "\(change)")
  }

  @Test("Which pictures were taken before, in which order and in which bands, changes no bit")
  func order() throws {
    let corona = try corona(try Self.belt())
    let sky = try sky(203)
    let times = [990.0, 3, 410, 650, 200]
    func lights(_ times: [Double]) throws -> [Double: CoronalLight] {
      let sequence = try #require(CoronaSequence(corona, of: pictures))
      var lights: [Double: CoronalLight] = [:]
      for seconds in times {
        let observer = try pictures.observer(atSeconds: seconds)
        lights[seconds] = try #require(sequence.prepared(for: observer, atSeconds: seconds))
          .light(of: sky, withErrors: true)
      }
      return lights
    }
    let all = try lights(times)
    #expect(try lights(times.reversed()) == all)
    // Alone, as the only one of another process; and cut into bands.
    #expect(try lights([410])[410] == all[410])
    let sequence = try #require(CoronaSequence(corona, of: pictures))
    let prepared = try #require(
      sequence.prepared(for: try pictures.observer(atSeconds: 410), atSeconds: 410))
    for size in [1, 7, 64] {
      #expect(prepared.light(of: sky, inBandsOf: size) == all[410], "bands of \(size)")
    }
  }

  @Test("More intervals than are kept in memory are made again with the same bits")
  func forgotten() throws {
    var pictures = OrbitPictures()
    pictures.seconds = 6000
    let corona = try corona(try Self.belt())
    // All in one panel, for the test's sake.
    let sky = try SkyDirections(west: [0.0097, -0.0098, 0.0103], north: [0.001, 0.002, 0])
    let sequence = try #require(CoronaSequence(corona, of: pictures))
    func light(_ seconds: Double) throws -> CoronalLight {
      let observer = try pictures.observer(atSeconds: seconds)
      return try #require(sequence.prepared(for: observer, atSeconds: seconds)).light(of: sky)
    }
    let before = try light(100)
    for seconds in stride(from: 0.0, to: 6000, by: 450) { _ = try light(seconds) }
    #expect(try light(100) == before)
  }

  @Test("Told errors hold against the reference for 95 of 100 sightlines and more")
  func toldErrors() throws {
    let sky = try sky(400)
    for model in try Self.models() {
      let sequence = try #require(CoronaSequence(try corona(model), of: pictures))
      let truth = try corona(model, .reference)
      for seconds in [70.0, 512.5, 930] {
        let observer = try pictures.observer(atSeconds: seconds)
        let light = try #require(sequence.prepared(for: observer, atSeconds: seconds))
          .light(of: sky, withErrors: true)
        let errors = try #require(light.errors)
        let right = truth.radiance(of: sky, from: observer)
        let bounded = (0..<sky.count).count { abs(light.planes.I[$0] - right.I[$0]) <= errors[$0] }
        #expect(bounded >= sky.count * 95 / 100, "\(model.name): \(bounded)")
        #expect(light.largestRelativeError < 1e-4, "\(model.name): \(light.largestRelativeError)")
      }
    }
  }

  @Test("The time's own part of the told error holds against the general path")
  func toldBlend() throws {
    let sky = try sky(400)
    let corona = try corona(try Self.belt(), .reference)
    let sequence = try #require(CoronaSequence(corona, of: pictures))
    for seconds in [70.0, 512.5, 930] {
      let observer = try pictures.observer(atSeconds: seconds)
      let light = try #require(sequence.prepared(for: observer, atSeconds: seconds))
        .light(of: sky, withErrors: true)
      let errors = try #require(light.errors)
      let direct = corona.radiance(of: sky, from: observer)
      let bounded = (0..<sky.count).count { abs(light.planes.I[$0] - direct.I[$0]) <= errors[$0] }
      #expect(bounded >= sky.count * 99 / 100, "\(bounded)")
    }
  }

  @Test("Few pictures, long gaps, profiles, creases and splines share nothing")
  func declines() throws {
    let belt = try corona(try Self.belt())
    var few = OrbitPictures()
    few.count = 30
    #expect(CoronaSequence(belt, of: few) == nil)
    var sparse = OrbitPictures()
    sparse.seconds = 1e6
    #expect(CoronaSequence(belt, of: sparse) == nil)
    var large = OrbitPictures()
    large.sightlines = 1 << 20
    #expect(CoronaSequence(try corona(PowerLawDensity.baumbachAllen), of: large) == nil)
    #expect(CoronaSequence(belt, of: large) != nil)
    #expect(CoronaSequence(try corona(CreasedSaito()), of: pictures) == nil)
  }

  @Test("An observer who jumps, or whose place nobody knows, is taken directly")
  func jumps() throws {
    let belt = try corona(try Self.belt())
    var jumping = OrbitPictures()
    jumping.jump = 303
    let sequence = CoronaSequence(belt, of: jumping)
    for seconds in [290.0, 310] {
      let observer = try jumping.observer(atSeconds: seconds)
      #expect(sequence?.prepared(for: observer, atSeconds: seconds) == nil)
    }
    var ending = OrbitPictures()
    ending.end = 400
    #expect(CoronaSequence(belt, of: ending) == nil)
    // One who is told to stand elsewhere than on the path.
    let steady = try #require(CoronaSequence(belt, of: pictures))
    let aside = try jumping.observer(atSeconds: 500)
    #expect(steady.prepared(for: aside, atSeconds: 500) == nil)
    #expect(
      steady.prepared(for: try pictures.observer(atSeconds: 500), atSeconds: 500) != nil)
    #expect(
      steady.prepared(for: try pictures.observer(atSeconds: 1200), atSeconds: 1200) == nil)
  }
}
