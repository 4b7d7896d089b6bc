import Astronomy
import Testing

@Suite("The Earth's rotation")
struct EarthRotationTests {
  private func rotation(
    _ start: String, _ ut1: UT1Source, polarMotion: PolarMotion = .none
  ) throws -> (EarthRotation, Instant) {
    let instant = try Instant.parse(start).instant
    return (
      try EarthRotation(covering: instant...instant, ut1: ut1, polarMotion: polarMotion), instant
    )
  }

  @Test("The whole matrix, with polar motion, is that of the test program of SOFA")
  func publishedMatrix() throws {
    // t_erfa_c.c, c2t06a: TT and UT1 both MJD 53736.0.
    let (rotation, instant) = try rotation(
      "2006-01-01T00:00:00 TT", .deltaT(0),
      polarMotion: PolarMotion(x: 2.55060238e-7, y: 1.860359247e-6))
    let matrix = rotation.rotationToGCRF(at: instant).inverse
    let expected = [
      Vector3(-0.1810332128305897282, 0.9834769806938592296, 0.6555550962998436505e-4),
      Vector3(-0.9834768134136214897, -0.1810332203649130832, 0.5749800844905594110e-3),
      Vector3(0.5773474024748545878e-3, 0.3961816829632690581e-4, 0.9999998325501747785),
    ]
    // 1e-12 rad is 6 µm at the equator.
    for (ours, theirs) in zip([matrix.xAxis, matrix.yAxis, matrix.zAxis], expected) {
      #expect((ours - theirs).length < 2e-12)
    }
  }

  @Test("Between the knots it agrees with the frame used for headers, computed in full")
  func polynomialsAgreeWithERFA() throws {
    let (rotation, start) = try rotation("2017-08-21T00:00:00Z", .utc)
    for hours in stride(from: 0.0, to: 120, by: 3.7) {
      let instant = start.advanced(bySeconds: hours * 3600)
      let exact = ReferenceFrame.gcrfToEarthFixed(at: instant)
      let ours = rotation.rotationToGCRF(at: instant).inverse
      #expect((ours.xAxis - exact.xAxis).length < 1e-11)
      #expect((ours.zAxis - exact.zAxis).length < 1e-12)
    }
  }

  @Test("A point on the ground moves as its velocity says")
  func velocity() throws {
    let (rotation, instant) = try rotation("2017-08-21T18:00:00Z", .deltaT(70.3))
    let point = Vector3(6_378_137, 0, 100_000)
    let state = rotation.state(ofFixedPoint: point, at: instant)
    let before = rotation.state(ofFixedPoint: point, at: instant.advanced(bySeconds: -1)).position
    let after = rotation.state(ofFixedPoint: point, at: instant.advanced(bySeconds: 1)).position
    #expect((state.velocity - (after - before) / 2).length < 1e-3)
    // 2π · 1.00273781 / 86400 s at the equator's radius.
    #expect(abs(state.velocity.length - 465.101) < 0.01)
  }

  @Test("The three ways to tell UT1 agree where they say the same")
  func sourcesAgree() throws {
    let (utc, _) = try rotation("2017-08-21T18:00:00Z", .utc)
    let (minus, _) = try rotation("2017-08-21T18:00:00Z", .minusUTC(0.35))
    // TAI − UTC was 37 s.
    #expect(utc.deltaT == 69.184)
    #expect(minus.deltaT == 68.834)
    let (early, _) = try rotation("1919-05-29T13:00:00 TT", .deltaT(20.8))
    #expect(early.deltaT == 20.8)
  }

  @Test("A UT1 that cannot be is refused, with the reason")
  func refusals() {
    let cases: [(String, UT1Source, String)] = [
      ("2017-08-21T18:00:00Z", .minusUTC(37), "never exceeds 1 s"),
      ("2017-08-21T18:00:00Z", .minusUTC(.nan), "never exceeds 1 s"),
      ("2017-08-21T18:00:00Z", .deltaT(70_300), "within -300...300 s"),
      ("1919-05-29T13:00:00 TT", .utc, "no UTC before 1960"),
    ]
    for (time, source, reason) in cases {
      #expect {
        _ = try rotation(time, source)
      } throws: { error in
        (error as? AstronomyError)?.description.contains(reason) ?? false
      }
    }
  }
}
