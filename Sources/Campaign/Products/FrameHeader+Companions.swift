internal import Geometry
internal import Imagery

extension FrameHeader {
  /// Tells of the bodies that stand before the Sun beside the occulter.
  ///
  /// The Earth is not among them: pictures leave it out.
  func appendCompanions(to header: inout FITSHeader) throws {
    let companions = scene.companions
    try header.append("NCOMPAN", companions.count, "further bodies drawn before the Sun")
    for (index, companion) in companions.enumerated() {
      try header.append(
        "COMPAN\(index + 1)", String(FITSText.transliterated(companion.name).prefix(60)),
        "a further body")
    }
    try header.append(
      "OCC_ALL", scene.union.solidAngleObscuration, "covered fraction by all bodies drawn")
  }
}
