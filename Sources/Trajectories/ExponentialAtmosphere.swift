internal import RealModule

/// The density of the upper atmosphere by pieces of exponentials.
///
/// D. Vallado, Fundamentals of Astrodynamics and Applications, 4th ed., table 8-4 (US Standard
/// Atmosphere 1976 below 25 km, CIRA-72 above): a mean over day, night and solar cycle, right to a
/// factor of two at 300 km and worse above.
public enum ExponentialAtmosphere {
  /// Base height, km; density there, kg/m³; scale height, km.
  private static let layers: [SIMD3<Double>] = [
    [0, 1.225, 7.249], [25, 3.899e-2, 6.349], [30, 1.774e-2, 6.682], [40, 3.972e-3, 7.554],
    [50, 1.057e-3, 8.382], [60, 3.206e-4, 7.714], [70, 8.770e-5, 6.549], [80, 1.905e-5, 5.799],
    [90, 3.396e-6, 5.382], [100, 5.297e-7, 5.877], [110, 9.661e-8, 7.263],
    [120, 2.438e-8, 9.473], [130, 8.484e-9, 12.636], [140, 3.845e-9, 16.149],
    [150, 2.070e-9, 22.523], [180, 5.464e-10, 29.740], [200, 2.789e-10, 37.105],
    [250, 7.248e-11, 45.546], [300, 2.418e-11, 53.628], [350, 9.518e-12, 53.298],
    [400, 3.725e-12, 58.515], [450, 1.585e-12, 60.828], [500, 6.967e-13, 63.822],
    [600, 1.454e-13, 71.835], [700, 3.614e-14, 88.667], [800, 1.170e-14, 124.64],
    [900, 5.245e-15, 181.05], [1000, 3.019e-15, 268.00],
  ]

  /// The density at a height, kg/m³; below the ground that of the ground.
  ///
  /// - Parameter height: above the Earth's ellipsoid, m.
  public static func density(height: Double) -> Double {
    let kilometres = max(0, height / 1000)
    guard let layer = layers.last(where: { $0.x <= kilometres }) else { return 0 }
    return layer.y * Double.exp((layer.x - kilometres) / layer.z)
  }
}
