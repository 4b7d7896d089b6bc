internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

extension HeaderReader {
  /// Reads what the picture's coordinates, date and exposure tell; what is missing becomes a note.
  mutating func readSolar(width: Int, height: Int) {
    // Without any card of a map there is nothing to complain about: darks and flats look nowhere.
    guard header.cards.contains(where: { $0.keyword.hasPrefix("CTYPE1") || $0.keyword == "CDELT1" })
    else { return }
    do throws(ImageryError) {
      let solar = try SolarHeader(header, width: width, height: height)
      notes += solar.assumptions.filter { !$0.hasPrefix("BUNIT") }
      self.solar = solar
    } catch {
      notes.append("where the pixels look is not known: \(error.message)")
    }
  }

  /// Where the pixels look; nil when the header does not tell it.
  var sky: SkyGeometry? {
    guard let solar else { return nil }
    let distance = solar.distanceMetres / solar.solarRadiusMetres
    return SkyGeometry(
      projection: solar.projection, solarRadius: solar.solarRadius,
      distanceSolarRadii: distance > 1 ? distance : nil, occulter: occulter(solar.projection))
  }

  /// The body whose edge the picture shows.
  ///
  /// The external occulter, or the internal one where that hides more, which stands in its image about the
  /// boresight. ASPIICS in flight tells the internal one in pixels.
  private func occulter(_ projection: SkyProjection) -> SkyGeometry.Occulter? {
    let (external, inside) = (number("OCC_RAD") ?? 0, number("IO_RAD") ?? 0)
    guard max(external, inside) > 0 else { return inPixels(projection) }
    let isInside = inside > external
    let centre =
      isInside
      ? SIMD2(number("CRVAL1") ?? 0, number("CRVAL2") ?? 0)
      : SIMD2(number("OCC_X") ?? 0, number("OCC_Y") ?? 0)
    return SkyGeometry.Occulter(
      radius: max(external, inside) * Angles.arcsecond, centre: centre * Angles.arcsecond,
      distanceMetres: number("OCC_DIST"), pupilMetres: number("APERTURE"))
  }
  /// The internal occulter as X_IO, Y_IO and R_IO tell it, in pixels counted from 1.
  private func inPixels(_ projection: SkyProjection) -> SkyGeometry.Occulter? {
    guard let column = number("X_IO"), let row = number("Y_IO"), let radius = number("R_IO"),
      radius > 0, max(abs(column), abs(row), radius) < 1e6
    else { return nil }
    let centre = projection.direction(column: column - 1, row: row - 1)
    return SkyGeometry.Occulter(
      radius: radius * projection.scale,
      centre: SIMD2(atan2(centre.x, centre.z), asin(max(-1, min(1, centre.y)))))
  }

  /// The occulter's centre, columns and rows from 0, and its radius, pixels.
  private static func occulterPixels(_ sky: SkyGeometry) -> (centre: SIMD2<Double>, radius: Double)?
  {
    guard let occulter = sky.occulter else { return nil }
    let (longitude, latitude) = (occulter.centre.x, occulter.centre.y)
    let direction = Vector3(
      cos(latitude) * sin(longitude), sin(latitude), cos(latitude) * cos(longitude))
    guard let centre = sky.projection.pixel(of: direction) else { return nil }
    return (centre, occulter.radius / sky.projection.scale)
  }

  /// The picture without the zeros with which pipelines fill what was not seen, see ``EmptyRegions``; pictures
  /// rendered here, raw numbers and those whose ZEROFILL is F keep theirs.
  mutating func withoutFilling(_ observation: Observation) -> Observation {
    guard !isSimulated, header.logical("ZEROFILL") != false,
      observation.unit != .counts, observation.unit != .electrons
    else { return observation }
    let sun = observation.sky?.projection.pixel(of: Vector3(0, 0, 1))
    let regions = EmptyRegions(
      observation.light, sun: sun, occulter: observation.sky.flatMap { Self.occulterPixels($0) })
    guard !regions.isEmpty else { return observation }
    let (behind, elsewhere) = (regions.behindOcculter.count, regions.elsewhere.count)
    notes.append(
      "\(behind) pixels of exactly 0 around the Sun's centre are taken as hidden by the occulter, \(elsewhere) "
        + "elsewhere as not seen; to keep them as light give --assume ZEROFILL=F")
    return observation.without(regions)
  }
}
