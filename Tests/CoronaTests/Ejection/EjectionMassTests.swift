import Astronomy
import RealModule
import TestSupport
import Testing

@testable import Corona

@Suite("Masses of ejections")
struct EjectionMassTests {
  private let cubicRadius = 6.957e10 * 6.957e10 * 6.957e10

  @Test("A filled sphere off the Sun holds its volume, with the skin's in closed form")
  func sphere() throws {
    let skin = try EjectionSamples.skin(outer: 0.1, inner: nil)
    let sphere = try SphericalShellEjection(
      leadingEdgeSolarRadii: 6, radius: 2, placement: EjectionSamples.placement(), skin: skin)
    // ∫ (R + x)² e^{−(x/σ)²} dx from 0 on = R² σ √π/2 + R σ² + σ³ √π/4.
    let root = Double.sqrt(.pi)
    let volume = 4 * Double.pi * (8.0 / 3 + 4 * 0.1 * root / 2 + 2 * 0.01 + 0.001 * root / 4)
    // The smooth end takes away some 6e-5 of the skin.
    #expect(relativeError(sphere.electronCount, 1e5 * volume * cubicRadius) < 2e-5)
    #expect(relativeError(sphere.massGrams, sphere.electronCount * 1.97e-24) < 1e-15)
  }

  @Test("Counts are those of a grid over the whole ejection, photosphere left out")
  func grid() throws {
    for (name, ejection) in try EjectionSamples.all() where !name.contains("thin") {
      let half = ejection.leadingEdgeSolarRadii + 0.5
      let reach = Swift.max(half, 4.5)
      let cells = 120
      let step = 2 * reach / Double(cells)
      var sum = 0.0
      let lanes = SIMD8<Double>(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5)
      for i in 0..<cells {
        for j in 0..<cells {
          let (x, y) = ((Double(i) + 0.5) * step - reach, (Double(j) + 0.5) * step - reach)
          for k in stride(from: 0, to: cells, by: 8) {
            let z = (lanes + Double(k)) * step - reach
            let radius = (x * x + y * y + z * z).squareRoot()
            let density = ejection.electronsPerCubicCentimetre(
              at: CoronalPoints(
                radii: CoronalRadii(radius: radius),
                directions: CoronalDirections(x: x / radius, y: y / radius, z: z / radius)))
            sum += density.replacing(with: 0, where: radius .< 1).sum()
          }
        }
      }
      let count = sum * step * step * step * cubicRadius
      #expect(relativeError(ejection.electronCount, count) < 2e-3, "\(name)")
    }
  }

  @Test("Eight times the panels change no count by more than 1e-7, and 1e-4 in the photosphere")
  func converges() throws {
    for (name, ejection) in try EjectionSamples.all() {
      let (own, fine): (Double, Double)
      if let shell = ejection as? GraduatedCylindricalShell {
        own = shell.electronCount
        fine = shell.surface.electronCount(skin: shell.skin, refinement: 8)
      } else if let body = ejection as? EllipsoidalEjection {
        own = body.electronCount
        fine = body.surface.electronCount(skin: body.skin, refinement: 8)
      } else {
        continue
      }
      // The ropes' feet stand in the Sun, and so does the ellipsoid about it.
      let isFree = name.hasPrefix("ellipsoid") && !name.contains("Sun")
      let error = relativeError(own, fine)
      #expect(error < (isFree ? 1e-7 : 1e-4), "\(name): \(error)")
    }
  }

  @Test("A free ejection keeps its electrons as it grows; one in the photosphere gains some")
  func conservation() throws {
    let bubble = try SphericalShellEjection(
      leadingEdgeSolarRadii: 6, radius: 2, placement: EjectionSamples.placement(),
      skin: EjectionSamples.skin())
    let grown = bubble.expanded(toLeadingEdge: 18, placement: bubble.placement)
    #expect(relativeError(grown.electronCount, bubble.electronCount) < 1e-12)
    #expect(relativeError(grown.skin.electronsPerCubicCentimetre, 1e5 / 27) < 1e-14)
    #expect(relativeError(grown.skin.outerSolarRadii, 0.3) < 1e-14)
    let shell = try EjectionSamples.shell(height: 2)
    let counts = [2, 4, 8, 16].map {
      shell.expanded(toLeadingEdge: $0, placement: shell.placement).electronCount
    }
    #expect(counts == counts.sorted())
    // The tips of the legs inside the Sun are a small part by then.
    #expect(counts[3] / counts[2] < 1.01 && counts[1] / counts[0] > 1.05)
  }

  @Test("Grams per electron are those of one helium atom to nine of hydrogen")
  func composition() {
    // CODATA 2022: proton 1.67262e-24 g, alpha particle 6.64466e-24 g.
    let expected = (0.9 * 1.67262 + 0.1 * 6.64466) * 1e-24 / 1.1
    #expect(relativeError(EjectionMass.gramsPerElectron, expected) < 2e-3)
  }
}
