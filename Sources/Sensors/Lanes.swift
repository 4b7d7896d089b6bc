internal import VectorMath

/// Arithmetic on whole arrays, eight numbers at a time.
enum Lanes {
  /// Replaces each number by a function of it; `body` must treat lanes alike.
  @inline(__always)
  static func replace(_ values: inout [Double], _ body: (Double8) -> Double8) {
    let whole = values.count / 8 * 8
    values.withUnsafeMutableBytes { bytes in
      for place in stride(from: 0, to: whole * 8, by: 64) {
        let lanes = bytes.loadUnaligned(fromByteOffset: place, as: Double8.self)
        bytes.storeBytes(of: body(lanes), toByteOffset: place, as: Double8.self)
      }
    }
    guard whole < values.count else { return }
    var rest = Double8(repeating: values[whole])
    for index in whole..<values.count { rest[index - whole] = values[index] }
    rest = body(rest)
    for index in whole..<values.count { values[index] = rest[index - whole] }
  }

  /// Replaces each number by a function of it and of its partner; both arrays are as long.
  @inline(__always)
  static func replace(
    _ values: inout [Double], with partners: [Double], _ body: (Double8, Double8) -> Double8
  ) {
    let count = min(values.count, partners.count)
    let whole = count / 8 * 8
    partners.withUnsafeBytes { others in
      values.withUnsafeMutableBytes { bytes in
        for place in stride(from: 0, to: whole * 8, by: 64) {
          let lanes = body(
            bytes.loadUnaligned(fromByteOffset: place, as: Double8.self),
            others.loadUnaligned(fromByteOffset: place, as: Double8.self))
          bytes.storeBytes(of: lanes, toByteOffset: place, as: Double8.self)
        }
      }
    }
    guard whole < count else { return }
    var rest = (Double8(repeating: values[whole]), Double8(repeating: partners[whole]))
    for index in whole..<count {
      rest.0[index - whole] = values[index]
      rest.1[index - whole] = partners[index]
    }
    rest.0 = body(rest.0, rest.1)
    for index in whole..<count { values[index] = rest.0[index - whole] }
  }
}
