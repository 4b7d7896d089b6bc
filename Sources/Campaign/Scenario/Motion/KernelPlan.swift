internal import Astronomy
internal import Trajectories

/// `spk`: segments of a SPICE kernel.
struct KernelPlan: TrajectoryPlan {
  let path: ScenarioPath
  let target: Int

  func build(over span: ClosedRange<Instant>, reading files: inout DataFiles) throws
    -> any Trajectory
  {
    // The largest kernels in use, those of DE441, have 1.6 GB each.
    let kernel = try SPKKernel(
      bytes: try files.bytes(path, as: "kernel", limit: 2 << 30), name: path.text)
    return try SPKKernelSet([kernel]).trajectory(of: target, over: span)
  }

  static func list<Value>(
    _ choice: Choice<Value>, _ wrap: @escaping ((any TrajectoryPlan)?) -> Value
  ) {
    choice.key("spk", doc: "Segments of a SPICE kernel (SPK types 2, 3, 8, 9, 12 and 13).") {
      section in
      wrap(
        KernelPlan(
          path: section.path("spk", doc: "The binary kernel."),
          target: section.integer(
            "target", in: -1_000_000_000...1_000_000_000,
            doc: "The body's NAIF code; the kernel must lead from it to the Earth (399).")))
    }
  }
}
