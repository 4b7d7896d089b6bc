internal import Foundation

/// A run's report as one HTML page that needs nothing else: no file, no network, no script to be read.
///
/// Every picture stands in the page. The script adds a player, sorting and filtering to what is there without it.
public struct ReportPage: Sendable {
  let contents: ReportContents

  /// A page of contents.
  public init(_ contents: ReportContents) { self.contents = contents }

  /// The page's script, for its digest.
  public static var script: String { "\(ReportScript.text)" }

  /// The page.
  ///
  /// - Parameter scriptDigest: SHA-256 of ``script`` in base 64; with it browsers run no other script in the page
  ///   (Content Security Policy Level 3, §2.3.1). Without it any script that stands in the page.
  public func html(scriptDigest: String? = nil) -> String {
    let allowed = scriptDigest.map { "'sha256-\($0)'" } ?? "'unsafe-inline'"
    let policy =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src \(allowed); "
      + "base-uri 'none'; form-action 'none'"
    let page: Markup = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="totality">
      <title>\(contents.scenario): report of a run</title>
      <link rel="icon" href="data:,">
      <style>\(own: ReportStyle.text)</style>
      </head>
      <body>
      <header class="bar"><p class="brand">\(Self.emblem)Totality</p>\(navigation)</header>
      <main>
      \(opening)
      \(contacts)
      \(single("timeline", "Timeline", contents.timeline))
      \(single("shadow", "Shadow", contents.shadow))
      \(pair)
      \(single("profiles", "Where the light comes from", contents.profiles))
      \(contactSheet)
      \(frameTable)
      \(remarks)
      \(settings)
      \(provenance)
      \(commands)
      </main>
      <footer class="foot"><p>Made by totality from the files of the run alone. The page holds everything it \
      shows and asks no network for anything.</p></footer>
      <script type="application/json" id="report-data">\(json: playerData)</script>
      <script>\(own: ReportScript.text)</script>
      </body>
      </html>

      """
    return page.html
  }

  /// An eclipsed Sun.
  private static let emblem: Markup = """
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false">\
    <circle cx="12" cy="12" r="10.5" class="halo"/><circle cx="12" cy="12" r="7.5" class="ring"/>\
    <circle cx="12" cy="12" r="6.6" class="disc"/></svg>
    """

  private var navigation: Markup {
    let places = [
      ("contacts", "Contacts"), ("timeline", "Timeline"), ("shadow", "Shadow"),
      ("pair", "Enhanced"), ("profiles", "Light"), ("sheet", "Sheet"), ("frames", "Frames"),
      ("remarks", "Remarks"), ("scenario", "Scenario"), ("provenance", "Provenance"),
      ("again", "Again"),
    ]
    let items = places.map { place, name -> Markup in "<li><a href=\"#\(place)\">\(name)</a></li>" }
    return "<nav aria-label=\"Sections\"><ul>\(items)</ul></nav>"
  }

  /// A section of the page.
  func section(_ place: String, _ title: String, _ body: Markup) -> Markup {
    """
    <section id="\(place)" aria-labelledby="\(place)-title"><h2 id="\(place)-title">\(title)</h2>
    \(body)
    </section>
    """
  }

  /// A section of one figure.
  private func single(_ place: String, _ title: String, _ figure: ReportContents.Figure) -> Markup {
    section(place, title, plate(figure))
  }

  /// Words in place of what is not there.
  func absence(_ words: String) -> Markup { "<p class=\"absence\" dir=\"auto\">\(words)</p>" }

  /// A chart on a light ground, which scrolls on its own where the screen is narrow.
  func plate(_ figure: ReportContents.Figure) -> Markup {
    guard let picture = figure.picture else { return absence(figure.absence) }
    return """
      <figure class="plate"><div class="scroll" tabindex="0" role="group" aria-label="\(figure.title)">\
      \(image(picture, alternative: figure.alternative))</div>\
      <figcaption dir="auto">\(figure.caption)</figcaption></figure>
      """
  }

  /// A picture, whole.
  ///
  /// - Parameter attributes: further attributes, beginning with a space.
  func image(
    _ picture: ReportContents.Picture, alternative: String, attributes: Markup = ""
  ) -> Markup {
    """
    <img src="\(Self.address(picture))" width="\(picture.width)" height="\(picture.height)" \
    alt="\(alternative)"\(attributes)>
    """
  }

  /// The picture as an address that holds it.
  static func address(_ picture: ReportContents.Picture) -> String {
    "data:\(picture.kind.rawValue);base64,\(Data(picture.bytes).base64EncodedString())"
  }

  /// The Sun's limb over a picture; nothing where nobody knows it.
  func limb(_ mark: ReportContents.SunMark?, _ picture: ReportContents.Picture) -> Markup {
    let height = Double(picture.height) / Double(max(1, picture.width))
    guard let mark, mark.isDrawable else { return "" }
    let numbers = [1000 * mark.x, 1000 * mark.y, 1000 * mark.radius].map { Self.fixed($0, 1) }
    return """
      <svg class="limb" viewBox="0 0 1000 \(Self.fixed(1000 * height, 1))" aria-hidden="true" \
      focusable="false"><circle cx="\(numbers[0])" cy="\(numbers[1])" r="\(numbers[2])"/></svg>
      """
  }

  /// A number with so many digits after the point.
  static func fixed(_ number: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", number)
  }
}
