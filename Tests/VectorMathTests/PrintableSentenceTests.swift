import Testing
import VectorMath

@Suite("Sentences made safe to print")
struct PrintableSentenceTests {
  @Test("Plain sentences stay as they are, with their line feeds and their letters of any script")
  func plain() {
    for text in ["", "a.csv:3: found 'x'", "one\ntwo", "é – 𝟙 ° 🛰️ … ١٢"] {
      #expect(PrintableSentence.safe(text) == text)
    }
  }

  @Test(
    "What moves the cursor, hides or reverses text is written out",
    arguments: [
      ("a\u{1B}[2Jb", "a\\u{1b}[2Jb"), ("a\rb", "a\\u{d}b"), ("a\tb\u{0}", "a\\u{9}b\\u{0}"),
      ("\u{202E}x", "\\u{202e}x"), ("x\u{2028}y", "x\\u{2028}y"), ("\u{FEFF}x", "\\u{feff}x"),
      ("\u{85}", "\\u{85}"), ("\u{7F}", "\\u{7f}"),
    ])
  func unsafe(text: String, shown: String) {
    #expect(PrintableSentence.safe(text) == shown)
  }

  @Test("Of a sentence too long its beginning and its remedy stay")
  func long() {
    let text = "a.csv:3: found '" + String(repeating: "é", count: 100_000) + "'; write a number"
    let safe = PrintableSentence.safe(text)
    #expect(safe.hasPrefix("a.csv:3: found 'éé") && safe.hasSuffix("éé'; write a number"))
    #expect(safe.contains("é … é") && safe.unicodeScalars.count == PrintableSentence.longest + 3)
    // Escapes count as they are written.
    let zeros = PrintableSentence.safe(String(repeating: "\u{0}", count: 100_000))
    #expect(zeros.unicodeScalars.count == PrintableSentence.longest + 3)
  }
}
