internal import VectorMath

/// Two values for each of eight lanes, looked up lane by lane.
///
/// Written out: a loop would take its lanes through memory. Inlined with the look-up, so that eight of
/// them are under way at once.
@inline(__always)
func lanePairs(
  _ cells: SIMD8<Int64>, _ places: Double8, _ look: (Int64, Double) -> SIMD2<Double>
) -> (first: Double8, second: Double8) {
  let v0 = look(cells[0], places[0])
  let v1 = look(cells[1], places[1])
  let v2 = look(cells[2], places[2])
  let v3 = look(cells[3], places[3])
  let v4 = look(cells[4], places[4])
  let v5 = look(cells[5], places[5])
  let v6 = look(cells[6], places[6])
  let v7 = look(cells[7], places[7])
  return (
    Double8(v0.x, v1.x, v2.x, v3.x, v4.x, v5.x, v6.x, v7.x),
    Double8(v0.y, v1.y, v2.y, v3.y, v4.y, v5.y, v6.y, v7.y)
  )
}
