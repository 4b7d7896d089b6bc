internal import VectorMath

/// What the fits of f and g need of a number: one double, or eight side by side.
///
/// A generic is not specialised in another file without whole-module optimisation: everything that uses
/// this protocol lives in this file, and the functions others call are concrete.
private protocol FresnelLane {
  init(filledWith value: Double)
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static func multiplyAdd(_ a: Self, _ b: Self, _ c: Double) -> Self
}

extension Double: FresnelLane {
  @inline(__always) fileprivate init(filledWith value: Double) { self = value }
  @inline(__always)
  fileprivate static func multiplyAdd(_ a: Double, _ b: Double, _ c: Double) -> Double { a * b + c }
}

extension SIMD8: FresnelLane where Scalar == Double {
  @inline(__always) fileprivate init(filledWith value: Double) { self.init(repeating: value) }
}

/// Rational fits of the auxiliary Fresnel functions, computed for this project with mpmath.
///
/// Both functions share a denominator. Weighted least squares on 160 Chebyshev nodes at sixty figures,
/// from `½[(f + g) + i(f − g)] = ½ exp(ζ²) erfc(ζ)`, `ζ = w √(π/2) e^(−iπ/4)` (Abramowitz & Stegun 1964,
/// 7.3.22). Largest relative error of the fits: 9e-16 of f and g below 2, 1e-16 above; in doubles
/// 1.4e-15 over twenty thousand points of 0...2e8.
enum FresnelFit {
  /// Where the fit in `w` gives way to the fit in `1/w⁴`.
  static let seam = 2.0

  /// f and g for 0 ≤ w ≤ 2: a rational function of `w`, positive coefficients but the smallest: nothing cancels.
  @inline(__always)
  private static func near<Lane: FresnelLane>(_ w: Lane) -> (f: Lane, g: Lane) {
    var f = Lane.multiplyAdd(Lane(filledWith: -2.3760454960015325e-08), w, 0.00026603035825268777)
    f = .multiplyAdd(f, w, 0.0026296412596228075)
    f = .multiplyAdd(f, w, 0.014852060429386952)
    f = .multiplyAdd(f, w, 0.060902002204239865)
    f = .multiplyAdd(f, w, 0.1874622740858067)
    f = .multiplyAdd(f, w, 0.4662532811640483)
    f = .multiplyAdd(f, w, 0.9305243555588304)
    f = .multiplyAdd(f, w, 1.401597853497115)
    f = .multiplyAdd(f, w, 1.766368106087902)
    f = .multiplyAdd(f, w, 1.559931671779963)
    f = .multiplyAdd(f, w, 0.5)
    var g = Lane.multiplyAdd(Lane(filledWith: 3.7656953169334154e-08), w, -9.767164237018533e-07)
    g = .multiplyAdd(g, w, 9.78029022289323e-06)
    g = .multiplyAdd(g, w, 4.2323315098565236e-05)
    g = .multiplyAdd(g, w, 0.0008233401433033274)
    g = .multiplyAdd(g, w, 0.005799673148804862)
    g = .multiplyAdd(g, w, 0.014022903136770452)
    g = .multiplyAdd(g, w, 0.07055077649312723)
    g = .multiplyAdd(g, w, 0.15153764396501002)
    g = .multiplyAdd(g, w, 0.2173010893054893)
    g = .multiplyAdd(g, w, 0.5599316717802191)
    g = .multiplyAdd(g, w, 0.5)
    var q = Lane.multiplyAdd(Lane(filledWith: 0.0008353802420482925), w, 0.008248881468829291)
    q = .multiplyAdd(q, w, 0.04684833351130172)
    q = .multiplyAdd(q, w, 0.19013731364023684)
    q = .multiplyAdd(q, w, 0.5927652906973239)
    q = .multiplyAdd(q, w, 1.4664870706542978)
    q = .multiplyAdd(q, w, 2.9040058178095474)
    q = .multiplyAdd(q, w, 4.577132914631976)
    q = .multiplyAdd(q, w, 5.609470485130791)
    q = .multiplyAdd(q, w, 5.103532538958058)
    q = .multiplyAdd(q, w, 3.119863343560103)
    q = .multiplyAdd(q, w, 1.0)
    let inverse = Lane(filledWith: 1) / q
    return (f * inverse, g * inverse)
  }

  /// f and g for w ≥ 2: the leading terms `1/πw` and `1/π²w³` times rational functions of `1/w⁴`.
  @inline(__always)
  private static func far<Lane: FresnelLane>(_ w: Lane) -> (f: Lane, g: Lane) {
    let r = Lane(filledWith: 1) / w
    let rr = r * r
    let y = rr * rr
    var f = Lane.multiplyAdd(Lane(filledWith: 326714892.58667654), y, 3254837069.404454)
    f = .multiplyAdd(f, y, 4439682889.180128)
    f = .multiplyAdd(f, y, 1823958243.3306768)
    f = .multiplyAdd(f, y, 299698266.1929011)
    f = .multiplyAdd(f, y, 22473393.100245874)
    f = .multiplyAdd(f, y, 814838.2610827684)
    f = .multiplyAdd(f, y, 14319.11540304541)
    f = .multiplyAdd(f, y, 113.79602166694325)
    f = .multiplyAdd(f, y, 0.3183098861837907)
    var g = Lane.multiplyAdd(Lane(filledWith: 15909686.298827445), y, 565366913.3990468)
    g = .multiplyAdd(g, y, 1063896775.0639031)
    g = .multiplyAdd(g, y, 502095781.4290652)
    g = .multiplyAdd(g, y, 88373746.51854892)
    g = .multiplyAdd(g, y, 6871544.854186327)
    g = .multiplyAdd(g, y, 254115.52765619915)
    g = .multiplyAdd(g, y, 4514.711128285298)
    g = .multiplyAdd(g, y, 36.099206917916966)
    g = .multiplyAdd(g, y, 0.10132118364233776)
    var q = Lane.multiplyAdd(Lane(filledWith: 1791737001.7770846), y, 12375293007.880363)
    q = .multiplyAdd(q, y, 15163105485.868565)
    q = .multiplyAdd(q, y, 5965650430.661535)
    q = .multiplyAdd(q, y, 960858834.8599946)
    q = .multiplyAdd(q, y, 71339460.85143363)
    q = .multiplyAdd(q, y, 2573221.4988793307)
    q = .multiplyAdd(q, y, 45092.50941793015)
    q = .multiplyAdd(q, y, 357.804709227541)
    q = .multiplyAdd(q, y, 1.0)
    let inverse = r / q
    return (f * inverse, g * inverse * rr)
  }

  /// f and g of one number that is not negative.
  static func values(_ w: Double) -> (f: Double, g: Double) {
    w < seam ? near(w) : far(w)
  }

  /// f and g of eight numbers that are not negative, each lane as if it were alone.
  static func values(_ w: SIMD8<Double>) -> (f: SIMD8<Double>, g: SIMD8<Double>) {
    let isNear = w .< seam
    guard any(isNear) else { return far(w) }
    var small = near(w.replacing(with: seam, where: .!isNear))
    guard any(.!isNear) else { return small }
    let large = far(w.replacing(with: seam, where: isNear))
    small.f.replace(with: large.f, where: .!isNear)
    small.g.replace(with: large.g, where: .!isNear)
    return small
  }
}
