import Corona

extension PreparedCorona {
  /// The light of sightlines asked for in bands, joined again.
  func light(of sky: SkyDirections, inBandsOf size: Int) -> CoronalLight {
    var joined = CoronalLight(count: 0, withErrors: true)
    for start in stride(from: 0, to: sky.count, by: size) {
      let band = light(of: sky[start..<start + size], withErrors: true)
      joined.planes.I += band.planes.I
      joined.planes.Q += band.planes.Q
      joined.planes.U += band.planes.U
      joined.errors? += band.errors ?? []
      joined.largestRelativeError = max(joined.largestRelativeError, band.largestRelativeError)
    }
    return joined
  }
}
