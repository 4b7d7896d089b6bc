@testable import Report

/// Contents to make pages of.
enum Sample {
  /// The smallest picture there is: one dark pixel.
  static let picture = ReportContents.Picture(.png, [0x89, 0x50, 0x4E, 0x47], width: 4, height: 3)

  static func contents() -> ReportContents {
    var contents = ReportContents(
      scenario: "astp-1975", verdict: .init("2 frames, 1 ok, 1 failed", isWhole: false),
      timeline: .init("Timeline", absence: "no timeline"),
      shadow: .init("Shadow", absence: "no shadow"),
      profiles: .init("Light", absence: "no light"))
    var made = ReportContents.Frame(
      index: 0, time: "1975-07-19 12:04:00.0", state: .done, attempts: 1)
    made.magnitude = 5.0145
    made.minimum = 8.192e-13
    made.picture = picture
    made.sun = .init(x: 0.5, y: 0.375, radius: 0.1)
    var failed = ReportContents.Frame(
      index: 1, time: "1975-07-19 12:04:05.0", state: .failed, attempts: 3)
    failed.message = "no ephemeris"
    contents.frames = [made, failed]
    return contents
  }
}
