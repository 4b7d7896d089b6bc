extension Duration {
  /// The duration as a number of seconds.
  public var inSeconds: Double {
    let (whole, atto) = components
    return Double(whole) + Double(atto) * 1e-18
  }
}
