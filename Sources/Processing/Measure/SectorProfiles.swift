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
  /// The same with each ring's share of what it has in common with its neighbours, without errors of the whole picture.
  ///
  /// For what is found from all rings of a sector together.
  private(set) var sharedSigmas: [[Double]]?
  /// How much each error of the whole picture moves each ring, with its sign, by sector and source.
  private(set) var wideDeviations: [[[Double]]] = []
  /// What whoever uses them must hear of.
  private(set) var remarks: [String] = []

  init(_ observation: Observation, _ polar: SolarPolar, edges: [Double], sectors: Int) {
    self.sectors = sectors
    let bins = PolarBins(observation, polar, edges: edges, sectors: sectors)
    // Rings are of elongation; a sightline's impact parameter is D sin ε, with D sin R☉ one.
    let sine = Double.sin(polar.sky.solarRadius)
    let middles = (0..<bins.rings).map { (edges[$0] * edges[$0 + 1]).squareRoot() }
    radii = middles.map { Double.sin($0 * polar.sky.solarRadius) / sine }
    remarks = bins.remarkOnUnknown().map { [$0] } ?? []
    var errors = SumVariance(observation)
    if errors != nil { (sigmas, sharedSigmas) = ([], []) }
    for sector in 0..<sectors {
      let plain = (0..<bins.rings).map { ring in
        Self.mean(observation, bins.cell(sector: sector, ring: ring))
      }
      let slopes = Self.slopes(middles, plain)
      let factor = { (ring: Int, index: Int) -> Double in
        let (row, column) = index.quotientAndRemainder(dividingBy: polar.width)
        return Double.exp(
          slopes[ring] * Double.log(polar.place(column, row).radius / middles[ring]))
      }
      let cells = (0..<bins.rings).map { bins.cell(sector: sector, ring: $0) }
      means.append(
        cells.indices.map { ring in
          let sum = cells[ring].reduce(0) {
            $0 + factor(ring, Int($1)) * observation.light.samples[Int($1)]
          }
          return cells[ring].isEmpty ? .nan : sum / Double(cells[ring].count)
        })
      guard errors != nil else { continue }
      let own = cells.indices.map { ring in
        errors?.variance(cells[ring]) { factor(ring, $0) / Double(cells[ring].count) } ?? .nan
      }
      let shared = errors?.sharedVariances(cells) { ring, index in
        factor(ring, index) / Double(cells[ring].count)
      }
      func deviations(_ variances: [Double]) -> [Double] {
        zip(variances, cells).map { $1.isEmpty ? .nan : $0.squareRoot() }
      }
      let wide = cells.indices.map { ring in
        errors?.wideDeviations(cells[ring]) { factor(ring, $0) / Double(cells[ring].count) } ?? []
      }
      wideDeviations.append((wide.first ?? []).indices.map { source in wide.map { $0[source] } })
      sigmas?.append(deviations(own))
      sharedSigmas?.append(deviations(shared ?? own))
    }
    let unknown = zip(means.joined(), (sigmas ?? []).joined()).count { !$0.isNaN && !($1 > 0) }
    if unknown > 0 {
      remarks.append(
        "\(unknown) of \(sectors * bins.rings) rings of sectors left out, the uncertainty of a pixel in them is "
          + "not known")
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
}
