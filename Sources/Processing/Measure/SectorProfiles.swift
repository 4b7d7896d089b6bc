internal import RealModule

/// Mean brightness in sectors and rings, as it is in the middle of each ring.
///
/// Brightness falls so steeply that the mean over a ring exceeds the value at its middle by
/// `k (k + 1) / 24 · (Δr / r)²` for a fall as `r^−k`; each pixel is therefore carried to the middle by the sector's
/// own slope before it is averaged.
struct SectorProfiles {
  /// Middles of the rings, impact parameters of the sightlines in solar radii.
  let radii: [Double]
  /// The number of sectors.
  let sectors: Int
  /// The mean of each ring, by sector; NaN without pixels.
  private(set) var means: [[Double]] = []
  /// Standard deviations of the means; nil without an uncertainty plane.
  private(set) var sigmas: [[Double]]?

  init(_ observation: Observation, _ polar: SolarPolar, edges: [Double], sectors: Int) {
    self.sectors = sectors
    let bins = PolarBins(observation, polar, edges: edges, sectors: sectors)
    // Rings are of elongation; a sightline's impact parameter is D sin ε, with D sin R☉ one.
    let sine = Double.sin(polar.sky.solarRadius)
    let middles = (0..<bins.rings).map { (edges[$0] * edges[$0 + 1]).squareRoot() }
    radii = middles.map { Double.sin($0 * polar.sky.solarRadius) / sine }
    if observation.uncertainty != nil { sigmas = [] }
    for sector in 0..<sectors {
      let plain = (0..<bins.rings).map { ring in
        Self.mean(observation, bins.cell(sector: sector, ring: ring))
      }
      let slopes = Self.slopes(middles, plain)
      var line: [Double] = []
      var errors: [Double] = []
      for ring in 0..<bins.rings {
        let cell = bins.cell(sector: sector, ring: ring)
        let (mean, sigma) = Self.carried(observation, polar, cell, middles[ring], slopes[ring])
        line.append(mean)
        errors.append(sigma)
      }
      means.append(line)
      sigmas?.append(errors)
    }
  }

  /// The middle of a sector, degrees.
  func degrees(_ sector: Int) -> Double { 360 * Double(sector) / Double(sectors) }

  private static func mean(_ observation: Observation, _ cell: ArraySlice<Int32>) -> Double {
    guard !cell.isEmpty else { return .nan }
    return cell.reduce(0) { $0 + observation.light.samples[Int($1)] } / Double(cell.count)
  }

  /// `−d ln B / d ln r` at each ring, from the nearest ones with light on both sides; 0 where unknown.
  private static func slopes(_ radii: [Double], _ means: [Double]) -> [Double] {
    radii.indices.map { ring in
      let inner = radii.indices[..<ring].last { means[$0] > 0 } ?? ring
      let outer = radii.indices[(ring + 1)...].first { means[$0] > 0 } ?? ring
      guard inner < outer, means[inner] > 0, means[outer] > 0 else { return 0 }
      let slope = -Double.log(means[outer] / means[inner]) / Double.log(radii[outer] / radii[inner])
      return max(-30, min(30, slope))
    }
  }

  private static func carried(
    _ observation: Observation, _ polar: SolarPolar, _ cell: ArraySlice<Int32>,
    _ middle: Double, _ slope: Double
  ) -> (mean: Double, sigma: Double) {
    guard !cell.isEmpty else { return (.nan, .nan) }
    var (sum, variance) = (0.0, 0.0)
    for entry in cell {
      let index = Int(entry)
      let (row, column) = index.quotientAndRemainder(dividingBy: polar.width)
      let radius = polar.place(column, row).radius
      let factor = Double.exp(slope * Double.log(radius / middle))
      sum += factor * observation.light.samples[index]
      if let sigma = observation.uncertainty?.samples[index] {
        variance += factor * factor * sigma * sigma
      }
    }
    let count = Double(cell.count)
    return (sum / count, variance.squareRoot() / count)
  }
}
