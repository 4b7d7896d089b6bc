internal import RealModule

extension MeasureStep {
  /// A table, what it holds in words, and what whoever measures must hear of.
  typealias Measured = (table: MeasuredTable, words: String, remarks: [String])

  /// Mean, median, scatter and percentiles of rings, sector by sector.
  func radial(
    _ observation: Observation, _ polar: SolarPolar, _ range: ClosedRange<Double>
  ) throws(ProcessingError) -> Measured {
    let pixels = (range.upperBound - range.lowerBound) / polar.pixelRadii
    let rings = values.integer("bins") ?? max(1, min(4096, Int(min(pixels, 1e6))))
    let percentiles = values.numbers("percentiles") ?? []
    let bins = PolarBins(
      observation, polar, edges: PolarBins.linear(range, rings),
      sectors: values.integer("sectors") ?? 1)
    guard !bins.pixels.isEmpty else { throw nothing(observation, polar) }
    var rows: [[Double]] = []
    var errors = SumVariance(observation)
    for sector in 0..<bins.sectors {
      for ring in 0..<bins.rings {
        let cell = CellStatistics(
          observation, bins.cell(sector: sector, ring: ring), errors: &errors)
        rows.append(
          [
            bins.degrees(sector), 0.5 * (bins.edges[ring] + bins.edges[ring + 1]), cell.mean,
            cell.percentile(50), cell.deviation, cell.sigma, Double(cell.count),
          ] + percentiles.map { cell.percentile($0) }
            + [bins.knownPart(sector: sector, ring: ring)])
      }
    }
    let names = percentiles.map { "p\(StepValue.number($0).words)" }
    return (
      MeasuredTable(
        name: "radial",
        columns: [
          "position_angle_deg", "radius_rsun", "mean", "median", "std", "sigma_mean", "count",
        ] + names + ["known_part"], rows: rows),
      "radial profile in \(bins.sectors) sectors and \(bins.rings) rings from "
        + "\(FigureWords.fixed(range.lowerBound, 3)) to \(FigureWords.fixed(range.upperBound, 3)) solar radii",
      bins.remarkOnUnknown().map { [$0] } ?? []
    )
  }

  /// Mean, median and scatter along rings, each pixel carried to the ring's middle by the corona's slope.
  func azimuthal(
    _ observation: Observation, _ polar: SolarPolar, _ range: ClosedRange<Double>
  ) throws(ProcessingError) -> Measured {
    let angles = values.integer("angles") ?? 360
    var rows: [[Double]] = []
    var known = false
    var remarks: [String] = []
    let rings = try rings(polar, range)
    for ring in rings {
      let bins = PolarBins(observation, polar, edges: ring.edges, sectors: angles)
      known = known || !bins.pixels.isEmpty
      remarks += bins.remarkOnUnknown().map { [$0] } ?? []
      let level = observation.levelled(polar, edges: ring.edges, middle: ring.middle)
      var errors = SumVariance(level)
      for sector in 0..<angles {
        let cell = CellStatistics(level, bins.cell(sector: sector, ring: 0), errors: &errors)
        rows.append([
          ring.middle, bins.degrees(sector), cell.mean, cell.percentile(50), cell.deviation,
          cell.sigma, Double(cell.count), bins.knownPart(sector: sector, ring: 0),
        ])
      }
    }
    guard known else { throw nothing(observation, polar) }
    return (
      MeasuredTable(
        name: "azimuthal",
        columns: [
          "radius_rsun", "position_angle_deg", "mean", "median", "std", "sigma_mean", "count",
          "known_part",
        ], rows: rows),
      "azimuthal profiles at \(rings.count) distances in \(angles) cells", remarks
    )
  }

  /// Light in annuli, as a part of the Sun's: `Σ B Ω / Ω☉` for B in mean solar brightness.
  ///
  /// Pixels that are unknown or flagged add nothing; which part of the annulus is known is a column of its own.
  func annuli(
    _ observation: Observation, _ polar: SolarPolar, _ range: ClosedRange<Double>
  ) throws(ProcessingError) -> Measured {
    let count = values.integer("bins") ?? 10
    let edges = PolarBins.linear(range, count)
    let bins = PolarBins(observation, polar, edges: edges, sectors: 1)
    guard !bins.pixels.isEmpty else { throw nothing(observation, polar) }
    let solar = 2 * Double.pi * (1 - Double.cos(polar.sky.solarRadius))
    var rows: [[Double]] = []
    var errors = SumVariance(observation)
    for ring in 0..<count {
      var (total, area) = (0.0, 0.0)
      let cell = bins.cell(sector: 0, ring: ring)
      for entry in cell {
        let index = Int(entry)
        let (row, column) = index.quotientAndRemainder(dividingBy: polar.width)
        let share = polar.solidAngle(column, row) / solar
        total += share * observation.light.samples[index]
        area += share
      }
      let variance = errors?.variance(cell) { index in
        let (row, column) = index.quotientAndRemainder(dividingBy: polar.width)
        return polar.solidAngle(column, row) / solar
      }
      let whole =
        2 * Double.pi
        * (Double.cos(edges[ring] * polar.sky.solarRadius)
          - Double.cos(edges[ring + 1] * polar.sky.solarRadius)) / solar
      rows.append([
        edges[ring], edges[ring + 1], cell.isEmpty ? .nan : total,
        cell.isEmpty ? .nan : (variance ?? .nan).squareRoot(), area / whole, Double(cell.count),
      ])
    }
    return (
      MeasuredTable(
        name: "annuli",
        columns: [
          "inner_rsun", "outer_rsun", "total_suns", "sigma_suns", "known_part", "count",
        ], rows: rows),
      "light of \(count) annuli from \(FigureWords.fixed(range.lowerBound, 3)) to "
        + "\(FigureWords.fixed(range.upperBound, 3)) solar radii, known pixels only",
      bins.remarkOnUnknown().map { [$0] } ?? []
    )
  }
}

extension Observation {
  /// The light and error of a narrow ring as they are at its middle, by one power of the distance for the whole ring.
  ///
  /// Cells of a ring hold pixels at different distances; a fall as `r^−3` would make a pattern of them.
  func levelled(_ polar: SolarPolar, edges: [Double], middle: Double) -> Observation {
    guard let low = edges.first, let high = edges.last, low < middle, middle < high else {
      return self
    }
    let halves = PolarBins(self, polar, edges: [low, middle, high], sectors: 1)
    func mean(_ ring: Int) -> (light: Double, radius: Double) {
      let cell = halves.cell(sector: 0, ring: ring)
      var (sum, radius) = (0.0, 0.0)
      for entry in cell {
        let (row, column) = Int(entry).quotientAndRemainder(dividingBy: polar.width)
        sum += light.samples[Int(entry)]
        radius += polar.place(column, row).radius
      }
      return (sum / Double(cell.count), radius / Double(cell.count))
    }
    let (inner, outer) = (mean(0), mean(1))
    guard inner.light > 0, outer.light > 0, outer.radius > inner.radius else { return self }
    let slope =
      -Double.log(outer.light / inner.light) / Double.log(outer.radius / inner.radius)
    var level = self
    var factors = [Double](repeating: 1, count: light.samples.count)
    for entry in halves.pixels {
      let index = Int(entry)
      let (row, column) = index.quotientAndRemainder(dividingBy: polar.width)
      let factor = Double.exp(slope * Double.log(polar.place(column, row).radius / middle))
      level.light.samples[index] *= factor
      level.uncertainty?.samples[index] *= factor
      factors[index] = factor
    }
    level.commonErrors = commonErrors.map {
      $0.multiplied(by: .each(Plane(like: light, samples: factors)))
    }
    return level
  }
}
