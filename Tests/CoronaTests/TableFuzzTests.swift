import Corona
import RealModule
import TestSupport
import Testing

/// The rules of the run, and how to make it longer, stand at `FuzzRun`.
@Suite("Damaged tables of the corona")
struct TableFuzzTests {
  private static func check(
    _ name: String, share: Double, _ originals: [String], _ use: ([UInt8], String) throws -> Bool
  ) {
    let run = FuzzRun(
      name, share: share,
      FileMutations(
        originals.map { Array($0.utf8) }, words: [",", "#", "1,1\n", "0,0\n", ",,", "e5"]),
      fault: { error in
        guard let error = error as? CoronaError else { return "not typed: \(error)" }
        return error.description.contains("a.csv") ? nil : "no file: \(error)"
      },
      { if try !use($0, "a.csv") { throw NotFinite() } })
    #expect(run.faults.isEmpty, "\(run.faults.joined(separator: "\n"))")
    #expect(run.isMeaningful, "\(run.read) read, \(run.refused) refused")
  }

  private struct NotFinite: Error {}

  private static let radial = """
    # distance, density
    radius,density
    1.0,4e8
    1.1,1.7e8
    1.5,2e7
    3,6e5
    20, 1000.0
    215,7

    """

  private static let line =
    "longitude,latitude\n"
    + (0..<24).map { "\(15 * $0),\(20 * Double.sin(Double($0) * 0.26))\n" }.joined()

  @Test("Damaged radial tables and neutral lines are refused with the file, or stay finite")
  func densities() {
    Self.check("radial table", share: 0.05, [Self.radial]) { bytes, file in
      let table = try RadialTableDensity(csv: bytes, file: file)
      return [1.0, 1.3, 7, 300].allSatisfy {
        let density = table.electronsPerCubicCentimetre(
          radius: $0, latitudeRadians: 0.1, longitudeRadians: 0)
        return density.isFinite && density >= 0
      }
    }
    Self.check("neutral line", share: 0.04, [Self.line]) { bytes, file in
      let line = try NeutralLine(csv: bytes, file: file)
      return [0, 1, 6.28].allSatisfy { line.latitudeRadians(atLongitude: $0).isFinite }
    }
  }

  @Test("Damaged filter curves and coefficients are refused with the file")
  func emission() {
    Self.check("filter", share: 0.03, ["nm,t\n529.0,0\n530,0.2\n530.3,0.5\n530.6,0.2\n531,0\n"]) {
      _ = try NarrowFilter(csv: $0, file: $1)
      return true
    }
    Self.check("coefficients", share: 0.02, ["1,2e-20,1e-12\n1.5,1e-20,4e-13\n3,1e-21,1e-13\n"]) {
      _ = try LineEmissivity(csv: $0, file: $1)
      return true
    }
  }
}
