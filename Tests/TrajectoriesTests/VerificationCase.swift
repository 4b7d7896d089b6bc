import Astronomy
import TestSupport
import Testing
import Trajectories

/// One state of AIAA 2006-6753's verification output: minutes, km and km/s as printed.
struct PrintedState {
  let minutes: Double
  let position: Vector3
  let velocity: Vector3

  init(_ minutes: Double, _ position: Vector3, _ velocity: Vector3) {
    self.minutes = minutes
    self.position = position
    self.velocity = velocity
  }

  /// The distances of a propagated state: km, and the worst component in km/s.
  func errors(of state: TEMEState) -> (position: Double, velocity: Double) {
    let v = state.velocity / 1000 - velocity
    return (
      (state.position / 1000 - position).length,
      max(abs(v.x), abs(v.y), abs(v.z))
    )
  }
}

/// One case of the verification set of AIAA 2006-6753.
struct VerificationCase {
  let elements: MeanElements
  /// Minutes from the epoch at which the printed states begin and end, and between them.
  let start: Double
  let stop: Double
  let step: Double
  var states: [PrintedState] = []

  /// All cases with the states printed for them.
  ///
  /// Start, stop and step follow column 69 of line 2; some checksums of the set are wrong by intent.
  static func all() throws -> [VerificationCase] {
    let folder = "published/geometry/sgp4/"
    let lines = try ReferenceData.text(folder + "SGP4-VER.TLE").split(whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix("#") && $0.count > 60 }
    var cases: [VerificationCase] = []
    for index in stride(from: 0, to: lines.count - 1, by: 2) {
      let times = lines[index + 1].dropFirst(69).split(separator: " ").compactMap { Double($0) }
      try #require(times.count == 3)
      let set = try TwoLineElements(
        first: lines[index].prefix(69), second: lines[index + 1].prefix(69), file: "SGP4-VER.TLE",
        checksum: .ignored)
      cases.append(
        VerificationCase(
          elements: set.elements, start: times[0], stop: times[1], step: times[2]))
    }
    var current = -1
    for line in try ReferenceData.text(folder + "tcppver.out").split(whereSeparator: \.isNewline) {
      if line.hasSuffix("xx") {
        current += 1
        continue
      }
      let n = line.split(separator: " ").prefix(7).compactMap { Double($0) }
      try #require(n.count == 7)
      cases[current].states.append(
        PrintedState(n[0], Vector3(n[1], n[2], n[3]), Vector3(n[4], n[5], n[6])))
    }
    return cases
  }
}

/// Element sets of the verification set that are typed in, so that tests run without the tables.
enum TypedSet: String, CaseIterable {
  /// Vanguard 1, the example of AIAA 2006-6753: near the Earth, e = 0.19.
  case vanguard = """
    1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
    2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
    """
  /// Molniya 2-14: half-day resonance, e = 0.69.
  case molniya = """
    1 08195U 75081A   06176.33215444  .00000099  00000-0  11873-3 0   813
    2 08195  64.1586 279.0717 6877146 264.7651  20.2257  2.00491383225656
    """
  /// XM-3: geostationary, the inclination passes through zero.
  case geostationary = """
    1 28626U 05008A   06176.46683397 -.00000205  00000-0  10000-3 0  2190
    2 28626   0.0019 286.9433 0000335  13.7918  55.6504  1.00270176  4891
    """
  /// The test case of Spacetrack Report No. 3 for SGP4.
  case report3 = """
    1 88888U          80275.98708465  .00073094  13844-3  66816-4 0    87
    2 88888  72.8435 115.9689 0086731  52.6988 110.5714 16.05824518  1058
    """
  /// Eutelsat 1-F1, whose inclination passes 0.2 rad, where the model jumps.
  case crossing = """
    1 14128U 83058A   06176.02844893 -.00000158  00000-0  10000-3 0  9627
    2 14128  11.4384  35.2134 0011562  26.4582 333.5652  0.98870114 46093
    """
  /// An Ariane stage whose node passes zero, where the model jumps in the mode `afspc`.
  case nodeAtZero = """
    1 23599U 95029B   06171.76535463  .00085586  12891-6  12956-2 0  2905
    2 23599   6.9327   0.2849 5782022 274.4436  25.2425  4.47796565123555
    """
  /// A rocket body in its last hour.
  case decaying = """
    1 28872U 05037B   05333.02012661  .25992681  00000-0  24476-3 0  1534
    2 28872  96.4736 157.9986 0303955 244.0492 110.6523 16.46015938 10708
    """

  func elements() throws -> MeanElements {
    try TwoLineFile(rawValue, file: "typed.tle", checksum: .ignored).sets[0].elements
  }
}
