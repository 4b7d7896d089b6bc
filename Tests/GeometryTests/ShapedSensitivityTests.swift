import Astronomy
import Foundation
import Geometry
import Testing
import Trajectories

@Suite("Derivatives and limits of shaped occulters")
struct ShapedSensitivityTests {
  private func view(_ shape: OcculterShape) throws -> FormationView {
    let epoch = try Instant.parse("1975-07-19T12:03:20Z").instant
    let observer = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_603_137, eccentricity: 0.0001, inclination: 0.9, ascendingNode: 1.8,
        argumentOfPerigee: 0, meanAnomaly: 4.9),
      epoch: epoch, frame: .gcrf, propagator: .kepler)
    let table = try SunLineTable(
      epoch: epoch,
      rows: [
        .init(seconds: 0, range: 200, north: 1.1, west: -0.7),
        .init(seconds: 60, range: 200, north: 1.1, west: -0.7),
      ])
    return try Formation(
      observer: observer, occulter: table, shape: shape,
      ephemeris: EarthEphemeris(covering: epoch...epoch.advanced(bySeconds: 60))
    ).view(at: epoch.advanced(bySeconds: 20))
  }

  @Test("The differences of an ellipsoid with equal axes are the derivatives of the sphere")
  func gradients() throws {
    let (sphere, ball) = (
      OcculterShape.sphere(radius: 2), OcculterShape.ellipsoid(semiAxes: Vector3(2, 2, 2))
    )
    for function in DepthFunction.allCases {
      let exact = DepthGradient(function, of: try view(sphere), shape: sphere)
      let ours = DepthGradient(function, of: try view(ball), shape: ball)
      let scale = exact.position.length
      #expect((ours.position - exact.position).length < 1e-6 * scale)
      #expect(abs(ours.occulterRadius - exact.occulterRadius) < 1e-6 * scale)
      #expect(abs(ours.sunRadius - exact.sunRadius) < 1e-12 * exact.sunRadius.magnitude)
      #expect(abs(ours.sunTowardOcculter - 1) < 1e-6)
      #expect((ours.towardSun - exact.towardSun).length < 1e-2)
    }
  }

  @Test("What asks for a round shadow refuses a body that is not round, and says which")
  func roundOnly() throws {
    let plate = OcculterShape.disc(radius: 2, normal: Vector3(0, 0, 1))
    let pupil = #expect(throws: GeometryError.self) {
      try PupilInUmbra(shape: plate, pupilRadius: 0.025, margin: 0)
    }
    #expect(pupil?.description.contains("needs a round occulter") == true)
    #expect(pupil?.description.contains("tilted-disc; ask ShapedPupilInUmbra") == true)
  }

  @Test("A body scaled about its origin is seen as from as much nearer")
  func scaling() throws {
    let shapes: [OcculterShape] = [
      .apolloCSMDockingModule, .soyuz7KTM, .mesh(try ShapeTests.boxMesh(Vector3(1, 2, 3))),
      .polygon(vertices: [Vector3(-1, 0, 0), Vector3(2, 0, 0), Vector3(0, 3, 0)]),
    ]
    let offset = Vector3(30, 40, 20)
    for shape in shapes {
      let (one, other) = (
        try shape.silhouette(at: offset), try shape.scaled(by: 3).silhouette(at: offset * 3)
      )
      #expect(abs(one.farthest(from: offset) - other.farthest(from: offset)) < 1e-14)
      #expect(abs(one.nearest(to: offset) - other.nearest(to: offset)) < 1e-13)
      #expect(abs(shape.scaled(by: 3).radius - 3 * shape.radius) < 1e-12 * shape.radius)
    }
  }
}
