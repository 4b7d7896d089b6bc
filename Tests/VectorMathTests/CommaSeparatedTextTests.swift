import Testing
import VectorMath

struct CommaSeparatedTextTests {
  @Test(
    "Decimal numbers are read as Swift reads them",
    arguments: ["0", "+1", "-1", "1.", ".5", "-2.5E-3", "1e308", "6.957e+5", "007"])
  func decimals(text: String) {
    #expect(Double(decimal: text) == Double(text))
    #expect(Double(decimal: text) != nil)
  }

  @Test(
    "Anything but a finite decimal number is refused",
    arguments: [
      "", " ", "1\0junk", "1\0", "\0", "0x1p0", "0x10", "nan", "inf", "-infinity", "1e999", " 1 ",
      "1,5", "1e", "1e+", ".", "+", "--1", "1.2.3", "1_000", "١", "1d5",
    ])
  func refusals(text: String) {
    #expect(Double(decimal: text) == nil)
  }

  @Test("Marks, comments, blank lines and every kind of line end are no part of the cells")
  func lines() {
    let text = "\u{FEFF}a , b\r\n# c\r\t1,\t2\n , ,\n\r\n  # d\n3,4"
    let lines = Array(CommaSeparatedText(Array(text.utf8)))
    #expect(lines.map(\.cells) == [["a", "b"], ["1", "2"], ["3", "4"]])
    #expect(lines.map(\.number) == [1, 3, 7])
    #expect(Array(CommaSeparatedText([])).isEmpty)
  }
}
