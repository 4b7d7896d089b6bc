/// What full wells do with charge that does not fit.
public enum FullWellRule: Sendable, Hashable {
  /// The charge of a CCD spills up and down its column; a share of it is drained, 0 without a drain.
  case bloomsAlongColumns(drained: Double)
  /// A CMOS pixel keeps to itself: what does not fit is lost.
  case clips
}

/// Fills wells no further than they go.
enum Blooming {
  /// Clips every pixel to the full well.
  static func clip(_ charge: inout [Double], _ flags: inout [PixelFlags], fullWell: Double) {
    for index in charge.indices where charge[index] >= fullWell {
      charge[index] = fullWell
      flags[index].insert(.saturated)
    }
  }

  /// Spreads what does not fit along the columns.
  ///
  /// Half of a pixel's excess goes down and half up, each filling the wells it meets one after the
  /// other. No charge is lost but what reaches the end of a column, as into the register there, and what
  /// the drain takes.
  ///
  /// - Returns: the charge that ran off the ends of columns, electrons.
  @discardableResult
  static func bloom(
    _ charge: inout [Double], _ flags: inout [PixelFlags], _ format: FrameFormat,
    fullWell: Double, drained: Double
  ) -> Double {
    var lost = 0.0
    var isFull = [Bool](repeating: false, count: format.width)
    for index in charge.indices where charge[index] >= fullWell {
      isFull[index % format.width] = true
    }
    var excess = [Double](repeating: 0, count: format.height)
    for column in 0..<format.width where isFull[column] {
      for row in 0..<format.height {
        let index = row * format.width + column
        excess[row] = 0
        guard charge[index] >= fullWell else { continue }
        excess[row] = (charge[index] - fullWell) * (1 - drained) / 2
        charge[index] = fullWell
        flags[index].insert(.saturated)
      }
      let pixels = (0..<format.height).lazy.map { $0 * format.width + column }
      lost += spill(&charge, &flags, pixels, excess, fullWell)
      lost += spill(&charge, &flags, pixels.reversed(), excess.reversed(), fullWell)
    }
    return lost
  }

  /// Carries excess charge along pixels in order; returns what is left at the end.
  private static func spill(
    _ charge: inout [Double], _ flags: inout [PixelFlags], _ pixels: some Sequence<Int>,
    _ excess: some Sequence<Double>, _ fullWell: Double
  ) -> Double {
    var carried = 0.0
    for (index, more) in zip(pixels, excess) {
      if carried > 0, charge[index] < fullWell {
        let taken = min(carried, fullWell - charge[index])
        charge[index] += taken
        carried -= taken
        flags[index].insert(.bloomed)
        if charge[index] >= fullWell { flags[index].insert(.saturated) }
      }
      carried += more
    }
    return carried
  }
}
