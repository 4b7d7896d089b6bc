internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery

/// How the observer's own body stands in the shadow.
struct BodyShadow: Sendable {
  let settings: ObserverBodySettings
  /// The pieces, in order.
  let exposures: [SurfaceExposure]
  /// The outlines on the plane through the pupil, west and north of it, m.
  let outline: ProjectedBody

  init?(_ scenario: Scenario, _ view: FormationView, _ orientation: SolarOrientation) throws {
    guard let settings = scenario.observerBody else { return nil }
    self.settings = settings
    exposures = try scenario.formation.exposure(of: settings.body, in: view, law: scenario.law)
    outline = try settings.body.projected(
      in: view, right: orientation.skyWest, up: orientation.skyNorth)
  }

  /// What the shares are shares of.
  static let definition =
    "what the Sun's centre would light without the occulter: turned to it, not inside and not shaded "
    + "by another piece of the same body"

  private var named: [(name: String, exposure: SurfaceExposure)] {
    exposures.enumerated().map { index, exposure in
      let names = settings.partNames
      return (names.indices.contains(index) ? names[index] : "piece \(index + 1)", exposure)
    }
  }

  private var total: SurfaceExposure { exposures.reduce(SurfaceExposure(), +) }

  // MARK: JSON

  struct Document: Encodable {
    struct Piece: Encodable {
      var name: String
      var sunward_area_m2: Double
      var cross_section_m2: Double
      var self_shaded_area_m2: Double
      var umbra_fraction: Double?
      var penumbra_fraction: Double?
      var full_sun_fraction: Double?
      var light_fraction: Double?

      init(_ name: String, _ exposure: SurfaceExposure) {
        self.name = name
        sunward_area_m2 = exposure.sunward
        cross_section_m2 = exposure.crossSection
        self_shaded_area_m2 = exposure.ownShadow
        guard exposure.sunward > 0 else { return }
        umbra_fraction = exposure.umbra / exposure.sunward
        penumbra_fraction = exposure.penumbra / exposure.sunward
        full_sun_fraction = exposure.fullSun / exposure.sunward
        light_fraction = exposure.light / exposure.crossSection
      }
    }
    var sunward_surface: String
    var self_shaded_surface = "left out of the shares, listed apart"
    var pupil_m: [Double]
    var parts: [Piece]
    var total: Piece
  }

  var document: Document {
    let pupil = settings.body.pupil
    return Document(
      sunward_surface: Self.definition, pupil_m: [pupil.x, pupil.y, pupil.z],
      parts: named.map { Document.Piece($0.name, $0.exposure) },
      total: Document.Piece("body", total))
  }

  // MARK: Table

  /// Lines for people: a heading, each piece, and the whole.
  var lines: [String] {
    func column(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    func share(_ part: Double, of whole: Double) -> String {
      whole > 0 ? String(format: "%.2f %%", 100 * part / whole) : "-"
    }
    func row(_ name: String, _ cells: [String]) -> String {
      name.padding(toLength: 28, withPad: " ", startingAt: 0)
        + cells.map { column($0, 11) }.joined()
    }
    func cells(_ exposure: SurfaceExposure) -> [String] {
      [
        String(format: "%.3f m²", exposure.sunward), share(exposure.umbra, of: exposure.sunward),
        share(exposure.penumbra, of: exposure.sunward),
        share(exposure.fullSun, of: exposure.sunward),
        share(exposure.light, of: exposure.crossSection),
      ]
    }
    var lines = [
      row("observer's body, sunward", ["surface", "umbra", "penumbra", "full Sun", "light"])
    ]
    for (name, exposure) in named where exposure.sunward > 0 {
      lines.append(row("  " + name, cells(exposure)))
    }
    lines.append(row("  whole body", cells(total)))
    let dark = named.filter { $0.exposure.sunward <= 0 }.map(\.name)
    if !dark.isEmpty { lines.append("  none sunward: " + dark.joined(separator: ", ")) }
    lines.append(
      "  without "
        + String(format: "%.3f m² that other pieces of the body shade", total.ownShadow))
    return lines
  }

  // MARK: Map

  /// The body as the map draws it, the pupil at a place from the shadow's axis.
  func drawing(pupil: SIMD2<Double>, name: String) -> ShadowMapAnnotation.Body {
    func pieces(_ lines: [ProjectedBody.Line]) -> [ShadowMapAnnotation.Edge.Piece] {
      lines.map { .init(from: $0.start + pupil, to: $0.end + pupil) }
    }
    return .init(name, outline: pieces(outline.outline), seams: pieces(outline.seams))
  }

  /// How far the body reaches from the shadow's axis along either axis of the map, m.
  func reach(pupil: SIMD2<Double>) -> Double {
    outline.pieces.joined().reduce(0) {
      max($0, ($1.x + pupil.x).magnitude, ($1.y + pupil.y).magnitude)
    }
  }

  /// 1 where a sample of a grid lies behind the body as the Sun sees it.
  func mask(_ grid: ShadowGrid, pupil: SIMD2<Double>) throws -> Mask {
    var samples: [UInt8] = []
    samples.reserveCapacity(grid.side * grid.side)
    for row in 0..<grid.side {
      for column in 0..<grid.side {
        let place = SIMD2(grid.place(Double(column)), grid.place(Double(row)))
        samples.append(outline.contains(place - pupil) ? 1 : 0)
      }
    }
    return try Mask(width: grid.side, height: grid.side, bits: samples)
  }
}
