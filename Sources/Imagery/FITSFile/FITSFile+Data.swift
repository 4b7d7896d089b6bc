extension FITSFile {
  /// Whether the data of a unit are, byte for byte, those of a unit of another file.
  ///
  /// - Throws: `file` or `fits` when one of them cannot be read to its end.
  public func hasSameData(
    _ unit: FITSUnitSummary, as other: FITSFile, _ otherUnit: FITSUnitSummary
  ) throws(ImageryError) -> Bool {
    let count = unit.storage.dataByteCount
    guard otherUnit.storage.dataByteCount == count else { return false }
    var place = 0
    while place < count {
      let wanted = min(1 << 20, count - place)
      let mine = unit.storage.dataOffset + place
      let theirs = otherUnit.storage.dataOffset + place
      let bytes = try source.bytes(mine..<mine + wanted)
      guard bytes.count == wanted, try other.source.bytes(theirs..<theirs + wanted) == bytes else {
        return false
      }
      place += wanted
    }
    return true
  }
}
