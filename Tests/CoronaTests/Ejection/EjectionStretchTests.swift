import Astronomy
import Corona
import RealModule
import Testing

@Suite("Where sightlines run through ejections")
struct EjectionStretchTests {
  @Test("Between the told ends the column is that of equal steps a sixteenth of the skin long")
  func columns() throws {
    for (name, ejection) in try EjectionSamples.all() {
      var worst = 0.0
      var hits = 0
      let finest = Swift.min(
        ejection.skin.outerSolarRadii, ejection.skin.innerSolarRadii ?? .infinity)
      let edge = ejection.leadingEdgeSolarRadii + 0.4
      for line in EjectionSamples.sightlines(50, through: ejection) {
        let brute = EjectionSamples.bruteColumn(ejection, line, half: edge, step: finest / 48)
        let column = EjectionSamples.column(ejection, line)
        // What a sightline through the wall gathers, for those that only graze the skin's end.
        let floor = 1e-3 * 1e5 * finest
        worst = Swift.max(worst, abs(column - brute) / Swift.max(brute, floor))
        if brute > floor { hits += 1 }
      }
      #expect(worst < 1e-4, "\(name): \(worst)")
      #expect(hits > 15, "\(name)")
    }
  }

  @Test("Outside the told ends there is nothing")
  func nothingOutside() throws {
    for (name, ejection) in try EjectionSamples.all() {
      for line in EjectionSamples.sightlines(100, through: ejection, seed: 99) {
        let stretches = ejection.stretches(along: line)
        for (a, b) in zip(stretches, stretches.dropFirst()) {
          #expect(a.range.upperBound <= b.range.lowerBound)
        }
        var worst = 0.0
        var place = Swift.max(line.reach.lowerBound, -11)
        while place < 11 {
          let inside = stretches.contains {
            $0.range.lowerBound - 1e-4 <= place && place <= $0.range.upperBound + 1e-4
          }
          if !inside {
            let density = EjectionSamples.density(ejection, line, at: SIMD8(repeating: place))[0]
            worst = Swift.max(worst, density)
          }
          place += 0.013
        }
        #expect(worst < 1e-8 * 1e5, "\(name): \(worst)")
      }
    }
  }

  @Test("A sphere told as an ellipsoid is entered and left where the closed form says")
  func sphereAgreesWithEllipsoid() throws {
    let (placement, skin) = (try EjectionSamples.placement(), try EjectionSamples.skin())
    let sphere = try SphericalShellEjection(
      leadingEdgeSolarRadii: 6, radius: 2, placement: placement, skin: skin)
    let ellipsoid = try EllipsoidalEjection(
      leadingEdgeSolarRadii: 6, radialSemiaxis: 2, lateralSemiaxes: (2, 2), placement: placement,
      skin: skin)
    var compared = 0
    for line in EjectionSamples.sightlines(300, through: sphere) {
      let (a, b) = (sphere.stretches(along: line), ellipsoid.stretches(along: line))
      #expect(a.count == b.count)
      for (first, second) in zip(a, b) {
        compared += 1
        #expect(abs(first.range.lowerBound - second.range.lowerBound) < 1e-5)
        #expect(abs(first.range.upperBound - second.range.upperBound) < 1e-5)
      }
    }
    #expect(compared > 200)
  }

  @Test("A sightline that grazes the end of the skin by a fifth of its width is not missed")
  func grazing() throws {
    let shell = try EjectionSamples.shell(skin: EjectionSamples.skin(outer: 0.02, inner: 0.02))
    // Past the nose, at right angles to it, in many directions.
    let nose = shell.placement.nose
    let helper = nose.cross(Vector3(0, 0, 1)).normalized
    for turn in 0..<40 {
      let angle = Double(turn) * 0.157
      let back = helper * Double.cos(angle) + nose.cross(helper) * Double.sin(angle)
      for (widths, isSeen) in [(3.3, true), (3.49, true), (3.51, false), (0, true)] {
        let line = Sightline(
          impactParameter: 5 + widths * 0.02, tangent: nose, back: back, observerDistance: 215)
        #expect(shell.stretches(along: line).isEmpty != isSeen, "\(turn) \(widths)")
      }
    }
  }
}
