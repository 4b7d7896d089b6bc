import Astronomy
import Foundation
import TestSupport

/// Besselian elements as published, and the contacts they give: the classical way to compute an
/// eclipse, which shares no line with the engine under test.
///
/// Source: Explanatory Supplement (2013), ch. 11; elements from Espenak & Meeus, Five Millennium Canon
/// of Solar Eclipses ("Eclipse Predictions by Fred Espenak, NASA's GSFC").
struct BesselianElements {
  /// Names of the polynomials, in the order of `values(at:)`.
  static let names = ["x", "y", "d_deg", "l1", "l2", "mu_deg"]

  let date: String
  let epoch: Instant
  let deltaT: Double
  let tangents: (Double, Double)
  private let polynomials: [[Double]]

  /// All elements in the reference folder.
  static func published() throws -> [BesselianElements] {
    let json = try JSONValue.parse(
      ReferenceData.text("published/geometry/eclipses/besselian_elements.json"))
    return try (json.keys ?? []).compactMap { date in
      try json[date].flatMap { try BesselianElements(date: date, $0) }
    }
  }

  private init?(date: String, _ json: JSONValue) throws {
    guard let hours = json["t0_tdt_h"]?.number, let deltaT = json["deltaT_s"]?.number,
      let f1 = json["tan_f1"]?.number, let f2 = json["tan_f2"]?.number
    else { return nil }
    let day = "\(date.prefix(4))-\(date.dropFirst(4).prefix(2))-\(date.suffix(2))"
    self.date = day
    epoch = try Instant.parse("\(day)T00:00:00 TT").instant.advanced(bySeconds: hours * 3600)
    self.deltaT = deltaT
    tangents = (f1, f2)
    polynomials = Self.names.map { name in json[name]?.array?.compactMap(\.number) ?? [] }
  }

  /// x, y, d, l1, l2 and μ some hours after the epoch, in Earth radii and degrees.
  func values(at hours: Double) -> [Double] {
    polynomials.map { $0.reversed().reduce(0) { $0 * hours + $1 } }
  }

  /// Seconds after the epoch of the contacts and the maximum at a place, and the magnitude there.
  struct Contacts {
    var times: [String: Double]
    var magnitude: Double
  }

  /// The contacts at a place at the height of the ellipsoid, degrees.
  func contacts(latitude: Double, longitude: Double) -> Contacts {
    func distance(_ hours: Double) -> (axis: Double, l1: Double, l2: Double) {
      shadow(at: hours, latitude: latitude * Angles.degree, longitude: longitude * Angles.degree)
    }
    let grid = stride(from: -4.0, through: 4, by: 0.01)
    let near = grid.min { distance($0).axis < distance($1).axis } ?? .nan
    var (low, high) = (near - 0.02, near + 0.02)
    while high - low > 1e-7 {
      let (a, b) = (low + (high - low) * 0.382, low + (high - low) * 0.618)
      if distance(a).axis < distance(b).axis { high = b } else { low = a }
    }
    let maximum = (low + high) / 2
    let deepest = distance(maximum)
    func crossing(_ far: Double, _ depth: (Double) -> Double) -> Double {
      var (outside, inside) = (far, maximum)
      while (outside - inside).magnitude > 1e-8 {
        let middle = (outside + inside) / 2
        if depth(middle) > 0 { outside = middle } else { inside = middle }
      }
      return inside * 3600
    }
    var times = ["max": maximum * 3600]
    let penumbra = { (hours: Double) in distance(hours).axis - distance(hours).l1 }
    let umbra = { (hours: Double) in distance(hours).axis - distance(hours).l2.magnitude }
    times["c1"] = crossing(maximum - 2.5, penumbra)
    times["c4"] = crossing(maximum + 2.5, penumbra)
    if umbra(maximum) < 0 {
      times["c2"] = crossing(maximum - 0.2, umbra)
      times["c3"] = crossing(maximum + 0.2, umbra)
    }
    // The printed l2 is for the smaller k; magnitudes are told here for the larger one throughout.
    let l2 = deepest.l2 - (0.272_488 - 0.272_281)
    return Contacts(times: times, magnitude: (deepest.l1 - deepest.axis) / (deepest.l1 + l2))
  }

  /// The place on the shadow's axis, degrees; nil when the axis misses the Earth.
  ///
  /// On a sphere, which is near enough to choose a place by.
  func centralPlace(at hours: Double) -> (latitude: Double, longitude: Double)? {
    let v = values(at: hours)
    let rest = 1 - v[0] * v[0] - v[1] * v[1]
    guard rest > 0.05 else { return nil }
    let (d, zeta) = (v[2] * Angles.degree, rest.squareRoot())
    let latitude = asin(v[1] * cos(d) + zeta * sin(d)) / Angles.degree
    let hourAngle = atan2(v[0], zeta * cos(d) - v[1] * sin(d)) / Angles.degree
    let longitude = hourAngle - v[5] + 360 * deltaT * 1.002_737_9 / 86_400
    return (latitude, longitude - 360 * (longitude / 360).rounded())
  }

  private func shadow(
    at hours: Double, latitude: Double, longitude: Double
  ) -> (axis: Double, l1: Double, l2: Double) {
    let v = values(at: hours)
    // Geocentric coordinates in equatorial radii, flattening of WGS 84.
    let axisRatio = 1 - 1 / 298.257_223_563
    let reduced = atan(axisRatio * tan(latitude))
    let (polar, equatorial) = (axisRatio * sin(reduced), cos(reduced))
    let d = v[2] * Angles.degree
    let hourAngle = v[5] * Angles.degree + longitude - deltaT * EarthRotation.rate
    let xi = equatorial * sin(hourAngle)
    let eta = polar * cos(d) - equatorial * cos(hourAngle) * sin(d)
    let zeta = polar * sin(d) + equatorial * cos(hourAngle) * cos(d)
    return (
      hypot(v[0] - xi, v[1] - eta), v[3] - zeta * tangents.0, v[4] - zeta * tangents.1
    )
  }
}
