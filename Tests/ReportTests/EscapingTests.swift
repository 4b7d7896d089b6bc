import Foundation
import Testing

@testable import Report

@Suite struct EscapingTests {
  @Test func namesCannotBecomeElementsOrEndAttributes() {
    let name = "<script>alert('1')</script>\" onload=\"x&y"
    let markup: Markup = "<p title=\"\(name)\">\(name)</p>"
    let safe =
      "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x&amp;y"
    #expect(markup.html == "<p title=\"\(safe)\">\(safe)</p>")
  }

  @Test func charactersThatTurnOrHideTextAreWrittenOut() {
    // A name that shows as "exe.gnp" where it is read as "png.exe" (Unicode Technical Report 36, §3.3).
    #expect(Escaping.text("a\u{202E}gnp.exe") == "a\\u{202e}gnp.exe")
    #expect(Escaping.text("a\u{0}b\u{1B}[31m\u{7F}\u{85}") == "a\\u{0}b\\u{1b}[31m\\u{7f}\\u{85}")
    #expect(
      Escaping.text("z\u{200B}w\u{FEFF}\u{2066}\u{E0041}")
        == "z\\u{200b}w\\u{feff}\\u{2066}\\u{e0041}")
    // "\r\n" is one Character but two scalars, of which the first hides what precedes it on a terminal.
    #expect(Escaping.text("a\r\nb\tc") == "a\\u{d}\nb\tc")
    #expect(Escaping.text("α ☉ שלום 🌘") == "α ☉ שלום 🌘")
  }

  @Test func jsonInAScriptElementCannotEndIt() throws {
    let hostile = "</script><!--<script>\u{2028}\u{2029}&\"\\\n\t\u{0}\u{202E}"
    let json = "{\"a\":\(Escaping.json(hostile))}"
    let data = Escaping.scriptData(json)
    #expect(!data.contains("<"))
    #expect(!data.contains(">"))
    #expect(!data.contains("&"))
    #expect(!data.unicodeScalars.contains { $0 == "\u{2028}" || $0 == "\u{2029}" })
    let read = try JSONDecoder().decode([String: String].self, from: Data(data.utf8))
    // What is unsafe anywhere is written out; all else comes back.
    #expect(
      read["a"] == "</script><!--<script>\\u{2028}\\u{2029}&\"\\\n\t\\u{0}\\u{202e}")
  }

  @Test(arguments: [
    "</style>", "]]>", "--><b>", "\u{0}</title>", "'\"><img src=x onerror=alert(1)>",
  ])
  func noTextOfTheContentsReachesThePageAsMarkup(_ hostile: String) {
    var contents = Sample.contents()
    contents.scenario = hostile
    contents.summary = hostile
    contents.verdict.sentence = hostile
    contents.facts = [.init(hostile, hostile)]
    contents.windows = [
      .init(hostile, [.init(hostile, meaning: hostile, time: hostile, note: hostile)])
    ]
    contents.windowsNote = hostile
    contents.variations = .init(hostile, heads: [hostile], rows: [[hostile], [hostile]])
    contents.frames[0].pictureNote = hostile
    contents.frames[0].link = hostile
    contents.timeline = .init(hostile, Sample.picture, alternative: hostile, caption: hostile)
    contents.shadow = .init("Shadow", absence: hostile)
    contents.pair = [.init(hostile, Sample.picture, alternative: hostile, caption: hostile)]
    contents.frames[0].time = hostile
    contents.frames[0].values = [hostile]
    contents.frames[1].message = hostile
    contents.framesNote = hostile
    contents.scale = .init(colours: [0, 0xFFFFFF], low: hostile, high: hostile, quantity: hostile)
    contents.sweepKeys = [hostile]
    contents.remarks = [.init(hostile, about: hostile)]
    contents.settings = [.init(hostile, hostile, origin: hostile)]
    contents.provenance = [.init(hostile, hostile)]
    contents.sources = [.init(path: hostile, sha256: hostile)]
    contents.commands = [hostile]
    contents.commandsNote = hostile
    let clean = ReportPage(Sample.contents()).html()
    let page = ReportPage(contents).html()
    #expect(page.count(of: hostile) == clean.count(of: hostile))
    for tag in ["<style", "</style", "<script", "</script", "</title", "<!--", "onerror=alert(1)>"]
    {
      #expect(page.count(of: tag) == clean.count(of: tag), "\(tag)")
    }
  }
}

extension String {
  func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
