import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

/// Eclipses of the Sun by the Moon against the predictions of Fred Espenak, NASA's GSFC.
///
/// His constants: k = 0.272 488 for the penumbra and 0.272 281 for the umbra, the Moon's centre of mass,
/// and, from the angles of his cones, a solar radius of 959.63″ at 1 au, 695 990 km.
@Suite("Eclipses of the Sun by the Moon", .enabled(if: ReferenceData.isAvailable))
struct SolarEclipseTests {
  static let sunRadius = 695_990_000.0
  let moon = MoonEphemeris()

  /// What a place sees within four hours of an instant, by both radii of the Moon.
  private struct Circumstances {
    var contacts: [String: Instant] = [:]
    var altitudes: [String: Double] = [:]
    var penumbral: GreatestOccultation
    var umbral: GreatestOccultation
  }

  private func circumstances(
    latitude: Double, longitude: Double, near middle: Instant, deltaT: Double
  ) throws -> Circumstances {
    let span = middle.advanced(bySeconds: -4 * 3600)...middle.advanced(bySeconds: 4 * 3600)
    let earth = EarthEphemeris(covering: span)
    let site = try GroundSite(
      latitude: latitude * Angles.degree, longitude: longitude * Angles.degree, height: 0,
      rotation: EarthRotation(covering: span, ut1: .deltaT(deltaT)))
    func window(_ radius: Double) throws -> OccultationWindow {
      let formation = try Formation(
        observer: site, occulter: ThirdBodyMotion(moon: moon, earth: earth),
        shape: .sphere(radius: radius), sunRadius: Self.sunRadius, ephemeris: earth)
      let result = try formation.windows(over: span, law: .uniform)
      #expect(result.certifiedDepth < 1e-10)
      return try #require(result.windows.first)
    }
    let penumbra = try window(LunarRadius.penumbral)
    let umbra = try window(LunarRadius.umbral)
    var found = Circumstances(penumbral: penumbra.greatest, umbral: umbra.greatest)
    found.contacts["c1"] = penumbra.first?.instant
    found.contacts["c2"] = umbra.second?.instant
    found.contacts["max"] = umbra.greatest.instant
    found.contacts["c3"] = umbra.third?.instant
    found.contacts["c4"] = penumbra.fourth?.instant
    for (name, instant) in found.contacts {
      let sun = earth.sun(from: site.state(at: instant), at: instant).direction
      found.altitudes[name] = site.horizontal(sun, at: instant).altitude / Angles.degree
    }
    return found
  }

  @Test("Besselian elements from our Sun and Moon are those printed for ten eclipses")
  func elements() throws {
    for published in try BesselianElements.published() {
      let ours = try besselianElements(at: published.epoch)
      let theirs = published.values(at: 0)
      // VSOP87 and ELP 2000-82 against ours and rounding at 5e-7: 0.04″ of the Moon is 1.2e-5 radii.
      let limits = [1.2e-5, 1.2e-5, 3e-5, 1.5e-6, 1.5e-6, 1e-5]
      for (index, name) in BesselianElements.names.enumerated() {
        var gap = ours.values[index] - theirs[index]
        if name == "mu_deg" { gap -= 360 * (gap / 360).rounded() }
        #expect(gap.magnitude < limits[index], "\(published.date): \(name) differs by \(gap)")
      }
      #expect(abs(ours.tangents.0 - published.tangents.0) < 6e-8)
      #expect(abs(ours.tangents.1 - published.tangents.1) < 6e-8)
    }
  }

  @Test("Contacts on and beside the central lines are those the printed elements give")
  func contactsFromPublishedElements() throws {
    var worst: [String: Double] = [:]
    var worstMagnitude = 0.0
    for eclipse in try BesselianElements.published() {
      for (hours, aside) in [(-0.6, 0.0), (0, 0), (0.5, 0), (0, 12), (0, -12)] {
        guard let place = eclipse.centralPlace(at: hours), (place.latitude + aside).magnitude < 85
        else { continue }
        let theirs = eclipse.contacts(
          latitude: place.latitude + aside, longitude: place.longitude)
        let ours = try circumstances(
          latitude: place.latitude + aside, longitude: place.longitude,
          near: eclipse.epoch.advanced(bySeconds: theirs.times["max"] ?? 0), deltaT: eclipse.deltaT)
        // The sphere puts the place up to 20 km off the line, so only C2 and C3 may be missing.
        for (name, time) in theirs.times where name != "max" {
          let instant = try #require(ours.contacts[name], "\(eclipse.date): no \(name)")
          let gap = (instant.seconds(since: eclipse.epoch) - time).magnitude
          worst[name] = max(worst[name] ?? 0, gap)
        }
        // In central phases their magnitude is the ratio of the sizes, ours goes on growing.
        if aside != 0, theirs.times["c2"] == nil {
          let gap = ours.penumbral.discs.magnitude - theirs.magnitude
          worstMagnitude = max(worstMagnitude, gap.magnitude)
        }
      }
    }
    for (name, gap) in worst { #expect(gap < 0.15, "\(name) differs by up to \(gap) s") }
    #expect(worst.count == 4)
    #expect(worstMagnitude < 5e-5, "magnitudes differ by up to \(worstMagnitude)")
  }

  @Test("On 30 June 1973 the axis passes closest at 11:38:41 TD, for 7 m 04 s, sizes as 1.0792")
  func june1973() throws {
    // Five Millennium Canon: gamma −0.0785, 18.8° N, 5.6° E.
    let published = try Instant.parse("1973-06-30T11:38:41 TT").instant
    func gamma(_ seconds: Double) throws -> Double {
      let v = try besselianElements(at: published.advanced(bySeconds: seconds)).values
      return hypot(v[0], v[1])
    }
    let times = Array(stride(from: -20.0, through: 20, by: 0.25))
    let closest = try times.min { try gamma($0) < gamma($1) } ?? .nan
    #expect(abs(closest) <= 0.75, "greatest eclipse \(closest) s off")
    #expect(abs(try gamma(closest) - 0.0785) < 6e-5)
    let ours = try circumstances(latitude: 18.8, longitude: 5.6, near: published, deltaT: 43.8)
    let second = try #require(ours.contacts["c2"])
    let third = try #require(ours.contacts["c3"])
    #expect(abs(third.seconds(since: second) - 424) < 1)
    // The canon's magnitude of a central eclipse is the ratio of sizes for the umbral radius.
    #expect(abs(ours.umbral.discs.sizeRatio - 1.0792) < 6e-5)
  }

  @Test("At six places contacts fall within a second of those on Espenak's pages, altitudes too")
  func localCircumstances() throws {
    // The ΔT of the pages is not printed with the table: one for each eclipse, the same for all its
    // places and contacts, is told by the contacts themselves.
    let deltaTs = ["2017-08-21": 68.4, "2023-04-20": 71.2, "2024-04-08": 71.5, "2024-10-02": 71.9]
    var count = 0
    for row in ReferenceData.rows(
      csv: try ReferenceData.text(
        "published/geometry/eclipses/local_circumstances_espenak.csv"))
    {
      let maximum = try #require(row["max"])
      let deltaT = try #require(deltaTs[String(maximum.prefix(10))])
      let ours = try circumstances(
        latitude: try #require(row["lat"].flatMap(Double.init)),
        longitude: try #require(row["lon"].flatMap(Double.init)),
        near: Instant.parse(maximum).instant, deltaT: deltaT)
      for name in ["c1", "c2", "max", "c3", "c4"] {
        guard let text = row[name], text != "-" else { continue }
        let instant = try #require(ours.contacts[name])
        // The clock of the table is UT1, so that TT is its reading and ΔT.
        let theirs = try Instant.parse(text.dropLast() + " TT").instant
          .advanced(bySeconds: deltaT)
        let gap = instant.seconds(since: theirs)
        #expect(abs(gap) < 1, "\(maximum), \(name): \(gap) s")
        let altitude = try #require(row["\(name)_alt"])
        let digit = altitude.contains(".") ? 0.06 : 0.6
        #expect(
          abs(try #require(ours.altitudes[name]) - (Double(altitude) ?? .nan)) < digit,
          "\(maximum), altitude at \(name)")
        count += 1
      }
    }
    #expect(count == 22)
  }

  @Test("The covered fractions are those of Espenak to 1.5e-5, of other almanacs to 1e-3")
  func obscurations() throws {
    let deltaTs = ["2023-10-14": 71.3, "2024-04-08": 71.5, "2024-10-02": 71.9, "2030-06-01": 75.0]
    for row in ReferenceData.rows(
      csv: try ReferenceData.text("published/geometry/eclipses/obscuration_published.csv"))
    where row["scope"] == "local" {
      let date = try #require(row["date"])
      let publisher = try #require(row["publisher"])
      let longitude = try #require(row["lon"].flatMap(Double.init))
      // The middle of the day at the place is within four hours of the eclipse.
      let noon = try Instant.parse("\(date)T12:00:00Z").instant
        .advanced(bySeconds: -longitude * 240)
      let ours = try circumstances(
        latitude: try #require(row["lat"].flatMap(Double.init)), longitude: longitude,
        near: noon, deltaT: try #require(deltaTs[date]))
      let published = try #require(row["obscuration"].flatMap(Double.init))
      guard publisher == "eclipsewise" else {
        let gap = ours.penumbral.discs.flatDiscObscuration - published
        #expect(abs(gap) < 1e-3, "\(publisher) \(date): \(gap)")
        continue
      }
      // He squares (L1 − L2)/(L1 + L2), with L1 for the larger Moon and L2 for the smaller one: in
      // angles (b₁ + b₂)/(2a + b₁ − b₂), larger than b₂/a by 2e-5.
      let sun = ours.umbral.discs.sunRadius
      let (larger, smaller) = (
        ours.penumbral.discs.occulterRadius, ours.umbral.discs.occulterRadius
      )
      let ratio = (larger + smaller) / (2 * sun + larger - smaller)
      let gap = min(1, ratio * ratio) - published
      #expect(abs(gap) < 1.5e-5, "\(publisher) \(date): \(gap)")
    }
  }
}
