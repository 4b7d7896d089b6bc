import Testing

@testable import Imagery

/// Pictures side by side.
@Suite("Contact sheet")
struct ContactSheetTests {
  private func panel(_ value: UInt8, width: Int = 40, height: Int = 20) throws
    -> ContactSheet.Panel
  {
    .init(
      picture: try RGBPicture(
        width: width, height: height,
        bytes: [UInt8](repeating: value, count: 3 * width * height)),
      title: "title", caption: "a caption that is much too long for a picture of this width")
  }

  @Test("Pictures stand in rows, each scaled to the panel's width, in their order")
  func rows() throws {
    let sheet = try ContactSheet.render(
      [try panel(50), try panel(100), try panel(200)], columns: 2, panelWidth: 200,
      heading: "heading")
    #expect(sheet.width == 16 + 2 * 216)
    func grey(_ x: Int, _ y: Int) -> UInt8 { sheet.bytes[3 * (y * sheet.width + x)] }
    // Half as high as wide: the first row's middle is at 64 + 50.
    #expect(grey(16 + 100, 114) == 50)
    #expect(grey(16 + 216 + 100, 114) == 100)
    #expect(grey(16 + 100, 114 + 100 + 58 + 16) == 200)
  }

  @Test("No pictures, no columns and panels of no width are refused")
  func refused() throws {
    let one = [try panel(1)]
    for (panels, columns, width) in [([], 1, 200), (one, 0, 200), (one, 1, 10)] {
      #expect(throws: ImageryError.self) {
        try ContactSheet.render(panels, columns: columns, panelWidth: width, heading: "")
      }
    }
  }
}
