public import Astronomy
internal import RealModule
public import Trajectories

extension EarthLimbCondition {
  public func slopeSpread(
    over interval: ClosedRange<Instant>, margin: Double, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double {
    let height =
      switch requirement {
      case .sunlit: margin + apparentSunRadius(in: middle)
      case .outsideUmbra: margin - apparentSunRadius(in: middle)
      case .sunAboveLimb(let angle): margin + angle
      }
    return slopeSpread(
      over: interval, height: height, around: middle, observer: observer, sunRate: sunRate)
  }

  /// How far apart the slopes of the Sun's height can be at two moments of an interval, rad/s.
  func slopeSpread(
    over interval: ClosedRange<Instant>, height: Double, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double {
    guard observer.isContinuous else { return .infinity }
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let reach =
      half
      * maximumRate(over: interval, around: middle, observer: observer, sunRate: sunRate)
    let distance = middle.observer.position.length
    let lowest = atmosphere?.lowestVisible(from: distance, radius: earth.equatorialRadius) ?? 0
    let curvature = earth.limbCurvature(
      from: (height + lowest) - reach, to: (height + lowest) + reach,
      minimumRadius: observer.minimumRadius,
      maximumRadius: distance + observer.maximumSpeed * half,
      speed: observer.maximumSpeed, acceleration: observer.maximumAcceleration, sunRate: sunRate)
    var spread = 2 * half * curvature.angle + 2 * curvature.sunShare * sunRate
    // Without clouds what the air bends is the same from everywhere.
    if let atmosphere, atmosphere.opaqueBelow > 0 {
      for level in [0, atmosphere.opaqueBelow] {
        spread += 2 * half * dipCurvature(earth.equatorialRadius + level, observer)
      }
    }
    // The Sun's size changes by less than a tenth of its direction's turning.
    return spread + 0.2 * sunRate
  }

  /// A bound of the second derivative of `acos(R/r)`, rad/s²: `f″ ṙ² + f′ r̈`.
  private func dipCurvature(_ radius: Double, _ observer: MotionBounds) -> Double {
    let r = observer.minimumRadius
    let squared = (r - radius) * (r + radius)
    guard squared > 0 else { return .infinity }
    let root = squared.squareRoot()
    let (v, a) = (observer.maximumSpeed, observer.maximumAcceleration)
    return radius / (r * root) * (a + v * v / r)
      + radius * (2 * r * r - radius * radius) / (r * r * squared * root) * v * v
  }
}

extension Spheroid {
  /// Bounds of how the slope of the Sun's height above the limb can change.
  struct LimbCurvature {
    /// The second derivative of the height by the observer's motion, rad/s².
    var angle: Double
    /// How much of the Sun's own turning can go into the height.
    var sunShare: Double
  }

  /// A bound of the second derivative of the angle from the Sun to the nearest point of the limb.
  ///
  /// Let n be the body's normal where the nearest ray touches it, p the ray's direction, ℓ its length,
  /// s the Sun and m the angle, so that `s = p cos m + n sin m`. As the sine of m is the greatest
  /// `n·s` of all planes through the observer that leave the body on one side,
  /// `ṁ = n·v/ℓ + n·ṡ/cos m`. The point of touch moves by the body's radii of curvature ρ times
  /// `ṅ = α p + β (p × n)`. That the plane keeps touching gives `α = n·v/ℓ`; that s stays in the
  /// plane of n and p gives `β (ρ cos m/ℓ + sin m) = (ṡ + cos m (v − αρ′)/ℓ)·(p × n)`, with ρ′ the
  /// off-diagonal of the curvature, at most half the difference of its two radii. Differentiating the
  /// first term of ṁ: `(α + β) v/ℓ + a/ℓ + v ℓ̇/ℓ²` at most, with `|ℓ̇| ≤ v + αρ + βρ′`. The rays are
  /// no shorter than `√(r² − a² + δ²) − δ`, with `δ = (a² − b²)/2b` the most that a normal can miss the
  /// centre by. Checked against differences of `angleToLimb` in the tests.
  ///
  /// - Parameters:
  ///   - lowest: least height of the Sun in the interval, radians.
  ///   - highest: its greatest height.
  ///   - minimumRadius: the observer's least distance from the body's centre, m.
  ///   - maximumRadius: its greatest distance.
  ///   - speed: the observer's greatest speed, m/s.
  ///   - acceleration: its greatest acceleration, m/s².
  ///   - sunRate: a bound of the turning of the Sun's direction, rad/s.
  /// - Returns: infinite bounds where the Sun may be far from the limb, or near the body's middle.
  func limbCurvature(
    from lowest: Double, to highest: Double, minimumRadius: Double, maximumRadius: Double,
    speed: Double, acceleration: Double, sunRate: Double
  ) -> LimbCurvature {
    let unknown = LimbCurvature(angle: .infinity, sunShare: 1)
    let (a, b) = (equatorialRadius, polarRadius)
    let squared = (minimumRadius - a) * (minimumRadius + a)
    guard lowest > -1.2, highest < 1.2, squared > 0, maximumRadius.isFinite else { return unknown }
    let miss = (a - b) * (a + b) / (2 * b)
    let shortest = (squared + miss * miss).squareRoot() - miss
    let longest =
      ((maximumRadius - b) * (maximumRadius + b) + miss * miss).squareRoot() + miss
    let (leastRadius, greatestRadius) = (b * b / a, a * a / b)
    let skew = (greatestRadius - leastRadius) / 2
    let cosine = min(Double.cos(lowest), Double.cos(highest))
    let stiffness = cosine * leastRadius / longest + min(0, Double.sin(lowest))
    guard stiffness > 0, shortest > 0 else { return unknown }
    let alpha = speed / shortest
    let beta = (sunRate + (speed + alpha * skew) / shortest) / stiffness
    let stretching = speed + alpha * greatestRadius + beta * skew
    return LimbCurvature(
      angle: (alpha + beta) * (speed / shortest) + acceleration / shortest
        + speed * stretching / (shortest * shortest),
      sunShare: 1 / cosine)
  }
}
