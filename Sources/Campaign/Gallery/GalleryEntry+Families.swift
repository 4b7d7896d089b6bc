extension GalleryEntry {
  /// The families, in the order of the sheet.
  static let all: [GalleryEntry] = [equatorialBelt, minimum1975]

  private static let equatorialBelt = GalleryEntry(
    name: "equatorial-belt", title: "Equatorial belt",
    captions: ["Saito-Poland-Munro 1977 with a streamer belt on the Sun's equator, edge on"],
    corona: """
      [corona]
      electrons = "saito1977"
      dust = "none"
      [corona.streamer_belt]
      enhancement = 4.0
      half_width_deg = 9.0
      """)

  private static let minimum1975 = GalleryEntry(
    name: "minimum-1975", title: "Towards minimum, 19 July 1975",
    captions: ["the corona of the preset astp-1975: a belt tilted by 20 degrees"],
    corona: """
      [corona]
      electrons = "saito1977"
      dust = "none"
      [corona.streamer_belt]
      enhancement = 4.0
      half_width_deg = 10.0
      tilt_deg = 20.0
      longitude_deg = 75.0
      """,
    date: "1975-07-19")
}
