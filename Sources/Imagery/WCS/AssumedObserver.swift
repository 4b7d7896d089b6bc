/// Where an observer stands whose header tells neither its distance from the Sun nor the Sun's radius.
///
/// Telescopes on the ground and in orbits of the Earth are where the Earth is. Craft about the first
/// Lagrange point L1 are nearer to the Sun by the share γ that solves
/// `1/(1 − γ)² − μ/γ² = 1 − γ (1 + μ)` for Earth and Moon together, μ = 3.0404e-6: γ = 0.010010 (Szebehely 1967,
/// *Theory of Orbits*, §4.3); their halo orbits move them by 0.002 of the distance. Craft on ways of their own may be
/// anywhere.
struct AssumedObserver: Equatable {
  /// Who stands where, for sentences.
  let words: String
  /// The distance from the Sun as a share of the Earth's.
  let share: Double

  /// Who stands on the Earth or in an orbit of it.
  static let onEarth = AssumedObserver(words: "an observer on Earth", share: 1)

  /// A craft about the first Lagrange point.
  static func lagrangian(_ name: String) -> AssumedObserver {
    AssumedObserver(
      words: "\(name) at the Lagrange point L1, 0.99 of the Earth's distance within 0.002,",
      share: 1 - 0.01001)
  }

  /// The observer that the names in a header tell; nil for a craft that goes its own way around the Sun.
  static func named(by values: HeaderValues) -> AssumedObserver? {
    let names = ["TELESCOP", "OBSRVTRY", "MISSION", "SPACECRA"].compactMap {
      values.text($0)?.uppercased().replacing("_", with: " ").replacing("-", with: " ")
    }
    func isOne(of parts: [String], _ words: [String]) -> Bool {
      names.contains { name in
        parts.contains { name.contains($0) }
          || words.contains { name.split(separator: " ").map(String.init).contains($0) }
      }
    }
    if isOne(of: ["SOLAR AND HELIOSPHERIC OBS"], ["SOHO"]) { return lagrangian("SOHO") }
    if isOne(of: ["ADITYA"], []) { return lagrangian("Aditya-L1") }
    if isOne(of: ["SWFO L1", "SOLAR 1"], []) { return lagrangian("SWFO-L1") }
    let ownWay = isOne(
      of: ["STEREO", "SOLAR ORBITER", "PARKER SOLAR PROBE"], ["SOLO", "PSP", "ULYSSES"])
    return ownWay ? nil : onEarth
  }
}
