internal import Astronomy
internal import Corona
internal import Foundation
internal import Imagery

/// The cards of a density cube's header, with messages that name file and card.
struct CubeCards {
  private let header: FITSHeader
  private let file: String

  init(_ header: FITSHeader, file: String) {
    self.header = header
    self.file = file
  }

  func failure(_ card: String, _ found: String, _ remedy: String) -> CampaignError {
    CampaignError(
      .badRequest, "the density cube '\(file)' has \(found) in card \(card): \(remedy)")
  }

  /// A text that must be there.
  func text(_ card: String, _ remedy: String) throws -> String {
    guard let text = header.string(card), !text.isEmpty else {
      throw failure(card, header[card] == nil ? "nothing" : "no text", remedy)
    }
    return text
  }

  /// A text that may be missing.
  func optionalText(_ card: String) -> String? { header.string(card) }

  /// A number that must be there.
  func number(_ card: String, _ remedy: String) throws -> Double {
    guard let number = header.double(card), number.isFinite else {
      throw failure(card, header[card] == nil ? "nothing" : "no number", remedy)
    }
    return number
  }

  /// What an axis holds.
  func quantity(_ axis: Int) throws -> CubeHeader.Quantity {
    let words = CubeHeader.Quantity.allCases.map(\.rawValue).joined(separator: ", ")
    let remedy = "write one of \(words)"
    let word = try text("CTYPE\(axis)", remedy).uppercased()
    guard let quantity = CubeHeader.Quantity(rawValue: word) else {
      throw failure("CTYPE\(axis)", "'\(word)'", remedy)
    }
    return quantity
  }

  /// Refuses cards that turn or mix the axes.
  func checkUnmixed() throws {
    for row in 1...3 {
      for column in 1...3 {
        if let card = header.double("PC\(row)_\(column)"), card != (row == column ? 1 : 0) {
          throw failure("PC\(row)_\(column)", "\(card)", "the axes must not be mixed; resample")
        }
        guard header["CD\(row)_\(column)"] == nil else {
          throw failure(
            "CD\(row)_\(column)", "a value", "describe the axes with CDELT, one card for each")
        }
      }
      if let turn = header.double("CROTA\(row)"), turn != 0 {
        throw failure("CROTA\(row)", "\(turn)", "the axes must not be turned; resample")
      }
    }
  }
}

/// One axis of a density cube as its cards tell it.
struct CubeAxisCards {
  let cards: CubeCards
  let number: Int
  let count: Int
  let quantity: CubeHeader.Quantity

  /// The axis in solar radii or radians, colatitude for latitude.
  func axis(reading path: String) throws -> CubeAxis {
    let factor = try self.factor(
      cards.text("CUNIT\(number)", "give \(unitWords)"), "CUNIT\(number)")
    do {
      if let name = cards.optionalText("PS\(number)_0") {
        return try table(name, factor, path)
      }
      return try steps(factor)
    } catch let error as CoronaError {
      throw cards.failure("CTYPE\(number)", "'\(quantity.rawValue)'", error.description)
    }
  }

  private func steps(_ factor: Double) throws -> CubeAxis {
    let remedy =
      "an axis of equal steps needs CRPIX, CRVAL and CDELT, one of uneven steps PS\(number)_0"
    let pixel = try cards.number("CRPIX\(number)", remedy)
    let value = try cards.number("CRVAL\(number)", remedy)
    let step = try cards.number("CDELT\(number)", remedy)
    let before = 1 - pixel
    switch quantity {
    case .logRadius:
      // ln(r / unit) is what is linear.
      return try CubeAxis(
        logarithmicFrom: value + before * step + log(factor), step: step, count: count)
    case .radiusLog:
      guard value > 0 else {
        throw cards.failure(
          "CRVAL\(number)", "\(value)", "a logarithmic axis needs a positive value")
      }
      let growth = step / value
      return try CubeAxis(
        logarithmicFrom: log(value * factor) + before * growth, step: growth, count: count)
    case .latitude, .carringtonLatitude:
      return try CubeAxis(
        uniformFrom: Double.pi / 2 - (value + before * step) * factor, step: -step * factor,
        count: count)
    default:
      return try CubeAxis(
        uniformFrom: (value + before * step) * factor, step: step * factor, count: count)
    }
  }

  private func table(_ name: String, _ factor: Double, _ path: String) throws -> CubeAxis {
    guard quantity != .logRadius, quantity != .radiusLog else {
      throw cards.failure(
        "CTYPE\(number)", "'\(quantity.rawValue)'", "tables hold the radius itself; write RADIUS")
    }
    let (values, unit) = try FITSLayoutReader.numbers(
      path, extensionName: name, column: cards.optionalText("PS\(number)_1"))
    if let unit, !unit.isEmpty, try self.factor(unit, "BUNIT or TUNIT of '\(name)'") != factor {
      throw cards.failure(
        "CUNIT\(number)", "another unit than the table '\(name)' (\(unit))", "make both the same")
    }
    guard values.count == count else {
      throw cards.failure(
        "PS\(number)_0", "'\(name)', a table of \(values.count) coordinates",
        "the axis has \(count) samples")
    }
    let isLatitude = quantity == .latitude || quantity == .carringtonLatitude
    return try CubeAxis(
      at: values.map { isLatitude ? Double.pi / 2 - $0 * factor : $0 * factor })
  }

  private var unitWords: String {
    quantity.isAngle ? "'deg' or 'rad'" : "'solRad', 'm', 'km', 'cm' or 'AU'"
  }

  /// Solar radii or radians in a unit.
  private func factor(_ unit: String, _ card: String) throws -> Double {
    // The nominal solar radius and the astronomical unit, IAU 2015 B3 and 2012 B2.
    let solarRadius = 6.957e8
    let known: [String: Double] =
      quantity.isAngle
      ? ["deg": Angles.degree, "degree": Angles.degree, "rad": 1, "radian": 1]
      : [
        "solrad": 1, "rsun": 1, "r_sun": 1, "m": 1 / solarRadius, "km": 1e3 / solarRadius,
        "cm": 1e-2 / solarRadius, "au": 149_597_870_700 / solarRadius,
      ]
    guard let factor = known[unit.lowercased()] else {
      throw cards.failure(card, "'\(unit)'", "give \(unitWords)")
    }
    return factor
  }
}
