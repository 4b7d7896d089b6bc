import Optics
import RealModule
import TestSupport
import Testing

@Suite("Vignetting")
struct VignettingTests {
  private func square(_ half: Double, turned: Bool = false, distance: Double = 100)
    -> DiffractingOutline.Loop
  {
    let corners = [(half, half), (-half, half), (-half, -half), (half, -half)].map {
      DiffractingOutline.Vertex(x: $0.0, y: $0.1, distance: distance)
    }
    return .polygon(turned ? corners.reversed() : corners)
  }

  @Test(
    "Discs before pupils transmit what the table of two-circle overlaps says, to its last figure")
  func table() throws {
    let rows = try ComputedTable.rows("vignetting_reference")
    #expect(rows.count == 84)
    for row in rows {
      let z = try row.number("z_m")
      let vignetting = try Vignetting(
        outline: .disc(radius: row.number("R_m"), distance: z), pupilRadius: row.number("rp_m"))
      let expected = try row.number("T_exact_lens")
      let found = vignetting.transmission(tangentX: try row.number("d=z*theta_m") / z, tangentY: 0)
      // The radius of one case is printed to nine decimals, the transmission to twelve.
      #expect((found - expected).magnitude < 1e-10, "\(row.word("case")): \(found)")
      // theta_rad belongs to the radius with all its figures: the internal occulter's is the image of
      // 1.748 mm by a lens of 330.348 mm.
      let isInternal = row.word("case") == "aspiics_IO1.748"
      let full = try Vignetting(
        outline: .disc(
          radius: isInternal ? 1.748 * z / 330.348 : row.number("R_m"), distance: z),
        pupilRadius: row.number("rp_m"))
      let turned = full.transmission(angle: try row.number("theta_rad"), azimuth: 2)
      // Eleven figures of an angle of 0.009 leave 1e-11 m, a part in 1e9 of the smallest pupil.
      #expect((turned - expected).magnitude < 1e-9, "\(row.word("case")): \(turned)")
    }
  }

  @Test("The disc hides all up to R − r and nothing from R + r on")
  func ends() throws {
    let vignetting = try Vignetting(
      outline: .disc(radius: 0.71, distance: 144.348), pupilRadius: 0.025)
    func transmission(_ d: Double) -> Double {
      vignetting.transmission(tangentX: 0, tangentY: -d / 144.348)
    }
    #expect(transmission(0) == 0 && transmission(0.684999) == 0)
    #expect(transmission(0.735001) == 1 && transmission(3) == 1)
    // Just inside the ends the open lune grows as the gap to the power 3/2: no figures are lost.
    for gap in [1e-6, 1e-9, 1e-12] {
      let open = transmission(0.685 + gap)
      // The area of a thin lune over the pupil's: (4/3) √(2 r R/(R − r)) gap^(3/2) / (π r²).
      let expected =
        (4.0 / 3) * (2 * 0.025 * 0.71 / 0.685).squareRoot() * gap * gap.squareRoot()
        / (.pi * 0.025 * 0.025)
      #expect((open - expected).magnitude < 1e-4 * expected + 4e-16, "gap \(gap)")
    }
  }

  @Test(
    "A straight edge across the pupil leaves a circular segment; a corner on its middle three quarters"
  )
  func segments() throws {
    let vignetting = try Vignetting(
      outline: DiffractingOutline(loops: [square(1)]), pupilRadius: 0.02)
    for offset in [-0.019, -0.01, 0, 0.003, 0.0199] {
      let half = Double.acos(offset / 0.02)
      let segment = (half - Double.sin(half) * Double.cos(half)) / .pi
      let found = vignetting.transmission(tangentX: (1 - offset) / 100, tangentY: 0)
      #expect((found - segment).magnitude < 1e-12)
    }
    let corner = vignetting.transmission(tangentX: 0.01, tangentY: -0.01)
    #expect((corner - 0.75).magnitude < 1e-12)
    #expect(vignetting.transmission(tangentX: 0, tangentY: 0.0097) == 0)
    #expect(vignetting.transmission(tangentX: 0, tangentY: 0.0103) == 1)
  }

  @Test("Polygons of ever more corners approach the disc with the square of their number")
  func convergence() throws {
    let disc = try Vignetting(outline: .disc(radius: 1, distance: 100), pupilRadius: 0.3)
    let expected = disc.transmission(tangentX: 0.009, tangentY: 0.004)
    let errors = try [200, 400, 800].map { count in
      let corners = (0..<count).map { index in
        let angle = 2 * .pi * Double(index) / Double(count)
        return DiffractingOutline.Vertex(
          x: Double.cos(angle), y: Double.sin(angle), distance: 100)
      }
      let polygon = try Vignetting(
        outline: DiffractingOutline(loops: [.polygon(corners)]), pupilRadius: 0.3)
      return polygon.transmission(tangentX: 0.009, tangentY: 0.004) - expected
    }
    #expect(errors[2] > 0 && errors[2] < 1e-4)
    #expect((errors[0] / errors[1] - 4).magnitude < 0.05)
    #expect((errors[1] / errors[2] - 4).magnitude < 0.05)
  }

  @Test("A hole lets through what a body of its shape would hide")
  func holes() throws {
    let body = try Vignetting(
      outline: DiffractingOutline(loops: [square(0.2)]), pupilRadius: 0.1)
    let small = try Vignetting(
      outline: DiffractingOutline(loops: [square(0.12)]), pupilRadius: 0.1)
    let frame = try Vignetting(
      outline: DiffractingOutline(loops: [square(0.2), square(0.12, turned: true)]),
      pupilRadius: 0.1)
    for (x, y) in [(0.0, 0.0), (0.001, 0), (0.0015, 0.0007), (0.0025, -0.001)] {
      let expected =
        body.transmission(tangentX: x, tangentY: y) + 1
        - small.transmission(tangentX: x, tangentY: y)
      #expect((frame.transmission(tangentX: x, tangentY: y) - expected).magnitude < 1e-14)
    }
    #expect(frame.transmission(tangentX: 0, tangentY: 0) == 1)
  }

  @Test("A body with arms hides what a quarter of a million rays say")
  func rays() throws {
    let outline = try ToyApollo.exact(distance: 220)
    guard case .polygon(let vertices) = outline.loops[0] else {
      Issue.record("no polygon")
      return
    }
    func isOpaque(_ x: Double, _ y: Double) -> Bool {
      var inside = false
      for index in vertices.indices {
        let (a, b) = (vertices[index], vertices[(index + 1) % vertices.count])
        if (a.y > y) != (b.y > y), x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) {
          inside.toggle()
        }
      }
      return inside
    }
    let (pupilX, pupilY, radius) = (0.3, -0.2, 0.5)
    let vignetting = try Vignetting(
      outline: outline, pupilRadius: radius, pupilX: pupilX, pupilY: pupilY)
    for (x, y) in [(0.0058, 0.006), (-0.0155, -0.005), (-0.009, 0.002)] {
      var open = 0
      let count = 50_000
      for index in 0..<count {
        // Equal areas on a golden spiral.
        let rho = radius * ((Double(index) + 0.5) / Double(count)).squareRoot()
        let angle = 2 * .pi * 0.618_033_988_749_894_9 * Double(index)
        let (px, py) = (
          pupilX + rho * Double.cos(angle) + 220 * x, pupilY + rho * Double.sin(angle) + 220 * y
        )
        if !isOpaque(px, py) { open += 1 }
      }
      let found = vignetting.transmission(tangentX: x, tangentY: y)
      #expect((found - Double(open) / Double(count)).magnitude < 4e-4, "(\(x), \(y)): \(found)")
      #expect(found > 0.05 && found < 0.95)
    }
  }

  @Test("An edge farther away moves faster across the pupil")
  func distances() throws {
    func vignetting(_ distance: Double) throws -> Vignetting {
      let corners = [(1.0, 100.0), (-1, 100), (-1, 100), (1, distance)]
      let places = zip(corners, [1.0, 1, -1, -1]).map {
        DiffractingOutline.Vertex(x: $0.0, y: $1, distance: $0.1)
      }
      return try Vignetting(
        outline: DiffractingOutline(loops: [.polygon(places)]), pupilRadius: 0.02)
    }
    // The right edge leans inward where its lower end is carried farther to the left.
    let flat = try vignetting(100).transmission(tangentX: 0.01, tangentY: 0)
    let deep = try vignetting(100.5).transmission(tangentX: 0.01, tangentY: 0)
    #expect((flat - 0.5).magnitude < 1e-12)
    // At mid-height the edge moves by half of 0.5 m × 0.01.
    let half = Double.acos(0.0025 / 0.02)
    let segment = (half - Double.sin(half) * Double.cos(half)) / .pi
    #expect((deep - (1 - segment)).magnitude < 1e-4)
  }

  /// What a polygon hides of a pupil, edge by edge: the oracle of the tree.
  private func hidden(
    _ vertices: [DiffractingOutline.Vertex], radius r: Double, _ x: Double, _ y: Double
  ) -> (area: Double, isCut: Bool) {
    let corners = vertices.map { ($0.x - $0.distance * x, $0.y - $0.distance * y) }
    var (sum, isCut) = (0.0, false)
    for (a, b) in zip(corners, corners[1...] + corners[..<1]) {
      let (dx, dy) = (b.0 - a.0, b.1 - a.1)
      // Where the edge enters and leaves the circle, as shares of it.
      let (square, along) = (dx * dx + dy * dy, a.0 * dx + a.1 * dy)
      let root = along * along - square * (a.0 * a.0 + a.1 * a.1 - r * r)
      var cuts = [0.0, 1.0]
      if root > 0 {
        let ends = [(-along - root.squareRoot()) / square, (-along + root.squareRoot()) / square]
        cuts = [0] + ends.filter { $0 > 0 && $0 < 1 } + [1]
      }
      for (from, to) in zip(cuts, cuts.dropFirst()) {
        let (p, q) = ((a.0 + dx * from, a.1 + dy * from), (a.0 + dx * to, a.1 + dy * to))
        let middle = ((p.0 + q.0) / 2, (p.1 + q.1) / 2)
        let cross = p.0 * q.1 - p.1 * q.0
        let isInside = middle.0 * middle.0 + middle.1 * middle.1 < r * r
        isCut = isCut || isInside
        sum +=
          isInside ? cross / 2 : r * r / 2 * Double.atan2(y: cross, x: p.0 * q.0 + p.1 * q.1)
      }
    }
    return (sum, isCut)
  }

  @Test("The tree of edges hides what the sum over all of them does, and all or nothing exactly")
  func tree() throws {
    var generator = SeededGenerator(seed: 5)
    var (whole, none, partial) = (0, 0, 0)
    for corners in [3, 4, 7, 50, 1470] {
      // A star of random rays: notches, and corners at distances of their own.
      let vertices = (0..<corners).map { index in
        let angle =
          2 * .pi * (Double(index) + Double.random(in: 0...0.9, using: &generator))
          / Double(corners)
        let reach =
          corners < 10
          ? Double.random(in: 0.5...2, using: &generator)
          : Double.random(in: 1.8...2, using: &generator)
        return DiffractingOutline.Vertex(
          x: reach * Double.cos(angle), y: reach * Double.sin(angle),
          distance: 100 + Double.random(in: 0...0.5, using: &generator))
      }
      let outline = try DiffractingOutline(loops: [.polygon(vertices)])
      for radius in [0.001, 0.03, 0.4] {
        let vignetting = try Vignetting(outline: outline, pupilRadius: radius)
        for step in 0..<300 {
          let (a, b) = (
            Double.random(in: 0...2 * .pi, using: &generator),
            Double.random(in: 0...1, using: &generator)
          )
          var place = (x: 0.025 * b * Double.cos(a), y: 0.025 * b * Double.sin(a))
          let vertex = vertices[step % corners]
          // On a corner, and a little beside it.
          if step % 3 == 0 { place = (vertex.x / vertex.distance, vertex.y / vertex.distance) }
          if step % 3 == 1 {
            place = (
              (vertex.x + radius * (b - 0.5)) / vertex.distance,
              (vertex.y + radius * (0.5 - b)) / vertex.distance
            )
          }
          let expected = hidden(vertices, radius: radius, place.x, place.y)
          let pupil = .pi * radius * radius
          let found = vignetting.transmission(tangentX: place.x, tangentY: place.y)
          #expect((found - (1 - expected.area / pupil)).magnitude < 2e-12, "\(corners), \(place)")
          if expected.isCut {
            partial += 1
          } else {
            #expect(found == 0 || found == 1, "\(found)")
            (whole, none) = (whole + (found == 1 ? 1 : 0), none + (found == 0 ? 1 : 0))
          }
        }
      }
    }
    #expect(whole > 300 && none > 300 && partial > 1000, "\(whole) \(none) \(partial)")
  }

  @Test(
    "A pupil without size or place, and one wider than the occulter, are refused",
    arguments: [
      (0.0, 0.0, "pupil: radius 0.0 m"), (.nan, 0, "pupil: radius nan m"),
      (-1, 0, "pupil: radius -1.0 m"), (0.1, .infinity, "pupil: at (inf, 0.0) m"),
      (2, 0, "occulter: 2.0 m at its widest before a pupil 4.0 m wide"),
    ])
  func refused(radius: Double, x: Double, words: String) throws {
    let outline = try DiffractingOutline.disc(radius: 1, distance: 100)
    func make() throws(OpticsError) {
      _ = try Vignetting(outline: outline, pupilRadius: radius, pupilX: x)
    }
    let error = #expect(throws: OpticsError.self) { try make() }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }
}
