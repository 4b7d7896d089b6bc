import Astronomy
import Testing
import Trajectories

@Suite("Tabulated trajectories")
struct TableTests {
  private let epoch: Instant
  private let orbit: KeplerTrajectory

  init() throws { (epoch, orbit) = try KeplerTrajectory.ofTables() }

  private func csv(step: Double, velocities: Bool) -> String {
    var text =
      "# made by a test\nutc,x_km,y_km,z_km" + (velocities ? ",vx_km_s,vy_km_s,vz_km_s" : "")
    for index in 0...60 {
      let t = epoch.advanced(bySeconds: Double(index) * step)
      let state = orbit.state(at: t)
      let r = state.position / 1000
      let v = state.velocity / 1000
      text += "\r\n\(t.text(fractionDigits: 9)),\(r.x),\(r.y),\(r.z)"
      if velocities { text += ",\(v.x),\(v.y),\(v.z)" }
    }
    return text + "\r\n"
  }

  private func worstError(step: Double, velocities: Bool) throws -> Double {
    let table = try TrajectoryTable.parse(
      csv(step: step, velocities: velocities), file: "orbit.csv", frame: .gcrf, epoch: nil)
    var worst = 0.0
    for seconds in stride(from: 0.0, through: 60 * step, by: step / 7) {
      let t = epoch.advanced(bySeconds: seconds)
      worst = max(worst, (table.state(at: t).position - orbit.state(at: t).position).length)
    }
    return worst
  }

  @Test("A low orbit with 60 s nodes and velocities is met to 0.1 mm inside")
  func interpolationWithVelocities() throws {
    #expect(try worstError(step: 60, velocities: true) < 1e-3)
    #expect(try worstError(step: 20, velocities: true) < 1e-7)
  }

  @Test("Positions alone are enough for centimetres with 20 s nodes")
  func interpolationFromPositions() throws {
    #expect(try worstError(step: 20, velocities: false) < 1e-2)
  }

  @Test("Two tables on the same nodes are interpolated as their difference")
  func commonNodes() throws {
    let text = csv(step: 60, velocities: true)
    let a = try TrajectoryTable.parse(text, file: "a.csv", frame: .gcrf, epoch: nil)
    let difference = TrajectoryDifference(occulter: a, observer: a)
    let t = epoch.advanced(bySeconds: 1234.5)
    let context = FormationContext(
      instant: t, observer: a.state(at: t),
      sun: SunSight(direction: Vector3(1, 0, 0), distance: 1.5e11))
    #expect(difference.position(in: context) == .zero)
  }

  @Test("The bounds of a table hold between its nodes")
  func boundsHold() throws {
    let table = try TrajectoryTable.parse(
      csv(step: 60, velocities: true), file: "a.csv", frame: .gcrf, epoch: nil)
    for begin in stride(from: 0.0, to: 3000, by: 333) {
      let bounds = table.bounds(
        over: epoch.advanced(bySeconds: begin)...epoch.advanced(bySeconds: begin + 100))
      for second in stride(from: begin, through: begin + 100, by: 5) {
        let state = table.state(at: epoch.advanced(bySeconds: second))
        #expect(state.position.length >= bounds.minimumRadius)
        #expect(state.velocity.length <= bounds.maximumSpeed)
      }
    }
  }

  @Test(
    "A table that cannot be read is refused with file, line and reason",
    arguments: [
      ("", "orbit.csv: the file is empty"),
      ("utc,x_km,y_km\n", "orbit.csv:1: column 'z_km' is missing"),
      ("utc,x_km,y_km,z_m\n", "orbit.csv:1: unknown column 'z_m'"),
      ("x_km,y_km,z_km\n", "orbit.csv:1: exactly one of the columns utc and t_s"),
      ("t_s,x_km,y_km,z_km\n", "orbit.csv:1: column t_s needs the key 'epoch'"),
      ("utc,x_km,y_km,z_km,vx_km_s\n", "orbit.csv:1: give all three velocity columns"),
      ("utc,x_km,y_km,z_km\n1975-07-19T12:00:00Z,1,2\n", "orbit.csv:2: 3 cells"),
      ("utc,x_km,y_km,z_km\n1975-07-19T12:00:00Z,1,2,x\n", "orbit.csv:2: column z_km: 'x'"),
      ("utc,x_km,y_km,z_km\n1975-07-19T12:00:00Z,1,2,nan\n", "'nan' is not a finite number"),
      (
        "utc,x_km,y_km,z_km\n1975-07-19T12:00:00Z,1,2,3\0junk\n",
        "orbit.csv:2: column z_km: '3\\u{0}"
      ),
      (
        "utc,x_km,y_km,z_km\n1975-07-19T12:00:00Z,1,2," + String(repeating: "1", count: 9999),
        "orbit.csv:2: column z_km: '1111111111111111111111111111111111111111' is not a finite number"
      ),
      ("utc,x_km,y_km,z_km\n1975-07-19T12:00:00Z,1,0x1p0,3\n", "'0x1p0' is not a finite number"),
      ("utc,x_km,y_km,z_km\n\nyesterday,1,2,3\n", "orbit.csv:3: column utc"),
      (
        "utc,x_km,y_km,z_km\n1975-07-19T12:00:00Z,1,2,3\n1975-07-19T12:00:00Z,1,2,3\n",
        "orbit.csv:3: this row's time"
      ),
      ("utc,x_km,y_km,z_km\n1975-07-19T12:00:00Z,1,2,3\n", "at least 3 are needed"),
    ])
  func refused(text: String, reason: String) {
    let error = #expect(throws: TrajectoryError.self) {
      try TrajectoryTable.parse(text, file: "orbit.csv", frame: .gcrf, epoch: nil)
    }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }
}
