/// The Earth's least and greatest distance from the Sun around an instant.
public struct EarthApsides: Sendable, Hashable {
  /// When the Earth is nearest to the Sun.
  public let perihelion: Instant
  /// The least distance of the centres, m.
  public let perihelionDistance: Double
  /// When it is farthest.
  public let aphelion: Instant
  /// The greatest distance, m.
  public let aphelionDistance: Double

  /// The extremes within half a year before and after an instant, from ERFA `epv00`.
  ///
  /// The Moon swings the Earth by 4670 km, so the instants stray up to two days about those of the
  /// barycentre. Good to about 10 km and a few minutes.
  public init(around instant: Instant) {
    func distance(_ days: Double) -> Double {
      EarthEphemeris.exactState(at: instant.advanced(bySeconds: days * 86_400))
        .heliocentricPosition.length
    }
    func extreme(_ sign: Double) -> (days: Double, distance: Double) {
      var best = (days: 0.0, value: -Double.infinity)
      for day in -183...183 {
        let value = sign * distance(Double(day))
        if value > best.value { best = (Double(day), value) }
      }
      var (low, high) = (best.days - 1, best.days + 1)
      let golden = 0.618_033_988_749_894_9
      for _ in 0..<30 {
        let left = high - golden * (high - low)
        let right = low + golden * (high - low)
        if sign * distance(left) >= sign * distance(right) { high = right } else { low = left }
      }
      let days = (low + high) / 2
      return (days, distance(days))
    }
    let near = extreme(-1)
    let far = extreme(1)
    perihelion = instant.advanced(bySeconds: near.days * 86_400)
    perihelionDistance = near.distance
    aphelion = instant.advanced(bySeconds: far.days * 86_400)
    aphelionDistance = far.distance
  }
}
