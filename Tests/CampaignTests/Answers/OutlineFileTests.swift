import Foundation
import Optics
import TestSupport
import Testing

@testable import Campaign

@Suite("Outline files")
struct OutlineFileTests {
  private func outline(_ text: String, distance: Double? = 220) throws -> DiffractingOutline {
    try OutlineFile.parse(Array(text.utf8), file: "o.csv", distance: distance)
  }

  @Test("Corners come in order, with the distance given beside the file")
  func plain() throws {
    let found = try outline("# a square\r\nx_m,y_m (CCW)\r\n1,0\r\n 0 , 1.5\r\n-1e0,0\r\n")
    guard case .polygon(let vertices) = found.loops[0] else {
      Issue.record("no polygon")
      return
    }
    #expect(found.loops.count == 1)
    #expect(vertices.map(\.x) == [1, 0, -1] && vertices.map(\.y) == [0, 1.5, 0])
    #expect(vertices.allSatisfy { $0.distance == 220 })
  }

  @Test("Columns stand in any order; z_m beats the distance, loop tells the lines apart")
  func columns() throws {
    let found = try outline(
      """
      loop,z_m,y_m,x_m
      body,10,0,1
      body,11,1,0
      hole,12,0,0.1
      body,10,0,-1
      hole,12,0.1,0
      hole,12,0.1,0.1
      """, distance: nil)
    #expect(found.loops.count == 2)
    guard case .polygon(let body) = found.loops[0], case .polygon(let hole) = found.loops[1] else {
      Issue.record("no polygons")
      return
    }
    #expect(body.map(\.distance) == [10, 11, 10])
    #expect(hole.map(\.x) == [0.1, 0, 0.1])
  }

  @Test(
    "What is wrong is told with file and line",
    arguments: [
      ("x,y\n1,2\n", "o.csv:1: found the columns \"x,y\""),
      ("x_m,y_m\n1,0\n0,one\n", "o.csv:3: y_m \"one\" is no number"),
      ("x_m,y_m\n1,0\n0,nan\n", "o.csv:3: y_m \"nan\" is no number"),
      ("x_m,y_m\n1\n", "o.csv:2: found 1 cells where the heading has 2"),
      ("x_m,y_m,z_m\n\n1,0,-5\n", "o.csv:3: z_m -5.0: the distance"),
      ("x_m,y_m\n", "o.csv: has no corners"), ("", "o.csv: has no corners"),
      ("x_m,y_m\n1,0\n0,1\n", "o.csv: outline, loop 1: 2 corners; at least 3"),
      ("x_m,y_m\n1,0\n0,0\n-1,0\n", "o.csv: outline, loop 1: encloses no area"),
      ("x_m,y_m\n-1,0\n0,1\n1,0\n", "o.csv: runs clockwise, which is a hole in nothing"),
    ])
  func messages(text: String, message: String) {
    let error = #expect(throws: CampaignError.self) { try outline(text) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test("Without a distance the file must tell it")
  func missingDistance() {
    let error = #expect(throws: CampaignError.self) { try outline("x_m,y_m\n", distance: nil) }
    #expect(error?.description.contains("has no column z_m; add one, or give") == true)
  }

  @Test("A file that is not there is named")
  func missingFile() {
    let error = #expect(throws: CampaignError.self) {
      try OutlineFile.read("nowhere/o.csv", distance: 220)
    }
    #expect(error?.description.contains("--outline \"nowhere/o.csv\": cannot be read") == true)
  }
}
