import Astronomy
import TestSupport
import Testing

@testable import Trajectories

@Suite("Damaged and unsuitable SPK kernels")
struct SPKDamageTests {
  private func message(_ bytes: [UInt8]) -> String {
    let error = #expect(throws: TrajectoryError.self) {
      try SPKKernel(bytes: bytes, name: "orbit.bsp")
    }
    return error?.description ?? ""
  }

  /// The state and the bounds of a body, or why there are none.
  private static func read(
    _ bytes: [UInt8], target: Int, span: ClosedRange<Instant>, at instant: Instant
  ) -> Result<StateVector, TrajectoryError> {
    do throws(TrajectoryError) {
      let kernel = try SPKKernel(bytes: bytes, name: "orbit.bsp")
      let trajectory = try kernel.trajectory(of: target, over: span)
      _ = trajectory.bounds(over: instant...instant.advanced(bySeconds: 100))
      _ = kernel.coverage(of: target)
      return .success(trajectory.state(at: instant))
    } catch {
      return .failure(error)
    }
  }

  private func patched(_ offset: Int, _ bytes: [UInt8]) throws -> [UInt8] {
    var file = try SPKFixture.bytes("hermite")
    file.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    return file
  }

  private func little(_ value: Double) -> [UInt8] {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { [UInt8]($0) }
  }

  private func little(_ value: Int32) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
  }

  @Test(
    "What is no SPK kernel is refused with what it is",
    arguments: [
      ("", "orbit.bsp: byte 0: not a binary SPICE kernel: it begins with ''"),
      ("CCSDS_OEM_VERS = 2.0\n", "begins with 'CCSDS_OE' instead of 'DAF/SPK'"),
      ("KPL/LSK\n\\begindata", "a text kernel (KPL/LSK); an SPK kernel is a binary file"),
      ("DAFETF NAIF DAF ENCODED TRANSFER FILE\n", "transfer format; turn it into a binary one"),
      ("DAF/CK  \u{1}", "a binary kernel of kind DAF/CK; needed is DAF/SPK"),
      ("\u{1}\u{7F}ELF", "begins with '??ELF'"),
      ("DAF/SPK ", "byte 8: the file ends inside its first record"),
    ])
  func otherFiles(text: String, reason: String) {
    let found = message(Array(text.utf8))
    #expect(found.contains(reason), "\(found)")
  }

  @Test("A wrong tag, a wrong summary or a file changed on its way is named with its byte")
  func fileRecord() throws {
    let swapped = message(try patched(88, Array("BIG-IEEE".utf8)))
    #expect(swapped.contains("byte 8: the tag says BIG-IEEE, but the numbers have the other"))
    let vax = message(try patched(88, Array("VAX-GFLT".utf8)))
    #expect(vax.contains("byte 88: binary format 'VAX-GFLT'; known are LTL-IEEE and BIG-IEEE"))
    let sizes = message(try patched(8, little(5 as Int32)))
    #expect(sizes.contains("summaries of 5 doubles and 6 integers; SPK files have 2 and 6"))
    let text = message(try patched(706, [10]))
    #expect(text.contains("byte 699: the file was changed on its way, as text is"))
    let missing = message(try patched(699, [UInt8](repeating: 65, count: 28)))
    #expect(missing.contains("byte 699: the string that shows damage by file transfer is missing"))
    let old = try SPKKernel(
      bytes: try patched(699, [UInt8](repeating: 0, count: 28)), name: "old.bsp")
    #expect(old.segments.count == 4)
    let record = message(try patched(76, little(7_000_000 as Int32)))
    #expect(record.contains("byte 76: the first summary should stand in record 7000000"))
  }

  @Test("A directory that leads nowhere or in circles is named with its byte")
  func directory() throws {
    let file = try SPKFixture.bytes("hermite")
    let at = Int(file[76]) * 1024 - 1024
    let circle = message(try patched(at, little(Double(file[76]))))
    #expect(circle.contains("leads to record \(file[76]), which was read before"))
    let nowhere = message(try patched(at, little(900.0)))
    #expect(nowhere.contains("leads to record 900, which is not in the file"))
    let count = message(try patched(at + 16, little(26.0)))
    #expect(
      count.contains("byte \(at + 16): the number of summaries is 26.0; it must be a whole number"))
    let none = message(try patched(at + 16, little(Double.nan)))
    #expect(none.contains("is nan; it must be"))
    let backward = message(try patched(at + 24, little(9e9)))
    #expect(backward.contains("byte \(at + 24): segment 'type 13, degree 7': it covers"))
    let beyond = message(try patched(at + 24 + 36, little(2_000_000 as Int32)))
    #expect(beyond.contains("the file has \(file.count) bytes and ends before"))
    let order = message(try patched(at + 24 + 32, little(-4 as Int32)))
    #expect(order.contains("its numbers should stand at addresses -4 to"))
  }

  @Test(
    "A kernel cut off anywhere is refused or gives the same states, and never crashes",
    arguments: ["chebyshev", "hermite-big", "segments"])
  func truncated(name: String) throws {
    let bytes = try SPKFixture.bytes(name)
    let span = SPKFixture.span(10, 3500)
    let t = SPKFixture.span(1000, 1000).lowerBound
    let truth = try SPKFixture.kernel(name).trajectory(of: -901, over: span).state(at: t)
    var refused = 0
    for length in stride(from: 0, to: bytes.count, by: 64) {
      switch Self.read(Array(bytes[..<length]), target: -901, span: span, at: t) {
      case .success(let state): #expect(state == truth)
      case .failure(let error):
        refused += 1
        #expect(error.description.hasPrefix("orbit.bsp: byte "), "\(error)")
      }
    }
    // The last record is filled up with zeros that nobody misses.
    #expect(refused >= (bytes.count - 1024) / 64)
  }

  @Test("Random damage is refused or read, and never crashes", arguments: SPKStateTests.kernels)
  func damaged(name: String) throws {
    let bytes = try SPKFixture.bytes(name)
    var state: UInt64 = 19_750_719
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    let directory = Int(bytes[76]) * 1024 - 1024
    var (opened, refused) = (0, 0)
    for turn in 0..<120 {
      var copy = bytes
      for _ in 0...random(4) {
        // Half of the damage where it hurts: file record and directory.
        let place =
          turn % 2 == 0 ? random(copy.count) : [random(100), directory + random(300)][random(2)]
        copy[place] = UInt8(random(256))
      }
      for target in [-901, -902, -903, -904, 301] {
        let outcome = Self.read(
          copy, target: target, span: SPKFixture.span(10, 3500),
          at: SPKFixture.span(1000, 1000).lowerBound)
        switch outcome {
        case .success: opened += 1
        case .failure(let error):
          refused += 1
          #expect(error.description.hasPrefix("orbit.bsp: "), "\(error)")
        }
      }
    }
    #expect(opened > 50)
    #expect(refused > 30)
  }

  @Test("Damaged numbers of a segment are named with segment and byte")
  func segments() throws {
    let bytes = try SPKFixture.bytes("hermite")
    let kernel = try SPKFixture.kernel("hermite")
    let addresses = kernel.segments[0].addresses
    func failure(_ address: Int, _ value: Double) throws -> String {
      var copy = bytes
      copy.replaceSubrange(((address - 1) * 8)..<(address * 8), with: little(value))
      let error = try #require(throws: TrajectoryError.self) {
        try SPKKernel(bytes: copy, name: "orbit.bsp").trajectory(
          of: -901, over: SPKFixture.span(0, 3600))
      }
      return error.description
    }
    let last = addresses.upperBound
    #expect(try failure(last, 121).contains("make 850 numbers, but the segment has 843"))
    #expect(try failure(last, 12.5).contains("number of states is 12.5; it must be a whole number"))
    #expect(
      try failure(last - 1, 14).contains("byte \((last - 2) * 8): the window's size less one"))
    #expect(
      try failure(addresses.lowerBound + 8, .nan).contains(
        "segment 'type 13, degree 7' (-901 about 399): state 1 is not finite"))
    #expect(
      try failure(addresses.lowerBound + 6 * 120 + 3, 0).contains(
        "the epoch of state 4 does not come after the one before it"))
  }

  @Test("What a kernel does not hold is named together with what it holds")
  func missing() throws {
    let kernel = try SPKFixture.kernel("segments")
    func failure(_ body: () throws -> SPKTrajectory) -> TrajectoryError? {
      #expect(throws: TrajectoryError.self) { try body() }
    }
    let body = failure { try kernel.trajectory(of: 5, over: SPKFixture.span(0, 1)) }
    #expect(body?.code == .unknownBody)
    #expect(
      body?.description == "segments.bsp: there is no body 5; there are -905, -904, -902, -901")
    let type = failure { try kernel.trajectory(of: -904, over: SPKFixture.span(0, 1)) }
    #expect(type?.code == .unsupportedKernel)
    #expect(
      type?.description == "segments.bsp: segment 'two bodies, type 5' (-904 about 399): type 5 "
        + "(two-body propagation of states) is not supported; supported are types 2, 3, 8, 9, 12, 13"
    )
    let frame = failure { try kernel.trajectory(of: -905, over: SPKFixture.span(0, 1)) }
    #expect(
      frame?.description.contains("frame 2 (B1950) is not supported; supported are 1 (J2000")
        == true)
    let planets = try SPKFixture.kernel("planets")
    let chain = failure { try planets.trajectory(of: 499, over: SPKFixture.span(0, 1)) }
    #expect(
      chain?.description == "planets.bsp: bodies 499 and 399 are not joined: the chains are 499 "
        + "about 4 and 399 about 3 about 0; give the kernel that joins them, too")
  }

  @Test("A span outside the coverage or across a gap is refused with what is covered")
  func coverage() throws {
    let kernel = try SPKFixture.kernel("segments")
    let known = [SPKFixture.span(0, 3600), SPKFixture.span(5400, 9000)]
    #expect(kernel.coverage(of: -901) == known)
    #expect(kernel.coverage(of: -902) == [SPKFixture.span(0, 10_800)])
    #expect(kernel.coverage(of: 17).isEmpty)
    let planets = try SPKFixture.kernel("planets")
    #expect(planets.coverage(of: 301) == [SPKFixture.span(-345_600, 2_419_200)])
    for (span, missing) in [
      (SPKFixture.span(3000, 6000), "from 1975-07-19T13:00:00.000 TDB to 1975-07-19T13:30:00.000"),
      (SPKFixture.span(-60, 60), "from 1975-07-19T11:59:00.000 TDB to 1975-07-19T12:00:00.000"),
      (SPKFixture.span(9100, 9100), "from 1975-07-19T14:31:40.000 TDB to 1975-07-19T14:31:40.000"),
      (SPKFixture.span(-1e10, 0), "TDB to 1975-07-19T12:00:00.000"),
    ] {
      let error = #expect(throws: TrajectoryError.self) {
        try kernel.trajectory(of: -901, over: span)
      }
      let text = error?.description ?? ""
      #expect(error?.code == .outsideCoverage)
      #expect(
        text.contains("no states of body -901 about 399 \(missing)") || text.contains(missing))
      #expect(
        text.hasSuffix(
          "there are states from 1975-07-19T12:00:00.000 TDB to 1975-07-19T13:00:00.000 TDB, and "
            + "from 1975-07-19T13:30:00.000 TDB to 1975-07-19T14:30:00.000 TDB"), "\(text)")
    }
    // A kernel's own first and last epoch are inside, whatever the rounding of the instants.
    for second in [0.0, 3600, 5400, 9000] {
      let t = SPKFixture.span(second, second).lowerBound
      for shift in [-1e-9, 0, 1e-9] {
        let near = t.advanced(bySeconds: shift)
        #expect(try kernel.trajectory(of: -901, over: near...near).coverage == near...near)
      }
    }
  }
}
