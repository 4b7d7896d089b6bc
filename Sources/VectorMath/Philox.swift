/// The counter-based generator Philox4x32-10: random bits as a pure function of counter and key.
///
/// Ten rounds of multiplication and exclusive or turn a 128-bit counter under a 64-bit key into 128
/// random bits. There is no state, so numbers may be asked for in any order on any thread. Source:
/// Salmon, Moraes, Dror & Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC11 (2011), §3.3;
/// it passes the whole of TestU01's BigCrush.
public enum Philox {
  /// The multipliers of the round (table 2 of the paper).
  private static let multipliers = SIMD2<UInt32>(0xD251_1F53, 0xCD9E_8D57)
  /// What the key grows by from round to round: the golden ratio and √3 − 1.
  private static let keySteps = SIMD2<UInt32>(0x9E37_79B9, 0xBB67_AE85)

  /// Four random words.
  ///
  /// - Parameters:
  ///   - counter: any 128 bits, least significant word first.
  ///   - initial: any 64 bits, least significant word first.
  public static func words(counter: SIMD4<UInt32>, key initial: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var word = counter
    var key = initial
    for round in 0..<10 {
      if round > 0 { key &+= keySteps }
      let first = multipliers.x.multipliedFullWidth(by: word.x)
      let second = multipliers.y.multipliedFullWidth(by: word.z)
      word = SIMD4(
        second.high ^ word.y ^ key.x, second.low, first.high ^ word.w ^ key.y, first.low)
    }
    return word
  }
}
