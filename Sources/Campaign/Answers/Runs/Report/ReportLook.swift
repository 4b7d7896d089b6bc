internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing
internal import Report

/// What is known of a frame whose file was opened.
struct ReportLook: Sendable {
  let header: FITSHeader
  private(set) var picture: ReportContents.Picture?
  private(set) var sun: ReportContents.SunMark?
  /// Why the picture is dark all over; empty where something is seen in it.
  private(set) var darkness = ""

  /// Opens a frame.
  ///
  /// - Parameter plan: how it is drawn; nil for a frame whose header alone is read.
  /// - Throws: `ImageryError` for a file that cannot be read.
  init(_ source: ReportThumbnails.Source, _ plan: ReportThumbnails.Plan?) throws(ImageryError) {
    let file = try FITSFile(source.path)
    let unit = try file.unit()
    header = unit.header
    guard let plan else { return }
    let reduced = try ReducedPicture(file, unit, side: plan.side)
    let thumbnail = Thumbnail(reduced.samples, side: plan.side, scale: plan.scale)
    picture = .init(
      .png, try thumbnail.png(.corona), width: thumbnail.width, height: thumbnail.height)
    sun = Self.sun(unit)
    if thumbnail.isDark { darkness = Self.darkness(reduced, unit) }
  }

  /// A number of the header; nil for what is none.
  func number(_ keyword: String) -> Double? {
    header.double(keyword).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Why a picture is dark all over.
  private static func darkness(_ reduced: ReducedPicture, _ unit: FITSUnitSummary) -> String {
    if let most = reduced.histogram.quantile(1), most > 0 {
      return
        "All light of this frame is fainter than the scale: at most "
        + "\(ReportThumbnails.power(log10(Double(most))))."
    }
    let name = unit.header.string("OCCULTER").flatMap { $0.isEmpty ? nil : $0 } ?? "The occulter"
    return isCovered(unit)
      ? "\(name) hides the whole field: no light reaches any pixel."
      : reduced.histogram.quantile(1) == nil
        ? "Every pixel is masked." : "No light reaches any pixel."
  }

  /// Whether the occulter's circle holds all corners of the picture.
  private static func isCovered(_ unit: FITSUnitSummary) -> Bool {
    guard let size = unit.pictureSize,
      var reader = try? HeaderReader(unit.header, assuming: [])
    else { return false }
    reader.readSolar(width: size.width, height: size.height)
    guard let sky = reader.sky, let occulter = sky.occulter else { return false }
    let (latitude, longitude) = (occulter.centre.y, occulter.centre.x)
    let toward = Vector3(
      cos(latitude) * sin(longitude), sin(latitude), cos(latitude) * cos(longitude))
    let corners = [-0.5, Double(size.width) - 0.5].flatMap { column in
      [-0.5, Double(size.height) - 0.5].map { (column, $0) }
    }
    return corners.allSatisfy { column, row in
      let direction = sky.projection.direction(column: column, row: row)
      return direction.dot(toward) / direction.length > cos(occulter.radius)
    }
  }

  /// Where the Sun stands in the picture of a unit; nil where its header does not tell.
  static func sun(_ unit: FITSUnitSummary) -> ReportContents.SunMark? {
    guard let solar = try? SolarHeader(unit), let size = unit.pictureSize,
      let centre = solar.projection.pixel(of: Vector3(0, 0, 1)),
      let edge = solar.projection.pixel(
        of: Vector3(0, sin(solar.solarRadius), cos(solar.solarRadius)))
    else { return nil }
    let apart = edge - centre
    let (width, height) = (Double(size.width), Double(size.height))
    return .init(
      x: (centre.x + 0.5) / width, y: (height - 0.5 - centre.y) / width,
      radius: (apart * apart).sum().squareRoot() / width)
  }
}
