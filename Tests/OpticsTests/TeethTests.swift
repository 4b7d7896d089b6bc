import Optics
import RealModule
import Testing
import VectorMath

@Suite("Teeth and petals")
struct TeethTests {
  private static let (wavelength, distance) = (550e-9, 144.348)

  private func corners(_ outline: DiffractingOutline) throws -> [DiffractingOutline.Vertex] {
    guard case .polygon(let vertices) = try #require(outline.loops.first) else { return [] }
    return vertices
  }

  private func area(_ vertices: [DiffractingOutline.Vertex]) -> Double {
    vertices.indices.reduce(0) { sum, index in
      let (a, b) = (vertices[index], vertices[(index + 1) % vertices.count])
      return sum + (a.x * b.y - a.y * b.x) / 2
    }
  }

  /// The wave on the axis behind a screen that covers a share of each circle, by Gauss's rule in `r²`.
  private func axisWave(outer: Double, inner: Double, share: (Double) -> Double)
    -> ComplexAmplitude
  {
    // U = 1 + i ∫ A(r) d(e^{iφ})/dφ dφ over i, φ = πr²/λz: 1 − e^{iφ} integrated by parts stays plain:
    // U = 1 + i ∫ A e^{iφ} dφ.
    let beta = Double.pi / (Self.wavelength * Self.distance)
    let rule = GaussLegendre(order: 20)
    var sum = ComplexAmplitude(real: 0, imaginary: 0)
    let (from, to) = (inner * inner * beta, outer * outer * beta)
    let panels = Int((to - from) / 2) + 200
    for panel in 0..<panels {
      let a = from + (to - from) * Double(panel) / Double(panels)
      let b = from + (to - from) * Double(panel + 1) / Double(panels)
      for node in rule.nodes(from: a, to: b) {
        let weight = node.weight * share((node.abscissa / beta).squareRoot())
        sum.real -= weight * Double.sin(node.abscissa)
        sum.imaginary += weight * Double.cos(node.abscissa)
      }
    }
    // The whole disc within: 1 + i ∫₀ e^{iφ}dφ = e^{iφ}.
    return ComplexAmplitude(real: Double.cos(from), imaginary: Double.sin(from)) + sum
  }

  @Test("Teeth stand on the rim, counter-clockwise, with the area of their triangles")
  func serrated() throws {
    let outline = try DiffractingOutline.serrated(
      radius: 0.71, teeth: 464, depth: 0.01, distance: Self.distance)
    let corners = try corners(outline)
    #expect(corners.count == 928 && corners.allSatisfy { $0.distance == Self.distance })
    let radii = corners.map { Double.hypot($0.x, $0.y) }
    #expect(
      radii.enumerated().allSatisfy { index, radius in
        (radius - (index.isMultiple(of: 2) ? 0.71 : 0.70)).magnitude < 1e-15
      })
    let expected = 464 * 0.71 * 0.70 * Double.sin(.pi / 464)
    #expect((area(corners) / expected - 1).magnitude < 1e-12)
  }

  @Test("Behind teeth the wave on the axis is that of the share of each circle they cover")
  func serratedAxis() throws {
    let (radius, depth, teeth) = (0.1, 0.02, 24)
    let outline = try DiffractingOutline.serrated(
      radius: radius, teeth: teeth, depth: depth, distance: Self.distance)
    let found = try BoundaryIntegral.amplitude(
      outline: outline, x: 0, y: 0, wavelength: Self.wavelength)
    // A flank is a straight line from the valley to the tip: r cos(θ − θ0) = d0.
    let step = Double.pi / Double(teeth)
    let valley = (x: radius - depth, y: 0.0)
    let tip = (x: radius * Double.cos(step), y: radius * Double.sin(step))
    let slope = Double.atan2(y: tip.y - valley.y, x: tip.x - valley.x)
    let nearest =
      (valley.x * tip.y - valley.y * tip.x)
      / Double.hypot(tip.x - valley.x, tip.y - valley.y)
    let expected = axisWave(outer: radius, inner: radius - depth) { r in
      let angle = slope - Double.asin(min(1, nearest / r))
      return 1 - angle / step
    }
    #expect((found - expected).intensity.squareRoot() < 1e-9)
    // The teeth take most of Arago's spot away.
    #expect(found.intensity < 0.2)
  }

  @Test("Petals cover the share of each circle that the profile says; the axis sees nothing else")
  func petals() throws {
    let share = { (r: Double) in
      DiffractingOutline.hypergaussianShare(at: r, full: 0.05, width: 0.03, order: 6)
    }
    let errors = try [20, 200].map { flank in
      let outline = try DiffractingOutline.petals(
        16, inner: 0.05, outer: 0.1, distance: Self.distance, flank: flank, profile: share)
      let found = try BoundaryIntegral.amplitude(
        outline: outline, x: 0, y: 0, wavelength: Self.wavelength)
      let expected = axisWave(outer: 0.1, inner: 0.05, share: share)
      return (found - expected).intensity.squareRoot()
    }
    // The outermost zones of Fresnel are 0.4 mm wide: pieces of 2.5 mm miss them, 0.25 mm hold them.
    #expect(errors[0] > 1e-4 && errors[1] < 1e-9, "\(errors)")
  }

  @Test("A star shade is darker on its axis than the disc of its size by orders of magnitude")
  func starShade() throws {
    let outline = try DiffractingOutline.petals(
      24, inner: 0.03, outer: 0.1, distance: 30, flank: 400
    ) { DiffractingOutline.hypergaussianShare(at: $0, full: 0.03, width: 0.035, order: 4) }
    let shade = try BoundaryIntegral.amplitude(
      outline: outline, x: 0.0002, y: 0, wavelength: Self.wavelength)
    let disc = try DiscDiffraction(radius: 0.1, distance: 30, wavelength: Self.wavelength)
    #expect(shade.intensity < 1e-4 * disc.amplitude(at: 0.0002).intensity)
  }

  @Test("Teeth and petals that cannot be are refused with the reason")
  func refused() {
    func message(_ make: () throws -> DiffractingOutline) -> String {
      do {
        _ = try make()
        return ""
      } catch { return "\(error)" }
    }
    func teeth(_ radius: Double, _ count: Int, _ depth: Double) -> String {
      message {
        try .serrated(radius: radius, teeth: count, depth: depth, distance: 100)
      }
    }
    #expect(teeth(0, 10, 0.1).contains("radius 0.0 m"))
    #expect(teeth(1, 2, 0.1).contains("2 teeth; must be 3...1000000"))
    #expect(teeth(1, .max, 0.1).contains("teeth; must be 3...1000000"))
    #expect(teeth(1, 10, 1).contains("teeth 1.0 m deep on a radius of 1.0 m"))
    #expect(teeth(1, 10, .nan).contains("teeth nan m deep"))
    func petals(
      _ count: Int, _ inner: Double, _ outer: Double, _ flank: Int,
      _ share: @escaping (Double) -> Double
    ) -> String {
      message {
        try .petals(
          count, inner: inner, outer: outer, distance: 100, flank: flank, profile: share)
      }
    }
    let falling = { (r: Double) in 2 - r }
    #expect(petals(2, 1, 2, 10, falling).contains("2 petals with 10 pieces"))
    #expect(petals(.max, 1, 2, .max, falling).contains("at most 2000000 corners"))
    #expect(petals(10_000, 1, 2, 100_000, falling).contains("at most 2000000 corners"))
    #expect(petals(16, 2, 1, 10, falling).contains("petals from 2.0 m to 1.0 m"))
    #expect(petals(16, 1, 2, 10) { $0 - 1 }.contains("the profile is 0.1"))
    #expect(petals(16, 1, 2, 10) { _ in .nan }.contains("the profile is nan at 1.0 m"))
    #expect(petals(16, 1, 2, 1) { 1.5 - $0 }.contains("the profile is -0.5 at 2.0 m"))
  }
}
