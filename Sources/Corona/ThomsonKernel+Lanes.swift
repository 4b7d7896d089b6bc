internal import VectorMath

/// The kernel for eight electrons at once: the hot half of every sightline.
extension ThomsonKernel {
  /// `T` and `P` at eight distances, each lane independent of its neighbours.
  ///
  /// - Parameters:
  ///   - height: distances from the photosphere, solar radii; below zero counts as zero.
  ///   - inverseRadius: reciprocals of the distances from the Sun's centre.
  @inline(__always)
  func coefficients(
    atHeight height: Double8, inverseRadius: Double8
  ) -> (t: Double8, p: Double8) {
    let y = inverseRadius * inverseRadius
    let isFar = y .< Self.seriesLimit
    if all(isFar) { return series(y) }
    var (t, p) = closedForm(height: height, inverseRadius: inverseRadius)
    if any(isFar) {
      let far = series(y)
      t.replace(with: far.t, where: isFar)
      p.replace(with: far.p, where: isFar)
    }
    return (t, p)
  }

  @inline(__always)
  private func series(_ y: Double8) -> (t: Double8, p: Double8) {
    let z = y * (2 / Self.seriesLimit) - 1
    var t = Double8(repeating: seriesOfT[0])
    var p = Double8(repeating: seriesOfP[0])
    for index in 1..<seriesOfT.count {
      t = .multiplyAdd(t, z, seriesOfT[index])
      p = .multiplyAdd(p, z, seriesOfP[index])
    }
    return (t * y, p * y)
  }

  @inline(never)
  private func closedForm(
    height: Double8, inverseRadius: Double8
  ) -> (t: Double8, p: Double8) {
    let one = Double8(repeating: 1)
    let isInside = height .< 0
    let h = height.replacing(with: 0, where: isInside)
    let x = inverseRadius.replacing(with: one, where: isInside)
    let y = x * x
    let excess = h * (2 + h)
    let cosineSquared = excess * y
    let cosine = Double8.sqrt(cosineSquared)
    // The floor keeps the logarithm finite on the photosphere, where its factor c² is zero.
    let floored = cosineSquared.replacing(with: 1e-200, where: cosineSquared .< 1e-200)
    let logarithm = 0.5 * (one + h) * Double8.log((one + x) * (one + x) / floored)
    // `current` is m_k, `other` is m_{k+1}: the even and odd chains of the recurrence, interleaved.
    var current = y / (one + cosine)
    var other = 0.5 * (one - cosineSquared * logarithm)
    var t = Double8.zero
    var p = Double8.zero
    for k in 0..<lawCoefficients.count {
      let coefficient = lawCoefficients[k]
      let next = 1 / Double(k + 3)
      t += coefficient * (y * next + current * (one + cosineSquared * next))
      if k == 0 {
        p += coefficient * (cosine * y)
      } else {
        p += coefficient * (3 * next * y - current * (one - 3 * next * cosineSquared))
      }
      let following = (one - Double(k + 2) * excess * current) * next
      (current, other) = (other, following)
    }
    return (t, p)
  }
}
