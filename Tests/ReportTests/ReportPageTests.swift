import Foundation
import Testing

@testable import Report

@Suite struct ReportPageTests {
  @Test func pagesAskNothingOfTheNetworkAndRunTheirOwnScriptAlone() {
    let page = ReportPage(Sample.contents()).html(scriptDigest: "abc=")
    #expect(page.contains("script-src &#39;sha256-abc=&#39;"))
    #expect(page.contains("default-src &#39;none&#39;; img-src data:;"))
    #expect(page.contains("<script>" + ReportPage.script + "</script>"))
    for reference in ["src=\"http", "href=\"http", "url(", "@import", "fetch(", "XMLHttpRequest"] {
      #expect(!page.contains(reference), "\(reference)")
    }
  }

  @Test func everyFrameStandsInTheTableAndEveryPictureOnceInTheSheet() {
    var contents = Sample.contents()
    contents.frames = (0..<200).map { index in
      var frame = contents.frames[0]
      frame.index = index
      return frame
    }
    let page = ReportPage(contents).html()
    #expect(page.count(of: "<tr data-state=\"done\">") == 200)
    // One more in the player, which shows the first frame without a script, too.
    #expect(page.count(of: "data:image/png;base64,") == 201)
    #expect(page.count(of: "id=\"picture-") == 200)
  }

  @Test func aPageOfTwoHundredFramesTakesFewBytesBesideItsPictures() {
    var contents = Sample.contents()
    contents.frames = (0..<200).map { index in
      var frame = contents.frames[0]
      frame.index = index
      frame.message = String(repeating: "a remark of some length ", count: 4)
      return frame
    }
    #expect(ReportPage(contents).html().utf8.count < 400_000)
  }

  @Test func failedAndMissingFramesAreShownWithTheirReasons() throws {
    var contents = Sample.contents()
    var missing = ReportContents.Frame(index: 2, time: "", state: .missing, attempts: 0)
    missing.message = "the run was stopped"
    contents.frames.append(missing)
    contents.frames.removeFirst()
    let page = ReportPage(contents).html()
    // Without a script the player shows the first frame: here one that failed.
    #expect(page.contains("<strong>Frame 1 failed</strong> <span>no ephemeris</span>"))
    #expect(page.contains("<li class=\"missing\"><figure><p class=\"gap\""))
    #expect(page.contains("aria-label=\"Frames in order: 1 failed, 1 not tried\""))
    let data = try #require(page.components(separatedBy: "id=\"report-data\">").last)
    let json = try #require(data.components(separatedBy: "</script>").first)
    let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let frames = try #require(read?["frames"] as? [[String: Any]])
    #expect(frames.map { $0["head"] as? String } == ["Frame 1 failed", "Frame 2 was not tried"])
    #expect(frames.map { $0["reason"] as? String } == ["no ephemeris", "the run was stopped"])
  }

  @Test func theLimbIsDrawnWhereTheSunStandsInThePicture() {
    let page = ReportPage(Sample.contents()).html()
    // Of 4 × 3 pixels: the middle lies 500 thousandths of the width from the left and 375 from the top.
    #expect(page.contains("viewBox=\"0 0 1000 750.0\""))
    #expect(page.contains("<circle cx=\"500.0\" cy=\"375.0\" r=\"100.0\"/>"))
    var contents = Sample.contents()
    contents.frames[0].sun = .init(x: .nan, y: 0, radius: .infinity)
    let other = ReportPage(contents).html()
    #expect(!other.contains("class=\"limb\""))
    #expect(!other.contains("nan,"))
  }

  @Test func numbersThatAreNoneLeaveTheirCellEmpty() {
    var contents = Sample.contents()
    contents.frames[0].minimum = .nan
    contents.frames[0].maximum = -.infinity
    contents.frames[0].distanceMetres = 25_000
    let page = ReportPage(contents).html()
    #expect(page.contains("<td class=\"number\"></td>"))
    #expect(!page.contains(">nan<") && !page.contains("inf<"))
    #expect(page.contains("data-v=\"25000.0\">25 km<"))
  }

  @Test func headingsFollowEachOtherAndEverySectionHasItsOwn() {
    let page = ReportPage(Sample.contents()).html()
    #expect(page.count(of: "<h1") == 1)
    #expect(page.count(of: "<section ") == page.count(of: "<h2 "))
    for place in page.components(separatedBy: "href=\"#").dropFirst() {
      let name = place.prefix { $0 != "\"" }
      #expect(page.contains("<section id=\"\(name)\""), "\(name)")
    }
  }

  @Test func aDarkPictureSaysWhyInPlayerSheetAndWords() {
    var contents = Sample.contents()
    contents.frames[0].pictureNote = "Apollo hides the whole field"
    let page = ReportPage(contents).html()
    #expect(
      page.contains(
        "<p class=\"reason\" dir=\"auto\"><span>Apollo hides the whole field</span></p>"))
    #expect(page.contains("<p class=\"dark-note\">Apollo hides the whole field</p>"))
    #expect(page.contains("\"note\":\"Apollo hides the whole field\""))
    #expect(page.contains("frame 0, 1975-07-19 12:04:00.0. Apollo hides the whole field\""))
  }

  @Test func contactsOfOtherVariationsStandBesideThoseThatAreShown() {
    var contents = Sample.contents()
    contents.windows = [.init("Window 1", [.init("C1", meaning: "begins", time: "12:00")])]
    contents.windowsNote = "These are those of frame 3."
    contents.variations = .init("Two variations", heads: ["radius", "C1"], rows: [["1", "12:01"]])
    let page = ReportPage(contents).html()
    let section = page.components(separatedBy: "<section id=\"contacts\"")[1]
      .components(separatedBy: "</section>")[0]
    #expect(section.contains("<p class=\"note\" dir=\"auto\">These are those of frame 3.</p>"))
    #expect(section.contains("<caption>Two variations</caption>"))
    #expect(section.contains("<tr><th scope=\"row\">1</th><td dir=\"auto\">12:01</td></tr>"))
  }

  @Test func framesLeadToTheirPicturesWhereThereAreSome() {
    var contents = Sample.contents()
    contents.frames[0].link = "./quicklook/a%20b.png"
    let page = ReportPage(contents).html()
    #expect(page.contains("data-v=\"0\"><a href=\"./quicklook/a%20b.png\">0</a></th>"))
    #expect(page.contains("data-v=\"1\">1</th>"))
  }

  @Test func aRunWithoutFramesHasAPage() {
    var contents = Sample.contents()
    contents.frames = []
    let page = ReportPage(contents).html()
    #expect(page.contains("No frame of the run was tried yet."))
    #expect(page.contains("{\"frames\":[]}"))
  }
}
