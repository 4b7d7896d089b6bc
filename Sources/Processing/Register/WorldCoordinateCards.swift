internal import Imagery
internal import RealModule

extension FITSHeader {
  /// The header with its world coordinates replaced by those of a geometry, so that nothing turns twice.
  ///
  /// Every card of the old description goes: CROTA, CD, PC, PV, LONPOLE, those of alternate descriptions
  /// (with a letter) and the polynomials of distortion, all of which speak of pixels that are no more. The
  /// new one has CTYPE, CUNIT (arcsec), CRPIX, CRVAL, CDELT and the identity as PC. Source: Greisen and Calabretta
  /// 2002 (A&A 395, 1061), Thompson 2006 (A&A 449, 791).
  func withWorldCoordinates(of sky: SkyGeometry, source: String) throws(ProcessingError)
    -> FITSHeader
  {
    let projection = sky.projection
    var header = self
    for card in cards where Self.describesPixels(card.keyword) { header.remove(card.keyword) }
    let arcsecond = Double.pi / 648_000
    let code = projection.kind.code
    let (longitude, latitude) = (
      Double.atan2(y: projection.boresight.x, x: projection.boresight.z),
      Double.asin(max(-1, min(1, projection.boresight.y)))
    )
    do throws(ImageryError) {
      try header.append("WCSAXES", 2, "axes of the coordinates")
      try header.append("WCSNAME", "Helioprojective-cartesian", "solar west and north")
      try header.append("CTYPE1", "HPLN-\(code)", "helioprojective longitude, west is right")
      try header.append("CTYPE2", "HPLT-\(code)", "helioprojective latitude, north is up")
      try header.append("CNAME1", "HPLN", "name of axis 1")
      try header.append("CNAME2", "HPLT", "name of axis 2")
      try header.append("CUNIT1", "arcsec", "unit of axis 1")
      try header.append("CUNIT2", "arcsec", "unit of axis 2")
      try header.append("CRPIX1", projection.centre.x + 1, unit: "pixel", "reference pixel")
      try header.append("CRPIX2", projection.centre.y + 1, unit: "pixel", "reference pixel")
      try header.append("CRVAL1", longitude / arcsecond, unit: "arcsec", "there")
      try header.append("CRVAL2", latitude / arcsecond, unit: "arcsec", "there")
      try header.append("CDELT1", projection.scale / arcsecond, unit: "arcsec", "per pixel")
      try header.append("CDELT2", projection.scale / arcsecond, unit: "arcsec", "per pixel")
      try header.append("PC1_1", projection.first.x, "turn of the axes")
      try header.append("PC1_2", projection.first.y, "turn of the axes")
      try header.append("PC2_1", projection.second.x, "turn of the axes")
      try header.append("PC2_2", projection.second.y, "turn of the axes")
      try header.append("LONPOLE", 180.0, unit: "deg", "native longitude of the pole")
      try header.append(
        "RSUN_OBS", sky.solarRadius / arcsecond, unit: "arcsec", "apparent photospheric radius")
      if let centre = sky.occulter?.centre,
        let pixel = sky.pixel(longitude: centre.x, latitude: centre.y)
      {
        try header.append("OCC_PIX1", pixel.x + 1, unit: "pixel", "occulter's centre")
        try header.append("OCC_PIX2", pixel.y + 1, unit: "pixel", "occulter's centre")
      }
    } catch {
      throw ProcessingError(.unsuitableInput, "register", source: source, error.message)
    }
    return header
  }

  /// Whether a card describes where pixels lie or look.
  static func describesPixels(_ keyword: String) -> Bool {
    let plain = [
      "WCSAXES", "WCSNAME", "LONPOLE", "LATPOLE", "CROTA", "CROTA1", "CROTA2", "OCC_PIX1",
      "OCC_PIX2", "X_IO", "Y_IO", "R_IO", "A_ORDER", "B_ORDER", "AP_ORDER", "BP_ORDER", "A_DMAX",
      "B_DMAX",
      // The Sun's radius, written anew, and its place in pixels of the old picture.
      "RSUN_OBS", "R_SUN", "SOLAR_R", "X0", "Y0",
    ]
    if plain.contains(keyword) { return true }
    // The matrix of old headers: PC001002, CD001002.
    if keyword.hasPrefix("PC00") || keyword.hasPrefix("CD00") { return true }
    // CTYPE1A: an alternate description carries a letter at the end.
    let last = keyword.utf8.last ?? 0
    let stem =
      (65...90).contains(last) && keyword.utf8.count > 1 ? String(keyword.dropLast()) : keyword
    if ["WCSAXES", "WCSNAME", "LONPOLE", "LATPOLE"].contains(stem) { return true }
    for prefix in ["CTYPE", "CUNIT", "CRPIX", "CRVAL", "CDELT", "CNAME", "CRDER", "CSYER"]
    where stem.hasPrefix(prefix) {
      return isNumbers(stem.dropFirst(prefix.count), parts: 1)
    }
    for prefix in ["PC", "CD", "PV", "PS"] where stem.hasPrefix(prefix) {
      return isNumbers(stem.dropFirst(prefix.count), parts: 2)
    }
    // Coefficients of distortion, Shupe and others 2005: A_2_0, AP_1_1.
    for prefix in ["A_", "B_", "AP_", "BP_"] where stem.hasPrefix(prefix) {
      return isNumbers(stem.dropFirst(prefix.count), parts: 2)
    }
    return false
  }

  /// Whether a text is so many numbers with underscores between.
  private static func isNumbers(_ text: Substring, parts: Int) -> Bool {
    let numbers = text.split(separator: "_", omittingEmptySubsequences: false)
    return numbers.count == parts
      && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
  }
}
