/// The unit that the end of a key names, such as metres in `radius_m`.
public struct KeyUnit: Sendable, Hashable {
  /// The ending without its underscore.
  public let suffix: String
  /// The symbol, for ranges.
  public let symbol: String
  /// The name in the plural, for advice.
  public let name: String

  /// The unit of a key and the key without it; nothing when the key names no unit.
  public static func split(_ key: String) -> (stem: String, unit: KeyUnit)? {
    for unit in known where key.hasSuffix("_" + unit.suffix) {
      return (String(key.dropLast(unit.suffix.count + 1)), unit)
    }
    return nil
  }

  /// The unit of a key; nothing when it names none.
  public static func of(_ key: String) -> KeyUnit? { split(key)?.unit }

  private init(_ suffix: String, _ symbol: String, _ name: String) {
    self.suffix = suffix
    self.symbol = symbol
    self.name = name
  }

  /// Every unit a key may name, the longer endings first: `v_km_s` is not in seconds.
  public static let known: [KeyUnit] = [
    KeyUnit("arcsec_per_px", "arcsec/px", "arcseconds per pixel"),
    KeyUnit("km3_s2", "km³/s²", "cubic kilometres per second squared"),
    KeyUnit("arcsec_s", "arcsec/s", "arcseconds per second"),
    KeyUnit("per_cm3", "cm⁻³", "particles per cubic centimetre"),
    KeyUnit("rad_s", "rad/s", "radians per second"),
    KeyUnit("deg_s", "deg/s", "degrees per second"),
    KeyUnit("kg_m3", "kg/m³", "kilograms per cubic metre"),
    KeyUnit("m2_kg", "m²/kg", "square metres per kilogram"),
    KeyUnit("per_m2", "m⁻²", "particles per square metre"),
    KeyUnit("km_s", "km/s", "kilometres per second"),
    KeyUnit("m_s2", "m/s²", "metres per second squared"),
    KeyUnit("cm_s", "cm/s", "centimetres per second"),
    KeyUnit("m_s", "m/s", "metres per second"),
    KeyUnit("e_px", "e⁻/px", "electrons per pixel"),
    KeyUnit("e_s", "e⁻/s", "electrons per second"),
    KeyUnit("e_dn", "e⁻/DN", "electrons per count"),
    KeyUnit("percent", "%", "percent"),
    KeyUnit("celsius", "°C", "degrees Celsius"),
    KeyUnit("arcsec", "arcsec", "arcseconds"),
    KeyUnit("arcmin", "arcmin", "arcminutes"),
    KeyUnit("kelvin", "K", "kelvins"),
    KeyUnit("rsun", "solar radii", "solar radii"),
    KeyUnit("days", "d", "days"),
    KeyUnit("mrad", "mrad", "milliradians"),
    KeyUnit("deg", "deg", "degrees"),
    KeyUnit("rad", "rad", "radians"),
    KeyUnit("mas", "mas", "milliarcseconds"),
    KeyUnit("min", "min", "minutes"),
    KeyUnit("msb", "MSB", "mean solar brightnesses"),
    KeyUnit("cm2", "cm²", "square centimetres"),
    KeyUnit("mm2", "mm²", "square millimetres"),
    KeyUnit("km", "km", "kilometres"),
    KeyUnit("cm", "cm", "centimetres"),
    KeyUnit("mm", "mm", "millimetres"),
    KeyUnit("um", "µm", "micrometres"),
    KeyUnit("nm", "nm", "nanometres"),
    KeyUnit("au", "au", "astronomical units"),
    KeyUnit("ms", "ms", "milliseconds"),
    KeyUnit("us", "µs", "microseconds"),
    KeyUnit("ns", "ns", "nanoseconds"),
    KeyUnit("hz", "Hz", "hertz"),
    KeyUnit("kg", "kg", "kilograms"),
    KeyUnit("px", "px", "pixels"),
    KeyUnit("sr", "sr", "steradians"),
    KeyUnit("dn", "DN", "counts"),
    KeyUnit("m2", "m²", "square metres"),
    KeyUnit("m", "m", "metres"),
    KeyUnit("s", "s", "seconds"),
    KeyUnit("h", "h", "hours"),
    KeyUnit("e", "e⁻", "electrons"),
  ]
}
