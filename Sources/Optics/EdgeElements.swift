internal import VectorMath

/// The pieces of an edge laid out eight abreast, for sums over many pieces.
///
/// Built once for an outline and read for every place of the pupil.
public struct EdgeElements: Sendable {
  /// Eight pieces; lanes behind the last piece repeat it with length 0.
  struct Pack: Sendable {
    var x: Double8
    var y: Double8
    var inwardX: Double8
    var inwardY: Double8
    var length: Double8
    var inverseDistance: Double8
  }

  /// How many pieces there are.
  public let count: Int

  let packs: [Pack]

  /// The pieces in the order given.
  public init(_ elements: [DiffractingOutline.Element]) {
    count = elements.count
    packs = stride(from: 0, to: elements.count, by: 8).map { start in
      func lanes(_ value: (DiffractingOutline.Element) -> Double) -> Double8 {
        var pack = Double8.zero
        for lane in 0..<8 { pack[lane] = value(elements[min(start + lane, elements.count - 1)]) }
        return pack
      }
      var length = lanes(\.length)
      for lane in 0..<8 where start + lane >= elements.count { length[lane] = 0 }
      return Pack(
        x: lanes(\.x), y: lanes(\.y), inwardX: lanes(\.inwardX), inwardY: lanes(\.inwardY),
        length: length, inverseDistance: lanes { 1 / $0.distance })
    }
  }
}
