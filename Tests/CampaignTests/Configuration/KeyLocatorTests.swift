import Foundation
import Testing

@testable import Campaign

@Suite("Configuration: places of keys")
struct KeyLocatorTests {
  @Test(
    "Every key of a nasty file is found at its line and column", arguments: [false, true])
  func nastyFile(hasWindowsLineEnds: Bool) throws {
    let lines = [
      "# a = 1 [not.a.header]",  // 1
      "title = \"x # y = [z\" # = \"",  // 2
      "a.b . \"c.d\" = 1",  // 3
      "'lit\\eral' = { in = { ner = [ { k = 1 }, {k=2} ] }, z = 'q}' }",  // 4
      "list = [ # comment ] here",  // 5
      "  1, # one",  // 6
      "  [ 2, 3 ], \"]\",",  // 7
      "]",  // 8
      "text = \"\"\"",  // 9
      "fake = 1",  // 10
      "[fake]\"\"\\\"\"\"\"",  // 11
      "raw = '''",  // 12
      "nope = 2 '' '''",  // 13
      "[ deep . \"er\" ]",  // 14
      "\"\\u00e9t\\u00e9\" = 1",  // 15
      "[[chain]]",  // 16
      "step = 1",  // 17
      "  [[chain.sub]]",  // 18
      "  x = 1979-05-27 07:32:00Z # c",  // 19
      "[[chain]]",  // 20
      "# été = 1; [x]",  // 21
      "\"é\" = { \"à\" = 1 }",  // 22
    ]
    let text = lines.joined(separator: hasWindowsLineEnds ? "\r\n" : "\n")
    let locator = try KeyScanner.scan(Array(text.utf8))
    func place(_ path: ConfigurationPath) -> [Int]? {
      locator.place(of: path).map { [$0.line, $0.column] }
    }
    let root = ConfigurationPath.root
    #expect(place(root.key("title")) == [2, 1])
    #expect(place(root.key("a")) == [3, 1])
    #expect(place(root.key("a").key("b")) == [3, 3])
    #expect(place(root.key("a").key("b").key("c.d")) == [3, 7])
    let inline = root.key("lit\\eral")
    #expect(place(inline) == [4, 1])
    #expect(place(inline.key("in").key("ner")) == [4, 23])
    #expect(place(inline.key("in").key("ner").index(1).key("k")) == [4, 43])
    #expect(place(inline.key("z")) == [4, 53])
    #expect(place(root.key("list").index(0)) == [6, 3])
    #expect(place(root.key("list").index(1).index(1)) == [7, 8])
    #expect(place(root.key("list").index(2)) == [7, 13])
    #expect(place(root.key("text")) == [9, 1])
    #expect(place(root.key("fake")) == nil)
    #expect(place(root.key("raw")) == [12, 1])
    #expect(place(root.key("nope")) == nil)
    #expect(place(root.key("deep").key("er")) == [14, 10])
    #expect(place(root.key("deep").key("er").key("été")) == [15, 1])
    #expect(place(root.key("chain").index(0).key("step")) == [17, 1])
    #expect(place(root.key("chain").index(0).key("sub").index(0).key("x")) == [19, 3])
    #expect(place(root.key("chain").index(1)) == [20, 3])
    #expect(place(root.key("chain").index(1).key("é").key("à")) == [22, 9])
  }

  @Test("Every key the parser knows has a place, and the values agree")
  func agreesWithParser() throws {
    let text = """
      title = "x"
      a."b.c".d = [1, 2.5, [true]]
      inline = { x.y = 1, z = { w = "}" } }
      [table]
      date = 1979-05-27T07:32:00.25Z
      [[list]]
      k = 'v'
      [[list]]
      [list.sub]
      "q\\tq" = 0x10
      """
    let parsed = try TOMLText.parse(Array(text.utf8))
    func visit(_ value: ConfigurationValue, _ path: ConfigurationPath) {
      if path != .root { #expect(parsed.locator.place(of: path) != nil, "\(path)") }
      switch value {
      case .table(let entries): for (key, inner) in entries { visit(inner, path.key(key)) }
      case .array(let elements):
        for (index, inner) in elements.enumerated() { visit(inner, path.index(index)) }
      default: break
      }
    }
    visit(.table(parsed.root), .root)
    #expect(
      parsed.root["a"]
        == .table([
          "b.c": .table(["d": .array([.integer(1), .double(2.5), .array([.boolean(true)])])])
        ]))
    #expect(
      parsed.root["table"]
        == .table([
          "date": .dateTime(
            ConfigurationDateTime(text: "1979-05-27T07:32:00.25Z", zone: .offset(minutes: 0)))
        ]))
    #expect(
      parsed.root["list"]
        == .array([
          .table(["k": .string("v")]), .table(["sub": .table(["q\tq": .integer(16)])]),
        ]))
  }

  /// Texts that together hold every kind of value and key.
  private static let seeds = [
    """
    a."b\\u00e9" = [ {x = '''y''', z = 1.5e3}, \"""q\""" ] # é
    [[c.d]]
    k=1979-05-27T07:32:00.5Z
    [e]
    q=-inf
    h=0xFF
    o=0o7
    b=0b1
    """,
    """
    [ a . 'b' ]
    t = 07:32:00
    d=1979-05-27 07:32:00-08:00
    f=+nan
    s="\\"\\\\\\n"
    m=\"""\\
      x\"""
    x = true
    [[z]]
    [[z]]
    """,
    "camera = { size = [1,2], name = \"x\" }\r\n[sun.limb]\nu = 0.5\nw=1_000\n",
  ]

  @Test("No truncated or mistyped text makes the scanner or the parser abort")
  func survivesRubbish() {
    // The parser's assertions are on in debug builds, so an unsafe text would end this process.
    // TOTALITY_FUZZ=1000000 looks longer.
    let alphabet = Array("[]{}=.,\"'#\n\r\t \\_-+:0123459abefntuxoTFZz\u{1}é".utf8)
    let rounds = ProcessInfo.processInfo.environment["TOTALITY_FUZZ"].flatMap { Int($0) } ?? 4000
    var state: UInt64 = 20_241_205
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(count, 1)
    }
    let seeds = Self.seeds.map { Array($0.utf8) }
    for seed in seeds { #expect(throws: Never.self) { try TOMLText.parse(seed) } }
    for _ in 0..<rounds {
      var text = seeds[random(seeds.count)]
      if random(3) == 0 { text = Array(text.dropFirst(random(text.count)).prefix(random(20) + 1)) }
      for _ in 0...random(5) where !text.isEmpty {
        let place = random(text.count)
        switch random(5) {
        case 0: text[place] = alphabet[random(alphabet.count)]
        case 1: text.insert(alphabet[random(alphabet.count)], at: place)
        case 2: text.remove(at: place)
        case 3: text.removeSubrange(place...)
        default:
          let from = random(text.count)
          text.insert(contentsOf: Array(text[from..<min(from + random(6), text.count)]), at: place)
        }
      }
      _ = try? TOMLText.parse(text)
    }
  }
}
