internal import Foundation

extension GalleryEntry {
  /// The families, in the order of the sheet.
  static let all: [GalleryEntry] = [equatorialBelt, minimum1975, maximum, plumes, ejection]

  private static let equatorialBelt = GalleryEntry(
    name: "equatorial-belt", title: "Equatorial belt",
    captions: ["Guhathakurta 1996: helmets that narrow to stalks"],
    corona: """
      [corona]
      electrons = "none"
      dust = "none"
      [[corona.part]]
      kind = "guhathakurta-sheet"
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

  private static let maximum = GalleryEntry(
    name: "maximum", title: "Maximum of activity",
    captions: ["two belts along neutral lines that reach 70 degrees, narrowing outwards"],
    corona: """
      [corona]
      electrons = "saito1977-polar-hole"
      dust = "none"
      [[corona.part]]
      kind = "neutral-line-belt"
      csv = "neutral-line.csv"
      enhancement = 6.0
      half_width_deg = 8.0
      narrowing = 0.3
      [[corona.part]]
      kind = "neutral-line-belt"
      csv = "second-line.csv"
      enhancement = 4.0
      half_width_deg = 7.0
      narrowing = 0.3
      """,
    tables: [("neutral-line.csv", drawnNeutralLine), ("second-line.csv", secondNeutralLine)])

  /// A line as the field's maximum makes them, drawn by hand: no observation.
  private static let drawnNeutralLine = neutralLine { angle in
    42 * sin(2 * angle + 0.4) + 24 * sin(angle - 1.1) + 8 * cos(3 * angle)
  }

  /// A steep great circle, the base of streamers between holes of one polarity.
  private static let secondNeutralLine = neutralLine { angle in
    atan(2.4 * sin(angle - 2.2)) * 180 / Double.pi
  }

  private static func neutralLine(latitude: (_ longitude: Double) -> Double) -> String {
    "# A neutral line drawn for the gallery, no observation\ncarrington_longitude_deg,latitude_deg\n"
      + stride(from: 0, to: 360, by: 5).map { longitude in
        String(format: "%d,%.3f\n", longitude, latitude(Double(longitude) * Double.pi / 180))
      }.joined()
  }

  private static let plumes = GalleryEntry(
    name: "polar-plumes", title: "Polar plumes",
    captions: ["polar holes of Guhathakurta 1996 with thirty plumes each"],
    corona: """
      [corona]
      electrons = "guhathakurta1996-pole"
      dust = "none"
      [[corona.part]]
      kind = "plumes"
      per_pole = 30
      seed = 19
      [corona.streamer_belt]
      enhancement = 2.5
      half_width_deg = 24.0
      """,
    halfField: 2.6, scale: (low: -9.0, high: -5.6))

  private static let ejection = GalleryEntry(
    name: "ejection", title: "Coronal mass ejection",
    captions: [
      "a graduated cylindrical shell with a bright core leaves the west limb", "half an hour later",
      "an hour later: its leading edge has passed seven solar radii",
    ],
    corona: """
      [corona]
      electrons = "saito1977"
      dust = "none"
      [corona.streamer_belt]
      enhancement = 3.0
      half_width_deg = 10.0
      tilt_deg = 12.0
      longitude_deg = 40.0
      [[corona.part]]
      kind = "gcs"
      time = 2025-05-23T10:00:00Z
      height_rsun = 3.0
      speed_km_s = 900
      longitude_deg = 75
      latitude_deg = 15
      tilt_deg = 35
      half_angle_deg = 25
      aspect = 0.35
      density_per_cm3 = 4e6
      skin_outer_rsun = 0.12
      skin_inner_rsun = 0.2
      # The bright core: what was a prominence, low in the rope and slower.
      [[corona.part]]
      kind = "ellipsoid"
      time = 2025-05-23T10:00:00Z
      height_rsun = 2.0
      speed_km_s = 560
      longitude_deg = 75
      latitude_deg = 15
      tilt_deg = 35
      radial_rsun = 0.16
      lateral_rsun = 0.42
      other_lateral_rsun = 0.14
      density_per_cm3 = 4e7
      skin_outer_rsun = 0.06
      """,
    frames: (count: 3, cadence: 1800), halfField: 8.5, scale: (low: -8.6, high: -6.0))
}
