/// Pictures side by side with a title and a line of words under each.
public enum ContactSheet {
  /// One picture of the sheet.
  public struct Panel: Sendable {
    /// The picture, of any size; it is scaled to the panel's width.
    public var picture: RGBPicture
    /// What it shows, in a few words.
    public var title: String
    /// A line about it.
    public var caption: String

    /// A panel from its picture and its words.
    public init(picture: RGBPicture, title: String, caption: String) {
      self.picture = picture
      self.title = title
      self.caption = caption
    }
  }

  private static let margin = 16.0
  private static let wordsHeight = 58.0

  /// Draws the sheet, row by row.
  ///
  /// - Parameters:
  ///   - panels: at least one.
  ///   - columns: pictures in a row, at least one.
  ///   - panelWidth: the width of a picture, pixels, 100 to 2000.
  ///   - heading: the line at the top.
  /// - Throws: `badSize` for no panels, no columns or a width out of range; `drawing` if Cairo fails.
  public static func render(
    _ panels: [Panel], columns: Int, panelWidth: Int, heading: String
  ) throws(ImageryError) -> RGBPicture {
    guard !panels.isEmpty, columns >= 1, (100...2000).contains(panelWidth) else {
      throw ImageryError(
        .badSize, "draw a contact sheet",
        "\(panels.count) pictures in \(columns) columns of \(panelWidth) pixels: at least one picture "
          + "and column, and 100 to 2000 pixels")
    }
    let used = min(columns, panels.count)
    let rows = (panels.count + used - 1) / used
    let width = Double(panelWidth)
    let heights = panels.map { width * Double($0.picture.height) / Double($0.picture.width) }
    let rowHeight = (heights.max() ?? width) + wordsHeight + margin
    let top = 64.0
    let canvas = try Canvas(
      width: Int(margin + Double(used) * (width + margin)),
      height: Int((top + Double(rows) * rowHeight).rounded(.up)),
      background: AnnotatedFrame.backgroundColour)
    let head = canvas.fitted(
      heading, TextStyle(size: 24, colour: AnnotatedFrame.inkColour, isBold: true),
      width: Double(used) * (width + margin) - margin, smallest: 12)
    canvas.text(head.0, at: CanvasPoint(x: margin, y: 42), head.1)
    for (index, panel) in panels.enumerated() {
      let x = margin + Double(index % used) * (width + margin)
      let y = top + Double(index / used) * rowHeight
      try canvas.draw(panel.picture, x: x, y: y, width: width, height: heights[index])
      let title = canvas.fitted(
        panel.title, TextStyle(size: 18, colour: AnnotatedFrame.inkColour, isBold: true),
        width: width, smallest: 11)
      canvas.text(title.0, at: CanvasPoint(x: x, y: y + heights[index] + 24), title.1)
      let caption = canvas.fitted(
        panel.caption, TextStyle(size: 14, colour: AnnotatedFrame.quietColour), width: width,
        smallest: 9)
      canvas.text(caption.0, at: CanvasPoint(x: x, y: y + heights[index] + 46), caption.1)
    }
    return try canvas.picture()
  }
}
