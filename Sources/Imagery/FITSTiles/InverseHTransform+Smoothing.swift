/// Smoothing of blocks while the H-transform is undone, the parameter SMOOTH of HCOMPRESS.
///
/// White 1992 (see ``HTransformTile``): a difference that was rounded away is set to what the
/// neighbouring sums suggest, never by more than half the scale and never so that a new extremum
/// appears.
extension InverseHTransform {
  mutating func smooth(_ height: Int, _ width: Int) {
    for row in stride(from: 2, to: height - 2, by: 2) {
      for column in stride(from: 0, to: width, by: 2) {
        let place = row * columns + column
        adjustSlope(place + columns, sum: place, step: 2 * columns)
      }
    }
    for row in stride(from: 0, to: height, by: 2) {
      for column in stride(from: 2, to: width - 2, by: 2) {
        let place = row * columns + column
        adjustSlope(place + 1, sum: place, step: 2)
      }
    }
    for row in stride(from: 2, to: height - 2, by: 2) {
      for column in stride(from: 2, to: width - 2, by: 2) {
        adjustCurvature(row * columns + column)
      }
    }
  }

  /// Brings a difference towards the slope between the neighbouring sums, an eighth of theirs.
  private mutating func adjustSlope(_ place: Int, sum: Int, step: Int) {
    guard values.indices.contains(place) else { return }
    let before = values[sum] &- values[sum - step]
    let after = values[sum + step] &- values[sum]
    let most = max(min(after, before), 0) &<< 2
    let least = min(max(after, before), 0) &<< 2
    guard least < most else { return }
    let slope = max(min(before &+ after, most), least)
    values[place] = values[place] &+ limited(slope &- values[place] &<< 3, shift: 3)
  }

  /// The same for the difference across, from the four diagonal neighbours.
  private mutating func adjustCurvature(_ place: Int) {
    let (up, sum) = (2 * columns, values[place])
    let (downLeft, upLeft) = (values[place - up - 2], values[place + up - 2])
    let (downRight, upRight) = (values[place - up + 2], values[place + up + 2])
    let hx = values[place + columns] &<< 1
    let hy = values[place + 1] &<< 1
    let most =
      min(
        min(max(upRight &- sum, 0) &- hx &- hy, max(sum &- upLeft, 0) &+ hx &- hy),
        min(max(sum &- downRight, 0) &- hx &+ hy, max(downLeft &- sum, 0) &+ hx &+ hy)) &<< 4
    let least =
      max(
        max(min(upRight &- sum, 0) &- hx &- hy, min(sum &- upLeft, 0) &+ hx &- hy),
        max(min(sum &- downRight, 0) &- hx &+ hy, min(downLeft &- sum, 0) &+ hx &+ hy)) &<< 4
    guard least < most else { return }
    let curvature = upRight &+ downLeft &- downRight &- upLeft
    let across = place + columns + 1
    let change = max(min(curvature, most), least) &- values[across] &<< 6
    values[across] = values[across] &+ limited(change, shift: 6)
  }

  /// A change divided by a power of two toward zero, no larger than smoothing may be.
  private func limited(_ change: Int, shift: Int) -> Int {
    let part = change >= 0 ? change >> shift : (change &+ (1 << shift - 1)) >> shift
    return max(min(part, smoothing), -smoothing)
  }
}
