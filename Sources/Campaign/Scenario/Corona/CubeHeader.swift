internal import Astronomy
internal import Corona
internal import Imagery

/// The grid and the samples of a density cube as its FITS header tells them.
///
/// Each axis has a card CTYPE: `RADIUS`, `LOGRADIUS` (natural logarithm of the radius in the unit of
/// CUNIT) or `RADI-LOG` (the logarithmic axis of FITS, Greisen et al. 2006, A&A 446, 747, equation 5);
/// `COLAT` from solar north, or `LAT` or `CRLT` (heliographic latitude); `CRLN` (Carrington longitude);
/// or all of `X`, `Y` and `Z` in Carrington axes, in any order. CUNIT, CRPIX, CRVAL and CDELT are
/// required; an axis with uneven steps has instead CUNIT and the card `PSi_0`, the EXTNAME of a
/// one-dimensional array with the coordinates, or of a table with `PSi_1`, the name of its column
/// (after the -TAB axes of the same paper). BUNIT is `cm-3` or `m-3`.
struct CubeHeader {
  let grid: CubeGrid
  let layout: FITSArrayLayout
  private let format: CubeSamples.Format
  private let unitFactor: Double

  /// What an axis holds.
  enum Quantity: String, CaseIterable {
    case radius = "RADIUS"
    case logRadius = "LOGRADIUS"
    case radiusLog = "RADI-LOG"
    case colatitude = "COLAT"
    case latitude = "LAT"
    case carringtonLatitude = "CRLT"
    case longitude = "CRLN"
    case x = "X"
    case y = "Y"
    case z = "Z"

    /// Which of the grid's axes it is.
    var place: Int {
      switch self {
      case .radius, .logRadius, .radiusLog, .x: 0
      case .colatitude, .latitude, .carringtonLatitude, .y: 1
      case .longitude, .z: 2
      }
    }

    var isCartesian: Bool { self == .x || self == .y || self == .z }
    var isAngle: Bool { place > 0 && !isCartesian }
  }

  /// - Parameters:
  ///   - layout: where the array lies.
  ///   - file: the file's name for messages.
  ///   - path: the file itself, for tables of coordinates.
  /// - Throws: `CampaignError` that names file and card, `ImageryError` for a table that cannot be
  ///   read, `CoronaError` for axes that do not cover the sphere.
  init(_ layout: FITSArrayLayout, file: String, reading path: String) throws {
    let cards = CubeCards(layout.header, file: file)
    guard layout.lengths.count == 3 else {
      throw cards.failure(
        "NAXIS", "\(layout.lengths.count)", "a density cube has three axes")
    }
    self.layout = layout
    format = try Self.format(layout, cards)
    unitFactor = try Self.unitFactor(cards)
    try cards.checkUnmixed()
    var quantities: [Quantity] = []
    for axis in 1...3 { quantities.append(try cards.quantity(axis)) }
    guard Set(quantities.map(\.place)).count == 3, Set(quantities.map(\.isCartesian)).count == 1
    else {
      throw cards.failure(
        "CTYPE1…3", quantities.map(\.rawValue).joined(separator: ", "),
        "a sphere has one axis each of RADIUS (or LOGRADIUS, RADI-LOG), COLAT (or LAT, CRLT) and "
          + "CRLN, a box X, Y and Z")
    }
    var axes: [CubeAxis?] = [nil, nil, nil]
    for (index, quantity) in quantities.enumerated() {
      axes[quantity.place] = try CubeAxisCards(
        cards: cards, number: index + 1, count: layout.lengths[index], quantity: quantity
      ).axis(reading: path)
    }
    guard let first = axes[0], let second = axes[1], let third = axes[2] else {
      throw cards.failure("CTYPE1…3", "?", "three different axes are needed")
    }
    let order = quantities.map(\.place)
    do throws(CoronaError) {
      if quantities[0].isCartesian {
        grid = try .cartesian(x: first, y: second, z: third, order: order)
      } else {
        grid = try .spherical(radius: first, colatitude: second, longitude: third, order: order)
      }
    } catch {
      throw CampaignError(.badRequest, "the density cube '\(file)': \(error.description)")
    }
  }

  private static func format(
    _ layout: FITSArrayLayout, _ cards: CubeCards
  ) throws -> CubeSamples.Format {
    switch layout.bitsPerSample {
    case -32: return .float32
    case -64: return .float64
    case 16: return .int16
    case 32: return .int32
    default:
      throw cards.failure(
        "BITPIX", "\(layout.bitsPerSample)", "write the samples as -32, -64, 16 or 32")
    }
  }

  private static func unitFactor(_ cards: CubeCards) throws -> Double {
    let perCubicCentimetre = ["cm-3", "cm**-3", "cm^-3", "cm**(-3)", "1/cm3", "/cm3", "1/cm**3"]
    let unit = try cards.text("BUNIT", "give the samples' unit, 'cm-3' or 'm-3'")
    if perCubicCentimetre.contains(unit) { return 1 }
    // What is written like the units above but in metres.
    if perCubicCentimetre.contains(unit.replacing("m", with: "cm")), unit.contains("m"),
      !unit.contains("c")
    {
      return 1e-6
    }
    throw cards.failure(
      "BUNIT", "'\(unit)'",
      "convert the samples to electrons per volume and write 'cm-3' or 'm-3' (MAS: code units times "
        + "1e8; mass densities: divided by the mean mass per electron)")
  }

  /// The samples in the mapped file.
  ///
  /// - Throws: `CampaignError` when the file is shorter than its header was found to say: it was
  ///   replaced in between.
  func samples(in file: MappedFile) throws -> CubeSamples {
    guard file.bytes.count >= layout.byteOffset + layout.byteCount else {
      throw CampaignError(
        .badRequest, "the density cube \(file.path) was changed while it was read; run again")
    }
    return try CubeSamples(
      UnsafeRawBufferPointer(rebasing: file.bytes[layout.byteOffset...]), owner: file,
      format: format, count: layout.sampleCount, scale: layout.scale * unitFactor,
      zero: layout.zero * unitFactor, blank: layout.blank)
  }

  /// Looks at the samples in a piece of the file.
  func inspect(
    _ piece: UnsafeRawBufferPointer, at offset: Int, _ inspection: inout CubeInspection
  ) {
    let begin = max(offset, layout.byteOffset)
    let end = min(offset + piece.count, layout.byteOffset + layout.byteCount)
    // Pieces are whole multiples of eight bytes, and so is the beginning of the data (2880).
    let size = abs(layout.bitsPerSample) / 8
    let count = (end - begin) / size
    guard count > 0 else { return }
    let bytes = UnsafeRawBufferPointer(rebasing: piece[(begin - offset)...])
    guard
      let samples = try? CubeSamples(
        bytes, owner: Borrowed(), format: format, count: count, scale: layout.scale * unitFactor,
        zero: layout.zero * unitFactor, blank: layout.blank)
    else { return }
    inspection.add(samples, startingAt: (begin - layout.byteOffset) / size, of: grid)
  }

  /// An owner of nothing: the piece outlives the samples made of it.
  private final class Borrowed: Sendable {}
}

extension CubeHeader {
  /// The grid in a few words.
  var summary: String {
    let lengths = layout.lengths.map { "\($0)" }.joined(separator: " x ")
    let kind = grid.coordinates == .spherical ? "spherical" : "Cartesian"
    return "\(kind) grid of \(lengths) samples"
  }

  /// A coordinate for reading.
  func short(_ value: Double) -> String { "\((value * 1e4).rounded() / 1e4)" }

  /// A place in words.
  func words(_ place: (first: Double, second: Double, third: Double)) -> String {
    guard grid.coordinates == .spherical else {
      return "x, y, z = \(short(place.first)), \(short(place.second)), \(short(place.third))"
    }
    return "radius \(short(place.first)), colatitude \(short(place.second / Angles.degree))°, "
      + "longitude \(short(place.third / Angles.degree))°"
  }

  /// How many samples are no densities, and why.
  func words(_ inspection: CubeInspection) -> String {
    let kinds = [
      (inspection.missing, "NaN or missing"), (inspection.negative, "negative"),
      (inspection.infinite, "infinite"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    return "\(inspection.bad) samples that are no densities (\(kinds))"
  }
}
