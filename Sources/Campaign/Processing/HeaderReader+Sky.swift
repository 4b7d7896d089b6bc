internal import Astronomy
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
      distanceSolarRadii: distance > 1 ? distance : nil, occulter: occulter())
  }

  /// The body whose edge the picture shows: the external occulter, or the internal one where that hides
  /// more, which stands in its image about the boresight.
  private func occulter() -> SkyGeometry.Occulter? {
    let (external, inside) = (number("OCC_RAD") ?? 0, number("IO_RAD") ?? 0)
    guard max(external, inside) > 0 else { return nil }
    let isInside = inside > external
    let centre =
      isInside
      ? SIMD2(number("CRVAL1") ?? 0, number("CRVAL2") ?? 0)
      : SIMD2(number("OCC_X") ?? 0, number("OCC_Y") ?? 0)
    return SkyGeometry.Occulter(
      radius: max(external, inside) * Angles.arcsecond, centre: centre * Angles.arcsecond,
      distanceMetres: number("OCC_DIST"), pupilMetres: number("APERTURE"))
  }
}
