internal import Astronomy
internal import Foundation
internal import Imagery

/// How many particles stand before each direction of the sky, from a FITS picture.
///
/// The first picture of the file, in particles per square metre, with helioprojective coordinates (HPLN, HPLT) as
/// the observer sees them; the same for all frames. Between the middles of its pixels it is bilinear, and
/// beside the picture there are none.
struct ColumnMap: Sendable {
  /// The file's name without folders.
  let name: String
  /// The greatest column, per square metre.
  let greatest: Double
  private let samples: [Double]
  private let width: Int
  private let height: Int
  private let projection: SkyProjection

  /// The largest column that a cloud may have, per square metre.
  private static let largest = 1e15

  /// Reads a map.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - file: its name for messages and headers.
  /// - Throws: `ImageryError` for what is no FITS picture, or tells not where its pixels look; `CampaignError` for
  ///   another unit or coordinates of another kind, and for columns that are none.
  init(_ bytes: [UInt8], file: String) throws {
    name = file
    let fits = try FITSFile(bytes: bytes, path: file)
    let unit = try fits.unit()
    guard unit.planeCount == 1 else {
      throw CampaignError(
        .badRequest,
        "\(file): found a cube of \(unit.planeCount) pictures; a column map is one picture")
    }
    let header = unit.header
    let axes = ["CTYPE1", "CTYPE2"].map { header.string($0) ?? "nothing" }
    guard axes[0].hasPrefix("HPLN"), axes[1].hasPrefix("HPLT") else {
      throw CampaignError(
        .badRequest,
        "\(file): found CTYPE1 \(axes[0]) and CTYPE2 \(axes[1]); a column map needs helioprojective "
          + "coordinates: CTYPE1 HPLN-TAN, CTYPE2 HPLT-TAN, CRPIX, CRVAL, CDELT and CUNIT")
    }
    // Nothing is assumed of a model: a map in degrees taken for seconds of arc would hide the Sun's middle.
    var missing = ["CRPIX1", "CRPIX2", "CUNIT1", "CUNIT2"].filter { header[$0] == nil }
    let hasMatrix = ["CD1_1", "CD1_2", "CD2_1", "CD2_2"].contains { header.double($0) != nil }
    if !hasMatrix { missing += ["CDELT1", "CDELT2"].filter { header.double($0) == nil } }
    guard missing.isEmpty else {
      throw CampaignError(
        .badRequest,
        "\(file): the header has no \(missing.joined(separator: ", ")); a column map tells where its pixels "
          + "look by CRPIX, CUNIT and CDELT or a matrix CD")
    }
    let text = (header.string("BUNIT") ?? "").filter { $0 != " " }
    guard ["", "m-2", "m^-2", "m**-2", "1/m2", "1/m^2", "1/m**2"].contains(text) else {
      throw CampaignError(
        .badRequest,
        "\(file): found BUNIT \(text); a column map holds particles per square metre, m-2")
    }
    let picture = try fits.samples(unit)
    (width, height) = (picture.width, picture.height)
    samples = picture.samples.map { Double($0) }
    for (index, sample) in samples.enumerated() where !(sample >= 0 && sample <= Self.largest) {
      throw CampaignError(
        .badRequest,
        "\(file), pixel \(index % picture.width + 1), \(index / picture.width + 1): found \(sample); "
          + "columns must be numbers from 0 to \(Self.largest) per square metre")
    }
    greatest = samples.max() ?? 0
    // Where pixels look does not depend on how large the Sun is, which such a header need not tell.
    projection = try SolarHeader(
      unit, overrides: HeaderOverrides(["RSUN_OBS=960"]), path: file
    ).projection
  }

  /// The column at a place, tangents from the line to the Sun toward west and north, over the greatest.
  var relative: @Sendable (_ x: Double, _ y: Double) -> Double {
    { x, y in greatest > 0 ? column(toward: Vector3(x, y, 1)) / greatest : 0 }
  }

  /// Particles per square metre in a direction on the axes west, north and toward the Sun.
  func column(toward direction: Vector3) -> Double {
    guard let place = projection.pixel(of: direction), place.x >= -0.5, place.y >= -0.5,
      place.x <= Double(width) - 0.5, place.y <= Double(height) - 0.5
    else { return 0 }
    let x = min(max(place.x, 0), Double(width - 1))
    let y = min(max(place.y, 0), Double(height - 1))
    let (left, low) = (Int(x), Int(y))
    let (right, high) = (min(left + 1, width - 1), min(low + 1, height - 1))
    let (across, up) = (x - Double(left), y - Double(low))
    func sample(_ column: Int, _ row: Int) -> Double { samples[row * width + column] }
    return (1 - up) * ((1 - across) * sample(left, low) + across * sample(right, low))
      + up * ((1 - across) * sample(left, high) + across * sample(right, high))
  }
}

extension StrayLightSettings {
  /// Reads the files that it names; nil after a problem, which is reported at the file's key.
  func reading(_ files: inout DataFiles, _ root: SectionReader) -> StrayLightSettings? {
    guard let path = particles?.mapPath else { return self }
    guard !root.context.problems.hasProblem(within: path.key) else { return nil }
    var settings = self
    do {
      let map = try ColumnMap(files.bytes(path, as: "column map"), file: path.name)
      settings.particles?.map = map
      settings.particles?.columnPerSquareMetre = map.greatest
      return settings
    } catch {
      root.context.report(
        at: path.key, PrintableText.shortened(String(describing: error), limit: 400), "")
      return nil
    }
  }
}
