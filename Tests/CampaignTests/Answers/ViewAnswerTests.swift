import Astronomy
import Foundation
import Geometry
import Imagery
import TestSupport
import Testing
import Trajectories

@testable import Campaign

@Suite("Views for people")
struct ViewAnswerTests {
  private let instant: Instant

  init() throws { instant = try Instant.parse("1975-07-19T12:06:40Z").instant }

  @Test("The umbra's tip lies where totality shadow has it, and where similar triangles do")
  func umbraTip() throws {
    let scenario = try Scenario.read("astp-1975")
    let view = try SideView(scenario, at: instant)
    let shadow = try #require(view.shadow)
    let answer = try JSONValue.parse(try ShadowAnswer(scenario, at: instant).json())
    #expect(answer["umbra_length_m"] == .number(shadow.umbraLength))
    #expect(answer["along_axis_m"] == .number(view.along))
    // R √(d² − R☉²) / R☉: the line from the rim that touches the Sun, for 1.956 m.
    let sunDistance = try #require(answer["sun_distance_m"]?.number) - view.along
    let (radius, sun) = (1.956, 695_700e3)
    let tip = radius * ((sunDistance - sun) * (sunDistance + sun)).squareRoot() / sun
    #expect(abs(shadow.umbraLength / tip - 1) < 1e-7)
    // Some 427 m, the Sun's distance of the frame at 12:04:35 being 152 025 054 km.
    #expect(abs(tip / (1.956 * 152_025_054 / 695_700) - 1) < 2e-5)
  }

  @Test("Apollo's engine looks at the Sun and its docking module at Soyuz, in the documented sizes")
  func directionsOfApollo() throws {
    let scenario = try Scenario.read("astp-1975-ma148")
    let formation = try scenario.formation.view(at: instant)
    let sun = formation.context.sun.direction
    var up = formation.context.observer.position
    up = (up - sun * up.dot(sun)).normalized
    let pieces = try CraftSilhouette.pieces(
      of: scenario.formation.shape,
      names: OcculterShape.documentedPartNames["apollo-csm-dm"] ?? [],
      turn: formation.bodyToGCRF, sun: sun, on: .init(right: -sun, up: up))
    #expect(pieces.map(\.name) == ["command and service module", "docking module", "nozzle"])
    let middles = try pieces.map { try #require($0.middle) }
    // The Sun is on the left: nozzle, service module, docking module.
    #expect(middles[2].x < middles[0].x && middles[0].x < middles[1].x)
    let ends = try pieces.map { try #require($0.reach) }
    let step = pieces[0].step
    // 7.56 m of service module with engine, 3.47 m and 3.15 m of command and docking module.
    #expect(abs(ends[2].left + 7.56) < step && abs(ends[1].right - 6.62) < step)
    let heights = pieces[0].strips.map(\.up)
    let height = (heights.max() ?? 0) - (heights.min() ?? 0) + step
    #expect(abs(height - 3.912) < 2 * step)
  }

  @Test("A disc that faces its observer is a line from aside")
  func discFromAside() throws {
    let pieces = try CraftSilhouette.pieces(
      of: .facingDisc(radius: 0.71), names: [], turn: .identity, sun: Vector3(1, 0, 0),
      on: .init(right: Vector3(-1, 0, 0), up: Vector3(0, 0, 1)))
    let reach = try #require(pieces.first?.reach)
    #expect(abs(reach.left) < 1e-12 && abs(reach.right) < 1e-12)
    let heights = try #require(pieces.first).strips.map(\.up)
    #expect(abs((heights.max() ?? 0) - 0.71) < 0.01 && abs((heights.min() ?? 0) + 0.71) < 0.01)
  }

  @Test("The crew's Earth begins at its limb, the Sun is behind Apollo, west is right of north")
  func crewDirections() async throws {
    let scenario = try Scenario.read("astp-1975")
    let view = try await CrewView(scenario, at: instant, fieldDegrees: 60)
    let sky = view.sky
    #expect(sky.look(view.forward).thing == .occulter)
    let (west, north) = (sky.orientation.skyWest, sky.orientation.skyNorth)
    let handedness =
      west.dot(view.right) * north.dot(view.up) - west.dot(view.up) * north.dot(view.right)
    #expect(abs(handedness - 1) < 1e-9)
    // The zenith is up, so the limb is below.
    let zenith = sky.view.context.observer.position.normalized
    #expect(zenith.dot(view.up) > 0.9 && abs(zenith.dot(view.right)) < 1e-12)
    let limb = try #require(view.limbAngle)
    func down(_ angle: Double) -> Vector3 { view.forward * cos(angle) - view.up * sin(angle) }
    #expect(sky.look(down(limb - 0.02 * Angles.degree)).thing == .air)
    #expect(sky.look(down(limb + 0.3 * Angles.degree)).thing == .earth)
    // Refraction lifts the Sun of totality shadow by up to a degree; the picture leaves it out.
    let told = try #require(scenario.sunAboveEarthLimb(in: sky.view.context))
    #expect(abs(told - limb) < 1.2 * Angles.degree)
    // Lit by no more than a whole Earth in full sunshine would: albedos 0.5 and 0.29, (R☉/d)² = 2.1e-5; over
    // the terminator by next to nothing.
    let later = try await CrewSky(
      scenario, at: instant.advanced(bySeconds: 600), halfField: 30 * Angles.degree)
    #expect(later.hullBrightness > 1e-9 && later.hullBrightness < 0.5 * 0.29 * 2.1e-5)
    #expect(sky.hullBrightness < later.hullBrightness / 100)
    // The corona beside Apollo is brighter than that far away.
    let aside = view.forward * cos(4 * Angles.degree) + view.right * sin(4 * Angles.degree)
    let far = view.forward * cos(20 * Angles.degree) + view.right * sin(20 * Angles.degree)
    #expect(sky.look(aside).brightness > 10 * sky.look(far).brightness)
    #expect(sky.look(far).brightness > 0)
    // Places on the picture are angles from its middle, 18 pixels a degree.
    let middle = try #require(view.place(view.forward))
    let point = try #require(view.place(far))
    #expect(abs(point.x - middle.x - 360) < 1e-9 && abs(point.y - middle.y) < 1e-9)
    #expect(view.place(-view.forward) == nil)
  }

  @Test(
    "The orbit is the one of the elements, flown counter-clockwise, with a night as the Sun stands")
  func orbit() throws {
    let scenario = try Scenario.read("astp-1975")
    let view = try OrbitView(scenario, at: instant)
    // 6603.137 km and Kepler's third law: 89.0 minutes.
    #expect(
      abs(
        view.period - 2 * .pi * (6_603_137.0 * 6_603_137 * 6_603_137 / 3.986004418e14).squareRoot())
        < 0.01)
    let radii = view.points.map { ($0.place * $0.place).sum().squareRoot() }
    #expect(view.points.count == 721)
    #expect(radii.allSatisfy { abs($0 / 6_603_137 - 1) < 1.1e-4 })
    let (one, other) = (view.points[0].place, view.points[100].place)
    #expect(one.x * other.y - one.y * other.x > 0)
    // Of a globe seen under the phase angle α the share (1 − cos α)/2 is dark.
    let sun = try scenario.formation.view(at: instant).context.sun.direction
    let night = view.night()
    let doubled = zip(night, night.dropFirst() + night.prefix(1)).reduce(0.0) {
      $0 + $1.0.x * $1.1.y - $1.0.y * $1.1.x
    }
    let share = abs(doubled) / 2 / .pi
    #expect(abs(share - (1 - sun.dot(view.normal)) / 2) < 1e-3)
    // The Sun is on the left: the night's middle lies on the right.
    #expect(night.map(\.x).reduce(0, +) > 0 && sun.dot(view.right) < 0)
    // Sunrise at 12:02:55 (history.md): sunlit at 12:06, dark at 12:01.
    func isSunlit(_ text: String) throws -> Bool? {
      let time = try Instant.parse(text).instant
      return view.points.min {
        abs($0.instant.seconds(since: time)) < abs($1.instant.seconds(since: time))
      }?.isSunlit
    }
    #expect(try isSunlit("1975-07-19T12:06:00Z") == true)
    #expect(try isSunlit("1975-07-19T11:50:00Z") == false)
  }

  @Test("Names leave other names and reserved places free, and stay inside the picture")
  func labels() throws {
    var labels = FreeLabels(x: 0, y: 0, width: 200, height: 100)
    let point = CanvasPoint(x: 60, y: 50)
    let first = labels.place(width: 40, height: 18, beside: point)
    #expect(first == CanvasPoint(x: 88, y: 50))
    let second = labels.place(width: 40, height: 18, beside: point)
    #expect(second == CanvasPoint(x: 32, y: 50))
    labels.reserve(x: 40, y: 10, width: 40, height: 30)
    let third = labels.place(width: 4, height: 18, beside: point)
    #expect(third == CanvasPoint(x: 60, y: 65))
    let fourth = labels.place(width: 4, height: 18, beside: point)
    #expect(fourth == nil)
    let atTheEdge = labels.place(width: 30, height: 18, beside: CanvasPoint(x: 199, y: 80))
    #expect(atTheEdge == CanvasPoint(x: 176, y: 80))
    let tooWide = labels.place(width: 300, height: 18, beside: CanvasPoint(x: 100, y: 90))
    #expect(tooWide == nil)
  }

  @Test("A sphere from aside is lit by half, after Lambert")
  func halfLit() throws {
    let strip = CraftSilhouette.Strip(from: -8, to: 8, up: 6)
    let parts = CraftSilhouette.halfLit(strip, radius: 10, parts: 400)
    #expect(parts.first?.from == -8)
    #expect(abs((parts.last?.to ?? 1)) < 1e-9)
    // Over −8...0 the cosine −x/10 has the mean 0.4.
    let mean = parts.reduce(0) { $0 + ($1.to - $1.from) * $1.light } / 8
    #expect(abs(mean - 0.4) < 1e-9)
    let pieces = try CraftSilhouette.pieces(
      of: .sphere(radius: 10), names: [], turn: .identity, sun: Vector3(1, 0, 0),
      on: .init(right: Vector3(-1, 0, 0), up: Vector3(0, 0, 1)))
    #expect(pieces.map(\.sphereRadius) == [10])
  }

  @Test("From the ground the sky is bright by day and dark in totality, where planets come out")
  func groundSky() async throws {
    let scenario = try Scenario.read("moon-2017-08-21")
    func sky(_ text: String) async throws -> CrewSky {
      try await CrewSky(
        scenario, at: try Instant.parse(text).instant, halfField: 30 * Angles.degree)
    }
    let windows = try scenario.formation.windows(over: scenario.span, law: scenario.law).windows
    let middle = try #require(windows.first?.greatest.instant)
    let first = try #require(windows.first?.first?.instant)
    let before = try await sky(first.advanced(bySeconds: -60).text())
    let total = try await sky(middle.text())
    func aside(_ sky: CrewSky) -> Vector3 {
      let sun = sky.view.context.sun.direction
      return (sun + sky.orientation.skyNorth * tan(10 * Angles.degree)).normalized
    }
    let (day, dark) = (before.skylight(aside(before)), total.skylight(aside(total)))
    #expect(before.daylight?.share == 1)
    #expect(total.daylight?.share == DaylightSky.shareInTotality)
    #expect(abs(dark / day / 1e-4 - 1) < 0.2)
    #expect(before.look(aside(before)).thing == .air)
    // The Moon's dark side is as bright as the air before it, no more.
    let sun = total.view.context.sun.direction
    #expect(total.look(sun).thing == .air)
    #expect(abs(total.look(sun).brightness / total.skylight(sun) - 1) < 1e-12)
    // Nobody sees the corona beside the Sun.
    #expect(total.showsCorona && !before.showsCorona)
  }

  @Test("Who stands on the ground has no orbit")
  func noOrbit() async throws {
    let scenario = try Scenario.read("moon-2017-08-21")
    let time = try Instant.parse("2017-08-21T18:25:00Z").instant
    do {
      _ = try await ViewAnswer(scenario, at: time, kind: .orbit)
      Issue.record("drawn")
    } catch {
      #expect(String(describing: error).contains("stands on the ground; take crew or side"))
    }
  }

  @Test("The same instant gives the same bytes, for craft and for the Moon")
  func bytesAreDetermined() async throws {
    for (name, text) in [
      ("astp-1975-ma148", "1975-07-19T12:06:40Z"), ("moon-2017-08-21", "2017-08-21T18:25:00Z"),
    ] {
      let scenario = try Scenario.read(name)
      let time = try Instant.parse(text).instant
      let one = try await ViewAnswer(scenario, at: time, kind: .side).png()
      let two = try await ViewAnswer(scenario, at: time, kind: .side).png()
      let isSame = one == two
      #expect(isSame && one.count > 10_000)
    }
  }
}
